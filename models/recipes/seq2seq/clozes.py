"""Questions in other words than the passage's, for the reader: parts of sentences are asked for (cloze_rules.py), the rest is thinned and
reworded (rewording.py). A third is asked of a passage that does not answer it, half of those about something that stands there.

    python -m seq2seq.clozes --work DIR --base LMDIR       after questions; needs npm, for the parts of speech

Adds to DIR/passages.jsonl and DIR/questions.jsonl, in their form.
"""
import argparse
import json
import random
import subprocess
from collections import Counter
from pathlib import Path

from corpus import apt, unpack

from seq2seq.cloze_rules import Word, clauses, code, questions, subject_of, words_of
from seq2seq.questions import documents, store, windows
from seq2seq.rewording import Synonyms, reworded, thinned

SEED = 21
PASSAGES = {"train": 45_000, "dev": 400, "test": 700}
EACH = {"what": 0.35}  # the share of the questions of a kind that is kept; others stay
PER_PASSAGE = 4
NO_ANSWER = 1 / 3
ANSWER_WORDS = 16
HERE = Path(__file__).parent


def passages(work, base, chance):
    """[(document, part, text)], as many of each part as are asked for."""
    found = {part: [] for part in PASSAGES}
    for name, where, text in documents(work, base):
        for passage in windows(text):
            if len(passage.split()) > 30 and max(passage) < "\U00010000":
                found[where].append((name, where, passage))
    return [row for where, rows in found.items() for row in sorted(chance.sample(rows, min(PASSAGES[where], len(rows))))]


def tagged(work, texts):
    folder = work / "tagger"
    if not (folder / "node_modules").exists():
        folder.mkdir(exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "wink-nlp@2.4.0", "wink-eng-lite-web-model@1.8.1"], cwd=folder, check=True)
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    made = subprocess.run(["node", HERE / "tag.mjs", folder], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in made.splitlines()]


def worded(wh, rest, synonyms, chance):
    """A question, or nothing where too little of it is left."""
    kept = thinned([item if not isinstance(item, str) else Word(item, "AUX", item, -1, -1) for item in rest], chance)
    if sum(word.part in ("NOUN", "PROPN", "VERB", "ADJ") for word in kept) < 2 - (wh != "what"):
        return None
    text = " ".join([wh, *reworded(kept, synonyms, chance)])
    text = text if chance.random() < 0.1 else text[0].upper() + text[1:]
    return text if chance.random() < 0.05 else f"{text}?"


def asked_of(passage, sentences, chance):
    """[(kind, question word, rest, start, end)] and the things that the passage speaks of."""
    found, things = [], []
    for sentence in sentences:
        words = words_of(passage, sentence)
        for clause in clauses(words):
            subject = subject_of(clause)
            if subject and subject[0] < subject[1] and clause[subject[1] - 1].part in ("NOUN", "PROPN"):
                things.append(clause[subject[0]:subject[1]])
            for kind, wh, rest, answer in questions(clause, chance):
                while answer and answer[-1].part == "PUNCT" and answer[-1].text not in ")`\"'":
                    answer = answer[:-1]
                if answer and 1 <= len(answer) <= ANSWER_WORDS and "\n" not in passage[answer[0].start:answer[-1].end]:
                    found.append((kind, wh, rest, answer[0].start, answer[-1].end))
    return found + list(headed(passage, sentences)), things


def headed(passage, sentences):
    """The first sentence below a heading answers how to do what the heading says, where that is something to do and the sentence an order."""
    for above, below in zip(sentences, sentences[1:]):
        head, first = words_of(passage, above), words_of(passage, below)
        if (passage[above[0][0]:above[0][1]] == "#" and 1 <= len(head) <= 7 and head[0].part == "VERB" and code(first)[:1] == "V"
                and len(first) <= ANSWER_WORDS and first[-1].part == "PUNCT"):
            verb = Word(head[0].lemma, "VERB", head[0].lemma, -1, -1)
            yield "how", "how", ["do", "I", verb, *head[1:]], first[0].start, first[-1].start


def about(rest, thing):
    """The question's words with another subject: the one that stands in another passage."""
    nouns = [i for i, item in enumerate(rest) if not isinstance(item, str) and item.part in ("NOUN", "PROPN")]
    if not nouns:
        return None
    first = nouns[0]
    while first > 0 and not isinstance(rest[first - 1], str) and rest[first - 1].part in ("DET", "ADJ", "NUM"):
        first -= 1
    return [*rest[:first], *thing, *rest[nouns[0] + 1:]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    chance, count, rows = random.Random(SEED), Counter(), []
    debs = options.work / "debs"
    if not list(debs.glob("wordnet-base_*.deb")):
        apt(options.work, "apt-get", "download", "wordnet-base", cwd=debs)
    synonyms = Synonyms(unpack(options.work, "wordnet-base") / "usr/share/wordnet")
    texts = passages(options.work, options.base, chance)
    read = [asked_of(text, sentences, chance) for (_, _, text), sentences in zip(texts, tagged(options.work, [text for _, _, text in texts]))]
    for at, ((name, where, text), (found, _)) in enumerate(zip(texts, read)):
        found = [row for row in found if chance.random() < EACH.get(row[0], 1)]
        for kind, wh, rest, start, end in chance.sample(found, min(PER_PASSAGE, len(found))):
            place = at
            if chance.random() < NO_ANSWER:
                near = [at + step for step in (1, -1, 2, -2) if 0 <= at + step < len(texts)] + [chance.randrange(len(texts)) for _ in range(4)]
                place = next((i for i in near if texts[i][1] == where and text[start:end].lower() not in texts[i][2].lower()), None)
                if place is None:
                    continue
                if read[place][1] and chance.random() < 0.5:
                    rest = about(rest, chance.choice(read[place][1])) or rest
                start = end = -1
            question = worded(wh, rest, synonyms, chance)
            if question and len(question) < 160:
                count[where, "no answer" if start < 0 else kind] += 1
                rows.append({"part": where, "kind": f"cloze {kind}", "passage": place, "question": question, "start": start, "end": end})
    number_of_passages = store(options.work, rows, [text for _, _, text in texts], more=True)
    for (where, kind), number in sorted(count.items()):
        print(f"{where:6} {kind:14} {number:7}")
    print(number_of_passages, "passages")


if __name__ == "__main__":
    main()
