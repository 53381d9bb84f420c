"""Encoder and decoder of seq2seq.network as two ONNX graphs, for one text at a time.

The encoder reads a whole text. The decoder reads one word: what it remembers goes in as past.NAME and comes out as
present.NAME; the encoder gives the first of these under the same name. What stays the same for a text goes from the encoder's
output NAME to the decoder's input encoder_NAME. Batch and target are 1 everywhere.
"""
import numpy as np

from graph import FLOAT, INT64, Graph
from quantize import rows

TABLE = ("/embed.weight_q", "/embed.weight_scales")  # of the quantized graphs: encoder and decoder share it in a file of its own
STATES = ("first_h", "first_c", "second_h", "second_c")


class Network:
    """One of the two graphs, with the weights by their names in PyTorch."""

    def __init__(self, model, name, precision):
        self.g, self.shape = Graph(name, precision), getattr(model, "shape", None)  # the reader has none
        self.w = {key: value.detach().float().numpy() for key, value in model.state_dict().items()}

    def stored(self, name, matrix):
        return self.g.value(name, matrix) if self.g.precision == "fp32" else self.g.folded(name, *rows(matrix))

    def cells(self, module):
        """W, R and B of an LSTM node, [1, ...], gates in ONNX's order (input, output, forget, cell)."""
        def ordered(matrix):
            i, f, c, o = np.split(matrix, 4)
            return np.concatenate([i, o, f, c])
        w, r = (ordered(self.w[f"{module}.weight_{kind}_l0"])[None] for kind in ("ih", "hh"))
        b = np.concatenate([ordered(self.w[f"{module}.bias_{kind}_l0"]) for kind in ("ih", "hh")])[None]
        return w, r, b

    def axis(self, name, *values):
        return self.g.value(name, np.array(values, np.int64))

    def linear(self, x, module, output=None):
        """x @ weight.T + bias."""
        return self.linear_as(x, module, module, output)

    def linear_as(self, x, module, name, output=None):
        """The same under a name of its own, for a module that is used more than once."""
        weight, bias = self.w[f"{module}.weight"], self.w.get(f"{module}.bias")
        if bias is None:
            return self.g.linear(x, weight, f"/{name}/MatMul", output)
        x = self.g.linear(x, weight, f"/{name}/MatMul")
        return self.g.node("Add", [x, self.g.value(f"{name}.bias", bias)], output or f"/{name}/Add/output_0")

    def embedding(self, ids):
        """-> embedded ids, and the packed table, which a vocabulary projection shares."""
        table = self.w["embed.weight"]
        packed = None if self.g.precision == "fp32" else self.g.packed(table, "/embed")
        return self.g.embedding(ids, table, "/embed", packed), packed

    def time_first(self, x, name):
        return self.g.node("Transpose", [x], f"/{name}/output_0", perm=[1, 0, 2])

    def bidirectional(self, x, there, back, hidden, name):
        """x [source, 1, size] -> [1, source, 2 hidden], last outputs of both directions [2, 1, hidden]."""
        parts = [np.concatenate(pair) for pair in zip(self.cells(there), self.cells(back))]
        w, r = (self.stored(f"{name}.{letter}", part) for letter, part in zip("WR", parts))
        y, last = f"/{name}/LSTM/output_0", f"/{name}/LSTM/output_1"
        self.g.node("LSTM", [x, w, r, self.g.value(f"{name}.B", parts[2])], [y, last], hidden_size=hidden, direction="bidirectional")
        y = self.g.node("Transpose", [y], f"/{name}/Transpose/output_0", perm=[2, 0, 1, 3])  # [1, source, 2, hidden]
        return self.g.node("Reshape", [y, self.axis(f"{name}.joined", 0, 0, 2 * hidden)], f"/{name}/Reshape/output_0"), last

    def stack(self, x, module, hidden, layers, output):
        """seq2seq.network.Encoder: x [1, source, size] -> output [1, source, 2 hidden], last outputs [2, 1, hidden]."""
        for layer in range(layers):
            past = x if layer else self.linear(x, f"{module}.past")
            out, last = self.bidirectional(self.time_first(x, f"{module}.{layer}"), f"{module}.there.{layer}", f"{module}.back.{layer}", hidden,
                                           f"{module}.{layer}")
            x = self.g.node("Add", [out, past], output if layer + 1 == layers else f"/{module}.{layer}/residual/output_0")
        return x, last

    def step(self, x, module, hidden, name):
        """x [1, 1, size] through an LSTM whose state is past.NAME_h and past.NAME_c -> [1, 1, hidden]."""
        w, r, b = self.cells(module)
        state = [self.g.input(f"past.{name}_{letter}", FLOAT, [1, 1, hidden]) for letter in "hc"]
        y = f"/{module}/LSTM/output_0"
        self.g.node("LSTM", [x, self.stored(f"{module}.W", w), self.stored(f"{module}.R", r), self.g.value(f"{module}.B", b), "", *state],
                    [y, f"present.{name}_h", f"present.{name}_c"], hidden_size=hidden)  # y [1, 1, 1, hidden]
        for letter in "hc":
            self.g.output(f"present.{name}_{letter}", FLOAT, [1, 1, hidden])
        return self.g.node("Squeeze", [y, self.axis(f"{module}.directions", 1)], f"/{module}/Squeeze/output_0")


def encoder(model, precision, name, embedded=lambda n, ids: n.embedding(ids)[0]):
    """input_ids [1, source] -> last_hidden_state [1, source, memory], the attention's keys, the decoder's first state."""
    n = Network(model, name, precision)
    g, shape, memory = n.g, model.shape, 2 * model.shape.encoder
    ids = g.input("input_ids", INT64, [1, "source_length"])
    x, last = n.stack(embedded(n, ids), "encoder", shape.encoder, shape.encoder_layers, "last_hidden_state")
    g.output("last_hidden_state", FLOAT, [1, "source_length", memory])
    last = g.node("Transpose", [last], "/last/output_0", perm=[1, 0, 2])
    last = g.node("Reshape", [last, n.axis("last.joined", 1, 1, memory)], "/last/Reshape/output_0")
    begun = g.node("Tanh", [n.linear(last, "bridge")], "/bridge/Tanh/output_0")  # [1, 1, 2 decoder]
    half = [shape.decoder, shape.decoder]
    g.node("Split", [begun, n.axis("halves", *half)], ["present.first_h", "present.second_h"], axis=2)
    zero = g.value("zero", np.float32(0))
    for side in ("first", "second"):
        g.node("Mul", [f"present.{side}_h", zero], f"present.{side}_c")
    for state in STATES:
        g.output(f"present.{state}", FLOAT, [1, 1, shape.decoder])
    if shape.score == "additive":
        n.linear(x, "attention.memory", "attention_keys")
        g.output("attention_keys", FLOAT, [1, "source_length", model.attention.memory.out_features])
    if shape.coverage:
        flat = g.node("ReduceSum", [x, n.axis("coverage.axis", 2)], "/coverage/ReduceSum/output_0", keepdims=0)
        g.node("Mul", [flat, zero], "present.coverage")
        g.output("present.coverage", FLOAT, [1, "source_length"])
    return g


def attention(n, query, score):
    """query [1, 1, decoder] -> weights [1, 1, source], named attention; memory [1, source, memory]."""
    g, shape = n.g, n.shape
    memory = g.input("encoder_hidden_states", FLOAT, [1, "source_length", 2 * shape.encoder])
    if score == "additive":
        width = n.w["attention.inner.weight"].shape[1]
        keys = g.input("encoder_attention_keys", FLOAT, [1, "source_length", width])
        inner = g.node("Add", [keys, n.linear(query, "attention.query")], "/attention/Add/output_0")  # [1, source, width]
        if shape.coverage:
            covered = g.input("past.coverage", FLOAT, [1, "source_length"])
            column = g.node("Unsqueeze", [covered, n.axis("coverage.column", 2)], "/coverage/Unsqueeze/output_0")
            extra = g.node("Mul", [column, g.value("attention.covered", n.w["attention.covered"])], "/coverage/Mul/output_0")
            inner = g.node("Add", [inner, extra], "/coverage/Add/output_0")
        energies = n.linear(g.node("Tanh", [inner], "/attention/Tanh/output_0"), "attention.inner")  # [1, source, 1]
        energies = g.node("Transpose", [energies], "/attention/Transpose/output_0", perm=[0, 2, 1])
    else:
        asked = n.linear(query, "attention.query") if score == "general" else query
        turned = g.node("Transpose", [memory], "/attention/Transpose/output_0", perm=[0, 2, 1])
        energies = g.node("MatMul", [asked, turned], "/attention/MatMul/output_0")
        energies = g.node("Mul", [energies, g.value("attention.scale", np.float32((2 * shape.encoder) ** -0.5))], "/attention/Mul/output_0")
    weights = g.node("Softmax", [energies], "attention", axis=2)
    g.output("attention", FLOAT, [1, 1, "source_length"])
    if shape.coverage:
        flat = g.node("Squeeze", [weights, n.axis("coverage.row", 1)], "/coverage/Squeeze/output_0")
        g.node("Add", [covered, flat], "present.coverage")
        g.output("present.coverage", FLOAT, [1, "source_length"])
    return weights, memory


def decode(n, x):
    """One embedded word x [1, 1, embedding] -> readout [1, 1, embedding], context, second layer's output, attention."""
    g, shape = n.g, n.shape
    query = n.step(x, "first", shape.decoder, "first")
    weights, memory = attention(n, query, shape.score)
    context = g.node("MatMul", [weights, memory], "/context/output_0")
    asked = g.node("Concat", [query, context], "/second/Concat/output_0", axis=2)
    out = n.step(asked, "second", shape.decoder, "second")
    read = n.linear(g.node("Concat", [out, context], "/readout/Concat/output_0", axis=2), "readout")
    return g.node("Tanh", [read], "/readout/Tanh/output_0"), context, out, weights


def vocabulary(n, read, packed, output):
    """Logits [1, 1, vocabulary] of a readout, by the table that the embedding shares."""
    table = n.w["embed.weight"]
    x = n.g.projection(read, packed, table.shape, "/lm_head/MatMul", "/lm_head/MatMul/output_0") if packed else n.g.linear(read, table, "/lm_head/MatMul")
    return n.g.node("Add", [x, n.g.value("/lm_head/bias", n.w["bias"])], output)
