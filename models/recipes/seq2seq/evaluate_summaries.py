"""ROUGE-1/2/L (rouge-score) of summaries beside the first sentence, the first three and TextRank, with and without coverage, and
with the selector where it is trained."""
from collections import Counter

import torch
from rouge_score.rouge_scorer import RougeScorer
from tokenizers import Tokenizer

from seq2seq.examples import Summaries
from seq2seq.textrank import sentences, textrank
from seq2seq.trained import load
from seq2seq.write import summarise

KEEP = 0.15  # pieces that the selector finds less probable are not copied
WRITTEN = ("description", "manual", "readme", "commentary", "docstring")  # by a person


def rouge(pairs):
    """[(candidate, reference)] -> mean F1 of each kind, in percent."""
    kinds = ("rouge1", "rouge2", "rougeL")
    scorer, total = RougeScorer(kinds), Counter()
    for candidate, reference in pairs:
        for kind, score in scorer.score(reference, candidate).items():
            total[kind] += score.fmeasure
    return {kind: round(100 * total[kind] / max(1, len(pairs)), 2) for kind in kinds}


def summaries(name, work, base, limit):
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    data = Summaries(work, base, "test", set(WRITTEN))
    chosen = range(len(data.rows))[:limit]
    model = load(name, work, base)
    ways = {"lead-1": lambda i: " ".join(sentences(data.rows[i]["source"])[:1]),
            "lead-3": lambda i: " ".join(sentences(data.rows[i]["source"])[:3]),
            "TextRank": lambda i: " ".join(textrank(data.rows[i]["source"]))}

    def writes(**options):
        return lambda i: tokenizer.decode(list(summarise(model, data.sources[i], **options)[0]))

    ways |= {"model": writes(covering=False), "model, coverage": writes()}
    if (work / "runs/selector").exists():
        selector = load("selector", work, base)

        def selected(i):
            source = torch.tensor([data.sources[i]])
            with torch.no_grad():
                keep = selector(source, torch.tensor([source.shape[1]])).sigmoid() > KEEP
            return tokenizer.decode(list(summarise(model, data.sources[i], keep=keep.float())[0]))

        ways["model, coverage, selector"] = selected
    result = {}
    for way, make in ways.items():
        made = {i: make(i) for i in chosen}
        for group in (*WRITTEN, "all"):
            pairs = [(made[i], data.rows[i]["target"]) for i in chosen if group in ("all", data.rows[i]["kind"])]
            if pairs:
                result[f"{way} / {group}"] = {"texts": len(pairs), **rouge(pairs)}
                print(f"{way:28} {group:12} {result[f'{way} / {group}']}", flush=True)
    return result
