"""Log-probabilities of one short text by PyTorch and by onnxruntime, for the project's tests.

The text is a page of Flask's documentation (held out, BSD-3-Clause). `whole` is one pass, `window256stride128` reads as
the product does. Values are natural logarithms for every token of the text; the start token is not in `ids`.

    python golden.py gpt --work DIR --weights W --onnx FOLDER/onnx/model_q8.onnx --target FOLDER/golden.json
"""
import argparse
import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from models import NAMES, load
from windows import in_windows, onnx_reader, session, torch_reader

WHOLE = 1 << 40


def text_of_length(work, tokenizer, shortest=570, longest=640):
    texts = (work / "text/python-flask-doc.txt").read_text(encoding="utf-8").split("\f")
    return next(text for text in texts if shortest <= len(tokenizer.encode(text).ids) <= longest)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=NAMES)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--onnx", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    text = text_of_length(options.work, tokenizer)
    encoding = tokenizer.encode(text)
    ids = np.array(encoding.ids, np.int64)
    readers = {"pytorch": torch_reader(load(options.model, options.weights)[0]), "onnx": onnx_reader(session(options.onnx))}
    readings = {"whole": (WHOLE, WHOLE)}
    if options.model == "gpt":
        readings["window256stride128"] = (256, 128)
    # spans in UTF-16 code units, as the editor counts
    units = np.concatenate([[0], np.cumsum([len(c.encode("utf-16-le")) // 2 for c in text])])
    golden = {"source": "python-flask-doc 2.2.2 (Debian), BSD-3-Clause, Copyright 2010 Pallets", "file": options.onnx.name,
              "text": text, "ids": ids[1:].tolist(), "starts": [int(units[a]) for a, _ in encoding.offsets[1:]],
              "utf8Bytes": len(text.encode()), "startToken": int(ids[0])}
    for name, read in readers.items():
        golden[name] = {label: [round(float(v), 6) for v in in_windows(read, ids, *window)] for label, window in readings.items()}
        bits = -sum(golden[name]["whole"]) / np.log(2) / golden["utf8Bytes"]
        golden[name]["bitsPerByte"] = round(bits, 6)
        print(options.model, name, f"{len(ids) - 1} tokens, {bits:.4f} bits per byte in one pass")
    gap = np.abs(np.array(golden["pytorch"]["whole"]) - np.array(golden["onnx"]["whole"]))
    print(f"largest difference {gap.max():.4f} nats, mean {gap.mean():.4f}")
    options.target.write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
