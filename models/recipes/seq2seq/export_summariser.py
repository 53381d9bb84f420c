"""The summariser as ONNX: onnx/encoder_model.onnx and onnx/decoder_model.onnx, in float or with weights of eight bits.

    python -m seq2seq.export_summariser --work $W --base $B --target ../bundled/langscope-summariser --precisions q8

Beside export_network's, the decoder takes encoder_input_ids [1, source] and encoder_keep [1, source] (1: may be copied, 0: not, as the
selector says) and gives logits (logarithms of the probabilities of generating and copying together), and generated [1, 1]: the share
that is generated.
"""
import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from folder import write, write_folder
from graph import FLOAT, INT64
from seq2seq.export_network import STATES, TABLE, Network, decode, encoder, vocabulary
from seq2seq.summariser import END, STARTS
from seq2seq.trained import load

ENDINGS = {"fp32": "", "q8": "_q8"}


def decoder(model, precision):
    n = Network(model, "langscope-summariser-decoder", precision)
    g, shape = n.g, model.shape
    ids = g.input("input_ids", INT64, [1, 1])
    x, packed = n.embedding(ids)
    read, context, out, weights = decode(n, x)
    share = n.linear(g.node("Concat", [context, out, x], "/switch/Concat/output_0", axis=2), "switch")
    share = g.node("Sigmoid", [share], "/switch/Sigmoid/output_0")  # [1, 1, 1]
    g.node("Reshape", [share, n.axis("switch.flat", 1, 1)], "generated")
    g.output("generated", FLOAT, [1, 1])
    source = g.input("encoder_input_ids", INT64, [1, "source_length"])
    keep = g.input("encoder_keep", FLOAT, [1, "source_length"])
    kept = g.node("Mul", [weights, keep], "/keep/Mul/output_0")  # [1, 1, source]
    total = g.node("ReduceSum", [kept, n.axis("keep.axis", 2)], "/keep/ReduceSum/output_0", keepdims=1)
    total = g.node("Max", [total, g.value("keep.least", np.float32(1e-9))], "/keep/Max/output_0")
    kept = g.node("Div", [kept, total], "/keep/Div/output_0")
    rest = g.node("Sub", [g.value("one", np.float32(1)), share], "/switch/Sub/output_0")
    copied = g.node("Mul", [kept, rest], "/copied/Mul/output_0")
    copied = g.node("Squeeze", [copied, n.axis("copied.row", 1)], "/copied/Squeeze/output_0")  # [1, source]
    logits = vocabulary(n, read, packed, "/lm_head/Add/output_0")
    spread = g.node("Mul", [g.node("Softmax", [logits], "/lm_head/Softmax/output_0", axis=2), share], "/spread/Mul/output_0")
    spread = g.node("Squeeze", [spread, n.axis("spread.row", 1)], "/spread/Squeeze/output_0")  # [1, vocabulary]
    spread = g.node("ScatterElements", [spread, source, copied], "/spread/ScatterElements/output_0", axis=1, reduction="add")
    spread = g.node("Add", [spread, g.value("least", np.float32(1e-9))], "/spread/Add/output_0")
    spread = g.node("Log", [spread], "/spread/Log/output_0")
    g.node("Unsqueeze", [spread, n.axis("logits.row", 1)], "logits")
    g.output("logits", FLOAT, [1, 1, shape.vocabulary])
    return g


def run(folder, ending, ids, words):
    """-> logits [words, vocabulary] and attention [words, source] of a text and the words that follow from it."""
    read, step = (ort.InferenceSession(str(folder / f"{part}{ending}.onnx"), providers=["CPUExecutionProvider"])
                  for part in ("encoder_model", "decoder_model"))
    source = np.array([ids], np.int64)
    names = [output.name for output in read.get_outputs()]
    given = dict(zip(names, read.run(names, {"input_ids": source})))
    feeds = {"encoder_hidden_states": given["last_hidden_state"], "encoder_attention_keys": given["attention_keys"], "encoder_input_ids": source,
             "encoder_keep": np.ones(source.shape, np.float32)}
    past = {f"past.{name}": given[f"present.{name}"] for name in (*STATES, "coverage")}
    names, found = [output.name for output in step.get_outputs()], []
    for word in words:
        result = dict(zip(names, step.run(names, {"input_ids": np.array([[word]], np.int64), **feeds, **past})))
        past = {f"past.{name}": result[f"present.{name}"] for name in (*STATES, "coverage")}
        found.append((result["logits"][0, 0], result["attention"][0, 0]))
    return [np.stack(part) for part in zip(*found)]


@torch.no_grad()
def expected(model, ids, words):
    source = torch.tensor([ids])
    memory, state, mask, coverage = model.start(source, torch.tensor([len(ids)]))
    found = []
    for word in words:
        scores, given = model.step(torch.tensor([word]), memory, mask, state, coverage, source)
        state, coverage = given["state"], given["coverage"]
        found.append((scores[0].numpy(), given["weights"][0, 0].numpy()))
    return [np.stack(part) for part in zip(*found)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--precisions", nargs="+", default=["q8"], choices=ENDINGS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = load("summariser", options.work, options.base).float()
    write_folder(options.target, options.base, {
        "model_type": "langscope-summariser", "vocab_size": model.shape.vocabulary, "decoder_start_token_id": STARTS["short"], "eos_token_id": END,
        "is_encoder_decoder": True}, 100_000)
    write(options.target / "langscope.json", {"$schema": "../../../media/langscope.schema.json", "name": "Langscope Summariser",
          "family": "recurrent-encoder-decoder", "task": "summarization", "tokenizer": "tokenizer.json", "vocabSize": model.shape.vocabulary})
    random = np.random.default_rng(7)
    ids, words = random.integers(1, 8192, 60).tolist(), [STARTS["short"], *random.integers(1, 8192, 9).tolist()]
    theirs = expected(model, ids, words)
    for precision in options.precisions:
        ending = ENDINGS[precision]
        beside = f"encoder_model{ending}.onnx_data"  # as exporters call it
        encoder(model, precision, "langscope-summariser-encoder").save(options.target / "onnx" / f"encoder_model{ending}.onnx", TABLE, beside)
        decoder(model, precision).save(options.target / "onnx" / f"decoder_model{ending}.onnx", TABLE, beside)
        ours = run(options.target / "onnx", ending, ids, words)
        files = [options.target / "onnx" / name for name in (f"encoder_model{ending}.onnx", f"decoder_model{ending}.onnx", beside)]
        sizes = {file.name: file.stat().st_size for file in files if file.exists()}
        differences = [float(np.abs(a - b).max()) for a, b in zip(ours, theirs)]
        print(f"{precision}: {sizes} bytes; logits and attention differ from PyTorch's by at most {differences}")
