"""Makes the small encoders with a head for answers beside this file: random models, and what PyTorch says with each.

    pip install -r ../../inside/exports/requirements.txt
    python make_exports.py

A folder is a model folder (onnx/model.onnx) with expected.json:
    question, passage
    ids         of both together, with special tokens
    types       token_type_ids, where the model has them
    start, end  [ids] logits
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from optimum.exporters.onnx import onnx_export_from_model
from transformers import AutoModelForQuestionAnswering, BertConfig, DistilBertConfig, RobertaConfig

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "inside" / "exports"))
from tokenizers_of_styles import TOKENIZERS  # noqa: E402

QUESTION, PASSAGE = "what sat on a mat", "the cat sat on a mat, and then it ran over our hill."
SIZES = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48)
STYLES = {
    "bert": ("bert", lambda size: BertConfig(vocab_size=size, **SIZES, max_position_embeddings=96)),
    "distilbert": ("bert", lambda size: DistilBertConfig(
        vocab_size=size, dim=32, n_layers=2, n_heads=4, hidden_dim=48, max_position_embeddings=96)),
    # Positions are counted from behind the padding token, so that two rows stay unused.
    "roberta": ("bart", lambda size: RobertaConfig(
        vocab_size=size, **SIZES, max_position_embeddings=98, type_vocab_size=1, pad_token_id=1)),
}


def seeded(style, size):
    torch.manual_seed(sum(map(ord, style)))
    model = AutoModelForQuestionAnswering.from_config(STYLES[style][1](size)).eval()
    for parameter in model.parameters():
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, 0, 1.3 / parameter.shape[-1] ** 0.5)
    return model


@torch.no_grad()
def expected(model, tokenizer, typed):
    encoding = tokenizer.encode(QUESTION, PASSAGE)
    inputs = {"input_ids": torch.tensor([encoding.ids]), "attention_mask": torch.ones(1, len(encoding.ids), dtype=torch.long)}
    if typed:
        inputs["token_type_ids"] = torch.tensor([encoding.type_ids])
    logits = model(**inputs)
    return {"question": QUESTION, "passage": PASSAGE, "ids": encoding.ids, **({"types": encoding.type_ids} if typed else {}),
            "start": logits.start_logits[0].tolist(), "end": logits.end_logits[0].tolist()}


def main():
    for style in sys.argv[1:] or STYLES:
        tokenizer = TOKENIZERS[STYLES[style][0]]()
        model = seeded(style, tokenizer.get_vocab_size())
        folder, made = HERE / style, HERE / f"{style}-made"
        for each in (folder, made):
            shutil.rmtree(each, ignore_errors=True)
        (folder / "onnx").mkdir(parents=True)
        onnx_export_from_model(model, made, task="question-answering", do_validation=False, no_post_process=True)
        (made / "model.onnx").rename(folder / "onnx" / "model.onnx")
        shutil.rmtree(made)
        model.config.architectures = [type(model).__name__]
        model.config.save_pretrained(folder)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        figures = expected(model, tokenizer, style == "bert")
        (folder / "expected.json").write_text(json.dumps(figures) + "\n")
        print(style, len(figures["ids"]), figures["ids"])


main()
