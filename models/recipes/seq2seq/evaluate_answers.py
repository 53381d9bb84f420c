"""Exact match and F1 of answers, and what a threshold for `no answer` makes of them."""
import re
from collections import Counter

import torch

from seq2seq.examples import Questions
from seq2seq.reader import best_span
from seq2seq.trained import load

THRESHOLDS = (-8, -4, -2, -1, 0, 1, 2, 4, 8)  # nats between the best span and `no answer`


def plain(text):
    """As SQuAD compares answers: lower case, without articles and punctuation."""
    return re.sub(r"\b(?:a|an|the)\b|[^\w\s]", " ", text.lower()).split()


def f1(a, b):
    shared = sum((Counter(a) & Counter(b)).values())
    return float(a == b) if not a or not b else 2 * shared / (len(a) + len(b))


def mean(values):
    values = list(values)
    return round(100 * sum(values) / max(1, len(values)), 2)


def answers(name, work, base, limit):
    data, rows = Questions(work, base, "test"), []
    model = load(name, work, base)
    for i in range(len(data.rows))[:limit]:
        batch, row = data.batch([i]), data.rows[i]
        with torch.no_grad():
            odds, _ = model(batch["question"], batch["question_lengths"], batch["passage"], batch["passage_lengths"])
        # padding rounds the passage up; its places are impossible, the last one is `no answer`
        start, end = odds[:, 0].log_softmax(1)
        (likely, first, last), nowhere = best_span(start, end)
        text, offsets = row["text"], row["offsets"]
        given = plain(text[offsets[first][0]:offsets[last][1]])
        right = plain(text[row["start"]:row["end"]]) if row["start"] >= 0 else []
        rows.append((likely - nowhere, row["start"] >= 0, float(given == right), f1(given, right)))
    with_answer = [r for r in rows if r[1]]
    result = {"with an answer, best span": {"questions": len(with_answer), "exact": mean(r[2] for r in with_answer),
                                            "f1": mean(r[3] for r in with_answer)}}
    for threshold in THRESHOLDS:
        # given: right as far as it is; withheld: right where there is no answer
        scored = [((exact, part) if there else (0.0, 0.0)) if gap > threshold else (float(not there),) * 2
                  for gap, there, exact, part in rows]
        result[f"all, an answer where it is {threshold:+} nats likelier than none"] = {
            "questions": len(rows), "exact": mean(s[0] for s in scored), "f1": mean(s[1] for s in scored)}
    for what, figures in result.items():
        print(f"{what:60} {figures}", flush=True)
    return result
