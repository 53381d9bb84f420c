"""Passages with questions for the reader: made by rules from the sentences of manuals, READMEs and descriptions, and from the
options of manual pages. A third of the questions is asked of a passage that does not answer it.

    python -m seq2seq.questions --work DIR --base LMDIR     after fetch; LMDIR is the language models' work folder

Writes DIR/passages.jsonl [text] and DIR/questions.jsonl {"part", "kind", "passage", "question", "start", "end"}: the span in the
passage in characters, -1 where there is no answer.
"""
import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

from corpus import packages, unpack

from seq2seq.aligned import manual_page
from seq2seq.descriptions import descriptions, part, sources
from seq2seq.question_rules import questions
from seq2seq.summary_pairs import laid_out

SEED = 20
SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s|$)|\n|$)", re.S)
WORDS = (50, 190)  # of a passage
EACH = 16_000  # questions of one kind in training
PER_PASSAGE = 4
NO_ANSWER = 1 / 3


def windows(document):
    """Neighbouring blocks of a document, 50 to 190 words together."""
    held, size = [], 0
    for block in document.split("\n\n"):
        count = len(block.split())
        if held and size + count > WORDS[1]:
            yield "\n\n".join(held)
            held, size = [], 0
        if count <= WORDS[1]:
            held.append(block)
            size += count
    if size >= WORDS[0]:
        yield "\n\n".join(held)


def documents(work, base):
    """(name, part, text). Packages held out of the language models are held out here too."""
    for name, role, _ in packages() + [("package-descriptions", "", ""), ("markdown", "train", "")]:
        path = base / "text" / f"{name}.txt"
        if path.exists() and role in ("train", "heldout"):
            for index, text in enumerate(path.read_text(encoding="utf-8").split("\f")):
                label = f"{name}/{index}"
                yield label, "test" if role == "heldout" and name != "manpages" else part(label), text
    source = sources(work)
    for name, entry in sorted(descriptions(work, "en").items()):
        text = laid_out(entry.blocks)
        if len(text.split()) >= WORDS[0]:
            yield f"description/{name}", part(source.get(name, name)), f"# {name}\n\n{entry.short}\n\n{text}"


def from_sentences(text):
    for match in SENTENCE.finditer(text):
        lead = re.match(r"[-#\s]*", match[0]).end()
        for kind, question, start, end in questions(match[0][lead:]):
            first = match.start() + lead + start
            yield kind, question, first, first + end - start


def options_of(work):
    """(name, part, passage, [(kind, question, start, end)]) from the option lists of manual pages."""
    mandoc = str(unpack(work, "mandoc") / "usr/bin/mandoc")
    for path in sorted((work / "unpacked").rglob("*.gz")):
        if not re.search(r"/share/man/man[18]/|freebsd/man[18]/", str(path)) or path.is_symlink():
            continue
        blocks, name, entries = manual_page(path, mandoc), path.name.split(".")[0], []
        for (kind, option), (after, text) in zip(blocks, blocks[1:]):
            option = option.replace("`", "")
            if kind == "cell" and re.match(r"--?\w", option) and after == "paragraph" and len(option) < 50 and len(text) > 30:
                entries.append((option, text))
        for at in range(0, len(entries) - 2, 4):
            passage, asked = "", []
            for option, text in entries[at:at + 6]:
                passage += ("\n\n" if passage else "") + f"`{option}`\n"
                sentence = re.match(r".+?[.](?=\s|$)|.+", text)[0][:200]
                flags = re.findall(r"--?[\w-]+", option)
                asked.append(("option", f"What does {flags[-1]} do?" if len(asked) % 2 else f"What is {flags[0]} for?",
                              len(passage), len(passage) + len(sentence.rstrip("."))))
                if len(sentence.split()) > 4 and re.match(r"[A-Z][a-z]+ ", sentence):
                    asked.append(("which option", f"Which option {third_person(sentence.rstrip('.'))}?",
                                  len(passage) - len(option) - 2, len(passage) - 2))
                passage += text
            if len(passage.split()) <= 1.3 * WORDS[1]:
                yield f"man/{name}", part(f"man/{name}"), passage, asked


def third_person(sentence):
    """`Print the name.` -> `prints the name`; what already has an s stays."""
    word, rest = sentence.split(" ", 1)
    word = word[0].lower() + word[1:]
    if word in ("do", "be", "if", "the", "a", "an", "this", "same", "like", "see", "when", "with", "in", "specify") or word.endswith("s"):
        return f"{word} {rest}"
    return f"{word}{'es' if word.endswith(('x', 'ch', 'sh')) else 's'} {rest}"


def collect(work, base):
    """[(document, part, passage, questions)] in which something can be asked."""
    found = []
    for name, where, text in documents(work, base):
        for passage in windows(text):
            asked = list(from_sentences(passage))
            if asked:
                found.append((name, where, passage, asked))
    return found + list(options_of(work))


def without_answer(chance, at, found, answer):
    """Another passage of the same document near by, or any other one, in which the answer does not occur."""
    near = [at + step for step in (1, -1, 2, -2, 3, -3) if 0 <= at + step < len(found) and found[at + step][0] == found[at][0]]
    for other in near + [chance.randrange(len(found)) for _ in range(4)]:
        if answer.lower() not in found[other][2].lower() and found[other][1] == found[at][1]:
            return other
    return None


def store(work, rows, texts, more=False):
    """Writes questions and the passages that they are asked of (`passage`: a place in texts) -> number of passages. more: behind those
    that are there."""
    path, mode = work / "passages.jsonl", "a" if more else "w"
    before = sum(1 for _ in path.open(encoding="utf-8")) if more else 0
    kept = {place: before + index for index, place in enumerate(sorted({row["passage"] for row in rows}))}
    with path.open(mode, encoding="utf-8") as file:
        file.writelines(json.dumps(texts[place], ensure_ascii=False) + "\n" for place in kept)
    with (work / "questions.jsonl").open(mode, encoding="utf-8") as file:
        file.writelines(json.dumps({**row, "passage": kept[row["passage"]]}, ensure_ascii=False) + "\n" for row in rows)
    return len(kept)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    found = collect(options.work, options.base)
    chance, count, rows = random.Random(SEED), Counter(), []
    for at in chance.sample(range(len(found)), len(found)):
        _, where, passage, asked = found[at]
        asked = [row for row in asked if count[where, row[0]] < (EACH if where == "train" else 300)]
        for kind, question, start, end in chance.sample(asked, min(PER_PASSAGE, len(asked))):
            place = at
            if chance.random() < NO_ANSWER:
                place = without_answer(chance, at, found, passage[start:end])
                start = end = -1
            if place is not None and len(question) < 200:
                count[where, kind] += 1
                count[where, "no answer"] += start < 0
                rows.append({"part": where, "kind": kind, "passage": place, "question": question, "start": start, "end": end})
    passages = store(options.work, rows, [text for _, _, text, _ in found])
    for (where, kind), number in sorted(count.items()):
        print(f"{where:6} {kind:14} {number:7}")
    print(passages, "passages")


if __name__ == "__main__":
    main()
