"""Makes recurrent/ and the recurrent language models beside this file, and the figures of their cells run by hand.

    pip install -r requirements.txt
    python make_recurrent.py

README.md says what the JSON files hold. Each hand-written cell is checked against torch.nn, each file against PyTorch.
"""

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from figures import read_text, rounded, write
from tokenizers_of_styles import TOKENIZERS

HERE = Path(__file__).parent
TOKENS, INPUTS, CELLS = 9, 5, 6
TEXT = "the cat sat on a mat while it ran over our hill and then you read this line"
TARGETS = [3, 11, 20]  # tokens whose influence is taken


def lstm(x, w, r, b, c, state):
    """Input, forget, cell, output is PyTorch's order of the gates. x [tokens, inputs]; state (h, c), [cells] each."""
    hidden, cell = state
    series = {name: [] for name in ("input", "forget", "output", "candidate", "cell", "hidden")}
    for step in x:
        i, f, g, o = (w @ step + b + r @ hidden + c).chunk(4)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        cell = f * cell + i * g
        hidden = o * cell.tanh()
        for name, value in zip(series, (i, f, o, g, cell, hidden)):
            series[name].append(value)
    return series


def gru(x, w, r, b, c, state, reset_before=False):
    """Reset, update, candidate is PyTorch's order. reset_before: the reset gate is applied before the recurrent matrix,
    as in the first paper (Cho et al. 2014, https://arxiv.org/abs/1406.1078), and not after it."""
    hidden = state[0]
    series = {name: [] for name in ("update", "reset", "candidate", "hidden")}
    for step in x:
        (xr, xz, xn), (rr, rz, rn), (cr, cz, cn) = (w @ step + b).chunk(3), r.chunk(3), c.chunk(3)
        reset, update = (xr + rr @ hidden + cr).sigmoid(), (xz + rz @ hidden + cz).sigmoid()
        inner = rn @ (reset * hidden) + cn if reset_before else reset * (rn @ hidden + cn)
        candidate = (xn + inner).tanh()
        hidden = (1 - update) * candidate + update * hidden
        for name, value in zip(series, (update, reset, candidate, hidden)):
            series[name].append(value)
    return series


def rnn(x, w, r, b, c, state, activation=torch.tanh):
    hidden, series = state[0], {"hidden": []}
    for step in x:
        hidden = activation(w @ step + b + r @ hidden + c)
        series["hidden"].append(hidden)
    return series


CELLS_BY_NAME = {
    "lstm": (nn.LSTM, "lstm", lstm, {}),
    "gru": (nn.GRU, "gru", gru, {}),
    "rnn-tanh": (nn.RNN, "rnn", rnn, {"nonlinearity": "tanh"}),
    "rnn-relu": (nn.RNN, "rnn", lambda *given: rnn(*given, activation=torch.relu), {"nonlinearity": "relu"}),
}


def by_hand(module, cell, run, x):
    """Runs every layer and direction of a torch.nn module by hand. x [tokens, inputs] -> (layers of README.md, output)."""
    layers = []
    for layer in range(module.num_layers):
        outputs = []
        for reverse in range(2 if module.bidirectional else 1):
            weights = [getattr(module, f"{name}_l{layer}{'_reverse' * reverse}")
                       for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
            series = run(x.flip(0) if reverse else x, *weights, [torch.zeros(module.hidden_size)] * 2)
            series = {name: torch.stack(values[::-1] if reverse else values) for name, values in series.items()}
            outputs.append(series["hidden"])
            layers.append({"layer": layer, "cell": cell, "reverse": bool(reverse), "series": series})
        x = torch.cat(outputs, -1)
    return layers, x


def written(layers):
    return [entry | {"series": {name: rounded(values) for name, values in entry["series"].items()}} for entry in layers]


@torch.no_grad()
def strengthen(module):
    """Weights with which the gates neither stand still nor saturate."""
    for parameter in module.parameters():
        parameter.mul_(2)


def export(module, arguments, path, inputs, outputs, axes):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(module, arguments, str(path), input_names=inputs, output_names=outputs, dynamic_axes=axes,
                          opset_version=17, dynamo=False)


def same(path, feeds, name, expected):
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    given = session.run([name], feeds)[0]
    difference = float(np.abs(given.reshape(expected.shape) - expected.detach().numpy()).max())
    print(f"{path.relative_to(HERE)}: differs from PyTorch by {difference:.1e} at most")
    assert difference < 1e-5


@torch.no_grad()
def nodes():
    folder = HERE / "recurrent"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for at, (name, (kind, cell, run, options)) in enumerate(CELLS_BY_NAME.items()):
        for layers in (1, 2):
            for ways in (1, 2):
                torch.manual_seed(100 * at + 10 * layers + ways)
                module = kind(INPUTS, CELLS, layers, bidirectional=ways == 2, **options).eval()
                strengthen(module)
                x = torch.randn(TOKENS, INPUTS)
                series, output = by_hand(module, cell, run, x)
                theirs = module(x[:, None])[0]
                assert torch.allclose(output, theirs[:, 0], atol=1e-6), name
                path = folder / f"{name}-{layers}layer-{ways}way.onnx"
                export(module, (x[:, None],), path, ["input"], ["output"], {"input": [0], "output": [0]})
                write(path.with_suffix(".json"),
                      {"input": rounded(x), "output": rounded(output), "layers": written(series)})
                same(path, {"input": x[:, None].numpy()}, "output", output)
    reset_before(folder / "gru-reset-before.onnx")


@torch.no_grad()
def reset_before(path):
    torch.manual_seed(7)
    module = nn.GRU(INPUTS, CELLS)
    strengthen(module)
    w, r, b, c = (parameter.detach() for parameter in module.parameters())
    x = torch.randn(TOKENS, INPUTS)
    series = {name: torch.stack(values)
              for name, values in gru(x, w, r, b, c, [torch.zeros(CELLS)], reset_before=True).items()}

    def ordered(matrix):  # PyTorch's reset, update, candidate -> ONNX's update, reset, hidden
        reset, update, candidate = matrix.chunk(3)
        return torch.cat([update, reset, candidate])

    values = {"W": ordered(w)[None], "R": ordered(r)[None], "B": torch.cat([ordered(b), ordered(c)])[None],
              "axes": torch.tensor([1])}
    graph = helper.make_graph(
        [helper.make_node("GRU", ["input", "W", "R", "B"], ["Y"], "gru", hidden_size=CELLS, linear_before_reset=0),
         helper.make_node("Squeeze", ["Y", "axes"], ["output"])],
        "gru", [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["tokens", 1, INPUTS])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["tokens", 1, CELLS])],
        [numpy_helper.from_array(value.numpy(), name) for name, value in values.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(path))
    write(path.with_suffix(".json"), {"input": rounded(x), "output": rounded(series["hidden"]), "layers": written([
        {"layer": 0, "cell": "gru", "reverse": False, "series": series}])})
    same(path, {"input": x[:, None].numpy()}, "output", series["hidden"])


class Model(nn.Module):
    """Embedding, two layers, vocabulary projection; the state as arguments and results."""

    def __init__(self, kind, vocabulary):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, 12)
        self.cells = kind(12, 10, 2)
        self.projection = nn.Linear(10, vocabulary)

    def forward(self, ids, *state):
        x = self.embedding(ids).transpose(0, 1)  # [tokens, batch, width]
        y, after = self.cells(x, tuple(state) if len(state) > 1 else state[0])
        return self.projection(y.transpose(0, 1)), after


def influence(model, run, cell, ids):
    """For each of TARGETS: log p and the norms of its gradient by the embedding vectors before it."""
    vectors = model.embedding(ids).detach().requires_grad_()
    _layers, hidden = by_hand(model.cells, cell, run, vectors)
    logprobs = torch.log_softmax(model.projection(hidden), -1)
    for target in TARGETS:
        logprob = logprobs[target - 1, ids[target]]
        gradient, = torch.autograd.grad(logprob, vectors, retain_graph=True)
        assert gradient[target:].abs().max() == 0
        yield {"target": target, "logprob": rounded(logprob.detach()), "norms": rounded(gradient[:target].norm(dim=-1))}


def language_models():
    tokenizer = TOKENIZERS["gpt2"]()
    found, special, spans = read_text(tokenizer, TEXT)
    ids, special, spans = [0, *found], [1, *special], [[0, 0], *spans]
    for name, cell in (("lstm", "lstm"), ("gru", "gru"), ("rnn-tanh", "rnn")):
        kind, _, run, _ = CELLS_BY_NAME[name]
        torch.manual_seed(sum(map(ord, name)))
        model = Model(kind, tokenizer.get_vocab_size()).eval()
        strengthen(model)
        folder = HERE / f"{cell}-lm"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        state = ["h", "c"] if cell == "lstm" else ["h"]
        (folder / "langscope.json").write_text(json.dumps({
            "name": f"Small {cell.upper()}", "family": "recurrent", "task": "text-generation",
            "inputs": {"ids": "input_ids"}, "outputs": {"logits": "logits"}, "startToken": 0,
            "vocabSize": tokenizer.get_vocab_size(),
            "state": [{"input": part, "output": f"{part}_out", "shape": [2, "batch", 10]} for part in state],
        }, indent=2) + "\n")
        zeros = [torch.zeros(2, 1, 10) for _ in state]
        whole = torch.tensor([ids])
        layers, hidden = by_hand(model.cells, cell, run, model.embedding(whole[0]))
        logits = model.projection(hidden)
        assert torch.allclose(logits, model(whole, *zeros)[0][0], atol=1e-5)
        outputs = ["logits", *(f"{part}_out" for part in state)]
        axes = {"input_ids": {0: "batch", 1: "sequence"}, "logits": {0: "batch", 1: "sequence"}}
        axes |= {part: {1: "batch"} for part in (*state, *outputs[1:])}
        export(model, (whole, *zeros), folder / "model.onnx", ["input_ids", *state], outputs, axes)
        same(folder / "model.onnx", {"input_ids": whole.numpy(), **{p: z.numpy() for p, z in zip(state, zeros)}},
             "logits", logits)
        write(folder / "expected.json", {
            "text": TEXT, "ids": ids, "special": special, "spans": spans,
            "logits": rounded(logits.detach()),
            "layers": written([entry | {"series": {n: v.detach() for n, v in entry["series"].items()}} for entry in layers]),
            "influence": [*influence(model, run, cell, whole[0])],
        })


if __name__ == "__main__":
    nodes()
    language_models()
