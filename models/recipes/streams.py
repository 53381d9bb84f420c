"""Training batches: shuffled blocks for the transformer, parallel streams of consecutive text for the
recurrent models."""
import numpy as np
import torch

START = 0  # <|endoftext|>


class Blocks:
    """Blocks of 512 tokens in a shuffled order; a block gives one sequence of 512 or two of 256. Of the 12 blocks of a
    step, `mixed` come from the markdown files."""
    context = 256
    size, per_step = 512, 12

    def __init__(self, prose, markdown, seed):
        self.sources, self.seed = (prose, markdown), seed
        self.positions, self.orders = [0, 0], {}

    @property
    def tokens(self):
        return sum(self.positions) * self.size

    def block(self, source):
        data = self.sources[source]
        epoch, index = divmod(self.positions[source], (len(data) - 1) // self.size)
        if (source, epoch) not in self.orders:
            seed = [self.seed, epoch] + [source] * source
            self.orders[source, epoch] = np.random.default_rng(seed).permutation((len(data) - 1) // self.size)
        self.positions[source] += 1
        first = int(self.orders[source, epoch][index]) * self.size
        return data[first:first + self.size + 1].astype(np.int64)

    def next(self, context, mixed):
        block = torch.from_numpy(np.stack([self.block(int(i < mixed)) for i in range(self.per_step)]))
        return (block[:, :-1].reshape(-1, context).contiguous(), block[:, 1:].reshape(-1, context).contiguous())

    def save(self):
        return {"positions": self.positions}

    def load(self, values):
        self.positions = values["positions"] if "positions" in values else [values["position"], 0]


class Streams:
    """Streams that read on where they stopped, so that the state can be carried. Now and then one jumps to the start of
    another document with an empty state, as every text begins so in use; `mixed` of 12 jumps go to markdown files."""
    context = 64
    count, jump = 96, 1 / 48

    def __init__(self, prose, markdown, seed):
        self.data = np.concatenate([prose, markdown])
        self.random, self.tokens = np.random.default_rng(seed), 0
        starts = np.flatnonzero(self.data == START)
        self.starts = (starts[starts < len(prose) - 100_000],
                       starts[(starts >= len(prose)) & (starts < len(self.data) - 100_000)])
        self.at = self.random.choice(self.starts[0], self.count)

    def next(self, mixed):
        """inputs, targets [streams, context]; the streams that begin afresh."""
        fresh = np.flatnonzero((self.random.random(self.count) < self.jump) | (self.at > len(self.data) - self.context - 2))
        self.at[fresh] = self.random.choice(self.starts[0], len(fresh))
        if mixed:
            other = self.random.random(len(fresh)) < mixed / 12
            self.at[fresh[other]] = self.random.choice(self.starts[1], other.sum())
        rows = torch.from_numpy(np.stack([self.data[a:a + self.context + 1] for a in self.at]).astype(np.int64))
        self.at += self.context
        self.tokens += self.count * self.context
        return rows[:, :-1].contiguous(), rows[:, 1:].contiguous(), torch.from_numpy(fresh)

    def save(self):
        return {"random": self.random.bit_generator.state, "at": self.at, "tokens": self.tokens}

    def load(self, values):
        self.random.bit_generator.state, self.at, self.tokens = values["random"], values["at"], values["tokens"]
