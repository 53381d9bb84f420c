"""Makes `translator-*` beside this file: the bundled translator's graphs with few weights, for each score of the attention, and what PyTorch
writes with them. They saw three pairs of sentences, so that they write something and come to an end.

    pip install -r ../../../../models/recipes/requirements.txt
    python make_translators.py

expected.json:
    ids, words      what the encoder reads, and the words as they are spelt
    targets         what the decoder reads, its start token first
    logits          [targets][vocabulary] behind each of them
    attention       [targets][source]
    translations    text, wanted language, beams; the words that are written with their marks, which of them are spelt, and where the decoder
                    looked for each, [words][source]
"""

import json
import sys
from pathlib import Path

import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent.parent.parent / "models" / "recipes"))
from seq2seq import words  # noqa: E402
from seq2seq.attention import SCORES  # noqa: E402
from seq2seq.examples import Translations  # noqa: E402
from seq2seq.export_translator import describe, expected, save  # noqa: E402
from seq2seq.network import Shape  # noqa: E402
from seq2seq.spelling import Spelling  # noqa: E402
from seq2seq.translator import Translator  # noqa: E402
from seq2seq.write import translate  # noqa: E402

TEXT = "The model of words is small, and the text is l'arbre. Le petit modèle de mots est dans un texte: 12 fois."
PAIRS = [("The small model is zzyx.", "Le petit modèle est zzyx.", "fr"), ("L'arbre est abc dans un texte.", "The abc is in the text.", "en"),
         ("The text is x-ray, and small.", "Le texte est x-ray, petit.", "fr")]
SENTENCES = [("The small model is yxzz, and x-ray.", "fr"), ("Le petit modèle est l’arbre dans un texte.", "en"), ("e\u0301te \U0001f600blorgh", "fr")]

STEPS = 400


def examples():
    made = Translations.__new__(Translations)
    plain = words.tokenizer({name: i for i, name in enumerate(words.SPECIAL)})
    known = sorted(set(words.pieces(plain, TEXT)))
    made.tokenizer = words.tokenizer({word: i for i, word in enumerate(words.SPECIAL + known)})
    letters = ["<pad>", "<unk>", "<s>", "</s>", *sorted({letter for word in known for letter in word} | set("abcrxyz-"))]
    made.letters = {letter: i for i, letter in enumerate(letters)}
    names = sorted(made.tokenizer.get_vocab().items(), key=lambda item: item[1])
    made.spelt = torch.tensor([made.spell(name if index >= len(words.SPECIAL) else "") for name, index in names]).numpy()
    return made


def network(score, given):
    torch.manual_seed(11)
    shape = Shape(vocabulary=len(given.spelt), embedding=16, encoder=12, encoder_layers=2, decoder=24, score=score, dropout=0.0)
    model = Translator(len(given.letters), shape)
    model.spelling = Spelling(len(given.letters), shape.embedding, shape.embedding + 24, embedding=8, hidden=12)
    given.examples = [(*given.encode([source, target]), language) for source, target, language in PAIRS]
    adam = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(STEPS):
        adam.zero_grad()
        model.loss(given.batch(range(len(PAIRS)))).backward()
        adam.step()
    return model.eval()


def shorter(rows):
    return [[float(f"{value:.7g}") for value in row] for row in rows.tolist()]


def main():
    torch.set_num_threads(1)
    given = examples()
    for score in SCORES:
        model, folder = network(score, given), HERE / f"translator-{score}"
        for path in sorted(folder.rglob("*.*")):
            path.unlink()
        (folder / "onnx").mkdir(parents=True, exist_ok=True)
        describe(folder, model.shape.vocabulary)
        given.tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        (folder / "letters.json").write_text(json.dumps(list(given.letters), ensure_ascii=False) + "\n", encoding="utf-8")
        save(model, "fp32", folder / "onnx")
        text, language = SENTENCES[0]
        batch = given.source(given.encode([text]), [language])
        length = int(batch["source_lengths"])
        batch = {**batch, "source": batch["source"][:, :length], "source_letters": batch["source_letters"][:, :length]}
        targets = [words.START, 9, words.UNKNOWN, 12, 30, words.UNKNOWN]
        logits, attention, _ = expected(model, batch, targets, [words.START])
        translations = []
        for text, language in SENTENCES:
            for beams in (1, 5):
                found = translate(model, given, text, language, beams)
                count = 1 + len(words.pieces(given.tokenizer, text))
                translations.append({"text": text, "to": language, "beams": beams, "words": [word for word, _, _ in found],
                                     "spelt": [spelt for _, spelt, _ in found],
                                     "attention": shorter(torch.stack([row[:count] for _, _, row in found])) if found else []})
        whole = {"ids": batch["source"][0].tolist(), "words": ["", *words.pieces(given.tokenizer, SENTENCES[0][0])], "targets": targets,
                 "logits": shorter(logits), "attention": shorter(attention), "translations": translations}
        (folder / "expected.json").write_text(json.dumps(whole, ensure_ascii=False) + "\n", encoding="utf-8")
        for made in translations:
            print(score, made["to"], made["beams"], "|".join(made["words"]), sum(made["spelt"]), "spelt")


main()
