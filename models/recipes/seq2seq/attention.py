"""Where the decoder looks: three scores (Luong et al. 2015, arXiv:1508.04025; additive: Bahdanau et al. 2015,
arXiv:1409.0473), and coverage, which remembers where it has looked (See et al. 2017, arXiv:1704.04368)."""
import torch
from torch import nn

SCORES = ("additive", "dot", "general")
WIDTH = 128  # of the additive score's inner layer


class Attention(nn.Module):
    def __init__(self, score, query, memory, coverage=False):
        """score additive: v tanh(W q + U m); general: q W m; dot: q m; the last two divided by the root of
        their width."""
        super().__init__()
        self.score, width = score, WIDTH if score == "additive" else memory
        if score not in SCORES or coverage and score != "additive":
            raise ValueError(f"no attention {score}{' with coverage' if coverage else ''}")
        if score == "dot" and query != memory:
            raise ValueError(f"dot attention needs one width, not {query} and {memory}")
        if score != "dot":
            self.query = nn.Linear(query, width, bias=False)
        if score == "additive":
            self.memory, self.inner = nn.Linear(memory, width), nn.Linear(width, 1, bias=False)
        if coverage:
            self.covered = nn.Parameter(torch.zeros(width))

    def energies(self, query, keys, coverage):
        """query [batch, target, query], keys [batch, source, width], coverage [batch, source] -> [batch, target, source]."""
        if self.score == "dot":
            return query @ keys.transpose(1, 2) / keys.shape[2] ** 0.5
        query = self.query(query)
        if self.score == "general":
            return query @ keys.transpose(1, 2) / keys.shape[2] ** 0.5
        inner = query[:, :, None] + keys[:, None]  # [batch, target, source, width]
        if coverage is not None:
            inner = inner + coverage[:, None, :, None] * self.covered
        return self.inner(torch.tanh(inner))[..., 0]

    def forward(self, query, memory, mask, coverage=None):
        """-> weights [batch, target, source], coverage after the last word, and for each word how much of its attention fell
        where it had been before [batch, target] (the loss of coverage; none when no coverage is given)."""
        keys = self.memory(memory) if self.score == "additive" else memory
        if coverage is None:
            scores = self.energies(query, keys, None).float().masked_fill(~mask[:, None], float("-inf"))
            return scores.softmax(2).to(memory.dtype), None, None
        found, losses = [], []
        for step in range(query.shape[1]):
            scores = self.energies(query[:, step:step + 1], keys, coverage)[:, 0].float().masked_fill(~mask, float("-inf"))
            weights = scores.softmax(1)
            losses.append(torch.minimum(weights, coverage).sum(1))
            coverage = coverage + weights
            found.append(weights)
        return torch.stack(found, 1).to(memory.dtype), coverage, torch.stack(losses, 1)
