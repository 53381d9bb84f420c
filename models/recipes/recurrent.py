"""Recurrent language models that differ in their cell alone: Elman's (Elman 1990, tanh), the GRU (Cho et al. 2014,
arXiv:1406.1078, in the form of PyTorch, where the reset gate acts after the matrix) and the LSTM (Hochreiter & Schmidhuber
1997; Zaremba et al. 2014, arXiv:1409.2329). Embedding and vocabulary projection are tied (Press & Wolf 2017,
arXiv:1608.05859). The state goes in and comes out, so that a text of any length is read piece by piece.
"""
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import nn


@torch.compile(dynamic=False)
def projected_loss(x, weight, bias, targets):
    """Compiled, as an eager softmax over 8,192 pieces takes half of a step; the LSTM's cells run in oneDNN's own kernel."""
    return F.cross_entropy(F.linear(x, weight, bias).float().flatten(0, 1), targets.flatten())


@dataclass(frozen=True)
class Cell:
    """module: PyTorch's layer; states: a letter for each state it carries; gates: a letter for each block of rows of its
    matrices, in PyTorch's order and in ONNX's; opened: the gate whose bias starts at one; attributes: of ONNX's node."""
    module: type
    onnx: str
    states: str
    gates: str
    onnx_gates: str
    opened: str = ""
    attributes: dict = field(default_factory=dict)


CELLS = {
    "rnn": Cell(nn.RNN, "RNN", "h", "h", "h"),
    # reset, update, new; ONNX has update first
    "gru": Cell(nn.GRU, "GRU", "h", "rzn", "zrn", attributes={"linear_before_reset": 1}),
    # input, forget, cell, output; the forget gate starts open
    "lstm": Cell(nn.LSTM, "LSTM", "hc", "ifco", "iofc", opened="f"),
}


@dataclass(frozen=True)
class Shape:
    cell: str
    layers: int
    vocabulary: int = 8192
    embedding: int = 320
    hidden: int = 640


SHAPES = {"rnn": Shape("rnn", 1), "gru": Shape("gru", 1), "lstm": Shape("lstm", 2)}


class Recurrent(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape, self.cell = shape, CELLS[shape.cell]
        self.embed = nn.Embedding(shape.vocabulary, shape.embedding)
        sizes = [shape.embedding] + [shape.hidden] * (shape.layers - 1)
        self.cells = nn.ModuleList(self.cell.module(size, shape.hidden, batch_first=True) for size in sizes)
        self.down = nn.Linear(shape.hidden, shape.embedding, bias=False)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        nn.init.normal_(self.embed.weight, std=0.05)
        for cell in self.cells:
            nn.init.zeros_(cell.bias_hh_l0)
            nn.init.zeros_(cell.bias_ih_l0)
            with torch.no_grad():
                for gate in self.cell.opened:
                    cell.bias_ih_l0.view(-1, shape.hidden)[self.cell.gates.index(gate)] = 1.0

    def start(self, batch):
        """Zero state: for each layer a tuple with a tensor [1, batch, hidden] for each of the cell's states."""
        return [tuple(torch.zeros(1, batch, self.shape.hidden) for _ in self.cell.states) for _ in range(self.shape.layers)]

    def body(self, ids, state):
        """ids [batch, sequence] -> [batch, sequence, embedding] before the vocabulary projection, state after the end."""
        x, after = self.embed(ids), []
        for index, (cell, before) in enumerate(zip(self.cells, state)):
            before = tuple(part.to(x.dtype) for part in before)
            out, new = cell(x, before if len(before) > 1 else before[0])
            x = out + x if index and out.shape == x.shape else out
            after.append(new if len(before) > 1 else (new,))
        return self.down(x), after

    def forward(self, ids, state):
        """ids [batch, sequence] -> logits [batch, sequence, vocabulary], state after the last token."""
        x, after = self.body(ids, state)
        return F.linear(x, self.embed.weight, self.bias), after

    def loss(self, ids, targets, state):
        x, after = self.body(ids, state)
        loss = projected_loss(x, self.embed.weight, self.bias, targets)
        return loss, [tuple(part.detach().float() for part in layer) for layer in after]

    def config(self):
        s = self.shape
        return {"architectures": [f"{s.cell.capitalize()}LanguageModel"], "model_type": f"langscope-{s.cell}", "vocab_size": s.vocabulary,
                "embedding_size": s.embedding, "hidden_size": s.hidden, "num_hidden_layers": s.layers,
                "tie_word_embeddings": True, "bos_token_id": 0, "eos_token_id": 0}
