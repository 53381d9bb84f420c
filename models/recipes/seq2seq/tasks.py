"""What is trained: for each name the network, the examples and the loss."""
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from tokenizers import Tokenizer

from seq2seq import summariser, translator
from seq2seq.attention import SCORES
from seq2seq.examples import Questions, Summaries, Translations, jsonl, root_pieces
from seq2seq.reader import Reader

WRITTEN = 3  # pairs that people wrote for each back-translated one, new ones in every epoch
GAPS = 0.2  # gap sentences for each pair that a person wrote, new ones in every epoch


@dataclass(frozen=True)
class Task:
    """make(work, base) -> network; examples(work, base, part); budget: tokens of a batch, padding included; chosen(examples) ->
    which examples make an epoch; step: lengths are rounded up to a multiple of it."""
    make: Callable
    examples: Callable
    budget: int
    step: int = 16
    chosen: Callable = lambda examples: None


def with_known_pieces(network, base):
    """The embeddings that the bundled LSTM learned are the first ones here; what it does not know keeps its random start. Without the
    LSTM's training all do, for networks whose weights come from elsewhere."""
    trained = base / "runs/lstm/final.pt"
    if not trained.exists():
        print(f"{trained} is not there: embeddings begin at random unless other weights are taken", flush=True)
        return network
    known = torch.load(trained, weights_only=False)["model"]["embed.weight"]
    with torch.no_grad():
        network.embed.weight[:len(known)] = known * (0.1 / known.std())
        network.embed.weight[0] = 0
    return network


def some_gaps(examples):
    written = np.array([i for i, row in enumerate(examples.rows) if row["kind"] != "gap"])
    gaps = np.array([i for i, row in enumerate(examples.rows) if row["kind"] == "gap"])
    return lambda random: np.concatenate([written, random.choice(gaps, min(len(gaps), int(GAPS * len(written))), replace=False)])


def translations(back=False):
    def read(work, base, part):
        extra = [(r["source"], r["target"], r["to"]) for r in jsonl(work / "back.jsonl")] if back and part == "train" else ()
        return Translations(work, part, extra)
    return read


def some_written(examples):
    written = len(examples.lengths) - examples.extra
    return lambda random: np.concatenate([np.arange(written, written + examples.extra),
                                          random.choice(written, min(written, WRITTEN * examples.extra), replace=False)])


def make_translator(score):
    def make(work, base):
        letters = len(json.loads((work / "letters.json").read_text(encoding="utf-8")))
        return translator.Translator(letters, replace(translator.SHAPE, score=score))
    return make


def make_summariser(copying):
    return lambda work, base: with_known_pieces(summariser.Summariser(copying=copying), base)


def make_reader(work, base):
    return with_known_pieces(Reader(root_pieces(Tokenizer.from_file(str(base / "tokenizer.json")))), base)


TASKS = {
    "summariser": Task(make_summariser(True), Summaries, 10_000, 16, some_gaps),
    "summariser-plain": Task(make_summariser(False), Summaries, 10_000, 16, some_gaps),
    "selector": Task(lambda work, base: with_known_pieces(summariser.Selector(), base),
                     lambda work, base, part: Summaries(work, base, part, {"description", "manual", "readme", "commentary", "docstring"}, True),
                     10_000),
    "translator": Task(make_translator("additive"), translations(), 3_000, 8),
    # compared: each begins with the weights of the translator
    **{f"translator-{score}": Task(make_translator(score), translations(), 3_000, 8) for score in SCORES},
    "translator-back": Task(make_translator("additive"), translations(back=True), 3_000, 8, some_written),
    "reader": Task(make_reader, Questions, 10_000),
}
