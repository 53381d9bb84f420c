"""An LSTM language model (Hochreiter & Schmidhuber 1997; Zaremba et al. 2014, arXiv:1409.2329) with its embedding and
vocabulary projection tied (Press & Wolf 2017, arXiv:1608.05859). The state goes in and comes out, so that a text of any
length is read piece by piece.
"""
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@torch.compile(dynamic=False)
def projected_loss(x, weight, bias, targets):
    """Compiled, as an eager softmax over 8,192 pieces takes half of a step; the cells run in oneDNN's own kernel."""
    return F.cross_entropy(F.linear(x, weight, bias).float().flatten(0, 1), targets.flatten())


@dataclass(frozen=True)
class LSTMShape:
    vocabulary: int = 8192
    embedding: int = 320
    hidden: int = 640
    layers: int = 2


class LSTM(nn.Module):
    def __init__(self, shape=LSTMShape()):
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.vocabulary, shape.embedding)
        sizes = [shape.embedding] + [shape.hidden] * (shape.layers - 1)
        self.cells = nn.ModuleList(nn.LSTM(size, shape.hidden, batch_first=True) for size in sizes)
        self.down = nn.Linear(shape.hidden, shape.embedding, bias=False)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        nn.init.normal_(self.embed.weight, std=0.05)
        for cell in self.cells:
            nn.init.zeros_(cell.bias_hh_l0)
            with torch.no_grad():  # gates in PyTorch's order input, forget, cell, output; forget starts open
                cell.bias_ih_l0.zero_()[shape.hidden:2 * shape.hidden] = 1.0

    def start(self, batch):
        """Zero state: [(h, c)] for each layer, [1, batch, hidden]."""
        zeros = torch.zeros(1, batch, self.shape.hidden)
        return [(zeros.clone(), zeros.clone()) for _ in range(self.shape.layers)]

    def body(self, ids, state):
        """ids [batch, sequence] -> [batch, sequence, embedding] before the vocabulary projection, state after the end."""
        x, after = self.embed(ids), []
        for index, (cell, (h, c)) in enumerate(zip(self.cells, state)):
            out, new = cell(x, (h.to(x.dtype), c.to(x.dtype)))
            x = out + x if index and out.shape == x.shape else out
            after.append(new)
        return self.down(x), after

    def forward(self, ids, state):
        """ids [batch, sequence] -> logits [batch, sequence, vocabulary], state after the last token."""
        x, after = self.body(ids, state)
        return F.linear(x, self.embed.weight, self.bias), after

    def loss(self, ids, targets, state):
        x, after = self.body(ids, state)
        loss = projected_loss(x, self.embed.weight, self.bias, targets)
        return loss, [(h.detach().float(), c.detach().float()) for h, c in after]

    def config(self):
        s = self.shape
        return {"architectures": ["LstmLanguageModel"], "model_type": "langscope-lstm", "vocab_size": s.vocabulary,
                "embedding_size": s.embedding, "hidden_size": s.hidden, "num_hidden_layers": s.layers,
                "tie_word_embeddings": True, "bos_token_id": 0, "eos_token_id": 0}
