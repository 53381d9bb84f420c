"""Copies the training logs of a model's runs into its folder.

    python -m seq2seq.logs summariser --work $W --target ../bundled/langscope-summariser
"""
import argparse
import shutil
from pathlib import Path

from seq2seq.card_texts import LOGS, TITLES

OTHERS = {"selector": "summariser"}  # runs that are not named after their model

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=TITLES)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    for run, name in LOGS.items():
        log = options.work / "runs" / run / "training-log.tsv"
        if OTHERS.get(run, run.split("-")[0]) == options.model and log.exists():
            shutil.copy(log, options.target / name)
            print(name)
