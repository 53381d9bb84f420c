"""What PyTorch and the quantized graphs say about one short text, for the project's tests and the cards: golden.json in the model's folder.

    python -m seq2seq.golden summariser --work $W --base $B --target ../bundled/langscope-summariser
    python -m seq2seq.golden reader --work $W --base $B --target ../bundled/langscope-reader
    python -m seq2seq.golden translator --work $W --base $B --target ../bundled/langscope-translator

Log-probabilities are natural ones. `difference` of pytorch and onnx: largest and mean.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from seq2seq import export_reader, export_selector, export_summariser, export_translator, words
from seq2seq.examples import Translations
from seq2seq.search import search
from seq2seq.spelling import START
from seq2seq.summariser import END, STARTS
from seq2seq.trained import load
from seq2seq.write import put_together, translate

# written for this test, so that no text of the sources stands in a model's folder
TEXT = ("Tidewatch is a small command-line program that reads the tide tables of a harbour and prints the hours of high and low water for "
        "the coming week. It works without a network: the tables are downloaded once with the option --fetch and kept in a local file. "
        "The output is plain text, or JSON when the option --json is given, so that other programs can read it. Harbours are named by "
        "their official number or by a part of their name. The program was written for sailors who keep an old laptop on board.")
SENTENCES = (("fr", "The program prints the tables of the harbour and writes them to a local file."),
             ("fr", "Tidewatch is a small program for sailors."),
             ("en", "Le programme affiche la liste des fichiers et les enregistre dans un dossier local."))
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


def written(reading, chosen):
    """logits [words, vocabulary] and attention [words, source] -> log-probability of each word, and the place most looked at."""
    scores, attention = reading
    return {"logprob": short(scores[np.arange(len(chosen)), chosen]), "looks": attention.argmax(1).tolist()}


def summariser(work, base, target, pieces):
    model, selector = (load(name, work, base).float() for name in ("summariser", "selector"))
    ids = pieces.encode(TEXT, add_special_tokens=False).ids
    made = [*greedy(model, ids), END]
    read = [STARTS["short"], *made[:-1]]
    theirs, ours = export_summariser.expected(model, ids, read), export_summariser.run(target / "onnx", "_q8", ids, read)
    keep = export_selector.expected(selector, ids), export_selector.run(target / "onnx" / export_selector.FILES["q8"], ids)
    return {"text": TEXT, "ids": ids, "start": STARTS["short"], "words": made, "written": pieces.decode(made),
            "pytorch": {**written(theirs, made), "keep": short(keep[0])}, "onnx": {**written(ours, made), "keep": short(keep[1])},
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


@torch.no_grad()
def translated(model, batch):
    """The words of a greedy translation, its end included."""
    memory, state, mask = model.start(batch["source"], batch["source_lengths"], batch["source_unknown"])

    def step(last, states):
        found = model.decode(model.embed(last[:, None]), memory, mask, states[0])
        scores = model.logits(found["read"][:, 0]).log_softmax(1)
        scores[:, :words.UNKNOWN] = float("-inf")
        return scores, [found["state"]], [None]
    return [*search(step, words.START, state, words.END, longest=LONGEST)[0], words.END]


def normal(reading):
    """Logits as log-probabilities, and the attention."""
    return torch.from_numpy(reading[0]).log_softmax(1).numpy(), reading[1]


def translator(work, base, target, run):
    model, data, cases, gaps = load(run, work, base).float(), Translations(work, "dev"), [], []
    for language, text in SENTENCES:
        # without the padding to a multiple of eight, which a single text needs not
        batch = {name: value[:, :len(data.encode([text])[0].ids) + 1] if name in ("source", "source_letters") else value
                 for name, value in data.source(data.encode([text]), [language]).items()}
        made = translated(model, batch)
        read, letters = [words.START, *made[:-1]], [START]
        theirs = export_translator.expected(model, batch, read, letters)
        ours = export_translator.run(target / "onnx", "_q8", batch, read, letters)
        spelt = put_together([word for word, _, _ in translate(model, data, text, language, beams=1)])
        # source: the tokens as words, '' for the language that is asked for, unknown ones as they stand there
        cases.append({"text": text, "to": language, "ids": batch["source"][0].tolist(), "source": ["", *words.pieces(data.tokenizer, text)],
                      "words": made, "written": spelt, "pytorch": written(normal(theirs), made), "onnx": written(normal(ours), made)})
        gaps.append([np.abs(a - b) for a, b in zip((*normal(theirs), theirs[2]), (*normal(ours), ours[2]))])
    named = zip(("logprob", "attention", "letters"), zip(*gaps))
    return {"run": run, "cases": cases, "written": " | ".join(case["written"] for case in cases), "difference": {
        name: {"largest": round(float(max(gap.max() for gap in parts)), 6), "mean": round(float(np.mean([gap.mean() for gap in parts])), 6)}
        for name, parts in named}}


if __name__ == "__main__":
    makers = {"summariser": summariser, "reader": reader, "translator": translator,
              "translator-dot": translator, "translator-general": translator}
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=makers)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    last = options.model if options.model.startswith("translator") else Tokenizer.from_file(str(options.base / "tokenizer.json"))
    golden = makers[options.model](options.work, options.base, options.target, last)
    (options.target / "golden.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
    print(options.model, golden.get("written", ""), golden["difference"])
