"""What the cards say beside their figures."""

LOGS = {"summariser": "training-log.tsv", "selector": "training-log-selector.tsv", "summariser-plain": "training-log-plain.tsv",
        "reader": "training-log.tsv", "reader-rules": "training-log-rules.tsv", "translator": "training-log.tsv",
        **{f"translator-{name}": f"training-log-{name}.tsv" for name in ("additive", "dot", "general", "back")}}

# title, task, languages, what it is
TITLES = {
    "summariser": ("Langscope Summariser", "summarization", ["en"], """A pointer-generator (See et al. 2017, arXiv:1704.04368) of 7.8 million parameters: a bidirectional LSTM of 2 x 256 reads up to 400 pieces,
two LSTMs of 384 write a short form, each piece generated or copied from the source; additive attention with coverage. A second
network, the selector (a bidirectional LSTM of 2 x 128, 3.2 million parameters), says for each piece of the source how probable it is
that it stands in the short form: for extracts, and for bottom-up attention (Gehrmann et al. 2018, arXiv:1808.10792), where only likely
pieces may be copied. Trained from scratch by the scripts in `models/recipes/seq2seq`; its embeddings began as those of the Langscope LSTM.

It is small, and it writes one line: a short form as packages and manuals have it. It knows hardly any facts and can be wrong about the text
it reads; where each word came from can be seen, and should be."""),
    "reader": ("Langscope Reader", "question-answering", ["en"], """An attentive reader (Chen et al. 2017, arXiv:1704.00051) of 4.4 million parameters: a bidirectional LSTM of 2 x 128 over the question, two layers
of the same over the passage, whose pieces know what of the question they resemble and whether they occur in it; for each piece the
probability that the answer starts or ends there, and one more place for `no answer`. Passages of up to 420 pieces, answers of up to 40.
Trained from scratch by the scripts in `models/recipes/seq2seq`; its embeddings began as those of the Langscope LSTM.

It is small: it finds spans by the words of the question and the shape of sentences, and understands neither. Where it withholds an answer its
likeliest place is often worth a look."""),
    "translator": ("Langscope Translator", "translation", ["en", "fr"], """One network of 11.7 million parameters for English to French and French to English: two bidirectional LSTM layers of 2 x 192, two LSTMs of 384 that
write, additive attention (Bahdanau et al. 2015, arXiv:1409.0473), 24,000 words for both languages. Words that it lacks are read and written
letter by letter (Luong and Manning 2016, arXiv:1604.00788). Trained from scratch by the scripts in `models/recipes/seq2seq`.

It is small: it was trained for some hours on one core."""),
    **{f"translator-{score}": (f"Langscope Translator with {score} attention", "translation", ["en", "fr"],
                               f"""The network of [langscope-translator](../langscope-translator/README.md) with the {score} score of Luong et al. (2015, arXiv:1508.04025) in its
attention, to be compared with it: alignments of the same text side by side. It was trained much shorter and translates worse; for anything but
comparing take langscope-translator.""") for score in ("dot", "general")},
}

_PIECES = "One byte-level BPE tokenizer of 8,192 pieces, that of the language models.\n"
DATA = {
    "summariser": _PIECES + """Pairs of a text and its short form by the same author: descriptions of Debian's packages (34,564 pairs), manual pages,
READMEs of npm packages, commentaries of Emacs Lisp files, docstrings of Python modules, and passages of the language models' text with a
sentence taken out. Packages, versions and licences: `models/recipes/seq2seq/manifest.tsv`, `models/recipes/manifest.tsv` and
`models/recipes/markdown.tsv`; all are of Debian main (DFSG-free) or under open licences on npm. The text in `golden.json` was written for it.
""",
    "reader": _PIECES + """Passages of the language models' text, with questions made from their sentences. Packages, versions and licences:
`models/recipes/manifest.tsv` and `models/recipes/markdown.tsv`. Parts of speech by wink-nlp and its small English model (MIT), synonyms of
WordNet 3.0 (WordNet licence); neither is in the product. The freely worded questions (`models/recipes/seq2seq/asked.json`), their texts and the
text in `golden.json` were written for it.
""",
    "translator": """Pairs of sentences of Debian main (DFSG-free): message catalogues, descriptions of packages, manual pages and the French and English
editions of manuals and help. Packages, versions and licences: `models/recipes/seq2seq/manifest.tsv`. Back-translated sentences: French and
English text of the same packages, and of the language models' corpus. The texts in `golden.json` were written for it.
""",
}
DATA |= {f"translator-{score}": DATA["translator"] for score in ("dot", "general")}
