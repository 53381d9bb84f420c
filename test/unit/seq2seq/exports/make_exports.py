"""Makes the small encoder-decoder exports beside this file: random models with a cache, and what PyTorch writes with each.

    pip install -r ../../inside/exports/requirements.txt
    python make_exports.py

A folder is a model folder (encoder_model, decoder_model and decoder_with_past_model in onnx/) with generated.json:
    text        what the encoder reads
    ids         its tokens, with special ones
    greedy      new tokens of greedy decoding, the end token last where it came
    logits      [greedy tokens][vocabulary] before each of them
    beams       of a search with BEAMS beams: ids, score (log-probability / length), best first
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from optimum.exporters.onnx import onnx_export_from_model
from transformers import AutoModelForSeq2SeqLM, PegasusConfig

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "inside" / "exports"))
import make_exports as inside  # noqa: E402

TEXT, NEW, BEAMS = "the cat sat on a mat while it ran", 12, 4
PARTS = ("encoder_model", "decoder_model", "decoder_with_past_model")



def untied(config):
    config.tie_word_embeddings = False
    return config


inside.STYLES["pegasus"] = (AutoModelForSeq2SeqLM, lambda size: PegasusConfig(
    vocab_size=size, **inside.BOTH, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, forced_eos_token_id=None,
    activation_function="relu", scale_embedding=True))
for style in ("t5", "bart", "marian", "pegasus"):
    kind, config = inside.STYLES[style]
    # With one table for what is read and what is written, random models repeat what they have just written.
    inside.STYLES[style] = (kind, lambda size, config=config: untied(config(size)))
inside.TOKENIZERS["pegasus"] = inside.TOKENIZERS["t5"]


@torch.no_grad()
def generated(model, tokenizer):
    ids = tokenizer.encode(TEXT).ids
    source = torch.tensor([ids])
    common = dict(max_new_tokens=NEW, do_sample=False, return_dict_in_generate=True, attention_mask=torch.ones_like(source))
    greedy = model.generate(source, num_beams=1, output_logits=True, **common)
    beams = model.generate(source, num_beams=BEAMS, num_return_sequences=BEAMS, output_scores=True, **common)
    ends = {model.config.eos_token_id}

    def new(sequence):
        tokens = sequence[1:].tolist()  # without the decoder's start token
        at = next((i for i, token in enumerate(tokens) if token in ends), len(tokens) - 1)
        return tokens[:at + 1]

    return {
        "text": TEXT, "ids": ids, "greedy": new(greedy.sequences[0]),
        "logits": [[float(f"{value:.7g}") for value in row[0].tolist()] for row in greedy.logits],
        "beams": [{"ids": new(sequence), "score": score}
                  for sequence, score in zip(beams.sequences, beams.sequences_scores.tolist())],
    }


def telling(style, tokenizer):
    """The first random model that writes at least 4 different tokens: many write one again and again."""
    model = inside.seeded(style, tokenizer.get_vocab_size())
    model.generation_config.forced_eos_token_id = None
    for seed in range(60):
        torch.manual_seed(seed)
        for parameter in model.parameters():
            if parameter.requires_grad and parameter.dim() > 1:
                table = len(parameter) == tokenizer.get_vocab_size()
                strength = (1.5 if table else 1.2) if getattr(model.config, "scale_embedding", False) else 2
                torch.nn.init.normal_(parameter, 0, strength / parameter.shape[-1] ** 0.5)
        source = torch.tensor([tokenizer.encode(TEXT).ids])
        written = model.generate(source, max_new_tokens=NEW, num_beams=1, do_sample=False)[0].tolist()
        if len(set(written)) >= 4:
            return model, generated(model, tokenizer)
    raise SystemExit(f"no model of {style} tells enough")


def main():
    for style in sys.argv[1:] or ("t5", "bart", "marian", "pegasus"):
        tokenizer = inside.TOKENIZERS[style]()
        model, figures = telling(style, tokenizer)
        folder, made = HERE / style, HERE / f"{style}-made"
        for each in (folder, made):
            shutil.rmtree(each, ignore_errors=True)
        (folder / "onnx").mkdir(parents=True)
        onnx_export_from_model(model, made, task="text2text-generation-with-past", do_validation=False, no_post_process=True)
        for part in PARTS:
            (made / f"{part}.onnx").rename(folder / "onnx" / f"{part}.onnx")
        shutil.rmtree(made)
        model.config.save_pretrained(folder)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        (folder / "generated.json").write_text(json.dumps(figures) + "\n")
        print(style, figures["greedy"], figures["beams"])


main()
