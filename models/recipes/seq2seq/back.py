"""Back-translation (Sennrich et al. 2016, arXiv:1511.06709): sentences that only one language has are translated by the trained
translator; the pairs (its translation -> the sentence) are added to the training of translator-back.

    python -m seq2seq.back collect --work DIR --base LMDIR      DIR/mono.tsv: language, sentence
    python -m seq2seq.back translate --work DIR --base LMDIR    DIR/back.jsonl {"source", "target", "to"}; goes on where it stopped
"""
import argparse
import json
import random
import re
from pathlib import Path

import torch

from corpus import packages as corpus_packages

from seq2seq import words
from seq2seq.aligned import blocks_of
from seq2seq.batches import Batches
from seq2seq.descriptions import descriptions
from seq2seq.documents import FOLDERS, document_pairs
from seq2seq.examples import Translations
from seq2seq.fetch import packages
from seq2seq.pairs import translation_rows
from seq2seq.trained import load
from seq2seq.translation_pairs import FRENCH, SENTENCE_END, key
from seq2seq.write import put_together, spell

SEED = 20
EACH = 40_000  # sentences of each language
WORDS = (5, 40)


def french_texts(work):
    """French descriptions, the French side of documents, and documents that are read in French only."""
    for entry in descriptions(work, "fr").values():
        yield from (entry.short, *(text for _, text in entry.blocks))
    for label in FOLDERS:
        for _, _, french in document_pairs(work, label):
            yield from (text for _, text in blocks_of(french.read_bytes(), french.suffix == ".page"))
    for name, kind in packages():
        if kind == "mono-fr":
            for path in sorted((work / "unpacked" / name).rglob("*.html")):
                yield from (text for _, text in blocks_of(path.read_bytes()))


def english_texts(base):
    for name, role, _ in corpus_packages():
        path = base / "text" / f"{name}.txt"
        if role == "train" and path.exists():
            yield from path.read_text(encoding="utf-8").replace("\f", "\n").split("\n")


def sentences(texts, known, french):
    """Different sentences of a handy length, none of them in any prepared pair."""
    seen, found = set(known), []
    for text in texts:
        for sentence in SENTENCE_END.split(text.strip("-# ")):
            size, mark = len(sentence.split()), key(sentence)
            if WORDS[0] <= size <= WORDS[1] and mark not in seen and len(mark) > 0.6 * len(sentence):
                seen.add(mark)
                if bool(set(re.findall(r"[a-zà-ÿ]+", sentence.lower())) & FRENCH) or not french:
                    found.append(sentence)
    return random.Random(SEED).sample(found, min(EACH, len(found)))


def collect(work, base):
    rows = [row for part in ("train", "dev", "test") for row in translation_rows(work, part)]
    lines = []
    for language, texts in (("fr", french_texts(work)), ("en", english_texts(base))):
        known = {key(row.french if language == "fr" else row.english) for row in rows}
        chosen = sentences(texts, known, language == "fr")
        lines += [f"{language}\t{' '.join(sentence.split())}" for sentence in chosen]
        print(language, len(chosen), "sentences")
    (work / "mono.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@torch.no_grad()
def greedy(model, examples, texts, language):
    """Translations of many texts at once, unknown words spelt."""
    batch = examples.source(examples.encode(texts), [language] * len(texts))
    memory, state, mask = model.start(batch["source"], batch["source_lengths"], batch["source_unknown"])
    last, found, open_rows = torch.full((len(texts), 1), words.START), [[] for _ in texts], set(range(len(texts)))
    for _ in range(int(1.5 * batch["source"].shape[1]) + 8):
        seen = model.decode(model.embed(last), memory, mask, state)
        scores, state = model.logits(seen["read"][:, 0]).float(), seen["state"]
        scores[:, :words.UNKNOWN] = float("-inf")
        last = scores.argmax(1, keepdim=True)
        for row in sorted(open_rows):
            word = int(last[row])
            if word == words.END:
                open_rows.discard(row)
            elif word == words.UNKNOWN:
                place = {name: seen[name][row:row + 1] for name in ("read", "context", "weights")}
                found[row].append(spell(model, examples, place, batch["source_letters"][row:row + 1]))
            else:
                found[row].append(examples.tokenizer.id_to_token(word))
        if not open_rows:
            break
    return [put_together(pieces) for pieces in found]


def translate(work, base, limit):
    rows = [line.split("\t") for line in (work / "mono.tsv").read_text(encoding="utf-8").splitlines()]
    path = work / "back.jsonl"
    written = done = sum(1 for _ in path.open(encoding="utf-8")) if path.exists() else 0
    model, examples = load("translator", work, base), Translations(work, "dev")
    order = Batches([len(text.split()) for _, text in rows], 2_000, SEED)
    with path.open("a", encoding="utf-8") as file:
        for indices in order.epoch_order():
            for language in ("fr", "en"):
                texts = [rows[i][1] for i in indices if rows[i][0] == language]
                if done >= len(texts):  # written by an earlier run
                    done -= len(texts)
                    continue
                if limit and written >= limit:
                    return
                made = greedy(model, examples, texts, "en" if language == "fr" else "fr")
                for source, target in list(zip(made, texts))[done:]:
                    file.write(json.dumps({"source": source, "target": target, "to": language}, ensure_ascii=False) + "\n")
                written, done = written + len(texts) - done, 0
            file.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("action", choices=["collect", "translate"])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="about so many sentences of both languages together")
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.action == "collect":
        collect(options.work, options.base)
    else:
        translate(options.work, options.base, options.limit)


if __name__ == "__main__":
    main()
