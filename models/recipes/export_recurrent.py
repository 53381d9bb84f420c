"""A recurrent model as an ONNX graph: standard RNN, GRU or LSTM nodes, the state as inputs and outputs, langscope.json
beside it.

Quantized, the recurrent matrices are stored as int8 rows with a scale each and turned into floats by Cast and Mul in
front of the recurrent node, which onnxruntime does once when it loads the model (constant folding). So the node itself stays
the standard one and its gates can be tapped.

    python export_recurrent.py lstm --weights final.pt --work DIR --target ../bundled/langscope-lstm --precisions q8
"""
import argparse
from pathlib import Path

import numpy as np

from dynamic import int8
from folder import write, write_folder
from graph import FLOAT, INT64, Graph
from models import load
from quantize import rows
from recurrent import SHAPES

FILES = {"fp32": "model.onnx", "q8": "model_q8.onnx", "int8": "model_int8.onnx"}


def gate_order(cell, matrix):
    """The gates' rows of PyTorch in ONNX's order, along the first axis."""
    blocks = dict(zip(cell.gates, np.split(matrix, len(cell.gates))))
    return np.concatenate([blocks[gate] for gate in cell.onnx_gates])


def stored(g, name, matrix):
    """matrix [1, rows, in] as an initializer, or as int8 with Cast and Mul."""
    if g.precision == "fp32":
        return g.value(name, matrix)
    return g.folded(name, *rows(matrix))


def build(model, precision):
    shape, kind, g = model.shape, model.cell, Graph(f"langscope-{model.shape.cell}", precision)
    w = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    ids = g.input("input_ids", INT64, ["batch", "sequence"])
    table = w["embed.weight"]
    codes = None if precision == "fp32" else g.packed(table, "/lm_head/MatMul")
    x = g.embedding(ids, table, "/embed", codes)
    x = g.node("Transpose", [x], "/time_first/output_0", perm=[1, 0, 2])  # [sequence, batch, embedding]
    state = [1, "batch", shape.hidden]
    one = g.value("directions", np.array([1], np.int64))
    for i in range(shape.layers):
        cell = f"cells.{i}"
        inputs = [g.input(f"{letter}.{i}", FLOAT, state) for letter in kind.states]
        matrices = [stored(g, f"{cell}.{name}", gate_order(kind, w[f"{cell}.weight_{source}_l0"])[None])
                    for name, source in (("W", "ih"), ("R", "hh"))]
        bias = g.value(f"{cell}.B", np.concatenate([gate_order(kind, w[f"{cell}.bias_{s}_l0"]) for s in ("ih", "hh")])[None])
        outputs = [f"/{cell}/{kind.onnx}/output_0", *(f"{letter}_out.{i}" for letter in kind.states)]
        y = g.node(kind.onnx, [x, *matrices, bias, "", *inputs], outputs, hidden_size=shape.hidden,
                   **kind.attributes)  # [sequence, 1, batch, hidden]
        y = g.node("Squeeze", [y, one], f"/{cell}/Squeeze/output_0")
        x = g.node("Add", [y, x], f"/{cell}/residual/output_0") if i else y
    x = g.node("Transpose", [x], "/batch_first/output_0", perm=[1, 0, 2])
    x = g.linear(x, w["down.weight"], "/down/MatMul")
    g.output("logits", FLOAT, ["batch", "sequence", shape.vocabulary])
    for i in range(shape.layers):
        for letter in kind.states:
            g.output(f"{letter}_out.{i}", FLOAT, state)
    if codes:
        x = g.projection(x, codes, table.shape, "/lm_head/MatMul", "/lm_head/MatMul/output_0")
    else:
        x = g.linear(x, table, "/lm_head/MatMul")
    g.node("Add", [x, g.value("/lm_head/bias", w["bias"])], "logits")
    return g


def description(model):
    """langscope.json."""
    shape, name = model.shape, f"Langscope {model.shape.cell.upper()}"
    state = [{"input": f"{k}.{i}", "output": f"{k}_out.{i}", "shape": [1, "batch", shape.hidden]}
             for i in range(shape.layers) for k in model.cell.states]
    return {"$schema": "../../../media/langscope.schema.json", "name": name, "family": "recurrent",
            "task": "text-generation", "tokenizer": "tokenizer.json", "vocabSize": shape.vocabulary,
            "inputs": {"ids": "input_ids"}, "outputs": {"logits": "logits"}, "state": state, "startToken": 0}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=SHAPES)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--precisions", nargs="+", default=["q8"])
    options = parser.parse_args()
    model, _ = load(options.model, options.weights)
    write_folder(options.target, options.work, model.config(), 1_000_000)  # a state reads texts of any length
    write(options.target / "langscope.json", description(model))
    for precision in options.precisions:
        path = options.target / "onnx" / FILES[precision]
        if precision == "int8":  # needs fp32 named before it
            int8(path.with_name(FILES["fp32"]), path)
        else:
            build(model, precision).save(path)
        print(f"{path} {path.stat().st_size} bytes")
