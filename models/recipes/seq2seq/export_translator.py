"""The translator as ONNX: onnx/encoder_model.onnx, onnx/decoder_model.onnx and onnx/letters_model.onnx, in float or with weights of eight
bits; in the latter the table of words lies once, beside the encoder.

    python -m seq2seq.export_translator --work $W --base $B --target ../bundled/langscope-translator --precisions q8

The graphs are export_network's, and:
    encoder     takes letters [source, 24] of every word, ended and padded, and reads with them the words that are unknown; gives
                letter_states [source, 24, hidden]
    decoder     gives letters_h and letters_c [1, 1, hidden], with which the spelling of an unknown word would begin
    letters     input_ids [1, 1]: the letter written last (or the start); place [1]: how many letters were written before it; the state as
                past.letters_*, first what the decoder gave; encoder_letters, encoder_letter_states and attention [1, 1, source] of the
                word that is spelt -> logits [1, 1, letters], present.letters_*
"""
import argparse
import shutil
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from folder import write
from graph import FLOAT, INT64
from seq2seq import words
from seq2seq.export_network import STATES, TABLE, Network, decode, encoder, vocabulary
from seq2seq.spelling import LONGEST, PAD, START, WORDS
from seq2seq.trained import load

ENDINGS = {"fp32": "", "q8": "_q8"}
PARTS = ("encoder_model", "decoder_model", "letters_model")
SPELLING = ("letters_h", "letters_c")


def unlike(n, ids, value, name):
    """1 where the ids are not the value, else 0."""
    same = n.g.node("Equal", [ids, n.g.value(f"{name}.value", np.int64(value))], f"{name}/Equal/output_0")
    return n.g.node("Cast", [n.g.node("Not", [same], f"{name}/Not/output_0")], f"{name}/output_0", to=FLOAT)


def read_letters(model, n, ids):
    """Spelling.read: embedded words [1, source, embedding], in which the unknown ones are those of their letters."""
    g, hidden = n.g, model.spelling.reader.hidden_size
    letters = g.input("letters", INT64, ["source_length", LONGEST])
    x = g.node("Gather", [g.value("spelling.embed", n.w["spelling.embed.weight"]), letters], "/spelling/embed/output_0")
    w, r, b = n.cells("spelling.reader")
    y = g.node("LSTM", [n.time_first(x, "spelling.embed"), n.stored("spelling.reader.W", w), n.stored("spelling.reader.R", r),
                        g.value("spelling.reader.B", b)], "/spelling/reader/LSTM/output_0", hidden_size=hidden)
    y = g.node("Squeeze", [y, n.axis("spelling.directions", 1)], "/spelling/reader/output_0")  # [letters, source, hidden]
    states = g.node("Transpose", [y], "letter_states", perm=[1, 0, 2])
    g.output("letter_states", FLOAT, ["source_length", LONGEST, hidden])
    inside = unlike(n, letters, PAD, "/spelling/inside")
    behind = g.node("Pad", [inside, n.axis("spelling.pads", 0, 0, 0, 1)], "/spelling/behind/Pad/output_0")
    behind = g.node("Slice", [behind, n.axis("spelling.from", 1), n.axis("spelling.to", LONGEST + 1), n.axis("spelling.axis", 1)],
                    "/spelling/behind/output_0")
    last = g.node("Sub", [inside, behind], "/spelling/last/Sub/output_0")  # 1 at the last letter
    last = g.node("Unsqueeze", [last, n.axis("spelling.one", 1)], "/spelling/last/output_0")  # [source, 1, letters]
    last = g.node("MatMul", [last, states], "/spelling/state/MatMul/output_0")  # [source, 1, hidden]
    last = g.node("Transpose", [last], "/spelling/state/output_0", perm=[1, 0, 2])
    known = g.node("Unsqueeze", [unlike(n, ids, words.UNKNOWN, "/known"), n.axis("known.column", 2)], "/known/column/output_0")
    known = g.node("Cast", [known], "/known/column/Cast/output_0", to=9)  # boolean
    return g.node("Where", [known, n.embedding(ids)[0], n.linear(last, "spelling.meaning")], "/words/output_0")


def decoder(model, precision, name="langscope-translator-decoder"):
    n = Network(model, name, precision)
    g, hidden = n.g, model.spelling.writer.hidden_size
    x, packed = n.embedding(g.input("input_ids", INT64, [1, 1]))
    read, context, _, _ = decode(n, x)
    begun = n.linear(g.node("Concat", [read, context], "/spelling/asked/output_0", axis=2), "spelling.begin")
    g.node("Split", [begun, n.axis("spelling.halves", hidden, hidden)], ["/spelling/begin/h", "letters_c"], axis=2)
    g.node("Tanh", ["/spelling/begin/h"], "letters_h")
    for state in SPELLING:
        g.output(state, FLOAT, [1, 1, hidden])
    vocabulary(n, read, packed, "logits")
    g.output("logits", FLOAT, [1, 1, model.shape.vocabulary])
    return g


def speller(model, precision, name="langscope-translator-letters"):
    """One step of Spelling.write, and Translator.attended and Spelling.mixed before it."""
    n = Network(model, name, precision)
    g, (letters, _), hidden = n.g, n.w["spelling.embed.weight"].shape, model.spelling.writer.hidden_size
    ids, place = g.input("input_ids", INT64, [1, 1]), g.input("place", INT64, [1])
    spelt = g.input("encoder_letters", INT64, ["source_length", LONGEST])
    states = g.input("encoder_letter_states", FLOAT, ["source_length", LONGEST, hidden])
    weights = g.input("attention", FLOAT, [1, 1, "source_length"])
    flat = g.node("Reshape", [weights, n.axis("flat", -1)], "/attention/output_0")
    count = g.node("Min", [g.node("Shape", [flat], "/attention/Shape/output_0"), n.axis("most", WORDS)], "/attention/Min/output_0")
    g.node("TopK", [flat, count], ["/best/shares", "/best/places"])
    total = g.node("ReduceSum", ["/best/shares"], "/best/ReduceSum/output_0", keepdims=1)
    share = g.node("Div", ["/best/shares", total], "/best/Div/output_0")
    share = g.node("Unsqueeze", [share, n.axis("share.column", 1)], "/best/output_0")  # [words, 1]
    inside = unlike(n, g.node("Gather", [spelt, "/best/places"], "/letters/output_0"), PAD, "/inside")
    share = g.node("Mul", [share, inside], "/share/output_0")  # [words, letters]
    seen = g.node("Mul", [g.node("Unsqueeze", [share, n.axis("share.last", 2)], "/share/column/output_0"),
                          g.node("Gather", [states, "/best/places"], "/states/output_0")], "/states/Mul/output_0")
    seen = g.node("ReduceSum", [seen, n.axis("words", 0)], "/seen/output_0", keepdims=0)  # [letters, hidden]
    present = g.node("ReduceSum", [share, n.axis("words.again", 0)], "/present/output_0", keepdims=0)
    table = g.value("spelling.place_embed", n.w["spelling.place_embed"])
    x = g.node("Gather", [g.value("spelling.embed", n.w["spelling.embed.weight"]), ids], "/spelling/embed/output_0")
    out = n.step(x, "spelling.writer", hidden, "letters")
    query = g.node("Add", [n.linear(out, "spelling.look"), g.node("Gather", [table, place], "/place/output_0")], "/query/output_0")
    keys = g.node("Add", [seen, table], "/keys/output_0")
    scores = g.node("MatMul", [query, g.node("Transpose", [keys], "/keys/Transpose/output_0", perm=[1, 0])], "/scores/MatMul/output_0")
    absent = g.node("Less", [present, g.value("least", np.float32(1e-3))], "/absent/output_0")
    scores = g.node("Where", [absent, g.value("never", np.float32(-1e4)), scores], "/scores/output_0")
    found = g.node("MatMul", [g.node("Softmax", [scores], "/scores/Softmax/output_0", axis=2), keys], "/found/output_0")
    n.linear(g.node("Concat", [out, found], "/both/output_0", axis=2), "spelling.out", "logits")
    g.output("logits", FLOAT, [1, 1, letters])
    return g


def save(model, precision, folder):
    """-> bytes of all files."""
    folder.mkdir(parents=True, exist_ok=True)
    ending, read = ENDINGS[precision], lambda n, ids: read_letters(model, n, ids)
    beside = f"encoder_model{ending}.onnx_data"  # a name by which the engine counts it
    graphs = encoder(model, precision, "langscope-translator-encoder", read), decoder(model, precision), speller(model, precision)
    for name, graph in zip(PARTS, graphs):
        graph.save(folder / f"{name}{ending}.onnx", TABLE, beside)
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.name.startswith(PARTS)}


def ran(session, feeds):
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds)))


def run(folder, ending, batch, targets, word):
    """-> logits [words, vocabulary], attention [words, source] and letters' logits [letters, letters] of a source and what follows
    from it; word: letters written at the last target."""
    read, step, spell = (ort.InferenceSession(str(folder / f"{part}{ending}.onnx"), providers=["CPUExecutionProvider"]) for part in PARTS)
    letters = batch["source_letters"][0].numpy()
    given = ran(read, {"input_ids": batch["source"].numpy(), "letters": letters})
    fixed = {"encoder_hidden_states": given["last_hidden_state"]}
    if "attention_keys" in given:
        fixed["encoder_attention_keys"] = given["attention_keys"]
    rows, found = given, []
    for target in targets:
        rows = ran(step, {"input_ids": np.array([[target]], np.int64), **fixed, **{f"past.{name}": rows[f"present.{name}"] for name in STATES}})
        found.append((rows["logits"][0, 0], rows["attention"][0, 0]))
    fixed = {"encoder_letters": letters, "encoder_letter_states": given["letter_states"], "attention": rows["attention"]}
    state, spelt = {f"past.{name}": rows[name] for name in SPELLING}, []
    for place, letter in enumerate(word):
        rows = ran(spell, {"input_ids": np.array([[letter]], np.int64), "place": np.array([place], np.int64), **fixed, **state})
        state = {f"past.{name}": rows[f"present.{name}"] for name in SPELLING}
        spelt.append(rows["logits"][0, 0])
    return [*(np.stack(part) for part in zip(*found)), np.stack(spelt)]


@torch.no_grad()
def expected(model, batch, targets, word):
    memory, state, mask = model.start(batch["source"], batch["source_lengths"], batch["source_unknown"])
    found = model.decode(model.embed(torch.tensor([targets])), memory, mask, state)
    last = (torch.tensor([0]), torch.tensor([len(targets) - 1]))
    seen = model.spelling.mixed(*model.attended(found, last, batch["source_letters"]))
    spelt, _ = model.spelling.write(torch.tensor([word]), model.spelling.first(model.asked(found, last)), *seen)
    return [part[0].numpy() for part in (model.logits(found["read"]), found["weights"], spelt)]


def some_source(model, length, unknown, random):
    """A source of random words with letters; the words at `unknown` are not known."""
    source = random.integers(6, model.shape.vocabulary, (1, length))
    source[0, unknown] = words.UNKNOWN
    letters = random.integers(4, model.spelling.embed.num_embeddings, (1, length, LONGEST))
    ends = random.integers(1, LONGEST, (1, length, 1))
    letters = np.where(np.arange(LONGEST) < ends, letters, np.where(np.arange(LONGEST) == ends, words.END, PAD))
    made = {"source": source, "source_lengths": np.array([length]), "source_unknown": letters[0, unknown], "source_letters": letters}
    return {name: torch.from_numpy(value) for name, value in made.items()}


def describe(target, vocabulary, score):
    """The files around the weights, but the tokenizer and the letters."""
    name = "Langscope Translator" + ("" if score == "additive" else f" ({score} attention)")
    write(target / "config.json", {"model_type": "langscope-translator", "vocab_size": vocabulary, "decoder_start_token_id": words.START,
                                   "eos_token_id": words.END, "pad_token_id": words.PAD, "unk_token_id": words.UNKNOWN, "is_encoder_decoder": True})
    write(target / "langscope.json", {
        "$schema": "../../../media/langscope.schema.json", "name": name, "family": "recurrent-encoder-decoder", "task": "translation",
        "tokenizer": "tokenizer.json", "vocabSize": vocabulary, "languages": {language: words.SPECIAL[index] for language, index in words.DIRECTION.items()}, "letters": "letters.json"})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--run", default="translator", help="the training whose weights are taken")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--target", type=Path, required=True)
    parser.add_argument("--precisions", nargs="+", default=["q8"], choices=ENDINGS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = load(options.run, options.work, options.base).float()
    options.target.mkdir(parents=True, exist_ok=True)
    describe(options.target, model.shape.vocabulary, model.shape.score)
    shutil.copy(options.work / "words.json", options.target / "tokenizer.json")
    shutil.copy(options.work / "letters.json", options.target / "letters.json")
    random = np.random.default_rng(7)
    batch = some_source(model, 30, [3, 17], random)
    targets, word = [words.START, *random.integers(6, 24_000, 9).tolist()], [START, *random.integers(4, 250, 8).tolist()]
    theirs = expected(model, batch, targets, word)
    for precision in options.precisions:
        print(f"{precision}: {save(model, precision, options.target / 'onnx')}")
        ours = run(options.target / "onnx", ENDINGS[precision], batch, targets, word)
        differences = [float(np.abs(a - b).max()) for a, b in zip(ours, theirs)]
        print(f"{precision}: logits, attention and letters' logits differ from PyTorch's by at most {differences}")
