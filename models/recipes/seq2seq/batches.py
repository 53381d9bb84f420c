"""Batches of examples of nearly one length, in an order that depends on seed and epoch alone, so that a run can go on where
it stopped. Lengths and numbers of rows are rounded: every new shape costs oneDNN time and memory."""
import numpy as np
import torch

POOL = 60  # batches sorted by length together


class Batches:
    def __init__(self, lengths, budget, seed, chosen=None, step=16):
        """lengths: of each example, in tokens; budget: tokens of a batch, padding included; chosen(random) -> the examples of
        an epoch, all of them by default; step: lengths are rounded up to a multiple of it."""
        self.step = step
        self.lengths, self.budget, self.seed, self.chosen = np.asarray(lengths), budget, seed, chosen
        self.epoch, self.at, self.order = 0, 0, None

    def epoch_order(self):
        random = np.random.default_rng([self.seed, self.epoch])
        picked = self.chosen(random) if self.chosen else np.arange(len(self.lengths))
        picked = random.permutation(picked)
        pool = max(1, int(POOL * self.budget / max(1, self.lengths[picked].mean())))
        order = []
        for first in range(0, len(picked), pool):
            part = picked[first:first + pool]
            order += self.cut(part[np.argsort(self.lengths[part], kind="stable")])
        return [order[i] for i in random.permutation(len(order))]

    def cut(self, examples):
        """Examples, the longest last -> lists whose longest times their number stays within the budget."""
        found, left = [], len(examples)
        while left:
            fitting = self.budget // rounded(self.lengths[examples[left - 1]], self.step)
            number = min(left, fitting - fitting % 4 if fitting > 4 else max(1, fitting))
            found.append([int(example) for example in examples[left - number:left]])
            left -= number
        return found

    def next(self):
        """Indices of the examples of the next batch."""
        if self.order is None:
            self.order = self.epoch_order()
        if self.at >= len(self.order):
            self.epoch, self.at, self.order = self.epoch + 1, 0, None
            return self.next()
        self.at += 1
        return self.order[self.at - 1]

    def save(self):
        return {"epoch": self.epoch, "at": self.at}

    def load(self, values):
        self.epoch, self.at, self.order = values["epoch"], values["at"], None


def rounded(length, step):
    return -(-int(length) // step) * step


def padded(rows, step=1):
    """Lists of different lengths -> [rows, longest, rounded up to step] int64, and their lengths."""
    lengths = [len(row) for row in rows]
    filled = np.zeros((len(rows), rounded(max(lengths), step)), np.int64)
    for index, row in enumerate(rows):
        filled[index, :len(row)] = row
    return torch.from_numpy(filled), torch.tensor(lengths)
