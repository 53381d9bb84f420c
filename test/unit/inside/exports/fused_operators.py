"""Replaces the attention of an eager export by one operator a layer, as builders of runtime models write it.

onnxruntime's own optimizer fuses BERT's attention and T5's encoder, but not the recent exports of the other styles.
"""

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.transformers.onnx_model import OnnxModel
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

SHAPE_ONLY = {"Cast", "Expand", "Identity", "Mul", "Reshape", "Transpose", "Unsqueeze"}


@dataclass
class Site:
    """One attention: names of its tensors. 3: [batch, tokens, heads * size], 4: [batch, heads, tokens, size]."""

    prefix: str  # of the nodes' names: the module's path
    layer: int
    q3: str
    k3: str
    v3: str
    q4: str
    k4: str  # of the new tokens alone
    v4: str
    bias: str  # what is added to the scores: mask, position bias
    past: list  # names of the cache's inputs and outputs, key before value; empty without a cache
    present: list
    out3: str  # what the output projection reads


def sites(graph):
    """The attentions of an eager export, by its Softmax nodes, in the order of the graph."""
    made = {output: node for node in graph.node for output in node.output}
    readers = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    pasts = {entry.name for entry in graph.input if entry.name.startswith("past")}

    def follow(name, kinds):
        """Up through the first inputs of nodes of these kinds."""
        while name in made and made[name].op_type in kinds:
            name = made[name].input[0]
        return name

    def next_reader(name, kind):
        while True:
            node = next(reader for reader in readers[name] if reader.op_type in (kind, "Cast"))
            if node.op_type == kind:
                return node
            name = node.output[0]

    def unfolded(name):
        """(new tokens [batch, heads, tokens, size], the same before it was cut into heads, cache input, cache output)."""
        end = follow(name, SHAPE_ONLY)
        if end in made and made[end].op_type == "Concat" and made[end].input[0] in pasts:
            new = made[end].input[1]
            return new, follow(new, {"Reshape", "Transpose"}), made[end].input[0], end
        while made[name].op_type != "Transpose" or list(made[name].attribute[0].ints) != [0, 2, 1, 3]:
            name = made[name].input[0]
        return name, follow(name, {"Reshape", "Transpose"}), None, None

    for at, softmax in enumerate(node for node in graph.node if node.op_type == "Softmax"):
        added = made[follow(softmax.input[0], {"Cast"})]
        assert added.op_type == "Add", added
        scores = added.input[0]
        while made[scores].op_type != "MatMul":
            scores = made[scores].input[1 if made[scores].op_type == "Where" else 0]
        mixed = next_reader(softmax.output[0], "MatMul")
        joined = next_reader(next_reader(mixed.output[0], "Transpose").output[0], "Reshape")
        q4 = made[scores].input[0]
        k4, k3, past_key, present_key = unfolded(made[scores].input[1]) if "present" in str(made[scores]) or pasts else (
            None, follow(made[scores].input[1], {"Reshape", "Transpose"}), None, None)
        v4, v3, past_value, present_value = unfolded(mixed.input[1])
        yield Site(softmax.name.rsplit("/", 1)[0], at, follow(q4, {"Reshape", "Transpose"}), k3, v3, q4, k4, v4,
                   added.input[1], [past_key, past_value] if past_key else [],
                   [present_key, present_value] if past_key else [], joined.output[0])


def output_of(model, name):
    return next(node for node in model.graph.node if name in node.output)


def replace(path, target, operator, opset=None):
    """Writes `path` to `target` with `operator(model, site)` (nodes to put in) in place of every attention."""
    model = onnx.load(str(path))
    for site in list(sites(model.graph)):
        names = {site.out3, *site.present}
        for node in list(model.graph.node):
            if names & set(node.output):
                model.graph.node.remove(node)
        model.graph.node.extend(operator(model, site))
    if opset:
        model.opset_import[0].version = opset
        model.ir_version = max(model.ir_version, 11)
    else:
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    whole = OnnxModel(model)
    whole.prune_graph()
    whole.topological_sort()
    read = {name for node in model.graph.node for name in node.input}
    for entry in [entry for entry in model.graph.input if entry.name not in read]:
        model.graph.input.remove(entry)
    for tensor in [tensor for tensor in model.graph.initializer if tensor.name not in read]:
        model.graph.initializer.remove(tensor)
    onnx.save(model, str(target))


def multi_head(heads, causal=False, scale=None, biased=True):
    """com.microsoft MultiHeadAttention. causal: by its own switch; otherwise by what the graph adds to the scores."""
    def operator(_model, site):
        inputs = [site.q3, site.k3, site.v3, "", "", site.bias if biased and not causal else "", *site.past]
        options = {"scale": scale} if scale else {}
        own = causal and "encoder_attn" not in site.prefix
        return [helper.make_node("MultiHeadAttention", inputs, [site.out3, *site.present], f"{site.prefix}/MultiHeadAttention",
                                 domain="com.microsoft", num_heads=heads, unidirectional=int(own), **options)]
    return operator


def packed(heads):
    """com.microsoft Attention with the projection of queries, keys and values inside and both caches in one array, as
    onnxruntime's convert_to_onnx writes GPT-2."""
    def operator(model, site):
        gemm = next(node for node in model.graph.node if node.name == f"{site.prefix}/c_attn/Gemm")
        normed = output_of(model, gemm.input[0]).input[0]
        past, present = f"past_{site.layer}", f"present_{site.layer}"
        for values, cache, name, length in ((model.graph.input, site.past, past, "past_sequence_length"),
                                            (model.graph.output, site.present, present, "total_sequence_length")):
            entries = [entry for entry in values if entry.name in cache]
            size = entries[0].type.tensor_type.shape.dim[3].dim_value
            for entry in entries:
                values.remove(entry)
            values.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [2, "batch_size", heads, length, size]))
        mask = f"{site.prefix}/mask"
        return [helper.make_node("Cast", ["attention_mask"], [mask], f"{site.prefix}/mask/Cast", to=TensorProto.INT32),
                helper.make_node("Attention", [normed, *gemm.input[1:], mask, past], [site.out3, present],
                                 f"{site.prefix}/Attention", domain="com.microsoft", num_heads=heads, unidirectional=1)]
    return operator


def grouped(config):
    """com.microsoft GroupQueryAttention, rotary positions inside it, as onnxruntime-genai's builder writes it."""
    heads, groups = config.num_attention_heads, config.num_key_value_heads
    angles = np.outer(np.arange(config.max_position_embeddings), LlamaRotaryEmbedding(config).inv_freq.numpy())

    def operator(model, site):
        nodes = []
        if not any(tensor.name == "cos_cache" for tensor in model.graph.initializer):
            tables = {"cos_cache": np.cos(angles).astype(np.float32), "sin_cache": np.sin(angles).astype(np.float32),
                      "axis_1": np.array([1], np.int64), "one": np.array(1, np.int64)}
            model.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in tables.items())
            nodes = [
                helper.make_node("ReduceSum", ["attention_mask", "axis_1"], ["mask_sum"], keepdims=0),
                helper.make_node("Sub", ["mask_sum", "one"], ["last_position"]),
                helper.make_node("Cast", ["last_position"], ["seqlens_k"], to=TensorProto.INT32),
                helper.make_node("Shape", ["attention_mask"], ["mask_shape"]),
                helper.make_node("Gather", ["mask_shape", "one"], ["mask_length"]),
                helper.make_node("Cast", ["mask_length"], ["total_sequence_length_int32"], to=TensorProto.INT32),
            ]
        q3, k3 = (f"{site.prefix}/{part}_proj/MatMul_output_0" for part in "qk")
        inputs = [q3, k3, site.v3, *site.past, "seqlens_k", "total_sequence_length_int32", "cos_cache", "sin_cache"]
        return [*nodes, helper.make_node(
            "GroupQueryAttention", inputs, [site.out3, *site.present], f"{site.prefix}/GroupQueryAttention",
            domain="com.microsoft", num_heads=heads, kv_num_heads=groups, do_rotary=1)]
    return operator


def standard(heads, rotary=False, scale=None, causal=True):
    """ai.onnx Attention: causal by its own switch, or with what the graph adds to the scores. rotary: the graph turns
    queries and keys before, so they come cut into heads."""
    def operator(model, site):
        bias = "" if causal else site.bias
        options = {"scale": scale} if scale else {}
        if not rotary:
            return [helper.make_node("Attention", [site.q3, site.k3, site.v3, bias, *site.past], [site.out3, *site.present],
                                     f"{site.prefix}/Attention", q_num_heads=heads, kv_num_heads=heads,
                                     is_causal=int(causal), **options)]
        mixed, turned = f"{site.prefix}/Attention_output_0", f"{site.prefix}/Transpose_output"
        shape = f"{site.prefix}/joined"
        model.graph.initializer.append(numpy_helper.from_array(np.array([0, 0, -1], np.int64), shape))
        return [helper.make_node("Attention", [site.q4, site.k4, site.v4, bias, *site.past], [mixed, *site.present],
                                 f"{site.prefix}/Attention", is_causal=int(causal), **options),
                helper.make_node("Transpose", [mixed], [turned], perm=[0, 2, 1, 3]),
                helper.make_node("Reshape", [turned, shape], [site.out3])]
    return operator
