"""Makes `recurrent` beside this file: the bundled summariser's graphs with a few random weights, and what PyTorch gives.

    pip install -r ../../../../models/recipes/requirements.txt
    python make_recurrent.py

expected.json:
    ids         what the encoder reads
    words       what the decoder reads, its start token first
    logits      [words][vocabulary] behind each of them
    attention   [words][source]
"""

import json
import shutil
import sys
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent.parent.parent / "models" / "recipes"))
from seq2seq.export_network import encoder  # noqa: E402
from seq2seq.export_summariser import decoder, expected  # noqa: E402
from seq2seq.network import Shape  # noqa: E402
from seq2seq.summariser import Summariser  # noqa: E402


def main():
    torch.manual_seed(3)
    size = len(json.loads((HERE / "t5" / "tokenizer.json").read_text())["model"]["vocab"])
    model = Summariser(Shape(vocabulary=size + 1, embedding=12, encoder=10, encoder_layers=2, decoder=14, coverage=True)).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, 0, 0.4)
    folder = HERE / "recurrent"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    shutil.copy(HERE / "t5" / "tokenizer.json", folder)
    encoder(model, "fp32", "encoder").save(folder / "onnx" / "encoder_model.onnx")
    decoder(model, "fp32").save(folder / "onnx" / "decoder_model.onnx")
    (folder / "config.json").write_text(json.dumps({"decoder_start_token_id": size, "eos_token_id": 1}) + "\n")
    (folder / "langscope.json").write_text(json.dumps({"name": "small summariser", "family": "recurrent-encoder-decoder", "tokenizer": "tokenizer.json"}) + "\n")
    ids, words = [7, 12, 9, 30, 7, 22, 1], [size, 9, 7, 30, 30, 4]
    logits, attention = expected(model, ids, words)
    shorter = lambda rows: [[float(f"{value:.7g}") for value in row] for row in rows.tolist()]  # noqa: E731
    (folder / "expected.json").write_text(json.dumps({"ids": ids, "words": words, "logits": shorter(logits), "attention": shorter(attention)}) + "\n")


main()
