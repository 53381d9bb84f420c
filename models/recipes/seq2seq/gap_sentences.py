"""Passages of manuals and their most telling sentence, which is taken out of most of them."""
import re
import zlib
from collections import Counter

from corpus import packages

END = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"(])")
SENTENCES = (4, 12)  # of a passage
WORDS = (60, 260)
LEFT_IN = 0.25  # share of the passages that keep their sentence, so that copying a whole one is learned too


def words(text):
    return re.findall(r"[a-z]+", text.lower())


def overlap(sentence, rest):
    """F1 of shared words, as ROUGE-1 counts them."""
    a, b = Counter(words(sentence)), Counter(words(rest))
    shared = sum((a & b).values())
    return 2 * shared / max(1, sum(a.values()) + sum(b.values()))


def passages(document):
    """Paragraphs of a document under one heading, as long as they fit."""
    held = []
    for block in document.split("\n\n") + ["#"]:
        if block.startswith("#") or len(words(" ".join(held + [block]))) > WORDS[1]:
            if held:
                yield "\n\n".join(held)
            held = []
        if not block.startswith(("#", "- ")):
            held.append(block)


def gap_pairs(base, longest=40_000):
    """(gap, page, source, target) from the language models' training packages; the pages are chosen by a checksum, so that
    every package gives some. base: the language models' work folder."""
    found = []
    for name, role, _ in packages():
        path = base / "text" / f"{name}.txt"
        if role != "train" or not path.exists():
            continue
        for index, document in enumerate(path.read_text(encoding="utf-8").split("\f")):
            for text in passages(document):
                sentences = END.split(text)
                if not (SENTENCES[0] <= len(sentences) <= SENTENCES[1] and WORDS[0] <= len(words(text))):
                    continue
                ranked = [(overlap(s, " ".join(sentences[:i] + sentences[i + 1:])), i) for i, s in enumerate(sentences)
                          if 6 <= len(words(s)) <= 30]
                if ranked and max(ranked)[0] > 0.2:
                    chosen = sentences[max(ranked)[1]]
                    share = zlib.crc32(text.encode())
                    kept = text if share % 100 < LEFT_IN * 100 else " ".join(text.replace(chosen, "").split(" ")).strip()
                    found.append((share, ("gap", f"{name}/{index}", kept, chosen)))
    return [row for _, row in sorted(found)[:longest]]
