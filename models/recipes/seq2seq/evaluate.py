"""Measures a trained model on the held-out part and writes WORK/evaluation/NAME.json; every figure is printed too.

    python -m seq2seq.evaluate summariser --work DIR --base LMDIR [--limit N]
    python -m seq2seq.evaluate translator ...
    python -m seq2seq.evaluate reader ...
"""
import argparse
import json
from pathlib import Path

import torch

from seq2seq.evaluate_answers import answers
from seq2seq.evaluate_summaries import summaries
from seq2seq.evaluate_translations import translations, translations_at_once
from seq2seq.tasks import TASKS


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=[name for name in TASKS if name != "selector"])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="about so many texts")
    parser.add_argument("--at-once", action="store_true", help="translators: greedily in batches")
    options = parser.parse_args()
    torch.set_num_threads(1)
    measure = summaries if options.model.startswith("summariser") else answers if options.model == "reader" else translations_at_once if options.at_once else translations
    result = measure(options.model, options.work, options.base, options.limit)
    (options.work / "evaluation").mkdir(exist_ok=True)
    path = options.work / "evaluation" / f"{options.model}.json"
    before = json.loads(path.read_text()) if measure in (translations, translations_at_once) and path.exists() else {}
    path.write_text(json.dumps(before | result, indent=1) + "\n")


if __name__ == "__main__":
    main()
