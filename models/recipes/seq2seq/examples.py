"""The prepared pairs as numbers, and batches of them, for each model."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from seq2seq import spelling, words
from seq2seq.batches import padded
from seq2seq.pairs import translation_rows
from seq2seq.summariser import END, STARTS

LONGEST = {"summary": 400, "target": 60, "question": 40, "passage": 420}  # pieces; what is longer is cut, a passage left out


def jsonl(path):
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class Summaries:
    """Sources with their short forms. tagged: batches say which pieces of the source stand in its short form too."""

    def __init__(self, work, base, part, kinds=None, tagged=False):
        pieces, self.tagged = Tokenizer.from_file(str(base / "tokenizer.json")), tagged
        self.rows = [r for r in jsonl(work / "summary.jsonl") if r["part"] == part and (not kinds or r["kind"] in kinds)]
        sources, targets = (pieces.encode_batch([r[name] for r in self.rows], add_special_tokens=False) for name in ("source", "target"))
        self.sources = [e.ids[:LONGEST["summary"]] for e in sources]
        self.targets = [e.ids[:LONGEST["target"]] for e in targets]
        self.starts = [STARTS["sentence" if r["kind"] == "gap" else "short"] for r in self.rows]
        self.lengths = [len(a) + 3 * len(b) for a, b in zip(self.sources, self.targets)]  # a target's piece costs more

    def batch(self, indices):
        source, source_lengths = padded([self.sources[i] for i in indices], 16)
        heads, _ = padded([[self.starts[i]] + self.targets[i] for i in indices], 4)
        targets, target_lengths = padded([self.targets[i] + [END] for i in indices], 4)
        batch = {"source": source, "source_lengths": source_lengths, "words": heads, "targets": targets,
                 "target_lengths": target_lengths}
        if self.tagged:
            batch["kept"] = padded([kept_pieces(self.sources[i], self.targets[i]) for i in indices], 16)[0].float()
        return batch


def kept_pieces(source, target, shortest=1):
    """1 for pieces of the source that stand in the target, in the longest runs that can be found, each run of the target taken
    where it occurs first (Gehrmann et al. 2018)."""
    kept, at = [0] * len(source), 0
    while at < len(target):
        best, place = 0, -1
        for first in range(len(source)):
            size = 0
            while at + size < len(target) and first + size < len(source) and source[first + size] == target[at + size]:
                size += 1
            if size > best:
                best, place = size, first
        if best >= shortest:
            kept[place:place + best] = [1] * best
        at += max(1, best)
    return kept


@dataclass(frozen=True)
class Side:
    ids: list
    unknown: list  # letters of each unknown word, in order


class Translations:
    """Every pair twice, once in each direction: example 2i is to French, 2i + 1 to English. extra: further pairs (source,
    target, language of the target), as back-translation makes them."""

    def __init__(self, work, part, extra=()):
        self.tokenizer = Tokenizer.from_file(str(work / "words.json"))
        letters = json.loads((work / "letters.json").read_text(encoding="utf-8"))
        self.letters = {letter: i for i, letter in enumerate(letters)}
        rows = list(translation_rows(work, part))
        english, french = (self.encode([getattr(r, name) for r in rows]) for name in ("english", "french"))
        self.examples = [pair for e, f in zip(english, french) for pair in ((e, f, "fr"), (f, e, "en"))]
        self.labels, self.extra = [r.label for r in rows for _ in range(2)], len(extra)
        if extra:
            self.examples += list(zip(self.encode([r[0] for r in extra]), self.encode([r[1] for r in extra]), [r[2] for r in extra]))
        self.lengths = [max(len(s.ids), len(t.ids)) + 1 for s, t, _ in self.examples]
        names = sorted(self.tokenizer.get_vocab().items(), key=lambda item: item[1])
        self.spelt = np.zeros((words.SIZE, spelling.LONGEST), np.int64)
        for name, index in names:
            self.spelt[index, :] = self.spell(name if index >= len(words.SPECIAL) else "")

    def spell(self, word):
        """Letters [LONGEST] of a word with the end, padded; a longer word loses its last letters."""
        ids = [self.letters.get(letter, spelling.UNKNOWN) for letter in word[:spelling.LONGEST - 1]] + [spelling.END]
        return ids + [spelling.PAD] * (spelling.LONGEST - len(ids))

    def encode(self, texts):
        sides = []
        for text in texts:
            pieces = words.pieces(self.tokenizer, text)
            ids = [self.tokenizer.token_to_id(piece) for piece in pieces]
            unknown = [self.spell(piece) for piece, index in zip(pieces, ids) if index is None]
            sides.append(Side([words.UNKNOWN if index is None else index for index in ids], unknown))
        return sides

    def source(self, sides, languages):
        """Batch of sources: ids with the direction in front, lengths, letters of unknown words and of all words."""
        source, lengths = padded([[words.DIRECTION[language]] + side.ids for side, language in zip(sides, languages)], 8)
        unknown = np.array([letters for side in sides for letters in side.unknown], np.int64).reshape(-1, spelling.LONGEST)
        spelt = self.spelt[source.numpy()]
        spelt[source.numpy() == words.UNKNOWN] = unknown
        return {"source": source, "source_lengths": lengths, "source_unknown": torch.from_numpy(unknown),
                "source_letters": torch.from_numpy(spelt)}

    def batch(self, indices):
        chosen = [self.examples[i] for i in indices]
        targets, _ = padded([t.ids + [words.END] for _, t, _ in chosen], 8)
        inputs, _ = padded([[words.START] + t.ids for _, t, _ in chosen], 8)
        unknown = np.array([letters for _, t, _ in chosen for letters in t.unknown], np.int64).reshape(-1, spelling.LONGEST)
        return {**self.source([s for s, _, _ in chosen], [language for _, _, language in chosen]), "words": inputs,
                "targets": targets, "target_unknown": torch.from_numpy(unknown)}


class Questions:
    def __init__(self, work, base, part):
        pieces = Tokenizer.from_file(str(base / "tokenizer.json"))
        rows = [r for r in jsonl(work / "questions.jsonl") if r["part"] == part]
        texts = jsonl(work / "passages.jsonl")
        used = sorted({r["passage"] for r in rows})
        encoded = dict(zip(used, pieces.encode_batch([texts[i] for i in used], add_special_tokens=False)))
        asked = pieces.encode_batch([r["question"] for r in rows], add_special_tokens=False)
        self.rows, self.passages, self.questions, self.spans = [], [], [], []
        for row, question in zip(rows, asked):
            passage = encoded[row["passage"]]
            inside = [i for i, (a, b) in enumerate(passage.offsets) if b > row["start"] and a < row["end"]]
            if len(passage.ids) <= LONGEST["passage"]:
                text = texts[row["passage"]]
                answers = [text[row["start"]:row["end"]]] if row["start"] >= 0 else []
                self.rows.append({**row, "text": text, "answers": answers, "encoded": passage})
                self.passages.append(passage.ids)
                self.questions.append(question.ids[:LONGEST["question"]])
                self.spans.append((inside[0], inside[-1]) if row["start"] >= 0 else (-1, -1))
        self.lengths = [len(p) for p in self.passages]

    def batch(self, indices):
        question, question_lengths = padded([self.questions[i] for i in indices], 8)
        passage, passage_lengths = padded([self.passages[i] for i in indices], 16)
        spans = torch.tensor([self.spans[i] for i in indices])
        return {"question": question, "question_lengths": question_lengths, "passage": passage, "passage_lengths": passage_lengths,
                "start": spans[:, 0], "end": spans[:, 1]}


class Asked(Questions):
    """Questions that were worded freely, about texts that were written for it: asked.json, each with all its right answers."""

    def __init__(self, base):
        pieces, here = Tokenizer.from_file(str(base / "tokenizer.json")), Path(__file__).parent
        self.rows, self.passages, self.questions, self.spans = [], [], [], []
        for row in json.loads((here / "asked.json").read_text(encoding="utf-8")):
            text = (here / "asked" / row["file"]).read_text(encoding="utf-8")
            passage = pieces.encode(text, add_special_tokens=False)
            self.rows.append({**row, "kind": "asked", "text": text, "encoded": passage})
            self.passages.append(passage.ids)
            self.questions.append(pieces.encode(row["question"], add_special_tokens=False).ids)
            self.spans.append((-1, -1))


ENDINGS = ("s", "es", "ed", "ings", "ing", "er", "ly")


def stem(word, known):
    """The word without its endings, as long as what is left, or that with an e, is a piece too."""
    for ending in ENDINGS:
        base = word.removesuffix(ending)
        for form in (base, base + "e"):
            if base != word and len(form) > 2 and set(form) & set("aeiouy") and known(form) is not None:
                return stem(form, known)
    return word


def root_pieces(tokenizer):
    """For each piece the number of its root: in lower case, without a space before it and without its ending, where that is a piece."""
    vocabulary = tokenizer.get_vocab()
    roots = torch.arange(tokenizer.get_vocab_size())

    def known(word):
        return vocabulary.get(word, vocabulary.get("\u0120" + word))
    for piece, index in vocabulary.items():
        root = known(stem(piece.removeprefix("\u0120").lower(), known))
        roots[index] = index if root is None else root
    return roots
