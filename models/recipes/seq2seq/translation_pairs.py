"""English and French sentences that are translations of each other, with the part of the data that each belongs to.

Descriptions are joined by package and checksum, catalogues are exact, documents are aligned block by block. Whole source
packages, catalogues and pages are held out; what they share with the rest is removed from training.

    python -m seq2seq.translation_pairs --work DIR     after fetch; writes DIR/translation.tsv and prints what is in it
"""
import argparse
import multiprocessing
import re
from collections import Counter
from pathlib import Path

from corpus import unpack

from seq2seq.aligned import aligned, blocks_of, manual_page
from seq2seq.catalogues import french_catalogues, messages
from seq2seq.descriptions import descriptions, part, sources
from seq2seq.documents import FOLDERS, document_pairs, manual_pairs
from seq2seq.fetch import packages

FRENCH = set("le la les de des du un une et est sont pour dans par sur avec que qui ce cette au aux en ne pas vous se il "
             "elle ou peut être à d l n s votre vos son ses leur plus si tous toutes fichier".split())
ENGLISH = set("the of and to a in is are that for it as be this with by on or an from can not if which you your".split())
WHOLLY_HELD_OUT = {"mutt", "totem-common", "synaptic", "findutils"}  # catalogues of programs that nothing else is read from
LONGEST = 60  # words
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«\"`(])")


def words(text):
    return re.findall(r"[^\W\d_]+", text.lower())


def key(text):
    return "".join(words(text))


def sound(english, french):
    """Whether the two can be translations of each other, as far as rules can tell."""
    a, b = words(english), words(french)
    if not a or not b or english == french or len(a) > LONGEST or len(b) > LONGEST * 1.3:
        return False
    if not 0.45 < (len(english) + 8) / (len(french) + 8) < 1.7:
        return False
    if set(re.findall(r"\d{2,}", english)) != set(re.findall(r"\d{2,}", french)):
        return False
    if sum(w in ENGLISH for w in b) > sum(w in FRENCH for w in b) or len(b) > 5 and not set(b) & FRENCH:
        return False
    return sum(ord(c) > 0x2100 or c == "\ufffd" for c in english + french) == 0


def sentences(english, french):
    """Sentence pairs where both texts have as many sentences, else the texts as they are."""
    left, right = SENTENCE_END.split(english), SENTENCE_END.split(french)
    return list(zip(left, right)) if len(left) == len(right) else [(english, french)]


def from_descriptions(work):
    english, french, source = descriptions(work, "en"), descriptions(work, "fr"), sources(work)
    for name, there in sorted(french.items()):
        here = english.get(name)
        if here and here.md5 == there.md5:
            where = part(source.get(name, name))
            yield "descriptions", where, here.short, there.short
            if [kind for kind, _ in here.blocks] == [kind for kind, _ in there.blocks]:
                for (_, a), (_, b) in zip(here.blocks, there.blocks):
                    yield "descriptions", where, a, b


def from_catalogues(work):
    for name, kind in packages():
        if kind == "mo":
            for path in french_catalogues(work / "unpacked" / name):
                for english, french in messages(path):
                    where = "test" if name in WHOLLY_HELD_OUT else part(name) if part(name) == "dev" else "train"
                    yield "catalogues", where, " ".join(english.split()), " ".join(french.split())


def read_pair(job):
    label, name, english, french, mandoc = job
    if label == "manuals":
        return label, name, aligned(manual_page(english, mandoc), manual_page(french, mandoc))
    xml = english.suffix == ".page"
    return label, name, aligned(blocks_of(english.read_bytes(), xml), blocks_of(french.read_bytes(), xml))


def from_documents(work):
    mandoc = str(unpack(work, "mandoc") / "usr/bin/mandoc")
    jobs = [(label, *row, "") for label in FOLDERS for row in document_pairs(work, label)]
    jobs += [("manuals", *row, mandoc) for row in manual_pairs(work)]
    with multiprocessing.Pool(2) as pool:
        for label, name, pairs in pool.imap(read_pair, jobs, chunksize=8):
            for english, french in pairs:
                yield label, part(f"{label}/{name}"), english, french


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    work = parser.parse_args().work
    found, count = {}, Counter()
    for reader in (from_descriptions, from_documents, from_catalogues):
        for label, where, *texts in reader(work):
            for english, french in sentences(*texts):
                count[label, "read"] += 1
                if sound(english, french):
                    found.setdefault((where, key(english), key(french)), (label, english, french))
    held = {side for (where, *keys) in found if where != "train" for side in keys}
    lines, seen = [], set()
    for (where, left, right), (label, english, french) in found.items():
        # a sentence is kept once in a part, whichever its translation; its other side may not be held out either
        if (where, left) in seen or where == "train" and (left in held or right in held):
            count[label, "repeated or held out"] += 1
            continue
        seen.add((where, left))
        count[label, where] += 1
        lines.append("\t".join((where, label, english.replace("\t", " "), french.replace("\t", " "))))
    (work / "translation.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for (label, what), number in sorted(count.items()):
        print(f"{label:20} {what:22} {number:8}")


if __name__ == "__main__":
    main()
