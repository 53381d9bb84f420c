"""The transformer as an ONNX graph made of onnxruntime's fused operators, with optimum's names of inputs and outputs.

    python export_gpt.py --weights final.pt --work DIR --target ../bundled/langscope-gpt --precisions q8 [--context 512]
"""
import argparse
from pathlib import Path

import numpy as np
import torch

from dynamic import int8
from folder import write_folder
from gpt import GPT, rotary_tables
from graph import FLOAT, INT32, INT64, Graph

FILES = {"fp32": "model.onnx", "q8": "model_q8.onnx", "int8": "model_int8.onnx"}
POSITIONS = 2048  # rows of the rotary tables; more than the trained context, so that a longer text is no error


def build(model, precision):
    shape, g = model.shape, Graph("langscope-gpt", precision)
    weights = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    size = shape.hidden // shape.heads
    ids = g.input("input_ids", INT64, ["batch_size", "sequence_length"])
    mask = g.input("attention_mask", INT64, ["batch_size", "total_sequence_length"])
    table = weights["model.embed_tokens.weight"]
    codes = None if precision == "fp32" else g.packed(table, "/lm_head/MatMul")
    one = g.value("one", np.array(1, np.int64))
    lengths = g.node("ReduceSum", [mask, g.value("axis_1", np.array([1], np.int64))], "/model/attn_mask/ReduceSum/output_0", keepdims=0)
    lengths = g.node("Cast", [g.node("Sub", [lengths, one], "/model/attn_mask/Sub/output_0")], "/model/attn_mask/seqlens_k/output_0", to=INT32)
    total = g.node("Gather", [g.node("Shape", [mask], "/model/attn_mask/Shape/output_0"), one], "/model/attn_mask/Gather/output_0", axis=0)
    total = g.node("Cast", [total], "/model/attn_mask/total_sequence_length/output_0", to=INT32)
    cos, sin = (g.value(name, t.numpy()) for name, t in zip(("cos_cache", "sin_cache"), rotary_tables(POSITIONS, size, shape.theta)))
    residual = g.embedding(ids, table, "/model/embed_tokens", codes)
    branch = None
    cache_shape = ["batch_size", shape.heads, "past_sequence_length", size]
    after_shape = ["batch_size", shape.heads, "total_sequence_length", size]

    def normalise(weight_name, name):
        """RMSNorm of the residual stream, to which the branch before is added in the same node."""
        nonlocal residual
        scale = g.value(weight_name, weights[weight_name])
        if branch is None:
            return g.node("SimplifiedLayerNormalization", [residual, scale], f"{name}/LayerNorm/output_0", axis=-1, epsilon=1e-5, stash_type=1)
        outputs = [f"{name}/SkipLayerNorm/output_0", "", "", f"{name}/SkipLayerNorm/output_3"]
        out = g.node("SkipSimplifiedLayerNormalization", [residual, branch, scale], outputs, "com.microsoft", epsilon=1e-5)
        residual = outputs[3]
        return out

    for i in range(shape.layers):
        layer = f"/model/layers.{i}"
        w = {n.removeprefix(f"model.layers.{i}."): v for n, v in weights.items() if n.startswith(f"model.layers.{i}.")}
        x = normalise(f"model.layers.{i}.input_layernorm.weight", f"{layer}/input_layernorm")
        qkv = np.concatenate([w[f"self_attn.{p}_proj.weight"] for p in "qkv"])
        qkv = g.linear(x, qkv, f"{layer}/attn/qkv_proj/MatMul")
        past = [g.input(f"past_key_values.{i}.{kind}", FLOAT, cache_shape) for kind in ("key", "value")]
        mixed = g.node("GroupQueryAttention", [qkv, "", "", *past, lengths, total, cos, sin],
                       [f"{layer}/attn/GroupQueryAttention/output_0", f"present.{i}.key", f"present.{i}.value"], "com.microsoft",
                       num_heads=shape.heads, kv_num_heads=shape.heads, do_rotary=1, rotary_interleaved=0, scale=size ** -0.5)
        branch = g.linear(mixed, w["self_attn.o_proj.weight"], f"{layer}/attn/o_proj/MatMul")
        x = normalise(f"model.layers.{i}.post_attention_layernorm.weight", f"{layer}/post_attention_layernorm")
        both = g.linear(x, np.concatenate([w["mlp.gate_proj.weight"], w["mlp.up_proj.weight"]]), f"{layer}/mlp/gate_up_proj/MatMul")
        g.node("Split", [both], [f"{layer}/mlp/gate/output_0", f"{layer}/mlp/up/output_0"], axis=-1)
        open_ = g.node("Sigmoid", [f"{layer}/mlp/gate/output_0"], f"{layer}/mlp/act_fn/Sigmoid/output_0")
        gate = g.node("Mul", [f"{layer}/mlp/gate/output_0", open_], f"{layer}/mlp/act_fn/Mul/output_0")
        inner = g.node("Mul", [gate, f"{layer}/mlp/up/output_0"], f"{layer}/mlp/Mul/output_0")
        branch = g.linear(inner, w["mlp.down_proj.weight"], f"{layer}/mlp/down_proj/MatMul")
    x = normalise("model.norm.weight", f"/model/layers.{shape.layers}/final_norm_layernorm")
    g.output("logits", FLOAT, ["batch_size", "sequence_length", shape.vocabulary])
    for i in range(shape.layers):
        for kind in ("key", "value"):
            g.output(f"present.{i}.{kind}", FLOAT, after_shape)
    if codes:
        g.projection(x, codes, table.shape, "/lm_head/MatMul", "logits")
    else:
        g.linear(x, table, "/lm_head/MatMul", "logits")
    return g


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--precisions", nargs="+", default=["q8"])
    parser.add_argument("--context", type=int, default=512)
    options = parser.parse_args()
    model = GPT()
    model.load_state_dict(torch.load(options.weights, weights_only=False)["model"])
    write_folder(options.target, options.work, model.config(options.context), options.context)
    for precision in options.precisions:
        path = options.target / "onnx" / FILES[precision]
        if precision == "int8":  # needs fp32 named before it
            int8(path.with_name(FILES["fp32"]), path)
        else:
            build(model, precision).save(path)
        print(f"{path} {path.stat().st_size} bytes")
