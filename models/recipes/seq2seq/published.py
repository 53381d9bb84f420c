"""The weights of a bundled model as a checkpoint, read from its ONNX files (eight bits), so that a training can begin with it without the
hours that it took.

    python -m seq2seq.published reader --work $W --base $B       WORK/runs/published-reader/checkpoint.pt; translator likewise
"""
import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from seq2seq import export_reader, export_translator
from seq2seq.tasks import TASKS

BUNDLED = Path(__file__).resolve().parents[2] / "bundled"
FILES = {"translator": [f"{part}_q8.onnx" for part in export_translator.PARTS], "reader": [export_reader.FILES["q8"]]}
# what is stored under other names than PyTorch's
PLAIN = {"bias": "/lm_head/bias", "spelling.embed.weight": "spelling.embed", "spelling.place_embed": "spelling.place_embed",
         "embed.weight": "/embed.weight", "align.bias": "align_passage.bias"}
TURNED = {"align.weight": "/align_passage/MatMul.weight"}


def stored(name):
    """Every initializer of the graphs by its name; codes of eight bits are multiplied by their scales."""
    graphs = [onnx.load(BUNDLED / f"langscope-{name}" / "onnx" / file).graph for file in FILES[name]]
    found = {tensor.name: numpy_helper.to_array(tensor) for graph in graphs for tensor in graph.initializer}
    for code in [key for key in found if key.endswith("_q")]:
        plain = code.removesuffix("_q")
        codes, scales = found[code].astype(np.float32), found[f"{plain}_scales"]
        blocks = codes.ndim == 3 and scales.ndim == 2  # MatMulNBits: blocks around 128
        found[plain] = ((codes - 128) * scales[..., None]).reshape(len(codes), -1) if blocks else codes * scales
    return found


def gates(matrix):
    """ONNX's order (input, output, forget, cell) -> PyTorch's (input, forget, cell, output)."""
    i, o, f, c = np.split(matrix, 4)
    return np.concatenate([i, f, c, o])


def lstm(found, module, kind):
    """The part W, R or B that belongs to an LSTM of the network; both directions of an encoder's layer lie in one node."""
    stack, *side = module.split(".")
    if len(side) != 2:
        return found[f"{module}.{kind}"][0]
    return found[f"{stack}.{side[1]}.{kind}"][("there", "back").index(side[0])]


def weight(found, name):
    """The tensor of one name of PyTorch's."""
    module, _, kind = name.rpartition(".")
    if name in PLAIN:
        return found[PLAIN[name]]
    if kind.endswith("_l0"):
        if kind.startswith("weight"):
            return gates(lstm(found, module, "W" if "ih" in kind else "R"))
        return gates(np.split(lstm(found, module, "B"), 2)["hh" in kind])
    return found[TURNED.get(name, f"/{module}/MatMul.weight")].T if kind == "weight" else found[name]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=FILES)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    found, model = stored(options.model), TASKS[options.model].make(options.work, options.base)
    fixed = dict(model.named_buffers())
    weights = {name: value if name in fixed else torch.tensor(np.ascontiguousarray(weight(found, name)))
               for name, value in model.state_dict().items()}
    model.load_state_dict(weights)  # refuses other shapes
    folder = options.work / "runs" / f"published-{options.model}"
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"model": weights, "step": 0}, folder / "checkpoint.pt")
    print(sum(value.numel() for value in weights.values()), "weights")


if __name__ == "__main__":
    main()
