"""Pointer-generator (See et al. 2017, arXiv:1704.04368): each word is generated from the vocabulary or copied from the source,
in a proportion that the model decides for each word. The pieces are those of the language models; so there is no unknown word,
and a copied word is a copied piece.
"""
import torch
import torch.nn.functional as F
from torch import nn

from seq2seq.network import Encoder, Network, Shape, open_forget_gates

PIECES = 8192
END = 0  # <|endoftext|>, the padding too
STARTS = {"short": PIECES, "sentence": PIECES + 1}  # the first word the decoder reads says what is wanted
SHAPE = Shape(vocabulary=PIECES + len(STARTS), embedding=320, encoder=256, decoder=384, coverage=True, dropout=0.3)


class Summariser(Network):
    def __init__(self, shape=SHAPE, copying=True):
        super().__init__(shape)
        self.copying = copying
        self.switch = nn.Linear(2 * shape.encoder + shape.decoder + shape.embedding, 1)

    def start(self, source, lengths):
        """source [batch, source] -> memory, state, mask [batch, source], coverage at the start [batch, source]."""
        memory, state = self.encode(self.embed(source), lengths)
        mask = torch.arange(source.shape[1]) < lengths[:, None]
        return memory, state, mask, memory.new_zeros(mask.shape, dtype=torch.float32)

    def read(self, words, memory, mask, state, coverage):
        """What decode gives, with `generate` [batch, target]: the share of the distribution that is generated."""
        x = self.embed(words)
        found = self.decode(x, memory, mask, state, coverage)
        share = self.switch(torch.cat([found["context"], found["query"], x], 2))[..., 0].float().sigmoid()
        found["generate"] = share if self.copying else torch.ones_like(share)
        return found

    def loss(self, batch, covering=False):
        """Mean negative log-probability of a target's pieces; with covering, also the loss of coverage (weight 1, as in the
        paper). batch: source, source_lengths, words, targets, target_lengths; all [batch, ...]."""
        memory, state, mask, coverage = self.start(batch["source"], batch["source_lengths"])
        found = self.read(batch["words"], memory, mask, state, coverage if covering else None)
        targets = batch["targets"]
        generated = -self.surprisal(found["read"], targets)
        same = (batch["source"][:, None] == targets[..., None]) & mask[:, None]  # [batch, target, source]
        copied = (found["weights"].float() * same).sum(2)
        share = found["generate"]
        likely = share * generated.exp() + (1 - share) * copied
        inside = torch.arange(targets.shape[1]) < batch["target_lengths"][:, None]
        loss = -(likely + 1e-9).log()
        if covering:
            loss = loss + found["coverage_loss"].float()
        return (loss * inside).sum() / inside.sum()

    def step(self, words, memory, mask, state, coverage, source, keep=None):
        """One word further: words [batch] -> log-probabilities [batch, vocabulary], what `read` gives. keep [batch, source]
        masks what may be copied (bottom-up attention, Gehrmann et al. 2018, arXiv:1808.10792)."""
        found = self.read(words[:, None], memory, mask, state, coverage)
        weights = found["weights"][:, 0].float()
        if keep is not None:
            weights = weights * keep
            weights = weights / weights.sum(1, keepdim=True).clamp_min(1e-9)
        share = found["generate"]
        spread = share * self.logits(found["read"][:, 0]).float().softmax(1)
        spread = spread.scatter_add(1, source, (1 - share) * weights)
        return (spread + 1e-9).log(), found


class Selector(nn.Module):
    """Keep or discard: how probable it is that a piece of the source stands in the summary."""

    def __init__(self, embedding=320, hidden=128, dropout=0.3):
        super().__init__()
        self.embed = nn.Embedding(PIECES + len(STARTS), embedding, padding_idx=0)
        self.encoder, self.dropout = Encoder(embedding, hidden, 1, dropout), dropout
        self.keep = nn.Linear(2 * hidden, 1)
        open_forget_gates(self)

    def forward(self, source, lengths):
        """-> log odds of keeping [batch, source]."""
        x = F.dropout(self.embed(source), self.dropout, self.training)
        return self.keep(F.dropout(self.encoder(x, lengths)[0], self.dropout, self.training))[..., 0]

    def loss(self, batch):
        odds = self(batch["source"], batch["source_lengths"]).float()
        inside = torch.arange(odds.shape[1]) < batch["source_lengths"][:, None]
        return (F.binary_cross_entropy_with_logits(odds, batch["kept"], reduction="none") * inside).sum() / inside.sum()
