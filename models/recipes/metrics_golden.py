"""ROUGE by rouge-score and BLEU and chrF by sacrebleu on texts where implementations differ, for the project's tests.

White space of Python that JavaScript does not know and the other way round, entities, hyphens at line ends, digits with
separators, scripts beyond ASCII, texts shorter than an order, and lines whose longest common subsequences are many. NUL
and lone marks stand in the texts on purpose.

    python metrics_golden.py --target ../../test/golden/metrics.json
"""
import argparse
import json
import random
from importlib.metadata import version
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF

PAIRS = [
    ("", ""), ("", "a"), ("a", ""), (" ", "\n"), ("a", "a"), ("a b", "a b"), ("a b c", "a x c"), ("a b c d", "a b c d"),
    ("...", "..."), ("!", "?"), ("the the the", "the"), ("<skipped>", "<skipped>"), ("the <skipped>cat", "the cat"),
    # White space of one language and not of the other; NUL, by which runs must not be joined.
    ("\ufeffthe cat sat", "the cat sat"), ("the cat sat\u0085on", "the cat sat on"), ("the\x1ccat\x1fsat on", "the cat sat on"),
    ("the cat sat on \ufeff", "the cat sat on"), ("a\u00a0b\u2003c\u3000d", "a b c d"), ("a\u200bb c d e", "ab c d e"),
    ("a\u2028b\u2029c\x0bd\x0ce", "a b c d e"), ("a\x00b c d", "a b\x00c d"), ("the cat\r\nsat on\ta mat\r\n", "the cat sat on a mat"),
    # What 13a does: entities once, hyphens at line ends, digits with separators.
    ("&quot;a&quot; &amp; b &lt;c&gt;", '"a" & b <c>'), ("&amp;lt; is no &#39;", "&lt; is no '"), ("wo-\nrd and li-\r\nne", "word and line"),
    ("it cost 1,000.5 in the U.S.A.", "it cost 1 , 000.5 in the U . S . A ."), ("3-4 or -7, .5 and 5-", "3 - 4 or - 7 , . 5 and 5 -"),
    ("1.2.3, a.b and 1.", "1.2.3 , a . b and 1 ."), ("snake_case C++ a/b ~x~ `y`", "snake _ case C + + a / b ~ x ~ ` y `"),
    ("don't e-mail \u201cme\u201d", "don 't e - mail \u201c me \u201d"), (".\U0001f600.,\U0001f600 ok then", ". \U0001f600 . , \U0001f600 ok then"),
    # Letters: decomposed, of two letters, of one that becomes two, and none of ASCII.
    ("cafe\u0301 na\u00efve", "caf\u00e9 naive"), ("\u0130stanbul \ufb01n stra\u00dfe", "istanbul fin strasse"), ("\u212a and \u212b", "k and \u00e5"),
    ("soft\u00adhyphen word", "softhyphen word"), ("\u4f60\u597d \u4e16\u754c\u3002", "\u4f60\u597d\u4e16\u754c\u3002"), ("\u05e9\u05dc\u05d5\u05dd \u200fRTL 12", "\u05e9\u05dc\u05d5\u05dd RTL 12"),
    ("\U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f1eb\U0001f1f7", "\U0001f468\u200d\U0001f469 and \U0001f1ec\U0001f1e7"), ("\u00b2 \u00bd \u0663 \u2167", "2 1/2 3 VIII"),
    # Lines.
    ("a b\n\n\nc d", "c d\na b"), ("a b c\nb c a\nc a b", "a b c\na b c"), ("the cat\nthe cat\nthe cat", "the cat"), ("\n.\n", "a"),
]  # fmt: skip


def lines(draw, longest, words):
    """Few different words, so that many subsequences are equally long."""
    return "\n".join(" ".join(f"w{draw.randrange(words)}" for _ in range(draw.randrange(longest))) for _ in range(draw.randrange(1, 6)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target", type=Path, required=True)
    target = parser.parse_args().target
    draw = random.Random(5)
    pairs = PAIRS + [(lines(draw, 30, words), lines(draw, 30, words)) for words in (2, 3, 3, 5, 5, 9, 20)]
    rouge = RougeScorer(["rouge1", "rouge2", "rougeL", "rougeLsum"], use_stemmer=False)
    sentence, corpus, chrf = BLEU(effective_order=True), BLEU(), CHRF()
    cases = []
    for candidate, reference in pairs:
        scores = rouge.score(reference, candidate)
        cases.append({
            "candidate": candidate, "reference": reference,
            "rouge": {name: {"precision": round(float(s.precision), 9), "recall": round(float(s.recall), 9), "f1": round(float(s.fmeasure), 9)}
                      for name, s in scores.items()},
            "sentenceBleu": round(sentence.sentence_score(candidate, [reference]).score, 9),
            "chrf": round(chrf.sentence_score(candidate, [reference]).score, 9),
        })  # fmt: skip
    own, other = [list(texts) for texts in zip(*pairs)]
    golden = {
        "source": f"rouge-score {version('rouge-score')}, sacrebleu {version('sacrebleu')}",
        "cases": cases, "corpusBleu": corpus.corpus_score(own, [other]).score, "corpusChrf": chrf.corpus_score(own, [other]).score,
    }  # fmt: skip
    target.write_text(json.dumps(golden) + "\n", encoding="utf-8")
    print(len(cases), "cases", golden["source"])


if __name__ == "__main__":
    main()
