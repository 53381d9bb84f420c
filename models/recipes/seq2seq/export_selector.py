"""The selector as ONNX, beside the summariser's graphs: onnx/selector_model.onnx, in float or with weights of eight bits.

    python -m seq2seq.export_selector --work $W --base $B --target ../bundled/langscope-summariser --precisions q8

input_ids [1, source] -> keep [1, source]: how probable it is that a piece of the source stands in the summary.
"""
import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from graph import FLOAT, INT64
from seq2seq.export_network import Network
from seq2seq.summariser import PIECES
from seq2seq.trained import load

FILES = {"fp32": "selector_model.onnx", "q8": "selector_model_q8.onnx"}


def build(model, precision):
    n = Network(model, "langscope-summariser-selector", precision)
    g, hidden = n.g, model.encoder.there[0].hidden_size
    ids = g.input("input_ids", INT64, [1, "source_length"])
    memory, _ = n.stack(n.embedding(ids)[0], "encoder", hidden, 1, "/encoder/output_0")
    odds = g.node("Squeeze", [n.linear(memory, "keep"), n.axis("keep.column", 2)], "/keep/Squeeze/output_0")
    g.node("Sigmoid", [odds], "keep")
    g.output("keep", FLOAT, [1, "source_length"])
    return g


def run(path, ids):
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(["keep"], {"input_ids": np.array([ids], np.int64)})[0][0]


@torch.no_grad()
def expected(model, ids):
    return model(torch.tensor([ids]), torch.tensor([len(ids)])).sigmoid()[0].numpy()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--precisions", nargs="+", default=["q8"], choices=FILES)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = load("selector", options.work, options.base).float()
    ids = np.random.default_rng(7).integers(1, PIECES, 90).tolist()
    for precision in options.precisions:
        path = options.target / "onnx" / FILES[precision]
        build(model, precision).save(path)
        print(f"{precision}: {path.stat().st_size} bytes; keep differs from PyTorch's by at most {np.abs(run(path, ids) - expected(model, ids)).max()}")
