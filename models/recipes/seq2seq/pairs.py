"""Reading of the prepared pairs."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Translation:
    label: str
    english: str
    french: str


def translation_rows(work, part):
    """The pairs of translation.tsv that belong to train, dev or test, in the file's order."""
    for line in (work / "translation.tsv").read_text(encoding="utf-8").splitlines():
        where, label, english, french = line.split("\t")
        if where == part:
            yield Translation(label, english, french)
