"""Trains the byte-level BPE tokenizer (Sennrich et al. 2016, arXiv:1508.07909; bytes as in GPT-2) and encodes the corpus.

Token 0, <|endoftext|>, stands in front of every document, in training and (by the post-processor) in use, so that the
first token of a text has a distribution too.

    python tokenizer.py --work DIR        writes DIR/tokenizer.json, DIR/train.bin and DIR/heldout/*.bin (uint16)
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

SEED = 20
PIECES = 8192
START = "<|endoftext|>"
SAMPLE_BYTES = 40_000_000  # what the merges are counted on


def documents(work, role):
    """[(package, text)] of one role, in the order of the manifest."""
    manifest = json.loads((work / "manifest.json").read_text())
    for row in manifest:
        if row["role"] == role:
            for text in (work / "text" / f"{row['package']}.txt").read_text(encoding="utf-8").split("\f"):
                yield row["package"], text


def train(texts):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=PIECES, special_tokens=[START],
                                  initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A", pair=f"{START} $A {START} $B", special_tokens=[(START, tokenizer.token_to_id(START))])
    return tokenizer


def encode(tokenizer, texts):
    """Texts -> one uint16 array, each document with the start token in front."""
    parts = []
    for first in range(0, len(texts), 2000):
        for encoding in tokenizer.encode_batch_fast(texts[first:first + 2000]):
            parts.append(np.array(encoding.ids, dtype=np.uint16))
    return np.concatenate(parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    work = parser.parse_args().work
    texts = [text for _, text in documents(work, "train")]
    random.Random(SEED).shuffle(texts)  # by document: paragraphs stay in order
    total = sum(len(text) for text in texts)
    sample = texts[:int(len(texts) * min(1, SAMPLE_BYTES / total))]
    tokenizer = train(sample)
    tokenizer.save(str(work / "tokenizer.json"))
    ids = encode(tokenizer, texts)
    ids.tofile(work / "train.bin")
    print(f"train {total} characters, {len(ids)} tokens, {total / len(ids):.3f} characters per token")
    (work / "heldout").mkdir(exist_ok=True)
    held = {}
    for package, text in documents(work, "heldout"):
        held.setdefault(package, []).append(text)
    for package, parts in held.items():
        encode(tokenizer, parts).tofile(work / "heldout" / f"{package}.bin")
