"""Makes the small exports beside this file: random models that wire their layers in other ways than those in ../exports.

    pip install -r ../exports/requirements.txt
    python make_lens_exports.py [STYLE ...]

gpt_neox, phi: attention and MLP side by side on one normalisation or two. cohere: the same, with scaled logits. gemma2:
norms behind attention and MLP too, scaled embeddings, soft caps. opt: norms behind the sums (post-norm), narrower
embeddings. half: LLaMA in half precision.

expected.json: ids; hidden [layers + 1][tokens][width], the residual stream; lens [layers + 1][vocabulary], log-softmax of
the head's logits for the last position of each, in nats. PyTorch's, in float32.
"""

import shutil
import sys
from pathlib import Path

import onnx
import torch
from onnxruntime.transformers.float16 import convert_float_to_float16
from optimum.exporters.onnx import onnx_export_from_model
from transformers import AutoModelForCausalLM, CohereConfig, Gemma2Config, GPTNeoXConfig, LlamaConfig, OPTConfig, PhiConfig

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "exports"))
from figures import rounded, write  # noqa: E402
from tokenizers_of_styles import byte_level  # noqa: E402

TEXT = "the cat sat on a mat while it ran"
SIZE = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=64)
IDS = dict(bos_token_id=0, eos_token_id=0, pad_token_id=0)
NARROW = dict(SIZE, intermediate_size=24)
STYLES = {
    "gpt_neox": lambda size: GPTNeoXConfig(vocab_size=size, **NARROW, **IDS),
    "phi": lambda size: PhiConfig(vocab_size=size, **NARROW, **IDS),
    "cohere": lambda size: CohereConfig(vocab_size=size, **NARROW, num_key_value_heads=1, logit_scale=0.5, **IDS),
    "gemma2": lambda size: Gemma2Config(vocab_size=size, **NARROW, num_key_value_heads=1, head_dim=8, **IDS,
                                        query_pre_attn_scalar=8, final_logit_softcapping=5.0),
    "opt": lambda size: OPTConfig(vocab_size=size, **SIZE, ffn_dim=24, word_embed_proj_dim=8, do_layer_norm_before=False,
                                  **IDS),
    "half": lambda size: LlamaConfig(vocab_size=size, **NARROW, num_key_value_heads=1, **IDS),
}
# The last normalisation, by the model's attribute; none where layers end with their own.
NORMS = {"gpt_neox": "final_layer_norm", "phi": "final_layernorm", "cohere": "norm", "gemma2": "norm", "half": "norm"}


def seeded(style, size):
    torch.manual_seed(sum(map(ord, style)))
    model = AutoModelForCausalLM.from_config(STYLES[style](size), attn_implementation="eager").eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:
                parameter.normal_(0, 1.3 / parameter.shape[-1] ** 0.5)
            else:
                parameter.add_(torch.randn_like(parameter) * 0.1)
    return model


@torch.no_grad()
def figures(model, style, ids):
    streams = []
    core = model.base_model.decoder if style == "opt" else model.base_model
    core.layers[0].register_forward_pre_hook(
        lambda _module, args, kwargs: streams.append(args[0] if args else kwargs["hidden_states"]), with_kwargs=True)
    for layer in core.layers:
        layer.register_forward_hook(
            lambda _module, _args, result: streams.append(result[0] if isinstance(result, tuple) else result))
    # What turns a stream into logits is what the model itself does behind its layers.
    logits = model(torch.tensor([ids]), use_cache=False).logits
    hidden = torch.stack([stream[0] for stream in streams])

    def head(rows):
        if style == "opt":
            return model.lm_head(core.project_out(rows))
        rows = core.get_submodule(NORMS[style])(rows)
        raw = model.get_output_embeddings()(rows)
        if style == "cohere":
            return raw * model.logit_scale
        cap = getattr(model.config, "final_logit_softcapping", None)
        return torch.tanh(raw / cap) * cap if cap else raw

    lens = head(hidden[:, -1])
    assert torch.allclose(lens[-1], logits[0, -1], atol=1e-5), style
    return {"text": TEXT, "ids": ids, "hidden": rounded(hidden), "lens": rounded(torch.log_softmax(lens, -1))}


def main():
    for style in sys.argv[1:] or [*STYLES]:
        tokenizer = byte_level()
        model = seeded(style, tokenizer.get_vocab_size())
        folder = HERE / style
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        expected = figures(model, style, tokenizer.encode(TEXT).ids)
        for module in model.modules():
            module._forward_hooks.clear()
            module._forward_pre_hooks.clear()
        onnx_export_from_model(model, folder, task="text-generation-with-past", do_validation=False)
        (folder / "generation_config.json").unlink(missing_ok=True)
        if style == "half":
            whole = onnx.load(folder / "model.onnx")
            onnx.save(convert_float_to_float16(whole), folder / "model.onnx")
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        write(folder / "expected.json", expected)
        print(style, sum(path.stat().st_size for path in folder.iterdir()), "bytes")


if __name__ == "__main__":
    main()
