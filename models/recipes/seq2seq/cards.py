"""Writes a model's card (README.md), and figures.json where the product reads one, from what evaluate.py and golden.py measured and what the
training logs say. The logs are copied into the folder first.

    python -m seq2seq.cards summariser --work $W --target ../bundled/langscope-summariser
"""
import argparse
import json
from pathlib import Path

from card import table
from folder import write
from seq2seq.card_parts import differences, evaluation, sizes, trained
from seq2seq.card_texts import DATA, LOGS, TITLES
from seq2seq.translator_cards import compared_translator, translator

RULES_ALONE = (11.54, 27.05)  # exact match and F1 of reader-rules on asked.json
ROUGE = ("rouge1", "rouge2", "rougeL")


def summariser(work, target):
    with_copying, plain = evaluation(work, "summariser"), evaluation(work, "summariser-plain")
    write(target / "figures.json", {"selector": with_copying["selector"]})
    ways = {way.split(" / ")[0]: with_copying for way in with_copying if " / " in way} | ({"model without copying": plain} if plain else {})
    def rows(group):
        found = [(way, source.get(f"{'model' if way == 'model without copying' else way} / {group}")) for way, source in ways.items()]
        return [[way, figures["texts"], *(figures[kind] for kind in ROUGE)] for way, figures in found if figures]
    groups = [group for group in ("description", "manual", "readme", "commentary", "docstring") if f"model / {group}" in with_copying]
    names = {"model": "this model, coverage switched off", "model, coverage": "**this model** (coverage)",
             "model, coverage, selector": f"this model, bottom-up: copies only where the selector gives more than {with_copying['selector']['keep']}",
             "model without copying": "the same network without copying"}
    each = [[group, with_copying[f"model / {group}"]["texts"], *(source.get(f"{way} / {group}", {}).get("rougeL", "")
             for source, way in ((with_copying, "first sentence"), (with_copying, "TextRank"), (with_copying, "selector's best sentence"),
                                 (with_copying, "model, coverage"), (with_copying, "model, coverage, selector"), *([(plain, "model")] if plain else [])))] for group in groups]
    rouge_l = {way: with_copying[f"{way} / all"]["rougeL"] for way in ("model, coverage", "model, coverage, selector")}
    bottom_up = ("Bottom-up attention makes these short forms worse: it is there to be looked at, and off unless it is asked for."
                 if rouge_l["model, coverage, selector"] < rouge_l["model, coverage"] else "Bottom-up attention makes these short forms better.")
    about_plain = """
The network without copying began with the weights of the copying one, in whose training copying took over names and rare words; its own
training was much shorter (below). Part of its distance is that.
""" if plain else ""
    return f"""## Figures

F1 of ROUGE-1, ROUGE-2 and ROUGE-L (`rouge-score`, percent) against the short form that the author wrote; held-out texts only, beam 4, length
penalty 0.9, no three pieces twice; PyTorch float32. Whole packages, pages and modules were held out. They are figures of one-line
descriptions of software; longer or other texts will come out worse.

{table(["way", "texts", "ROUGE-1", "ROUGE-2", "ROUGE-L"], [[names.get(row[0], row[0]), *row[1:]] for row in rows("all")])}

ROUGE-L by kind of text:

{table(["kind", "texts", "first sentence", "TextRank", "selector's best sentence", "this model", "with the selector", *(["without copying"] if plain else [])], each)}

{bottom_up} Its threshold is the best of four on development texts.
{about_plain}
## ONNX against PyTorch

On the text of `golden.json`: logarithms of all probabilities behind each word (nats), attention, the selector's probabilities.

{differences(target)}

{sizes(target)}

`encoder_model_q8.onnx_data` is the table of pieces, which encoder and decoder share.

## Training

One core of two Xeon cores with AMX, shared with other work; Muon for the matrices, AdamW for the rest, peak 2e-3, constant and falling to 0
(1 - sqrt) at the end; bf16 products. Seed 20. One in six examples asks for a sentence that was taken out of a passage (gap sentences).

{trained(target, "summariser", "summariser")}
{trained(target, "selector", "selector")}
{trained(target, "summariser-plain", "network without copying") if (target / LOGS["summariser-plain"]).exists() else ""}"""


def reader(work, target):
    figures = evaluation(work, "reader")
    answer = figures["noAnswer"]
    write(target / "figures.json", {"noAnswer": answer})
    shown = [row for row in answer["thresholds"] if row["threshold"] % 2 == 0 or row["threshold"] == answer["chosen"]]
    asked = figures["asked"]
    return f"""## Figures

Exact match and F1 as SQuAD counts them, percent, on held-out questions: no training saw any of them, nor their passages.

### Questions that were worded freely

{asked["questions"] + asked["without"]} questions about five short texts of other kinds (`models/recipes/seq2seq/asked.json`), in words of their own, written before the training whose
figures these are: few, but nearer to what people ask than the others below. Ways of making clozes were added after a look at what an earlier
training did with these questions, so that other ones may come out a little worse.

{table(["questions", "exact match", "F1"],
       [[f"the best place, {asked['questions']} questions that have an answer", asked["exact"], asked["f1"]],
        ["the same, before clozes were added", *RULES_ALONE],
        [f"with the threshold, all {asked['questions'] + asked['without']}", asked["figures"]["exact"], asked["figures"]["f1"]]])}

With the threshold {asked["figures"]["answered"]} % of all are answered, and {asked["withheld"]} % of the {asked["without"]} that have no answer get none.

### Questions made from sentences

By rules that take a sentence as it stands, and clozes (`cloze ...`): a part of a sentence is asked for with the rest of it, thinned and partly
in other words (after Lewis et al. 2019, arXiv:1906.04980). Whole packages and pages were held out. **These figures say how well the ways
of asking were learned** and are higher than those above.

Questions that have an answer, the best span:

{table(["kind of question", "questions", "exact match", "F1"], [[kind, *row.values()] for kind, row in figures["best"].items()])}

All {answer["questions"]:,} questions, {answer["without"]:,} of them without an answer in their passage. The answer is given where its best span is
likelier than `no answer` by more than the threshold (nats); a withheld answer is right where there is none. {answer["chosen"]} is the lowest
whose F1 is within half a point of the best on {figures["development"]:,} development questions, since questions of people get lower odds than these; {figures["withheld"]} % of the questions without an answer get none there.

{table(["threshold", "exact match", "F1", "answered, %"], [[f"**{r['threshold']}**" if r["threshold"] == answer["chosen"] else r["threshold"], r["exact"], r["f1"], r["answered"]] for r in shown])}

`figures.json` has the table in steps of half a nat.

## ONNX against PyTorch

On the text and the questions of `golden.json`: log odds of start and end (nats).

{differences(target)}

{sizes(target)}

## Training

One core of two Xeon cores with AMX, shared with other work; Muon for the matrices, AdamW for the rest, peak 2e-3, constant and falling to 0
(1 - sqrt) at the end; bf16 products. Seed 20.

{trained(target, "reader-rules", "on questions by rules alone")}
{trained(target, "reader", "on both kinds")}

In the second training a piece of the passage is also told when the question has another form of it (`opens`, `open`)."""


MAKERS = {"summariser": summariser, "reader": reader, "translator": translator,
          "translator-dot": compared_translator("dot"), "translator-general": compared_translator("general")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=MAKERS)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--target", type=Path, required=True)
    options = parser.parse_args()
    title, task, languages, what = TITLES[options.model]
    text = f"""---
language: [{', '.join(languages)}]
pipeline_tag: {task}
tags: [langscope, onnx]
---
# {title}

{what}

{MAKERS[options.model](options.work, options.target)}

## Data and licences

{DATA[options.model]}
Whether a trained model is a derived work of the texts it was trained on is unsettled; who must be sure should train their own with the
recipe on texts of their choice.
"""
    options.target.joinpath("README.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
