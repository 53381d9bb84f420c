"""What SmolLM2-135M-Instruct in GGUF is to compute, for the project's tests: perplexity of a text by PyTorch on the file's own
weights, turned into float32; and greedy continuations that llama.cpp wrote, with how far the best token was ahead in PyTorch.

    echo '["Once upon a time", "The capital of France is", ...]' > prompts.json
    BENCH_PEERS=../../../.vscode-test/bench node ../../../tools/bench/peer-llama.mjs MODEL.gguf greedy prompts.json 24 > greedy.json
    python smollm2_golden.py MODEL.gguf --tokenizer FOLDER/tokenizer.json --greedy greedy.json \
      --texts ../../../samples/field-notes.md ../../../README.md ../../../ARCHITECTURE.md \
      --golden ../../../test/golden/gguf-smollm2.json
"""
import argparse
import json
import math
from pathlib import Path

import gguf
import torch
from tokenizers import Tokenizer
from transformers import LlamaConfig, LlamaForCausalLM

TOKENS, WINDOW = 4096, 512


def read(path):
    reader = gguf.GGUFReader(path)
    value = lambda key: reader.fields[f"llama.{key}"].contents()
    heads, key_heads, layers = value("attention.head_count"), value("attention.head_count_kv"), value("block_count")
    tensors = {tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type) for tensor in reader.tensors}
    config = LlamaConfig(
        vocab_size=len(tensors["token_embd.weight"]),
        hidden_size=value("embedding_length"),
        intermediate_size=value("feed_forward_length"),
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=key_heads,
        max_position_embeddings=value("context_length"),
        rms_norm_eps=value("attention.layer_norm_rms_epsilon"),
        rope_theta=value("rope.freq_base"),
        tie_word_embeddings="output.weight" not in tensors,
    )
    model = LlamaForCausalLM(config).float().eval()
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, layers)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            values = tensors[names.get_name(name, try_suffixes=(".weight",))]
            for part, count in (("q_proj", heads), ("k_proj", key_heads)):
                if part in name:  # llama.cpp turns neighbours, transformers halves
                    rows = values.reshape(count, len(values) // count // 2, 2, -1)
                    values = rows.swapaxes(1, 2).reshape(values.shape)
            weight.copy_(torch.from_numpy(values.copy()))
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--greedy", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--golden", type=Path, required=True)
    options = parser.parse_args()
    model = read(options.file)
    text = "\n\n".join(path.read_text() for path in options.texts)
    ids = Tokenizer.from_file(str(options.tokenizer)).encode(text, add_special_tokens=False).ids[:TOKENS]
    assert len(ids) == TOKENS, len(ids)
    loss = 0.0
    with torch.no_grad():
        for start in range(0, TOKENS, WINDOW):
            window = torch.tensor([ids[start : start + WINDOW]])
            logprobs = model(window).logits[0, :-1].log_softmax(-1)
            loss -= logprobs.gather(1, window[0, 1:, None]).double().sum().item()
        perplexity = math.exp(loss / (TOKENS - TOKENS // WINDOW))
        written = []
        for one in json.loads(options.greedy.read_text()):
            logits = model(torch.tensor([one["ids"] + one["next"]])).logits[0, len(one["ids"]) - 1 : -1]
            best = logits.topk(2).values
            written.append({**one, "ahead": [round(value, 3) for value in (best[:, 0] - best[:, 1]).tolist()]})
    print(f"perplexity {perplexity:.4f} of {TOKENS} tokens in windows of {WINDOW}")
    options.golden.write_text(json.dumps({"window": WINDOW, "perplexity": perplexity, "ids": ids, "greedy": written}) + "\n")


main()
