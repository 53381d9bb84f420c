"""Makes the small exports beside this file: random decoder-only models of several families, as optimum exports them.

    pip install torch==2.15.0 transformers==4.57.6 optimum==2.0.0 optimum-onnx==0.1.0 onnxruntime==1.32.0
    python make_exports.py

Each folder holds config.json, model.onnx (with cache inputs) and expected.json: PyTorch's log-probability, entropy and
rank of every token of a fixed text. `gpt2-q8` is the same GPT-2 with dynamic eight-bit weights.
"""

import json
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from optimum.exporters.onnx import onnx_export_from_model
from transformers import AutoModelForCausalLM, BloomConfig, Gemma2Config, GPT2Config, OPTConfig, Qwen3Config

VOCABULARY, HIDDEN = 64, 16
LLAMA = dict(
    vocab_size=VOCABULARY, hidden_size=HIDDEN, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
    num_key_value_heads=1, head_dim=8, max_position_embeddings=128,
)
CONFIGS = {
    "gpt2": GPT2Config(vocab_size=VOCABULARY, n_embd=HIDDEN, n_layer=1, n_head=2, n_positions=128),
    "opt": OPTConfig(
        vocab_size=VOCABULARY, hidden_size=HIDDEN, num_hidden_layers=1, num_attention_heads=2, ffn_dim=32,
        max_position_embeddings=128, word_embed_proj_dim=HIDDEN,
    ),
    "bloom": BloomConfig(vocab_size=VOCABULARY, hidden_size=HIDDEN, n_layer=1, n_head=2),
    "qwen3": Qwen3Config(**LLAMA, tie_word_embeddings=True),
    "gemma2": Gemma2Config(**LLAMA, sliding_window=64, final_logit_softcapping=3.0),
}
IDS = [(i * i + 3 * i + 5) % VOCABULARY for i in range(70)]


def expected(model):
    logits = model(torch.tensor([IDS])).logits[0, :-1]
    labels = torch.tensor(IDS[1:])
    logprobs = torch.log_softmax(logits, -1)
    chosen = logprobs.gather(1, labels[:, None])[:, 0]
    return {
        "ids": IDS,
        "logprob": [round(value, 6) for value in chosen.tolist()],
        "entropy": [round(value, 6) for value in (-(logprobs.exp() * logprobs).sum(-1)).tolist()],
        "rank": (logits > logits.gather(1, labels[:, None])).sum(-1).tolist(),
    }


@torch.no_grad()
def main():
    here = Path(__file__).parent
    torch.manual_seed(0)
    for name, config in CONFIGS.items():
        model = AutoModelForCausalLM.from_config(config).eval()
        for parameter in model.parameters():
            parameter.mul_(3)  # random weights as they come make every distribution flat
        folder = here / name
        shutil.rmtree(folder, ignore_errors=True)
        figures = expected(model)
        onnx_export_from_model(model, folder, task="text-generation-with-past", do_validation=False)
        (folder / "generation_config.json").unlink(missing_ok=True)
        (folder / "expected.json").write_text(json.dumps(figures))
    quantized = here / "gpt2-q8"
    shutil.rmtree(quantized, ignore_errors=True)
    shutil.copytree(here / "gpt2", quantized)
    (quantized / "model.onnx").unlink()
    quantize_dynamic(here / "gpt2" / "model.onnx", quantized / "model_quantized.onnx", weight_type=QuantType.QUInt8)


if __name__ == "__main__":
    main()
