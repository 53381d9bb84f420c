"""Exact match and F1 of answers, and what a threshold for `no answer` makes of them."""
import re
from collections import Counter

import torch

from seq2seq.examples import Asked, Questions
from seq2seq.reader import best_span
from seq2seq.trained import load

NEARLY = 0.5  # points of F1: the lowest threshold that is so near the best is taken, as questions of people get lower odds than these
THRESHOLDS = [step / 2 for step in range(-16, 17)]  # nats by which the best span is likelier than `no answer`


def plain(text):
    """As SQuAD compares answers: lower case, without articles and punctuation."""
    return re.sub(r"\b(?:a|an|the)\b|[^\w\s]", " ", text.lower()).split()


def f1(a, b):
    shared = sum((Counter(a) & Counter(b)).values())
    return float(a == b) if not a or not b else 2 * shared / (len(a) + len(b))


def mean(values):
    values = list(values)
    return round(100 * sum(values) / max(1, len(values)), 2)


def measured(model, data, limit):
    """For some questions (margin of the best span over `no answer`, whether there is an answer, exact match, F1)."""
    rows = []
    for i in range(len(data.rows))[::max(1, len(data.rows) // (limit or len(data.rows)))]:
        batch, row = data.batch([i]), data.rows[i]
        with torch.no_grad():
            odds, _ = model(batch["question"], batch["question_lengths"], batch["passage"], batch["passage_lengths"])
        # padding rounds the passage up; its places are impossible, the last one is `no answer`
        start, end = odds[:, 0].log_softmax(1)
        (likely, first, last), nowhere = best_span(start, end)
        text, offsets = row["text"], row["encoded"].offsets
        given, right = plain(text[offsets[first][0]:offsets[last][1]]), [plain(answer) for answer in row["answers"]]
        rows.append((likely - nowhere, bool(right), float(given in right), max((f1(given, answer) for answer in right), default=0.0), row["kind"]))
    return rows


def at_threshold(rows, threshold):
    """Given: right as far as it is; withheld: right where there is no answer."""
    scored = [((exact, part) if there else (0.0, 0.0)) if margin > threshold else (float(not there),) * 2
              for margin, there, exact, part, _ in rows]
    return {"threshold": threshold, "exact": mean(s[0] for s in scored), "f1": mean(s[1] for s in scored),
            "answered": mean(r[0] > threshold for r in rows)}


def group(rows):
    return {"questions": len(rows), "exact": mean(r[2] for r in rows), "f1": mean(r[3] for r in rows)}


def answers(name, work, base, limit):
    """The threshold is chosen on the development part; every figure is one of the held-out part."""
    model = load(name, work, base)
    dev, rows = (measured(model, Questions(work, base, part), limit) for part in ("dev", "test"))
    found = [at_threshold(dev, threshold) for threshold in THRESHOLDS]
    best = max(figures["f1"] for figures in found)
    chosen = next(figures["threshold"] for figures in found if figures["f1"] >= best - NEARLY)
    with_answer = [r for r in rows if r[1]]
    result = {"best": {"all": group(with_answer), **{kind: group([r for r in with_answer if r[4] == kind])
                                                     for kind in sorted({r[4] for r in with_answer})}},
              "withheld": mean(r[0] <= chosen for r in rows if not r[1]), "development": len(dev),
              "noAnswer": {"unit": "nats", "chosen": chosen, "questions": len(rows), "without": len(rows) - len(with_answer),
                           "thresholds": [at_threshold(rows, threshold) for threshold in THRESHOLDS]}}
    asked = measured(model, Asked(base), None)
    there = [r for r in asked if r[1]]
    result["asked"] = {**group(there), "without": len(asked) - len(there), "figures": at_threshold(asked, chosen),
                       "withheld": mean(r[0] <= chosen for r in asked if not r[1])}
    print("worded freely:", result["asked"], flush=True)
    for kind, figures in result["best"].items():
        print(f"with an answer, best span: {kind:14} {figures}", flush=True)
    for figures in result["noAnswer"]["thresholds"]:
        print(figures, "<- chosen" if figures["threshold"] == chosen else "", flush=True)
    return result
