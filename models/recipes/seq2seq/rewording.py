"""Questions in other words: synonyms of WordNet (the most usual sense of a word), other numbers of nouns, and what can be left out, as
people do not repeat a text when they ask about it."""
from functools import lru_cache

SYNONYM, SINGULAR, NO_ARTICLE, NO_ADVERB, NO_TAIL = 0.15, 0.1, 0.15, 0.5, 0.4  # shares of the words that are changed
MOST = 13  # words of a question behind its first
FILES = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj"}
PLAIN = set("be have do make get use set give take go come see say one way thing need want let it".split())


class Synonyms:
    """WordNet's database as Debian has it (package wordnet-base)."""

    def __init__(self, folder):
        self.index, self.data = {}, {}
        for part, name in FILES.items():
            self.data[part] = (folder / f"data.{name}").read_bytes()
            for line in (folder / f"index.{name}").read_text(encoding="utf-8").splitlines():
                fields = line.split()
                if line[0] != " " and "_" not in fields[0]:
                    self.index[part, fields[0]] = int(fields[6 + int(fields[3])])

    @lru_cache(maxsize=100_000)
    def of(self, part, lemma):
        """Other single words of the most usual sense."""
        at = self.index.get((part, lemma))
        if at is None or lemma in PLAIN or len(lemma) < 3:
            return ()
        fields = self.data[part][at:at + 600].split(b"\n")[0].decode().split()
        words = (fields[4 + 2 * i].split("(")[0] for i in range(int(fields[3], 16)))
        return tuple(word for word in words if word != lemma and word.isalpha() and word.islower())


def inflected(word, synonym):
    """The synonym with the ending of the word, where that is a regular one."""
    for ending in ("ing", "ed", "s"):
        if word.text.endswith(ending) and not word.lemma.endswith(ending):
            stem = synonym[:-1] if synonym.endswith("e") and ending != "s" else synonym
            return stem + ("es" if ending == "s" and synonym.endswith(("s", "x", "ch", "sh")) else ending)
    return synonym


def reworded(words, synonyms, chance):
    """Words of a question -> their texts, some of them others."""
    found = []
    for word in words:
        others = synonyms.of(word.part, word.lemma) if chance.random() < SYNONYM else ()
        if others:
            found.append(inflected(word, chance.choice(others)))
        elif word.part == "NOUN" and chance.random() < SINGULAR:
            found.append(word.lemma)
        else:
            found.append(word.text)
    return found


def thinned(words, chance):
    """Without what people leave out: brackets, adverbs, articles, relative clauses and tails."""
    kept, depth = [], 0
    for index, word in enumerate(words):
        depth += (word.text == "(") - (word.text == ")")
        if word.part == "PRON" and word.lemma in ("which", "who", "that") and index > 2 and chance.random() < 0.7:
            break
        if index > 4 and word.part in ("ADP", "SCONJ", "CCONJ") and chance.random() < NO_TAIL:
            break
        leaves = (depth or word.text == ")" or word.part in ("PUNCT", "SPACE") or word.part == "ADV" and chance.random() < NO_ADVERB
                  or word.part == "DET" and word.lemma in ("the", "a", "an") and chance.random() < NO_ARTICLE)
        if not leaves:
            kept.append(word)
    return kept[:MOST]
