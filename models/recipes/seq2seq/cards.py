"""Writes a model's card (README.md), and figures.json where the product reads one, from what evaluate.py and golden.py measured and what the
training logs say. The logs are copied into the folder first.

    python -m seq2seq.cards summariser --work $W --target ../bundled/langscope-summariser
"""
import argparse
import json
from pathlib import Path

from card import table
from folder import write
from seq2seq.card_texts import DATA, LOGS, TITLES

ROUGE = ("rouge1", "rouge2", "rougeL")


def evaluation(work, name):
    """What evaluate.py measured; nothing where a run was not measured."""
    path = work / "evaluation" / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def training(log):
    """Steps, tokens, hours and the first falling step of a training log, and what its weights began with."""
    lines = log.read_text().splitlines()
    rows = [line.split("\t") for line in lines if line[:1].isdigit()]
    # seconds start again where a run was resumed
    hours = sum(float(a[5]) for a, b in zip(rows, rows[1:] + [None]) if b is None or float(b[5]) < float(a[5])) / 3600
    full = [int(row[0]) for row in rows if float(row[1]) > 0.9999]
    covering = next((int(row[0]) for row in rows if row[6] == "1"), None)
    return {"steps": int(rows[-1][0]) + 1, "tokens": int(rows[-1][3]), "hours": hours, "falls": full[-1] + 1 if full else None, "covering": covering,
            "begins": next((line[2:] for line in lines if line.startswith("# begins with")), None),
            "epochs": int(rows[-1][2])}


def spent(hours):
    return f"{hours:.1f} hours" if hours >= 1 else f"{60 * hours:.0f} minutes"


def trained(target, name, what):
    run = training(target / LOGS[name])
    return (f"- {what}: {run['steps']:,} steps, {run['tokens']:,} tokens, {spent(run['hours'])}"
            + (f", falling from step {run['falls']:,}" if run["falls"] else "")
            + (f"; coverage from step {run['covering']:,}" if run["covering"] else "")
            + (f"; {run['begins'].replace('checkpoint.pt', '')}" if run["begins"] else "") + f" (`{LOGS[name]}`).")


def sizes(target):
    files = sorted((target / "onnx").iterdir())
    return table(["file", "bytes"], [[f"`onnx/{file.name}`", f"{file.stat().st_size:,}"] for file in files])


def differences(target):
    golden = json.loads((target / "golden.json").read_text(encoding="utf-8"))
    return table(["what", "largest", "mean"], [[what, f"{gap['largest']:.3g}", f"{gap['mean']:.2g}"] for what, gap in golden["difference"].items()])


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

Exact match and F1 as SQuAD counts them, percent. No training saw any of these questions, nor their passages.

### Questions that were worded freely

{asked["questions"] + asked["without"]} questions about five short texts of other kinds (`models/recipes/seq2seq/asked.json`), written before the training whose figures
these are, in words of their own: few, but they are what to expect of questions that people ask.

{table(["questions", "exact match", "F1"],
       [[f"the best place, {asked['questions']} questions that have an answer", asked["exact"], asked["f1"]],
        [f"with the threshold, all {asked['questions'] + asked['without']}", asked["figures"]["exact"], asked["figures"]["f1"]]])}

With the threshold {asked["figures"]["answered"]} % of all are answered, and {asked["withheld"]} % of the {asked["without"]} that have no answer get none.

### Questions made from sentences

By rules that take a sentence as it stands, and clozes (`cloze ...`): a part of a sentence is asked for with the rest of it, thinned and partly
in other words (after Lewis et al. 2019, arXiv:1906.04980). Whole packages and pages were held out. **These figures say how well the ways
of asking were learned** and are higher than those above.

Questions that have an answer, the best span:

{table(["kind of question", "questions", "exact match", "F1"], [[kind, *row.values()] for kind, row in figures["best"].items()])}

All {answer["questions"]:,} questions, {answer["without"]:,} of them without an answer in their passage. The answer is given where its best span is
likelier than `no answer` by more than the threshold (nats); a withheld answer is right where there is none. {answer["chosen"]} is best on
{figures["development"]:,} development questions; {figures["withheld"]} % of the questions without an answer get none there.

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
{trained(target, "reader", "on both kinds")} In the second training a piece of the passage is also told when the question has another
form of it (`opens`, `open`)."""


ATTENTION = {"translator-additive": "additive", "translator-dot": "dot", "translator-general": "general"}
BACK = {"translator-further": "further without", "translator-back": "further with back-translated pairs"}
WAYS = {"greedy": "beam 1, unknown words spelt", "beam of 5": "beam 5, unknown words spelt",
        "beam of 5, unknown words copied from where the attention looks": "beam 5, unknown words copied",
        "beam of 5, unknown words left out": "beam 5, unknown words left out"}
HEAD = ["sentences", "BLEU, to French", "chrF", "BLEU, to English", "chrF"]


def translator(work, target):
    def row(name, way):
        there = [evaluation(work, name)[f"to {language}, {way}"] for language in ("fr", "en")]
        return [there[0]["sentences"], *(figures[kind] for figures in there for kind in ("bleu", "chrf"))]

    def compared(names):
        return [[label, search, training(target / LOGS[name])["steps"], *row(name, way)] for name, label in names.items()
                for search, way in list(WAYS.items())[:2]]

    return f"""## Figures

BLEU and chrF (`sacrebleu`) on held-out sentence pairs (whole packages, catalogues and pages were held out). It is a small
network, and many of these sentences are formulaic (messages of programs, descriptions of packages): expect the gist of other technical texts,
with wrong words and lost parts, not a translation to be used unread. How much lower its figures are there was not measured.

### Search and unknown words

{table(["search, where not said otherwise unknown words spelt", *HEAD], [[label, *row("translator", way)] for label, way in WAYS.items()])}

### Scores of the attention

Three networks that differ in how the attention scores a word of the source: additive, v tanh(W q + U m); dot, q m; general, q W m (Luong et al.
2015, arXiv:1508.04025). Each began with the weights of this model but those of its attention, which began anew, and was trained the same
number of steps with the same rates on the same batches. So the figures say what each score makes of the same network in the same time. That network
had grown up with additive attention, and none of the three was trained as long as this model.

{table(["attention", "search", "steps", *HEAD], compared(ATTENTION))}

### Back-translation

This model trained further, on the pairs that people wrote, and with one back-translated sentence to three of theirs (Sennrich et al. 2016,
arXiv:1511.06709): the same number of steps, the same rates.

{table(["training", "search", "steps", *HEAD], compared(BACK))}

## ONNX against PyTorch

{differences(target)}

{sizes(target)}

`encoder_model_q8.onnx_data` is the table of words, which encoder and decoder share.

## Training

One core of two Xeon cores with AMX, shared with other work; Muon for the matrices, AdamW for the rest, peak 2e-3, constant and falling to 0
(1 - sqrt) at the end; bf16 products. Seed 20. Both directions in one network.

{trained(target, "translator", "this model")}
{chr(10).join(trained(target, name, f"compared: {label}") for name, label in (ATTENTION | BACK).items())}"""


MAKERS = {"summariser": summariser, "reader": reader, "translator": translator}


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
