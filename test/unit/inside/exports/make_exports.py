"""Makes the small exports beside this file: random models of every style of attention, and PyTorch's figures for each.

    pip install -r requirements.txt
    python make_exports.py [STYLE ...]

README.md says what lies in each folder and what expected.json holds. Every file is checked here against PyTorch's logits.
"""

import json
import shutil
import sys
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from optimum.exporters.onnx import onnx_export_from_model
from transformers import (
    AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM, BartConfig, BertConfig, GPT2Config, LlamaConfig,
    LongT5Config, MarianConfig, T5Config,
)

from check_logits import check_logits
from figures import expected, write
from fused_operators import grouped, multi_head, packed, replace, standard
from optimized import optimized
from tokenizers_of_styles import TOKENIZERS

HERE = Path(__file__).parent
WIDTH, HEADS, LAYERS = 32, 4, 2
BOTH = dict(
    d_model=WIDTH, encoder_layers=LAYERS, decoder_layers=LAYERS, encoder_attention_heads=HEADS, max_position_embeddings=64,
    decoder_attention_heads=HEADS, encoder_ffn_dim=48, decoder_ffn_dim=48,
)
STYLES = {
    "gpt2": (AutoModelForCausalLM, lambda size: GPT2Config(
        vocab_size=size, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, n_positions=64, n_inner=48, bos_token_id=0,
        eos_token_id=0)),
    "llama": (AutoModelForCausalLM, lambda size: LlamaConfig(
        vocab_size=size, hidden_size=2 * WIDTH,  # GroupQueryAttention takes heads of 16, 32, ... numbers
        intermediate_size=48, num_hidden_layers=LAYERS, num_attention_heads=HEADS, num_key_value_heads=2,
        max_position_embeddings=64, bos_token_id=1, eos_token_id=2)),
    "bert": (AutoModelForMaskedLM, lambda size: BertConfig(
        vocab_size=size, hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, intermediate_size=48,
        max_position_embeddings=64)),
    "t5": (AutoModelForSeq2SeqLM, lambda size: T5Config(
        vocab_size=size, d_model=WIDTH, d_kv=8, d_ff=48, num_layers=LAYERS, num_heads=HEADS, decoder_start_token_id=0,
        relative_attention_num_buckets=8, relative_attention_max_distance=16, feed_forward_proj="gated-gelu")),
    "longt5": (AutoModelForSeq2SeqLM, lambda size: LongT5Config(
        vocab_size=size, d_model=WIDTH, d_kv=8, d_ff=48, num_layers=LAYERS, num_heads=HEADS, decoder_start_token_id=0,
        encoder_attention_type="local", local_radius=4)),
    "bart": (AutoModelForSeq2SeqLM, lambda size: BartConfig(
        vocab_size=size, **BOTH, pad_token_id=1, bos_token_id=0, eos_token_id=2, decoder_start_token_id=2,
        forced_eos_token_id=None)),
    "marian": (AutoModelForSeq2SeqLM, lambda size: MarianConfig(
        vocab_size=size, decoder_vocab_size=size, **BOTH, pad_token_id=size - 1, eos_token_id=0, bos_token_id=0,
        decoder_start_token_id=size - 1, forced_eos_token_id=None, activation_function="swish", scale_embedding=True)),
}
TEXT, TARGET = "the cat sat on a mat while it ran", "then you read this line"
TASKS = {AutoModelForCausalLM: "text-generation-with-past", AutoModelForMaskedLM: "fill-mask",
         AutoModelForSeq2SeqLM: "text2text-generation"}


@torch.no_grad()
def seeded(style, size, attention="eager"):
    """A model whose weights are large enough that every head looks at something of its own."""
    torch.manual_seed(sum(map(ord, style)))
    kind, config = STYLES[style]
    model = kind.from_config(config(size), attn_implementation=attention).eval()
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue  # sinusoidal positions
        if parameter.dim() > 1:
            strength = 0.6 if style in ("t5", "longt5") and name.endswith(".q.weight") else 1.3
            parameter.normal_(0, strength / parameter.shape[-1] ** 0.5)
        else:
            parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


# What takes the place of the eager attention, by the ending of the folder's name: the operator, and the opset it needs.
FUSED = {
    "gpt2": {"attention": (packed(HEADS), None), "mha": (multi_head(HEADS, causal=True), None),
             "onnx": (standard(HEADS), 23)},
    "llama": {"gqa": (lambda model, site: grouped(STYLES["llama"][1](0))(model, site), None),
              "onnx": (standard(HEADS, rotary=True), 24)},
    "t5": {"mha": (multi_head(HEADS, scale=1.0), None), "onnx": (standard(HEADS, scale=1.0, causal=False), 23)},
    "bart": {"mha": (multi_head(HEADS), None)},
    "marian": {"mha": (multi_head(HEADS), None)},
}
# Styles that are also exported as PyTorch's scaled_dot_product_attention, which exporters take where nobody chooses.
SDPA = ["gpt2", "llama", "bart"]
MERGED = ["t5", "bart"]
# Styles with weights of other types, in the same folder.
PRECISIONS = ["bert", "marian"]
# What onnxruntime's optimizer makes: the model type it is told, and whether it prefers MultiHeadAttention.
OPTIMIZED = {
    "gpt2": {"fused": ("gpt2", False)},
    "bert": {"attention": ("bert", False), "mha": ("bert", True)},
    "t5": {"fused": ("t5", False)},
    "bart": {"fused": ("bart", False)},
    "marian": {"fused": ("bart", False)},
}


def new_folder(name, model, tokenizer, figures):
    """A folder with all but the ONNX files."""
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    model.config.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write(folder / "expected.json", figures)
    return folder


def export(style, kind, model, tokenizer, figures, logits, merged=False):
    """merged: the decoder with and without a cache in one file, as exporters write it for text2text-generation-with-past."""
    folder = new_folder(f"{style}-{kind}", model, tokenizer, figures)
    kept = {name: (folder / name).read_bytes() for name in ("config.json", "tokenizer.json", "expected.json")}
    onnx_export_from_model(model, folder, task=TASKS[STYLES[style][0]] + "-with-past" * merged, do_validation=False)
    (folder / "generation_config.json").unlink(missing_ok=True)
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    if (folder / "encoder_model.onnx").exists():
        (folder / "onnx").mkdir()
        for part in ("encoder_model", "decoder_model_merged" if merged else "decoder_model"):
            (folder / f"{part}.onnx").rename(folder / "onnx" / f"{part}.onnx")
        for path in folder.glob("*.onnx"):
            path.unlink()
    check_logits(folder, figures, logits)
    return folder


def main():
    for style in sys.argv[1:] or [*STYLES]:
        tokenizer = TOKENIZERS[style]()
        model = seeded(style, tokenizer.get_vocab_size())
        seq2seq = model.config.is_encoder_decoder
        figures, logits = expected(model, tokenizer, TEXT, TARGET if seq2seq else None)
        source = export(style, "eager", model, tokenizer, figures, logits)
        exported = sorted(source.rglob("*.onnx"))
        if style in PRECISIONS:
            for path in exported:
                half = convert_float_to_float16(onnx.load(str(path)), keep_io_types=True)
                onnx.save(half, str(path.with_stem(f"{path.stem}_fp16")))
                quantize_dynamic(path, path.with_stem(f"{path.stem}_quantized"), weight_type=QuantType.QUInt8)
        if style in SDPA:
            same = seeded(style, tokenizer.get_vocab_size(), "sdpa")
            export(style, "sdpa", same, tokenizer, figures, logits)
        if style in MERGED:
            export(style, "merged", model, tokenizer, figures, logits, merged=True)
        for name, (operator, opset) in FUSED.get(style, {}).items():
            folder = new_folder(f"{style}-{name}", model, tokenizer, figures)
            for path in exported:
                target = folder / path.relative_to(source)
                target.parent.mkdir(exist_ok=True)
                replace(path, target, operator, opset)
            check_logits(folder, figures, logits)
        for name, (kind, multi) in OPTIMIZED.get(style, {}).items():
            folder = new_folder(f"{style}-{name}", model, tokenizer, figures)
            for path in exported:
                target = folder / path.relative_to(source)
                target.parent.mkdir(exist_ok=True)
                optimized(path, target, kind, multi, HEADS, WIDTH)
            check_logits(folder, figures, logits)


if __name__ == "__main__":
    main()
