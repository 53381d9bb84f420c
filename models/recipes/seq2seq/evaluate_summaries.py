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

KEEPS = (0.02, 0.05, 0.1, 0.2)  # pieces that the selector finds less probable are not copied; chosen on development texts
WRITTEN = ("description", "manual", "readme", "commentary", "docstring")  # by a person


def rouge(pairs):
    """[(candidate, reference)] -> mean F1 of each kind, in percent."""
    kinds = ("rouge1", "rouge2", "rougeL")
    scorer, total = RougeScorer(kinds), Counter()
    for candidate, reference in pairs:
        for kind, score in scorer.score(reference, candidate).items():
            total[kind] += score.fmeasure
    return {kind: round(100 * total[kind] / max(1, len(pairs)), 2) for kind in kinds}


class Writer:
    """A summariser with its selector on the texts of one part of the data."""

    def __init__(self, model, selector, tokenizer, data):
        self.model, self.selector, self.tokenizer, self.data = model, selector, tokenizer, data

    def some(self, limit):
        return range(len(self.data.rows))[::max(1, len(self.data.rows) // (limit or len(self.data.rows)))]

    def write(self, i, least=None, **options):
        """least: pieces that the selector finds less probable may not be copied."""
        if least is not None:
            options["keep"] = (self.kept(i) > least).float()
        return self.tokenizer.decode(list(summarise(self.model, self.data.sources[i], **options)[0]))

    @torch.no_grad()
    def kept(self, i):
        """-> probabilities [1, source]."""
        return self.selector(torch.tensor([self.data.sources[i]]), torch.tensor([len(self.data.sources[i])])).sigmoid()

    def best_sentence(self, i):
        """The sentence whose pieces are kept with the highest mean probability; what the selector does not read counts 0."""
        text, probabilities, at, found = self.data.rows[i]["source"], self.kept(i)[0].tolist(), 0, [(0.0, "")]
        offsets = self.tokenizer.encode(text, add_special_tokens=False).offsets[:len(probabilities)]
        for sentence in sentences(text):
            at = text.index(sentence, at)
            inside = [p for p, (a, b) in zip(probabilities, offsets) if b > at and a < at + len(sentence)]
            found.append((sum(inside) / max(1, len(inside)), sentence))
            at += len(sentence)
        return max(found)[1]


def best_least(writer, limit):
    """The threshold of KEEPS with the best mean of ROUGE-1, 2 and L."""
    means = {}
    for least in KEEPS:
        scores = rouge([(writer.write(i, least), writer.data.rows[i]["target"]) for i in writer.some(limit)])
        means[least] = sum(scores.values()) / len(scores)
        print(f"development, selector {least}: {scores}", flush=True)
    return max(means, key=means.get)


def summaries(name, work, base, limit):
    tokenizer, model = Tokenizer.from_file(str(base / "tokenizer.json")), load(name, work, base)
    selector = load("selector", work, base) if model.copying else None
    dev, test = (Writer(model, selector, tokenizer, Summaries(work, base, part, set(WRITTEN))) for part in ("dev", "test"))
    rows = test.data.rows
    ways = {"first sentence": lambda i: " ".join(sentences(rows[i]["source"])[:1]),
            "first three sentences": lambda i: " ".join(sentences(rows[i]["source"])[:3]),
            "TextRank": lambda i: " ".join(textrank(rows[i]["source"])),
            "model": lambda i: test.write(i, covering=False)}
    result = {}
    if model.copying:
        least = best_least(dev, limit and limit // 3)
        result["selector"] = {"keep": least}
        ways |= {"model, coverage": test.write, "model, coverage, selector": lambda i: test.write(i, least),
                 "selector's best sentence": test.best_sentence}
    for way, make in ways.items():
        made = {i: make(i) for i in test.some(limit)}
        for group in (*WRITTEN, "all"):
            pairs = [(made[i], rows[i]["target"]) for i in made if group in ("all", rows[i]["kind"])]
            if pairs:
                result[f"{way} / {group}"] = {"texts": len(pairs), **rouge(pairs)}
                print(f"{way:28} {group:12} {result[f'{way} / {group}']}", flush=True)
    return result
