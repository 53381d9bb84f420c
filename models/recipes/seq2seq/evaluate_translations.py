"""BLEU and chrF (sacrebleu) of translations in both directions, greedy and with a beam; unknown words spelt, copied from the
source word with most attention, or left out. At once: more sentences, greedily, in batches."""
import sacrebleu

from seq2seq.back import greedy
from seq2seq.examples import Translations
from seq2seq.pairs import translation_rows
from seq2seq.trained import load
from seq2seq.words import pieces
from seq2seq.write import put_together, translate

BATCH = 50  # sentences


def scores(texts, references):
    return {"sentences": len(texts), "bleu": round(sacrebleu.corpus_bleu(texts, [references]).score, 2),
            "chrf": round(sacrebleu.corpus_chrf(texts, [references]).score, 2)}


def translations_at_once(name, work, base, limit):
    """Many sentences in batches, greedily, unknown words spelt: quick, for comparisons."""
    data, model, result = Translations(work, "dev"), load(name, work, base), {}
    rows = list(translation_rows(work, "test"))
    rows = rows[::max(1, len(rows) // (limit or len(rows)))]
    for language, source, target in (("fr", "english", "french"), ("en", "french", "english")):
        texts, made = [getattr(r, source) for r in rows], {}
        order = sorted(range(len(rows)), key=lambda i: len(texts[i]))
        for first in range(0, len(order), BATCH):
            part = order[first:first + BATCH]
            made |= zip(part, greedy(model, data, [texts[i] for i in part], language))
        result[f"to {language}, at once"] = scores([made[i] for i in range(len(rows))], [getattr(r, target) for r in rows])
        print(f"to {language}, at once", result[f"to {language}, at once"], flush=True)
    return result


def translations(name, work, base, limit):
    data, result = Translations(work, "test"), {}
    model = load(name, work, base)
    rows = list(translation_rows(work, "test"))
    step = max(1, len(rows) // (limit or len(rows)))
    for language, source, target in (("fr", "english", "french"), ("en", "french", "english")):
        references = [getattr(r, target) for r in rows[::step]]
        for beams in (1, 5):
            made = {"spelt": [], "copied": [], "left out": []}
            for text in [getattr(r, source) for r in rows[::step]]:
                there = ["", *pieces(data.tokenizer, text)]
                found = translate(model, data, text, language, beams)
                made["spelt"].append(put_together([w for w, _, _ in found]))
                made["left out"].append(put_together([w for w, unknown, _ in found if not unknown]))
                made["copied"].append(put_together([there[int(weights.argmax())] if unknown else w for w, unknown, weights in found]))
            for way, texts in made.items():
                figures = scores(texts, references)
                result[f"to {language}, beam {beams}, unknown words {way}"] = figures
                print(f"to {language}, beam {beams}, unknown words {way:9} {figures}", flush=True)
    return result
