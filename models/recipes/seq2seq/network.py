"""Encoder and decoder that the summariser and the translator share.

Encoder: bidirectional LSTM. Decoder: an LSTM over the words written so far, whose output asks the attention; a second LSTM that
also reads what the attention found; a readout. As the first does not depend on the attention, a whole target is trained in
one call of each LSTM (Wu et al. 2016, arXiv:1609.08144, take the attention from the lowest decoder layer for the same
reason). Embedding and vocabulary projection are tied.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from seq2seq.attention import Attention


ROWS = 512  # of one call of the compiled loss, so that there is one shape to compile for


def plain_surprisal(x, weight, bias, targets):
    return F.cross_entropy(F.linear(x, weight, bias).float(), targets, reduction="none")


compiled_surprisal = torch.compile(plain_surprisal, dynamic=False)


def surprisal(x, weight, bias, targets):
    """x [words, embedding], targets [words] -> negative log-probability of each target [words]. A softmax over a large
    vocabulary takes half of a step unless it is compiled."""
    if len(weight) < 5000 or not torch.is_grad_enabled():
        return plain_surprisal(x, weight, bias, targets)
    missing = -len(x) % ROWS
    x, filled = F.pad(x, (0, 0, 0, missing)), F.pad(targets, (0, missing))
    parts = [compiled_surprisal(a, weight, bias, b) for a, b in zip(x.split(ROWS), filled.split(ROWS))]
    return torch.cat(parts)[:len(targets)]


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    embedding: int = 256
    encoder: int = 256  # of each direction
    encoder_layers: int = 1
    decoder: int = 384
    score: str = "additive"
    coverage: bool = False
    dropout: float = 0.2


class Encoder(nn.Module):
    """Each layer is two LSTMs, with a way past them, on which the attention learns sooner which word is which. The backward
    one reads every text turned round by index: packing would cost speed."""

    def __init__(self, size, hidden, layers, dropout):
        super().__init__()
        sizes = [size] + [2 * hidden] * (layers - 1)
        self.there = nn.ModuleList(nn.LSTM(n, hidden, batch_first=True) for n in sizes)
        self.back = nn.ModuleList(nn.LSTM(n, hidden, batch_first=True) for n in sizes)
        self.past, self.dropout = nn.Linear(size, 2 * hidden, bias=False), dropout

    def forward(self, x, lengths):
        """x [batch, source, size], lengths [batch] -> memory [batch, source, 2 hidden], last outputs [batch, 2 hidden]."""
        places = torch.arange(x.shape[1])
        turned = torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)[..., None]  # [batch, source, 1]
        for index, (there, back) in enumerate(zip(self.there, self.back)):
            forwards = there(x)[0]
            backwards = back(x.gather(1, turned.expand_as(x)))[0]
            end = (lengths - 1)[:, None, None].expand(-1, 1, forwards.shape[2])
            last = torch.cat([forwards.gather(1, end), backwards.gather(1, end)], 2)[:, 0]
            out = torch.cat([forwards, backwards.gather(1, turned.expand_as(backwards))], 2)
            out = out + (x if index else self.past(x))
            x = F.dropout(out, self.dropout, self.training) if index + 1 < len(self.there) else out
        return x, last


def open_forget_gates(module):
    """Biases of all LSTMs at zero but the forget gate's, at one (gates in PyTorch's order input, forget, cell, output)."""
    with torch.no_grad():
        for name, value in module.named_parameters():
            if "bias_ih_l" in name or "bias_hh_l" in name:
                value.zero_()
            if "bias_ih_l" in name:
                value[value.shape[0] // 4:value.shape[0] // 2] = 1.0


class Network(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape, memory, hidden = shape, 2 * shape.encoder, shape.decoder
        self.embed = nn.Embedding(shape.vocabulary, shape.embedding, padding_idx=0)
        self.encoder = Encoder(shape.embedding, shape.encoder, shape.encoder_layers, shape.dropout)
        self.bridge = nn.Linear(memory, 2 * hidden)
        self.first = nn.LSTM(shape.embedding, hidden, batch_first=True)
        self.attention = Attention(shape.score, hidden, memory, shape.coverage)
        self.second = nn.LSTM(hidden + memory, hidden, batch_first=True)
        self.readout = nn.Linear(hidden + memory, shape.embedding)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        nn.init.normal_(self.embed.weight, std=0.1)
        open_forget_gates(self)

    def encode(self, x, lengths):
        """Embedded source -> memory [batch, source, 2 encoder], the decoder's first state (h, c) for both its layers."""
        memory, last = self.encoder(F.dropout(x, self.shape.dropout, self.training), lengths)
        first, second = torch.tanh(self.bridge(last))[None].chunk(2, -1)
        return memory, [(first.contiguous(), torch.zeros_like(first)), (second.contiguous(), torch.zeros_like(second))]

    def decode(self, x, memory, mask, state, coverage=None):
        """Embedded words written so far x [batch, target, embedding]; mask [batch, source], true for words of the source ->
        readout [batch, target, embedding], attention [batch, target, source], context, query, state, coverage."""
        drop = self.shape.dropout
        query, first = self.first(F.dropout(x, drop, self.training), state[0])
        weights, coverage, loss = self.attention(query, memory, mask, coverage)
        context = weights @ memory  # [batch, target, 2 encoder]
        out, second = self.second(F.dropout(torch.cat([query, context], 2), drop, self.training), state[1])
        read = torch.tanh(self.readout(F.dropout(torch.cat([out, context], 2), drop, self.training)))
        return {"read": read, "weights": weights, "context": context, "query": out, "state": [first, second],
                "coverage": coverage, "coverage_loss": loss}

    def logits(self, read):
        return F.linear(read, self.embed.weight, self.bias)

    def surprisal(self, read, targets):
        """Negative log-probability of each target in the vocabulary alone, of the shape of targets."""
        read = F.dropout(read, self.shape.dropout, self.training)
        return surprisal(read.flatten(0, -2), self.embed.weight, self.bias, targets.flatten()).view(targets.shape)
