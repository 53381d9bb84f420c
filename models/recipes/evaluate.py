"""Measures what the cards say and writes it as JSON to WORK/evaluation; every figure is printed too.

    python evaluate.py baseline --work DIR                                   modified Kneser-Ney, order 4
    python evaluate.py gpt  --work DIR --weights W --onnx FOLDER/onnx/*.onnx  bits per byte, differences, speed
    python evaluate.py lstm --work DIR --weights W --onnx ...                (gru and rnn likewise)
"""
import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from kneser_ney import KneserNey
from models import NAMES, load
from texts import all_sets
from windows import in_windows, onnx_reader, session, torch_reader

WHOLE = (1 << 40, 1 << 40)
WINDOW = {name: (512, 256) if name == "gpt" else WHOLE for name in NAMES}  # tokens, stride; a state reads a document whole

PAIR = ("python-flask-doc", "debian-reference-en")  # the sets that every precision is measured on


def encoded(work):
    """[(set, group, UTF-8 bytes, [ids of a document])]."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    for name, group, texts in all_sets(work):
        ids = [np.array(tokenizer.encode(text).ids, np.int64) for text in texts]
        yield name, group, sum(len(text.encode()) for text in texts), ids


def bits_per_byte(work, scores_of, label, only=None):
    """scores_of: ids -> log-probabilities of ids[1:]. Rows {set, group, bytes, tokens, bits, bitsPerByte}."""
    rows = []
    for name, group, size, documents in encoded(work):
        if only and name not in only:
            continue
        scores = [scores_of(ids) for ids in documents]
        bits = -sum(s.sum() for s in scores) / np.log(2)
        rows.append({"set": name, "group": group, "documents": len(documents), "bytes": size,
                     "tokens": sum(len(s) for s in scores), "bits": bits, "bitsPerByte": bits / size})
        print(f"{label:24} {name:22} {group:9} {size:8} bytes {rows[-1]['tokens']:7} tokens {bits / size:.4f} bits per byte", flush=True)
    for group in ("held-out", "outside"):
        part = [r for r in rows if r["group"] == group]
        if part:
            total = sum(r["bits"] for r in part) / sum(r["bytes"] for r in part)
            print(f"{label:24} {'all ' + group:22} {total:.4f} bits per byte", flush=True)
    return rows


def speed(path, tokens, threads, seconds=3):
    """Tokens a second of the fastest of many passes over a window, up to the logits; others use the machine as well."""
    read = onnx_reader(session(path, threads))
    ids = np.random.default_rng(1).integers(1, 8192, tokens)
    until, fastest = time.perf_counter() + seconds, float("inf")
    while time.perf_counter() < until:
        began = time.perf_counter()
        read(ids)
        fastest = min(fastest, time.perf_counter() - began)
    return tokens / fastest


def differences(reference, read, documents):
    """Largest and mean absolute difference of log-probabilities (nats) over the first 512 tokens of documents."""
    gaps = [np.abs(in_windows(reference, ids[:512], 512, 512) - in_windows(read, ids[:512], 512, 512)) for ids in documents]
    joined = np.concatenate(gaps)
    return {"largest": float(joined.max()), "mean": float(joined.mean()), "tokens": len(joined)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=["baseline", *NAMES])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--onnx", type=Path, nargs="*", default=[])
    parser.add_argument("--full", nargs="*", default=["q8"], help="precisions measured on every set")
    options = parser.parse_args()
    work = options.work
    (work / "evaluation").mkdir(exist_ok=True)
    if options.model == "baseline":
        model = KneserNey(np.concatenate([np.fromfile(work / name, np.uint16) for name in ("train.bin", "markdown.bin")]), 4)
        rows = bits_per_byte(work, lambda ids: np.log(model.probabilities(ids)), "Kneser-Ney 4-gram")
        result = {"order": 4, "discounts": [level.discounts[1:].round(4).tolist() for level in model.levels],
                  "ngrams": [len(level.keys) for level in model.levels], "rows": rows}
    else:
        torch.set_num_threads(1)
        model, saved = load(options.model, options.weights)
        reference = torch_reader(model)
        window = WINDOW[options.model]
        result = {"parameters": sum(p.numel() for p in model.parameters()), "steps": saved["step"], "tokens": saved["tokens"],
                  "window": list(window) if options.model == "gpt" else None,
                  "rows": bits_per_byte(work, lambda ids: in_windows(reference, ids, *window), "PyTorch float32", PAIR), "onnx": []}
        sample = [documents[0] for _, _, _, documents in encoded(work)]
        for path in options.onnx:
            precision = path.stem.removeprefix("model").removeprefix("_") or "fp32"
            read = onnx_reader(session(path))
            only = None if precision in options.full else PAIR
            entry = {"precision": precision, "file": path.name, "bytes": os.path.getsize(path),
                     "difference": differences(reference, read, sample),
                     "speed": {f"{n} tokens, {t} thread{'s' * (t > 1)}": round(speed(path, n, t)) for n in (512, 256) for t in (1, 2)},
                     "rows": bits_per_byte(work, lambda ids: in_windows(read, ids, *window), f"ONNX {precision}", only)}
            print(json.dumps({k: v for k, v in entry.items() if k != "rows"}), flush=True)
            result["onnx"].append(entry)
    (work / "evaluation" / f"{options.model}.json").write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
