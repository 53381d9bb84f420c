"""Attentive reader (Chen et al. 2016, arXiv:1606.02858; 2017, arXiv:1704.00051): a bidirectional LSTM over the question, one over
the passage, whose words know what of the question they resemble, and for every word how probable it is that the answer starts
or ends there. One more place stands for `no answer`.
"""
import torch
import torch.nn.functional as F
from torch import nn

from seq2seq.network import Encoder, open_forget_gates

PIECES = 8192
LONGEST_ANSWER = 40  # pieces


class Reader(nn.Module):
    def __init__(self, lower, embedding=320, hidden=128, dropout=0.3):
        """lower [pieces]: for each piece the number of what it is in lower case without a space before it."""
        super().__init__()
        self.dropout = dropout
        self.register_buffer("lower", lower)
        self.embed = nn.Embedding(PIECES, embedding, padding_idx=0)
        self.align = nn.Linear(embedding, 128)
        self.question = Encoder(embedding, hidden, 1, dropout)
        self.weigh = nn.Linear(2 * hidden, 1, bias=False)
        # a passage piece: its embedding, what of the question it resembles, and whether it occurs there, as it is or nearly
        self.mix = nn.Linear(2 * embedding + 2, 2 * hidden)
        self.passage = Encoder(2 * hidden, hidden, 2, dropout)
        self.edges = nn.ModuleList(nn.Linear(2 * hidden, 2 * hidden) for _ in range(2))  # start, end
        self.nowhere = nn.Linear(2 * hidden, 2)
        open_forget_gates(self)

    def forward(self, question, question_lengths, passage, passage_lengths):
        """[batch, question], [batch, passage] -> log odds of start and end [2, batch, passage + 1], the last place for
        `no answer`; attention of the passage over the question [batch, passage, question]."""
        drop = self.dropout
        asked_mask = torch.arange(question.shape[1]) < question_lengths[:, None]
        mask = torch.arange(passage.shape[1]) < passage_lengths[:, None]
        asked, read = (F.dropout(self.embed(x), drop, self.training) for x in (question, passage))
        scores = F.relu(self.align(read)) @ F.relu(self.align(asked)).transpose(1, 2)
        attention = scores.float().masked_fill(~asked_mask[:, None], float("-inf")).softmax(2).to(read.dtype)
        same = ((passage[:, :, None] == question[:, None]) & asked_mask[:, None]).any(2)
        near = ((self.lower[passage][:, :, None] == self.lower[question][:, None]) & asked_mask[:, None]).any(2)
        flags = torch.stack([same, near], 2).to(read.dtype)
        states = self.question(asked, question_lengths)[0]
        weights = self.weigh(states)[..., 0].float().masked_fill(~asked_mask, float("-inf")).softmax(1).to(states.dtype)
        meant = (weights[:, None] @ states)[:, 0]  # [batch, 2 hidden]
        memory = self.passage(F.relu(self.mix(torch.cat([read, attention @ asked, flags], 2))), passage_lengths)[0]
        memory = F.dropout(memory, drop, self.training)
        nowhere = self.nowhere(meant).float()
        odds = []
        for side, edge in enumerate(self.edges):
            scores = (memory @ edge(meant)[..., None])[..., 0].float().masked_fill(~mask, float("-inf"))
            odds.append(torch.cat([scores, nowhere[:, side:side + 1]], 1))
        return torch.stack(odds), attention

    def loss(self, batch):
        """Mean of the negative log-probabilities of start and end; where there is no answer both are the last place."""
        odds, _ = self(batch["question"], batch["question_lengths"], batch["passage"], batch["passage_lengths"])
        last = odds.shape[2] - 1
        goals = [torch.where(batch[name] < 0, last, batch[name]) for name in ("start", "end")]
        return (F.cross_entropy(odds[0], goals[0]) + F.cross_entropy(odds[1], goals[1])) / 2


def best_span(start, end, longest=LONGEST_ANSWER):
    """Log-probabilities of start and end [places + 1] -> (log-probability, first, last piece) of the best span, and the
    log-probability of `no answer`."""
    size = len(start) - 1
    sums = start[:size, None] + end[None, :size]
    sums = sums.masked_fill(torch.triu(torch.ones(size, size), longest).bool() | torch.tril(torch.ones(size, size), -1).bool(), float("-inf"))
    best = int(sums.argmax())
    return (float(sums.flatten()[best]), best // size, best % size), float(start[size] + end[size])
