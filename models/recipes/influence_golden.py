"""How much each earlier token moves log p of a later one, by PyTorch's autograd over the weights of a bundled recurrent
model as its ONNX file holds them (8-bit numbers and their scales as floats), for the project's tests.

For several targets t of a short text: log p(ids[t] | ids before t) in nats, and for each j < t the Euclidean norm of
d log p(ids[t]) / d (embedding of token j). `ids` begin with the start token.

    python influence_golden.py ../bundled/langscope-lstm --target ../../test/golden/influence-lstm.json
"""
import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from recurrent import CELLS, SHAPES, Recurrent

TEXT = ("The gradient of a later word to an earlier one says how far back a network remembers. "
        "In a plain network it fades within a few words; a cell with gates keeps it for longer. "
        "What the first sentence says can matter to the last, if nothing in between has overwritten it.\n")
TARGETS = (2, 9, 30, 57)


def weights(path):
    """The initializers of an ONNX file, codes and scales multiplied, by the name of the weight."""
    stored = {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}
    found = {}
    for name, array in stored.items():
        if name == "/lm_head/MatMul.weight_q":
            blocks = array.astype(np.float32) - 128  # MatMulNBits' zero point
            table = blocks * stored["/lm_head/MatMul.weight_scales"].reshape(*array.shape[:2], 1)
            found["table"] = table.reshape(array.shape[0], -1)
        elif name.endswith("_q"):
            found[name[:-2]] = array.astype(np.float32) * stored[f"{name[:-2]}_scales"]
        elif not name.endswith("_scales"):
            found[name] = array
    return found


def torch_order(cell, matrix):
    """The gates' rows of ONNX in PyTorch's order, along the first axis."""
    blocks = dict(zip(cell.onnx_gates, np.split(matrix, len(cell.gates))))
    return torch.tensor(np.concatenate([blocks[gate] for gate in cell.gates]))


def model_of(kind, path):
    shape = SHAPES[kind]
    model, found = Recurrent(shape), weights(path)
    state = {"embed.weight": torch.tensor(found["table"]), "bias": torch.tensor(found["/lm_head/bias"]),
             "down.weight": torch.tensor(found["/down/MatMul.weight"].T.copy())}
    for i in range(shape.layers):
        bias = np.split(found[f"cells.{i}.B"][0], 2)
        for source, letter, at in (("ih", "W", 0), ("hh", "R", 1)):
            state[f"cells.{i}.weight_{source}_l0"] = torch_order(CELLS[kind], found[f"cells.{i}.{letter}"][0])
            state[f"cells.{i}.bias_{source}_l0"] = torch_order(CELLS[kind], bias[at])
    model.load_state_dict(state)
    return model.double().eval()


def influence(model, ids, target):
    """log p(ids[target]) and the norms of its gradient to the embeddings before it."""
    vectors = model.embed.weight[ids[:target]].detach().clone().requires_grad_()
    x = vectors[None]
    for index, cell in enumerate(model.cells):
        out, _ = cell(x)
        x = out + x if index and out.shape == x.shape else out
    logits = model.down(x[0, -1]) @ model.embed.weight.T + model.bias
    logprob = torch.log_softmax(logits, 0)[ids[target]]
    (gradient,) = torch.autograd.grad(logprob, vectors)
    return logprob.item(), gradient.norm(dim=1).tolist()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    kind = json.loads((options.model / "config.json").read_text())["model_type"].removeprefix("langscope-")
    path = options.model / "onnx" / "model_q8.onnx"
    ids = Tokenizer.from_file(str(options.model / "tokenizer.json")).encode(TEXT).ids
    model = model_of(kind, path)
    figures = []
    for target in TARGETS:
        logprob, norms = influence(model, ids, target)
        figures.append({"target": target, "logprob": float(f"{logprob:.7g}"), "norms": [float(f"{n:.6g}") for n in norms]})
    made = {"file": path.name, "text": TEXT, "ids": ids, "influence": figures}
    options.target.write_text(json.dumps(made) + "\n", encoding="utf-8")
    print(f"{options.target}: {len(ids)} tokens, targets {', '.join(map(str, TARGETS))}")


if __name__ == "__main__":
    main()
