"""What PyTorch and the quantized graphs say about one short text, for the project's tests and the cards: golden.json in the model's folder.

    python -m seq2seq.golden summariser --work $W --base $B --target ../bundled/langscope-summariser
    python -m seq2seq.golden reader --work $W --base $B --target ../bundled/langscope-reader

Log-probabilities are natural ones. `difference` of pytorch and onnx: largest and mean.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from seq2seq import export_reader, export_selector, export_summariser
from seq2seq.search import search
from seq2seq.summariser import END, STARTS
from seq2seq.trained import load

# written for this test, so that no text of the sources stands in a model's folder
TEXT = ("Tidewatch is a small command-line program that reads the tide tables of a harbour and prints the hours of high and low water for "
        "the coming week. It works without a network: the tables are downloaded once with the option --fetch and kept in a local file. "
        "The output is plain text, or JSON when the option --json is given, so that other programs can read it. Harbours are named by "
        "their official number or by a part of their name. The program was written for sailors who keep an old laptop on board.")
QUESTIONS = ("What is Tidewatch?", "What does the option --fetch do?", "Who was the program written for?", "What is a dictionary?")
LONGEST = 30


def apart(a, b):
    gap = np.abs(np.asarray(a) - np.asarray(b))
    return {"largest": round(float(gap.max()), 6), "mean": round(float(gap.mean()), 6)}


def short(values):
    return [round(float(value), 5) for value in values]


@torch.no_grad()
def greedy(model, ids):
    source, (memory, state, mask, coverage) = torch.tensor([ids]), model.start(torch.tensor([ids]), torch.tensor([len(ids)]))

    def step(last, states):
        scores, found = model.step(last, memory, mask, states[0][0], states[0][1], source)
        return scores, [(found["state"], found["coverage"])], [None]
    return list(search(step, STARTS["short"], (state, coverage), END, longest=LONGEST)[0])


def written(reading, words):
    """logits [words, vocabulary] and attention [words, source] -> log-probability of each word, and the place most looked at."""
    scores, attention = reading
    return {"logprob": short(scores[np.arange(len(words)), words]), "looks": attention.argmax(1).tolist()}


def summariser(work, base, target, pieces):
    model, selector = (load(name, work, base).float() for name in ("summariser", "selector"))
    ids = pieces.encode(TEXT, add_special_tokens=False).ids
    words = [*greedy(model, ids), END]
    read = [STARTS["short"], *words[:-1]]
    theirs, ours = export_summariser.expected(model, ids, read), export_summariser.run(target / "onnx", "_q8", ids, read)
    keep = export_selector.expected(selector, ids), export_selector.run(target / "onnx" / export_selector.FILES["q8"], ids)
    return {"text": TEXT, "ids": ids, "start": STARTS["short"], "words": words, "written": pieces.decode(words),
            "pytorch": {**written(theirs, words), "keep": short(keep[0])}, "onnx": {**written(ours, words), "keep": short(keep[1])},
            "difference": {"logprob": apart(*(spread[0] for spread in (theirs, ours))), "attention": apart(theirs[1], ours[1]), "keep": apart(*keep)}}


def reader(work, base, target, pieces):
    model, ids, cases = load("reader", work, base).float(), pieces.encode(TEXT, add_special_tokens=False).ids, []
    for question in QUESTIONS:
        asked = pieces.encode(question, add_special_tokens=False).ids
        theirs, ours = export_reader.expected(model, ids, asked), export_reader.run(target / "onnx" / export_reader.FILES["q8"], ids, asked)
        named = [{name: short(values[0]) for name, values in zip(("start", "end"), reading)} for reading in (theirs, ours)]
        cases.append({"question": question, "questionIds": asked, "pytorch": named[0], "onnx": named[1],
                      "difference": apart(np.stack(theirs[:2]), np.stack(ours[:2]))})
    largest = max(case["difference"]["largest"] for case in cases)
    return {"text": TEXT, "ids": ids, "cases": cases, "difference": {"logits": {
        "largest": largest, "mean": round(sum(case["difference"]["mean"] for case in cases) / len(cases), 6)}}}


if __name__ == "__main__":
    makers = {"summariser": summariser, "reader": reader}
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=makers)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    pieces = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    golden = makers[options.model](options.work, options.base, options.target, pieces)
    (options.target / "golden.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
    print(options.model, golden.get("written", ""), golden["difference"])
