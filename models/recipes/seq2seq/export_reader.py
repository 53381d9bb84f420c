"""The attentive reader as ONNX: onnx/model.onnx, in float or with weights of eight bits.

    python -m seq2seq.export_reader --work $W --base $B --target ../bundled/langscope-reader --precisions q8

input_ids [1, passage], question_ids [1, question] -> start_logits and end_logits [1, passage + 1], the last place for `no answer`, and
attention [1, passage, question] of the passage over the question.
"""
import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from folder import write, write_folder
from graph import FLOAT, INT64
from seq2seq.export_network import Network
from seq2seq.reader import PIECES
from seq2seq.trained import load

FILES = {"fp32": "model.onnx", "q8": "model_q8.onnx"}


def occurs(n, passage, question, name):
    """1 where a piece of the passage [1, passage] is in the question [1, question], else 0: [1, passage, 1]."""
    g = n.g
    down = g.node("Unsqueeze", [passage, n.axis(f"{name}.down", 2)], f"/{name}/down/output_0")
    across = g.node("Unsqueeze", [question, n.axis(f"{name}.across", 1)], f"/{name}/across/output_0")
    same = g.node("Cast", [g.node("Equal", [down, across], f"/{name}/Equal/output_0")], f"/{name}/Cast/output_0", to=FLOAT)
    return g.node("ReduceMax", [same], f"/{name}/output_0", axes=[2], keepdims=1)


def build(model, precision):
    n = Network(model, "langscope-reader", precision)
    g, hidden = n.g, model.question.there[0].hidden_size
    passage, question = g.input("input_ids", INT64, [1, "passage_length"]), g.input("question_ids", INT64, [1, "question_length"])
    table = n.w["embed.weight"]
    packed = None if precision == "fp32" else g.packed(table, "/embed")
    read = g.embedding(passage, table, "/embed", packed)
    asked = g.embedding(question, table, "/embed_question", packed)
    aligned = [g.node("Relu", [n.linear_as(x, "align", name)], f"/{name}/Relu/output_0") for x, name in ((read, "align_passage"), (asked, "align_question"))]
    turned = g.node("Transpose", [aligned[1]], "/align/Transpose/output_0", perm=[0, 2, 1])
    attention = g.node("Softmax", [g.node("MatMul", [aligned[0], turned], "/align/MatMul/output_0")], "attention", axis=2)
    g.output("attention", FLOAT, [1, "passage_length", "question_length"])
    lower = g.value("lower", model.lower.numpy())
    near = [g.node("Gather", [lower, ids], f"/lower/{name}/output_0") for ids, name in ((passage, "passage"), (question, "question"))]
    resembled = g.node("MatMul", [attention, asked], "/resembled/output_0")
    mixed = g.node("Concat", [read, resembled, occurs(n, passage, question, "same"), occurs(n, *near, "near")], "/mix/Concat/output_0", axis=2)
    mixed = g.node("Relu", [n.linear(mixed, "mix")], "/mix/Relu/output_0")
    states, _ = n.stack(asked, "question", hidden, 1, "/question/output_0")
    weights = g.node("Softmax", [n.linear(states, "weigh")], "/weigh/Softmax/output_0", axis=1)  # [1, question, 1]
    weights = g.node("Transpose", [weights], "/weigh/Transpose/output_0", perm=[0, 2, 1])
    meant = g.node("MatMul", [weights, states], "/meant/output_0")  # [1, 1, 2 hidden]
    memory, _ = n.stack(mixed, "passage", hidden, 2, "/passage/output_0")
    g.node("Split", [n.linear(meant, "nowhere"), n.axis("sides", 1, 1)], ["/nowhere/start", "/nowhere/end"], axis=2)
    for index, side in enumerate(("start", "end")):
        edge = g.node("Transpose", [n.linear(meant, f"edges.{index}")], f"/{side}/Transpose/output_0", perm=[0, 2, 1])
        scores = g.node("MatMul", [memory, edge], f"/{side}/MatMul/output_0")  # [1, passage, 1]
        scores = g.node("Concat", [scores, f"/nowhere/{side}"], f"/{side}/Concat/output_0", axis=1)
        g.node("Squeeze", [scores, n.axis(f"{side}.axis", 2)], f"{side}_logits")
        g.output(f"{side}_logits", FLOAT, [1, "places"])
    return g


def run(path, passage, question):
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(["start_logits", "end_logits", "attention"], {"input_ids": np.array([passage], np.int64), "question_ids": np.array([question], np.int64)})


@torch.no_grad()
def expected(model, passage, question):
    size = lambda ids: torch.tensor([len(ids)])  # noqa: E731
    odds, attention = model(torch.tensor([question]), size(question), torch.tensor([passage]), size(passage))
    return [odds[0].numpy(), odds[1].numpy(), attention.numpy()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--precisions", nargs="+", default=["q8"], choices=FILES)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = load("reader", options.work, options.base).float()
    write_folder(options.target, options.base, {"model_type": "langscope-reader", "vocab_size": PIECES}, 100_000)
    write(options.target / "langscope.json", {"$schema": "../../../media/langscope.schema.json", "name": "Langscope Reader", "family": "reader",
          "task": "question-answering", "tokenizer": "tokenizer.json", "vocabSize": PIECES})
    random = np.random.default_rng(7)
    passage, question = random.integers(1, PIECES, 90).tolist(), random.integers(1, PIECES, 11).tolist()
    passage[20:23] = question[4:7]
    theirs = expected(model, passage, question)
    for precision in options.precisions:
        path = options.target / "onnx" / FILES[precision]
        build(model, precision).save(path)
        ours = run(path, passage, question)
        print(f"{precision}: {path.stat().st_size} bytes; start, end and attention differ from PyTorch's by at most "
              f"{[float(np.abs(a - b).max()) for a, b in zip(ours, theirs)]}")
