"""A second, slow and literal writing of the formulas agrees with kneser_ney.py, and every history's probabilities sum to 1.

    python test_kneser_ney.py
"""
from collections import Counter, defaultdict

import numpy as np

from kneser_ney import START, KneserNey


class Slow:
    """Chen & Goodman 1998 with dictionaries; n-grams are tuples."""

    def __init__(self, documents, order, pieces):
        self.order, self.pieces = order, pieces
        raw = [Counter() for _ in range(order + 1)]
        for document in documents:
            for length in range(1, order + 1):
                raw[length].update(tuple(document[i:i + length]) for i in range(len(document) - length + 1))
        del raw[1][(START,)]
        self.counts = [Counter() for _ in range(order + 1)]
        self.counts[order] = raw[order]
        for length in range(1, order):
            for gram in raw[length + 1]:
                if gram[1:] in raw[length]:
                    self.counts[length][gram[1:]] += 1
            for gram in raw[length]:
                if gram[0] == START:
                    self.counts[length][gram] = raw[length][gram]
        self.discounts = [None]
        self.followers = [None]
        for length in range(1, order + 1):
            n = Counter(self.counts[length].values())
            if not all(n[c] for c in (1, 2, 3, 4)):
                self.discounts.append([0, 0.5, 1.0, 1.5])
            else:
                y = n[1] / (n[1] + 2 * n[2])
                self.discounts.append([0, 1 - 2 * y * n[2] / n[1], 2 - 3 * y * n[3] / n[2], 3 - 4 * y * n[4] / n[3]])
            followers = defaultdict(list)
            for gram, count in self.counts[length].items():
                followers[gram[:-1]].append(count)
            self.followers.append(followers)

    def probability(self, history, token):
        length = len(history) + 1
        shorter = self.probability(history[1:], token) if history else 1 / (self.pieces - 1)
        counts = self.followers[length].get(tuple(history))
        if not counts:
            return shorter
        count, discounts = self.counts[length].get((*history, token), 0), self.discounts[length]
        left = sum(discounts[min(c, 3)] for c in counts) / sum(counts)
        return (count - discounts[min(count, 3)]) / sum(counts) + left * shorter


def main():
    random, pieces, order = np.random.default_rng(1), 40, 4
    chain = random.dirichlet(np.full(pieces - 1, 0.12), size=pieces)  # a source with structure, so that counts repeat
    documents = []
    for _ in range(60):
        document = [START]
        while len(document) < 120:
            document.append(1 + int(random.choice(pieces - 1, p=chain[document[-1]])))
        documents.append(document)
    ids = np.concatenate(documents).astype(np.uint16)
    fast, slow = KneserNey(ids, order, pieces), Slow(documents, order, pieces)
    worst = 0.0
    for document in documents[:5] + [[START, 7, 3, 3, 9, 21, 5]]:
        want = [slow.probability(tuple(document[max(0, i - order + 1):i]), document[i]) for i in range(1, len(document))]
        worst = max(worst, np.abs(fast.probabilities(np.array(document)) - want).max())
    histories = [(), (START,), (START, 5), (3, 4), (11, 12, 13), tuple(documents[0][5:8]), tuple(documents[3][50:53])]
    sums = [sum(slow.probability(h, token) for token in range(1, pieces)) for h in histories]
    for history in histories[1:]:
        fast_sum = sum(fast.probabilities(np.array([*history, token]))[-1] for token in range(1, pieces))
        sums.append(fast_sum)
    assert worst < 1e-12, worst
    assert max(abs(s - 1) for s in sums) < 1e-9, sums
    print(f"largest difference {worst:.1e}; {len(sums)} histories sum to 1 within {max(abs(s - 1) for s in sums):.1e}")


if __name__ == "__main__":
    main()
