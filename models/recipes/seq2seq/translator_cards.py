"""The cards of the translator and of those that it is compared with."""
from card import table
from seq2seq.card_parts import differences, evaluation, sizes, trained, training
from seq2seq.card_texts import LOGS

ATTENTION = {"translator-additive": "additive", "translator-dot": "dot", "translator-general": "general"}
BACK = {"translator": "pairs that people wrote", "translator-back": "with back-translated pairs"}
BRANCH = 4073  # steps of this model before the one with back-translated pairs began with its weights
WAYS = {"greedy": "beam 1, unknown words spelt", "beam of 5": "beam 5, unknown words spelt",
        "beam of 5, unknown words copied from where the attention looks": "beam 5, unknown words copied",
        "beam of 5, unknown words left out": "beam 5, unknown words left out"}
HEAD = ["sentences", "BLEU, to French", "chrF", "BLEU, to English", "chrF"]


TRAINED = """One core of two Xeon cores with AMX, shared with other work; Muon for the matrices, AdamW for the rest, peak 2e-3, constant and falling to 0
(1 - sqrt) at the end; bf16 products. Seed 20. Both directions in one network."""


def row(work, name, way):
    there = [evaluation(work, name)[f"to {language}, {way}"] for language in ("fr", "en")]
    return [there[0]["sentences"], *(figures[kind] for figures in there for kind in ("bleu", "chrf"))]


def compared(work, target, names):
    """A row for each training and both searches."""
    return [[label, search, training(target / LOGS[name])["steps"] - (BRANCH if name == "translator" else 0), *row(work, name, way)]
            for name, label in names.items() for search, way in list(WAYS.items())[:2]]


def scores(work, logs, this):
    """The networks that differ in their attention alone; `this` names the full model."""
    return f"""Three networks that differ in how the attention scores a word of the source: additive, v tanh(W q + U m); dot, q m; general, q W m (Luong et al.
2015, arXiv:1508.04025). Each began with the weights of {this} but those of its attention, which began anew, and was trained the same
number of steps with the same rates on the same batches: the figures say what each score makes of the same network in the same time. That network
had grown up with additive attention, and none of the three was trained as long as it.

{table(["attention", "search", "steps", *HEAD], compared(work, logs, ATTENTION))}"""


def translator(work, target):
    return f"""## Figures

BLEU and chrF (`sacrebleu`) on held-out sentence pairs (whole packages, catalogues and pages were held out). It is a small
network, and many of these sentences are formulaic (messages of programs, descriptions of packages): expect the gist of other technical texts,
with wrong words and lost parts, not a translation to be used unread. How much lower its figures are there was not measured.

### Search and unknown words

{table(["search, where not said otherwise unknown words spelt", *HEAD], [[label, *row(work, "translator", way)] for label, way in WAYS.items()])}

### Scores of the attention

{scores(work, target, "this model")}

### Back-translation

The last steps of this model, and others from the same point (step {BRANCH:,}) with one back-translated sentence to three that people
translated (Sennrich et al. 2016, arXiv:1511.06709), the rate falling to 0 in both. As the numbers of steps differ, these figures do not settle
whether back-translation helps.

{table(["training", "search", "steps", *HEAD], compared(work, target, BACK))}

## ONNX against PyTorch

{differences(target)}

{sizes(target)}

`encoder_model_q8.onnx_data` is the table of words, which encoder and decoder share.

## Training

{TRAINED}

{trained(target, "translator", "this model")}
{trained(target, "translator-back", "with back-translated pairs")}
{chr(10).join(trained(target, name, f"compared, {label} attention") for name, label in ATTENTION.items())}"""


def compared_translator(score):
    def card(work, target):
        full = target.with_name("langscope-translator")
        return f"""## Figures

BLEU and chrF (`sacrebleu`) on held-out sentence pairs. The card of [langscope-translator](../langscope-translator/README.md) says what they are
worth and how the model was made.

{scores(work, full, "`langscope-translator`")}

## ONNX against PyTorch

{differences(target)}

{sizes(target)}

## Training

{TRAINED}

{trained(full, f"translator-{score}", f"this model, log beside `langscope-translator`")}"""
    return card
