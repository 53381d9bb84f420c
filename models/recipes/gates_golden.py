"""Gates and states of a bundled recurrent model on a short text, for the project's tests.

The weights are those of the ONNX file, its 8-bit codes turned into numbers; the cells are run by hand in double precision,
step by step, as their papers write them. Nothing of onnxruntime or of the product is used.

    python gates_golden.py ../bundled/langscope-lstm --target ../../test/golden/gates-langscope-lstm.json
"""
import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

TEXT = 'He wrote "no (not yet)" on it:\n\n    make [all]\n\nThen the 2nd line began.\n'
CELLS = 8


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, w, r, b, state):
    """ONNX's order of the gates: input, output, forget, candidate. x [steps, inputs]."""
    hidden, cell = state, state
    for step in x:
        i, o, f, g = np.split(w @ step + r @ hidden + b[0] + b[1], 4)
        i, o, f, g = sigmoid(i), sigmoid(o), sigmoid(f), np.tanh(g)
        cell = f * cell + i * g
        hidden = o * np.tanh(cell)
        yield {"input": i, "forget": f, "output": o, "candidate": g, "cell": cell, "hidden": hidden}


def gru(x, w, r, b, state):
    """ONNX's order: update, reset, candidate; the reset gate behind the matrix."""
    hidden = state
    for step in x:
        (xz, xr, xn), (hz, hr, hn) = np.split(w @ step + b[0], 3), np.split(r @ hidden + b[1], 3)
        z, s = sigmoid(xz + hz), sigmoid(xr + hr)
        n = np.tanh(xn + s * hn)
        hidden = (1 - z) * n + z * hidden
        yield {"update": z, "reset": s, "candidate": n, "hidden": hidden}


def rnn(x, w, r, b, state):
    hidden = state
    for step in x:
        hidden = np.tanh(w @ step + r @ hidden + b[0] + b[1])
        yield {"hidden": hidden}


RUNS = {"lstm": lstm, "gru": gru, "rnn": rnn}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    model = onnx.load(str(options.folder / "onnx/model_q8.onnx"))
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    kinds = [node.op_type.lower() for node in model.graph.node if node.op_type.lower() in RUNS]
    start = json.loads((options.folder / "langscope.json").read_text())["startToken"]
    encoding = Tokenizer.from_file(str(options.folder / "tokenizer.json")).encode(TEXT, add_special_tokens=False)
    ids = [start, *encoding.ids]

    def weights(name):
        return (values[f"{name}_q"].astype(np.float64) * values[f"{name}_scales"])[0]

    codes, scales = values["/lm_head/MatMul.weight_q"], values["/lm_head/MatMul.weight_scales"]
    blocks = codes[ids].astype(np.float64) - float(values["/embed.zero_point"][0])
    x = (blocks * scales.reshape(codes.shape[:2])[ids][..., None]).reshape(len(ids), -1)
    layers = []
    for i, kind in enumerate(kinds):
        w, r = weights(f"cells.{i}.W"), weights(f"cells.{i}.R")
        b = values[f"cells.{i}.B"][0].astype(np.float64).reshape(2, -1)
        steps = list(RUNS[kind](x, w, r, b, np.zeros(r.shape[1])))
        series = {name: np.stack([step[name] for step in steps]) for name in steps[0]}
        cells = np.linspace(0, r.shape[1] - 1, CELLS).astype(int)
        layers.append({"cell": kind, "cells": cells.tolist(), "size": r.shape[1],
                       "series": {name: np.round(value[:, cells], 6).tolist() for name, value in series.items()}})
        out = series["hidden"]
        x = out + x if i and out.shape == x.shape else out  # residual from the second layer on
    golden = {"model": options.folder.name, "text": TEXT, "ids": ids, "layers": layers}
    options.target.write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{options.target}: {len(ids)} tokens, {len(layers)} layers, {options.target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
