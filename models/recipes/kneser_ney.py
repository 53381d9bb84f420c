"""Interpolated modified Kneser-Ney (Chen & Goodman 1998, TR-10-98, section 3) over the models' own tokens: the baseline.

Three discounts a level (for counts 1, 2 and 3 or more). The highest order uses counts, lower orders the number of
different tokens in front of an n-gram; an n-gram that begins with the start token has nothing in front and keeps its
count, as in KenLM. No n-gram crosses a document's beginning. The unigrams are interpolated with the uniform
distribution over the pieces that can follow (all but the start token), so the probabilities of every history sum to 1.

    python kneser_ney.py --work DIR [--order 4]
"""
import argparse
import time
from pathlib import Path

import numpy as np

START, BITS = 0, 13  # 8,192 pieces


def discounts(n):
    """n: how many n-grams occur 1, 2, 3 and 4 times -> discounts for the counts 0, 1, 2 and 3 or more. Where a number is
    missing (all words of a tiny text are frequent), KenLM's fallback."""
    if 0 in n:
        return np.array([0, 0.5, 1.0, 1.5])
    y = n[0] / (n[0] + 2 * n[1])
    return np.array([0] + [c - (c + 1) * y * n[c] / n[c - 1] for c in (1, 2, 3)])


class Level:
    """All n-grams of one length: sorted keys with their discounted share, and what each history leaves to shorter ones."""

    def __init__(self, keys, counts):
        """keys: history << BITS | token, sorted, unique; counts [len(keys)]."""
        self.discounts = discounts([np.count_nonzero(counts == c) for c in (1, 2, 3, 4)])
        histories = keys >> BITS
        self.first = np.flatnonzero(np.concatenate([[True], histories[1:] != histories[:-1]]))
        self.histories = histories[self.first]
        totals = np.add.reduceat(counts, self.first).astype(np.float64)
        discount = self.discounts[np.minimum(counts, 3)]
        self.left = np.add.reduceat(discount, self.first) / totals  # [histories]: the mass given to the shorter history
        lengths = np.diff(np.append(self.first, len(keys)))
        self.keys, self.shares = keys, ((counts - discount) / np.repeat(totals, lengths))

    def lookup(self, history, token):
        """share of each n-gram (0 where unseen) and mass left of each history (1 where unseen)."""
        key = (history << np.uint64(BITS)) | token
        at = np.minimum(np.searchsorted(self.keys, key), len(self.keys) - 1)
        share = np.where(self.keys[at] == key, self.shares[at], 0.0)
        at = np.minimum(np.searchsorted(self.histories, history), len(self.histories) - 1)
        return share, np.where(self.histories[at] == history, self.left[at], 1.0)


def ngrams(ids, order):
    """Keys of all n-grams that do not cross a document's beginning; the oldest token is in the highest bits."""
    count = len(ids) - order + 1
    keys, inside = np.zeros(count, np.uint64), np.ones(count, bool)
    for offset in range(order):
        part = ids[offset:offset + count]
        keys = (keys << np.uint64(BITS)) | part.astype(np.uint64)
        if offset:
            inside &= part != START
    return keys[inside]


class KneserNey:
    def __init__(self, ids, order=4, pieces=8192):
        assert order * BITS <= 64
        self.order, self.pieces, self.levels = order, pieces, []
        higher = None  # keys of the n-grams one longer
        for length in range(order, 0, -1):
            keys, counts = np.unique(ngrams(ids, length), return_counts=True)
            if length == 1:
                keys, counts = keys[keys != START], counts[keys != START]
            if higher is not None:
                begins = (keys >> np.uint64(BITS * (length - 1))) == START
                suffixes, before = np.unique(higher & np.uint64((1 << BITS * length) - 1), return_counts=True)
                at = np.minimum(np.searchsorted(suffixes, keys), len(suffixes) - 1)
                counts = np.where(begins & (length > 1), counts, np.where(suffixes[at] == keys, before[at], 0))
            higher = keys
            kept = counts > 0
            self.levels.insert(0, Level(keys[kept], counts[kept]))

    def probabilities(self, ids):
        """Of every token but the first of a document, given up to order - 1 before it: [len(ids) - 1]."""
        ids = ids.astype(np.uint64)
        tokens = ids[1:]
        share, left = self.levels[0].lookup(np.zeros(len(tokens), np.uint64), tokens)
        result = share + left / (self.pieces - 1)
        for length in range(2, self.order + 1):
            history = np.zeros(len(tokens), np.uint64)
            for back in range(length - 1, 0, -1):
                part = np.zeros(len(tokens), np.uint64)
                part[back - 1:] = ids[:len(ids) - back]
                history = (history << np.uint64(BITS)) | part
            known = np.arange(len(tokens)) >= length - 2  # otherwise the document is younger than the history
            share, left = self.levels[length - 1].lookup(history, tokens)
            result = np.where(known, share + left * result, result)
        return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--order", type=int, default=4)
    options = parser.parse_args()
    began = time.time()
    texts = [np.fromfile(options.work / name, np.uint16) for name in ("train.bin", "markdown.bin")]
    model = KneserNey(np.concatenate(texts), options.order)
    for length, level in enumerate(model.levels, 1):
        print(f"{length}-grams {len(level.keys)}, discounts {np.round(level.discounts[1:], 4).tolist()}")
    print(f"estimated in {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
