"""The translator's tokenizer: words, each with a mark for the space before it, so that a text can be put together again.

Digits stand alone and French elisions (`l'`) are words of their own. A word that the vocabulary lacks is `<unk>` and goes the
way of its letters (spelling.py), for which there is a second, small vocabulary.

    python -m seq2seq.words --work DIR      after translation_pairs; writes DIR/words.json (Hugging Face form), DIR/letters.json
"""
import argparse
import json
from collections import Counter
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, decoders

from seq2seq.pairs import translation_rows

SPECIAL = ["<pad>", "<unk>", "<s>", "</s>", "<to-fr>", "<to-en>"]
PAD, UNKNOWN, START, END = range(4)
DIRECTION = {"fr": 4, "en": 5}  # the first source token names the target language (Johnson et al. 2017, arXiv:1611.04558)
SIZE = 24_000
LETTERS = 250
SPACE = "\u2581"


def tokenizer(vocabulary):
    made = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace("\u2019", "'")])
    pattern = Regex(rf"{SPACE}?[\p{{L}}\p{{M}}]+'?|{SPACE}?\p{{N}}|{SPACE}?[^{SPACE}\p{{L}}\p{{M}}\p{{N}}]|{SPACE}")
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(SPACE, "always", split=False),
                                                  pre_tokenizers.Split(pattern, "isolated")])
    made.decoder = decoders.Metaspace(SPACE, "always")
    made.add_special_tokens(SPECIAL)
    return made


def pieces(made, text):
    """The words of a text with their marks, known or not."""
    normal = made.normalizer.normalize_str(text)
    return [word for word, _ in made.pre_tokenizer.pre_tokenize_str(normal)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    work = parser.parse_args().work
    plain = tokenizer({name: i for i, name in enumerate(SPECIAL)})
    count = Counter()
    for row in translation_rows(work, "train"):
        for text in (row.english, row.french):
            count.update(pieces(plain, text))
    kept = [word for word, number in sorted(count.items(), key=lambda item: (-item[1], item[0])) if number > 1][:SIZE - len(SPECIAL)]
    made = tokenizer({word: i for i, word in enumerate(SPECIAL + kept)})
    made.save(str(work / "words.json"))
    letters = Counter()
    for word, number in count.items():
        for letter in word:
            letters[letter] += number
    kept_letters = sorted(letter for letter, _ in letters.most_common(LETTERS - 4))
    (work / "letters.json").write_text(json.dumps(["<pad>", "<unk>", "<s>", "</s>", *kept_letters], ensure_ascii=False) + "\n", encoding="utf-8")
    total, known = sum(count.values()), sum(count[word] for word in kept)
    print(f"{total} words of {len(count)} kinds; {len(kept)} kept cover {known / total:.4f}; {len(kept_letters)} letters")


if __name__ == "__main__":
    main()
