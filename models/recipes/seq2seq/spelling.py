"""The way of letters for words that the vocabulary lacks (Luong & Manning 2016, arXiv:1604.00788): an unknown word of the source
is read letter by letter, and where the translation has an unknown word, its letters are written one by one. Unlike theirs, the
writer also looks at the letters of the source words that got the most attention, as names and file names are mostly copied.
Several words, as a single one would be chosen by a rule that the attention cannot learn from.
"""
import torch
import torch.nn.functional as F
from torch import nn

PAD, UNKNOWN, START, END = range(4)
LONGEST = 24  # letters of a word, the end included
WORDS = 4  # source words whose letters the writer sees, mixed in proportion to their attention


class Spelling(nn.Module):
    def __init__(self, letters, word, asked, embedding=64, hidden=128):
        """word: size of a word's embedding; asked: size of what the decoder gives for a word to be spelt."""
        super().__init__()
        self.embed = nn.Embedding(letters, embedding, padding_idx=PAD)
        self.reader = nn.LSTM(embedding, hidden, batch_first=True)
        self.meaning = nn.Linear(hidden, word)
        self.begin = nn.Linear(asked, 2 * hidden)
        self.writer = nn.LSTM(embedding, hidden, batch_first=True)
        self.look = nn.Linear(hidden, hidden, bias=False)
        self.out = nn.Linear(2 * hidden, letters)
        # where the writer stands in a word: copying letter by letter needs it
        self.place_embed = nn.Parameter(torch.randn(LONGEST, hidden) * 0.1)

    def read(self, letters):
        """letters [words, letters] -> embeddings [words, word], states [words, letters, hidden]."""
        states = self.reader(self.embed(letters))[0]
        last = (letters != PAD).sum(1).clamp_min(1) - 1
        return self.meaning(states.gather(1, last[:, None, None].expand(-1, 1, states.shape[2]))[:, 0]), states

    def first(self, asked):
        """asked [words, asked] -> the writer's first state."""
        h, c = self.begin(asked)[None].chunk(2, -1)
        return torch.tanh(h).contiguous(), c.contiguous()

    def mixed(self, letters, weights):
        """letters [words, WORDS, letters] of source words, weights [words, WORDS] that sum to 1 -> states to look at [words,
        letters, hidden], and how much of a word there is at each place [words, letters]."""
        states = self.read(letters.flatten(0, 1))[1].unflatten(0, weights.shape)
        share = weights[..., None] * (letters != PAD)
        return (share[..., None].to(states.dtype) * states).sum(1), share.sum(1)

    def write(self, letters, state, states, present, at=0):
        """letters [words, letters] written so far, from place `at` on; what `mixed` gave -> logits [words, letters,
        vocabulary], state."""
        out, state = self.writer(self.embed(letters), state)
        query = self.look(out) + self.place_embed[at:at + letters.shape[1]]
        keys = states + self.place_embed[:states.shape[1]]
        scores = (query @ keys.transpose(1, 2)).float().masked_fill((present < 1e-3)[:, None], -1e4)
        found = scores.softmax(2).to(keys.dtype) @ keys
        return self.out(torch.cat([out, found], 2)), state

    def loss(self, asked, targets, letters, weights):
        """Sum of negative log-probabilities of targets [words, letters], each ending with END, padded."""
        words = F.pad(targets[:, :-1], (1, 0), value=START)
        logits, _ = self.write(words, self.first(asked), *self.mixed(letters, weights))
        return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=PAD, reduction="sum")
