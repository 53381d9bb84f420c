"""Writes a model's card (README.md) from what evaluate.py measured and what the training log says.

    python card.py gpt --work DIR --target ../bundled/langscope-gpt
"""
import argparse
import json
from pathlib import Path

from models import NAMES
from recurrent import SHAPES

STREAMS = "96 parallel streams in pieces of 64 tokens, the state carried over"
TITLES = {"gpt": ("Langscope GPT", "a GPT-style transformer (6 layers of 320, 5 heads, RMSNorm, rotary positions, SwiGLU, tied "
                  "embeddings; `model_type: llama`)", "a context of 256 tokens, 512 while the learning rate decays"),
          "lstm": ("Langscope LSTM", "an LSTM language model (2 layers of 640, embedding and vocabulary projection of 320 tied; the "
                   "state goes in and comes out)", STREAMS),
          "gru": ("Langscope GRU", "a GRU language model (1 layer of 640, embedding and vocabulary projection of 320 tied; the state goes "
                  "in and comes out; the reset gate acts after the matrix)", STREAMS),
          "rnn": ("Langscope RNN", "a plain recurrent language model (Elman's, 1 layer of 640 with tanh, embedding and vocabulary "
                  "projection of 320 tied; the state goes in and comes out)", STREAMS)}
CHOICE = {"gpt": "Matrices are stored in 8 bits and computed in float: dynamic int8 (`int8` above) is faster, but its activations are "
          "rounded with the piece that is read, so the figures of a text would depend on how it is cut.",
          **{name: f"Matrices are stored in 8 bits and turned into floats in front of the standard {name.upper()} nodes when the model is "
             f"loaded, so that {'the state stays' if name == 'rnn' else 'the gates stay'} visible." for name in SHAPES}}


SPEECHES = "sotu-heldout"  # every tenth speech, where the other held-out sets are whole packages


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def group_total(rows, group):
    part = [r for r in rows if r["group"] == group or (group == "packages" and r["group"] == "held-out" and r["set"] != SPEECHES)]
    return sum(r["bits"] for r in part) / sum(r["bytes"] for r in part)


def training(target):
    """Steps, tokens, hours, and the first steps of the decay and of the markdown, from the training log."""
    rows = [line.split("\t") for line in (target / "training-log.tsv").read_text().splitlines() if line[:1].isdigit()]
    decay = next((int(r[0]) for r in rows if float(r[1]) < 1 and int(r[0]) >= 100), None)
    # seconds start again where a run was resumed
    hours = sum(float(a[5]) for a, b in zip(rows, rows[1:] + [None]) if b is None or float(b[5]) < float(a[5])) / 3600
    mixed = next((int(r[0]) for r in rows if len(r) > 6 and r[6] != "0"), None)
    return {"steps": int(rows[-1][0]) + 1, "tokens": int(rows[-1][3]), "hours": hours, "decay": decay, "mixed": mixed}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=NAMES)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    work, target = options.work, options.target
    baseline = json.loads((work / "evaluation/baseline.json").read_text())
    measured = json.loads((work / f"evaluation/{options.model}.json").read_text())
    manifest = json.loads((work / "manifest.json").read_text())
    markdown = [line.split("\t") for line in (work / "markdown.tsv").read_text().splitlines()[1:]]
    chosen = next(entry for entry in measured["onnx"] if entry["precision"] == "q8")
    title, what, how = TITLES[options.model]
    run = training(target)
    prose = sum(r["bytes"] for r in manifest if r["role"] == "train")
    total = prose + sum(int(r[4]) for r in markdown)
    licences = sorted({r["licence"] for r in manifest if r["role"] == "train"} | {r[2].strip("()") for r in markdown})
    by_set = {r["set"]: r for r in chosen["rows"]}
    by_torch = {r["set"]: r for r in measured["rows"]}
    figures = [[r["set"], r["group"], r["bytes"], f"{by_set[r['set']]['bitsPerByte']:.3f}",
                f"{r['bitsPerByte']:.3f}"] for r in baseline["rows"]]
    for group in ("held-out", "outside"):
        figures.append([f"**all {group}**", group, sum(r["bytes"] for r in baseline["rows"] if r["group"] == group),
                        *(f"**{group_total(rows, group):.3f}**" for rows in (chosen["rows"], baseline["rows"]))])
    packages = [r for r in baseline["rows"] if r["group"] == "held-out" and r["set"] != SPEECHES]
    figures.append([f"**the {len(packages)} held-out packages**", "held-out", sum(r["bytes"] for r in packages),
                    *(f"**{group_total(rows, 'packages'):.3f}**" for rows in (chosen["rows"], baseline["rows"]))])
    pair = ("python-flask-doc", "debian-reference-en")
    fp32 = sum(by_torch[s]["bits"] for s in pair)
    size = sum(by_torch[s]["bytes"] for s in pair)
    precisions = [["PyTorch float32", "", "", f"{fp32 / size:.4f}", "", "", "", "", ""]] + [[e["precision"], f"{e['bytes'] / 1e6:.1f} MB", f"{e['difference']['largest']:.2g} / {e['difference']['mean']:.2g}",
                   f"{sum(r['bits'] for r in e['rows'] if r['set'] in pair) / size:.4f}",
                   f"{100 * (sum(r['bits'] for r in e['rows'] if r['set'] in pair) / fp32 - 1):+.2f} %",
                   *e["speed"].values()] for e in measured["onnx"]]
    reading = "windows of 512 tokens, stride 256" if measured["window"] else "each document in one reading, from an empty state"
    target.joinpath("README.md").write_text(f"""---
language: en
pipeline_tag: text-generation
tags: [langscope, onnx]
---
# {title}

{what[0].upper() + what[1:]}; {measured['parameters'] / 1e6:.2f} million parameters, {chosen['bytes'] / 1e6:.1f} MB as `onnx/{chosen['file']}`.
Trained from scratch on {total / 1e6:.0f} MB ({total:,} bytes) of technical and general English by the scripts in `models/recipes`.

It is small: it knows how technical English is usually put, hardly any facts, and nothing after its sources were written.
It is there to show how a language model reads a text. It is **not a detector of machine-written text**: that a text is
probable under a small model says nothing about who wrote it.

## Figures

Bits per UTF-8 byte, lower is better; {reading}, `<|endoftext|>` in front, every token scored.
"n-gram" is an interpolated modified Kneser-Ney 4-gram over the same tokens of the same training text. Held-out packages
were left out of the training whole (of the speeches, `sotu-heldout`, every tenth), and paragraphs they share with a training package were removed from the training.

{table(["text", "group", "bytes", f"this model ({chosen['precision']})", "n-gram"], figures)}

Held-out texts are samples of about 100 kB from each package; `npm-readmes` are the README files of six packages as they are (at most
12 kB of each), with code, links and tables; `jargon-text` is the Jargon File.

## ONNX against PyTorch

Differences are those of log-probabilities (nats) on the first 512 tokens of one document of each text, largest / mean; the loss is
that of bits per byte on {' and '.join(pair)}. Speed in tokens per second up to the logits, the fastest of many
passes, on the two Xeon cores that others used as well.

{table(["precision", "size", "difference", "bits per byte", "loss", *measured["onnx"][0]["speed"]], precisions)}

{CHOICE[options.model]} Only `{chosen['file']}` is kept here.

## Training

{run['steps']:,} steps, {run['tokens']:,} tokens, {run['hours']:.1f} hours on one core of two Xeon cores with AMX shared with other work; {how};
Muon for the matrices, AdamW for the rest, peak 3e-3, constant and from step {run['decay']} falling to 0 (1 - sqrt);
bf16 products; {f"from step {run['mixed']} " if run['mixed'] else ""}a sixth of the text is markdown. Seed 20. `training-log.tsv` has every step's learning rate (as a share of
the peak), loss and text; `train.py --replay` repeats that schedule.

## Data and licences

One byte-level BPE tokenizer of 8,192 pieces. {len([r for r in manifest if r['role'] == 'train'])} sources of prose ({prose / 1e6:.0f} MB: Debian manuals,
the descriptions of Debian's packages, US presidential speeches) and markdown files of {len(markdown):,} packages ({(total - prose) / 1e6:.0f} MB);
every package with version, bytes and licence is in `models/recipes/manifest.tsv` and `models/recipes/markdown.tsv`.
Licences of the sources: {'; '.join(licences)}.

No text of the sources is in this folder but the page in `golden.json` (Flask's documentation, BSD-3-Clause, Copyright 2010 Pallets).
Whether a trained model is a derived work of the texts it was trained on is unsettled; who must be sure should train their
own with the recipe on texts of their choice. E-mail addresses in the markdown were replaced, names in manuals were not.
""", encoding="utf-8")
    print((target / "README.md").read_text())


if __name__ == "__main__":
    main()
