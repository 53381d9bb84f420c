"""The texts that the cards' figures are measured on: held-out packages of the corpus, and text from outside it."""
import gzip
import json
import random
import tarfile

SEED = 20
PER_SET = 100_000  # bytes of each held-out package: documents chosen by the seed; as much of the Jargon File
PER_README = 12_000  # so that one long list of sponsors does not decide the figure
READMES = ["express@5.1.0", "commander@14.0.0", "webpack@5.99.9", "prettier@3.6.2", "fastify@5.4.0", "mocha@11.7.1"]


def held_out(work):
    """{package: [document]}."""
    sets = {}
    for row in json.loads((work / "manifest.json").read_text()):
        if row["role"] != "heldout":
            continue
        texts = (work / "text" / f"{row['package']}.txt").read_text(encoding="utf-8").split("\f")
        random.Random(SEED).shuffle(texts)
        sets[row["package"]] = up_to(texts, PER_SET)
    return sets


def up_to(texts, limit):
    """Whole texts while they fit; a first text that is too long alone is cut at a paragraph."""
    kept, used = [], 0
    for text in texts:
        size = len(text.encode())
        if used + size > limit and kept:
            continue
        if size > limit:
            text = text.encode()[:limit].decode(errors="ignore").rsplit("\n\n", 1)[0]
        kept.append(text)
        used += len(text.encode())
        if used > 0.9 * limit:
            break
    return kept


def outside(work):
    """The Jargon File (public domain, package jargon-text) and README files of npm packages (MIT), markdown as it is."""
    jargon = gzip.decompress(next((work / "unpacked/jargon-text").rglob("jargon.txt.gz")).read_bytes()).decode("latin-1")
    middle = jargon[len(jargon) // 3:len(jargon) // 3 + PER_SET]
    sets = {"jargon-text": [middle.split("\n\n", 1)[1].rsplit("\n\n", 1)[0]], "npm-readmes": []}
    for archive in sorted((work / "npm/readmes").glob("*.tgz")):
        with tarfile.open(archive) as tar:
            member = next(m for m in tar.getmembers() if m.name.lower() in ("package/readme.md",))
            text = tar.extractfile(member).read().decode("utf-8")
            sets["npm-readmes"] += up_to([text], PER_README)
    return sets


def all_sets(work):
    """[(set, group, [document])]."""
    return [(name, "held-out", texts) for name, texts in held_out(work).items()] + \
           [(name, "outside", texts) for name, texts in outside(work).items()]
