"""Tiny models of every architecture that Langscope imports, for the project's tests: random weights, written as GGUF.

Each is a model of transformers whose weights are rounded to the formats of the file before it reads, so that the file
and the logits belong together. Names of tensors come from the gguf package; what llama.cpp's converter changes (the
order of the rows of queries and keys in llama models, one added to the weights of gemma's norms) is changed here too.

    pip install -r requirements.txt
    python tiny_models.py --models ../../../test/fixtures/gguf --golden ../../../test/golden/gguf-logits.json
"""
import argparse
import json
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Q
from transformers import AutoConfig, AutoModelForCausalLM

SEED = 20
TOKENS, ROWS = 24, 6
WIDTH, INNER, HEADS, KEY_HEADS, HEAD, VOCABULARY = 32, 64, 4, 2, 16, 64

plain = {"num_hidden_layers": 2, "rope_theta": 10000.0, "tie_word_embeddings": False}
gemma = {"hidden_activation": "gelu_pytorch_tanh", "tie_word_embeddings": True, "query_pre_attn_scalar": HEAD}
llama3 = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}

# name -> architecture in GGUF, model_type in transformers, what its configuration says, formats of layers and of the table
MODELS = {
    "llama-f32": ("llama", "llama", {"rope_scaling": llama3}, Q.F32, Q.F32),
    "llama-q8_0": ("llama", "llama", {"tie_word_embeddings": True}, Q.Q8_0, Q.Q8_0),
    "llama-q4_0": ("llama", "llama", {}, Q.Q4_0, Q.F16),
    "llama-q4_1": ("llama", "llama", {"tie_word_embeddings": True}, Q.Q4_1, Q.Q4_1),
    "llama-bf16": ("llama", "llama", {"attention_bias": True, "mlp_bias": True, "num_hidden_layers": 1}, Q.BF16, Q.BF16),
    "qwen2-f16": ("qwen2", "qwen2", {"tie_word_embeddings": True}, Q.F16, Q.F16),
    "qwen2-q5_1": ("qwen2", "qwen2", {}, Q.Q5_1, Q.Q8_0),
    "qwen3-f16": ("qwen3", "qwen3", {}, Q.F16, Q.F16),
    "qwen3-q5_0": ("qwen3", "qwen3", {}, Q.Q5_0, Q.Q8_0),
    "gemma-f16": ("gemma", "gemma", gemma, Q.F16, Q.F16),
    "gemma2-f16": ("gemma2", "gemma2", {**gemma, "sliding_window": 8, "attn_logit_softcapping": 2.0,
                                        "final_logit_softcapping": 3.0}, Q.F16, Q.F16),
    "gemma3-f16": ("gemma3", "gemma3_text", {**gemma, "sliding_window": 8, "num_hidden_layers": 6,
                                             "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0}, Q.F16, Q.F16),
}


def build(model_type, more):
    config = AutoConfig.for_model(
        model_type,
        **{
            **plain,
            "vocab_size": VOCABULARY,
            "hidden_size": WIDTH,
            "intermediate_size": INNER,
            "num_attention_heads": HEADS,
            "num_key_value_heads": KEY_HEADS,
            "head_dim": HEAD,
            "max_position_embeddings": 128,
            "rms_norm_eps": 1e-6,
            "bos_token_id": 1,
            "eos_token_id": 2,
            "pad_token_id": 0,
            **more,
        },
    )
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    # qwen2's class takes the size of its heads from the width.
    random = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            about = 0.0 if "norm" not in name or "gemma" in model_type else 1.0
            weight.copy_(about + torch.randn(weight.shape, generator=random) * (0.25 if weight.ndim > 1 else 0.1))
    return model


def turned(rows, heads):
    """Rows of queries or keys in the order in which llama.cpp turns them: neighbours instead of halves."""
    return rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def write(path, name, architecture, model, layers_format, table_format):
    config = model.config
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_name(name)
    writer.add_license("mit")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    head = model.model.layers[0].self_attn.head_dim
    if head != WIDTH // HEADS:
        writer.add_key_length(head)
        writer.add_value_length(head)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_theta)
    if architecture == "llama":
        writer.add_rope_dimension_count(head)
    if architecture in ("gemma2", "gemma3"):
        writer.add_sliding_window(config.sliding_window)
    if architecture == "gemma2":
        writer.add_attn_logit_softcapping(config.attn_logit_softcapping)
        writer.add_final_logit_softcapping(config.final_logit_softcapping)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    kind = next(key for key, value in gguf.MODEL_ARCH_NAMES.items() if value == architecture)
    names = gguf.get_tensor_name_map(kind, config.num_hidden_layers)
    if getattr(config, "rope_scaling", None):
        pairs = torch.arange(0, head, 2) / head
        factors = config.rope_theta**-pairs / model.model.rotary_emb.inv_freq
        writer.add_tensor("rope_freqs.weight", factors.numpy().astype(np.float32))
    with torch.no_grad():
        for key, weight in model.named_parameters():
            target = names.get_name(key, try_suffixes=(".weight", ".bias"))
            assert target, key
            values = weight.numpy().astype(np.float32)
            if values.ndim == 1:
                stored, written = Q.F32, values + (1.0 if "gemma" in architecture and "norm" in key else 0.0)
            else:
                stored = table_format if "embed_tokens" in key or "lm_head" in key else layers_format
                data = gguf.quants.quantize(values, stored)
                weight.copy_(torch.from_numpy(gguf.quants.dequantize(data, stored)))
                written = data
            if architecture == "llama" and "q_proj" in key:
                written = turned(written, HEADS)
            if architecture == "llama" and "k_proj" in key:
                written = turned(written, KEY_HEADS)
            writer.add_tensor(target, np.ascontiguousarray(written), raw_dtype=stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def rounded(values):
    """As an eight-bit product takes its input: each block of 32 in steps of 1/127 of its largest."""
    blocks = values.reshape(*values.shape[:-1], -1, 32)
    step = blocks.abs().amax(-1, keepdim=True) / 127
    return (torch.where(step > 0, (blocks / step.clamp(min=1e-30)).round(), 0 * blocks) * step).reshape(values.shape)


def logits_of(model, ids):
    with torch.no_grad():
        return model(ids).logits[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    options = parser.parse_args()
    options.models.mkdir(parents=True, exist_ok=True)
    ids = torch.randint(3, VOCABULARY, (1, TOKENS), generator=torch.Generator().manual_seed(SEED))
    golden = {"ids": ids[0].tolist(), "rows": list(range(3, TOKENS, TOKENS // ROWS)), "models": {}}
    for name, (architecture, model_type, more, layers, table) in MODELS.items():
        model = build(model_type, more)
        path = options.models / f"{name}.gguf"
        write(path, name, architecture, model, layers, table)
        exact = logits_of(model, ids)
        blocks = layers not in (Q.F32, Q.F16, Q.BF16)
        hooks = []
        if blocks:
            for module in model.modules():
                if isinstance(module, torch.nn.Linear):
                    hooks.append(module.register_forward_pre_hook(lambda _module, inputs: (rounded(inputs[0]),)))
        difference = (logits_of(model, ids) - exact).abs().max().item()
        for hook in hooks:
            hook.remove()
        golden["models"][name] = {
            "architecture": architecture,
            # How much rounding the inputs of linear layers to eight bits changes at most.
            "rounding": float(f"{difference:.3g}"),
            "logits": [[float(f"{value:.6g}") for value in exact[row].tolist()] for row in golden["rows"]],
        }
        spread = exact.std().item()
        print(f"{name}: {path.stat().st_size} bytes, logits' deviation {spread:.3f}, rounding {difference:.3g}")
    options.golden.write_text(json.dumps(golden) + "\n")


main()
