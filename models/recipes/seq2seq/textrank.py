"""TextRank (Mihalcea & Tarau 2004): sentences ranked by a random walk over how many words they share."""
import math
import re

import numpy as np

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+(?:[-#]\s*)?")


def sentences(text):
    return [part.strip("-# ") for part in SENTENCE.split(text) if len(re.findall(r"\w+", part)) > 2]


def textrank(text, count=1, damping=0.85):
    """The count best sentences in the order of the text."""
    found = sentences(text)
    bags = [set(re.findall(r"\w+", s.lower())) for s in found]
    weights = np.array([[len(a & b) / (math.log(len(a) + 1) + math.log(len(b) + 1)) if a is not b else 0.0 for b in bags] for a in bags])
    if len(found) <= count:
        return found
    spread = weights / np.maximum(weights.sum(0), 1e-9)
    rank = np.full(len(found), 1 / len(found))
    for _ in range(60):
        rank = (1 - damping) / len(found) + damping * spread @ rank
    return [found[i] for i in sorted(np.argsort(-rank, kind="stable")[:count])]
