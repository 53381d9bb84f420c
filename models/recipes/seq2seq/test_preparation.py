"""The rules that make pairs and questions, on small texts.

    python -m seq2seq.test_preparation
"""
import random

from seq2seq import cloze_rules
from seq2seq.aligned import aligned
from seq2seq.catalogues import without_accelerators
from seq2seq.descriptions import part
from seq2seq.examples import stem
from seq2seq.gap_sentences import overlap, passages
from seq2seq.question_rules import questions
from seq2seq.questions import from_sentences, third_person, windows
from seq2seq.textrank import textrank
from seq2seq.rewording import thinned
from seq2seq.translation_pairs import sentences, sound
from seq2seq.words import SPACE, SPECIAL, pieces, tokenizer


def asked(sentence):
    return [(question, sentence[start:end]) for _, question, start, end in questions(sentence)]


def questions_have_their_answers():
    expected = {
        "`make` is a program for builds which is old.": ("What is `make`?", "a program for builds"),
        "The server provides a list of users.": ("What does the server provide?", "a list of users"),
        "If the file is missing, the command fails at once.": ("What happens if the file is missing?", "the command fails at once"),
        "To list all branches of it, use the branch command.": ("use the branch command",),
        "The default value is 10.": ("What is the default value?", "10"),
        "Templates are stored in the templates folder.": ("Where are Templates stored?", "in the templates folder"),
        "Locks were added because two writers could meet.": ("Why were Locks added?", "because two writers could meet"),
    }
    for sentence, wanted in expected.items():
        found = asked(sentence)
        assert any(set(wanted) <= set(row) for row in found), (sentence, found)
    assert not asked("It is a matter of taste."), "a pronoun is no name"
    text = "# Title\n\n- `make` is a program for builds which is old. It is old."
    assert [(q, text[a:b]) for _, q, a, b in from_sentences(text)] == [("What is `make`?", "a program for builds")]
    assert third_person("Print the name") == "prints the name" and third_person("Match all") == "matches all"


def clozes(*tagged):
    """{question without thinning: answer} of words given as `text/part/lemma` or `text/part`."""
    fields = [word.split("/") for word in " ".join(tagged).split()]
    text, sentence, at = " ".join(field[0] for field in fields), [], 0
    for field in fields:
        sentence.append([at, at + len(field[0]), field[1], (field[2:] or [field[0].lower()])[0]])
        at += len(field[0]) + 1
    words = cloze_rules.words_of(text, sentence)
    return {" ".join([wh, *(item if isinstance(item, str) else item.text for item in rest)]): text[answer[0].start:answer[-1].end]
            for _, wh, rest, answer in cloze_rules.questions(words, random.Random(1))}


def clozes_ask_for_parts():
    found = clozes("The/DET index/NOUN is/AUX/be rebuilt/VERB/rebuild by/ADP the/DET server/NOUN every/DET night/NOUN")
    assert found["how often is the index rebuilt by the server"] == "every night", found
    assert found["what rebuilt the index every night"] == "the server", found
    found = clozes("The/DET router/NOUN connects/VERB/connect about/ADV forty/NUM devices/NOUN/device because/SCONJ it/PRON is/AUX/be fast/ADJ")
    assert found["why does the router connect about forty devices"] == "because it is fast", found
    assert found["how many devices does the router connect because it is fast"] == "about forty", found
    found = clozes("Keep/VERB/keep the/DET maps/NOUN/map in/ADP the/DET basement/NOUN")
    assert any(question.endswith("keep the maps") and answer == "in the basement" for question, answer in found.items()), found
    assert [word.text for word in cloze_rules.words_of("- run `make x` now", [[0, 1, "PUNCT", "-"], [2, 5, "VERB", "run"], [6, 7, "PUNCT", "`"],
            [7, 11, "NOUN", "make"], [12, 13, "X", "x"], [13, 14, "PUNCT", "`"], [15, 18, "ADV", "now"]])] == ["run", "`make x`", "now"]
    bracketed = [cloze_rules.Word(text, part, text, 0, 0) for text, part in (("file", "NOUN"), ("(", "PUNCT"), ("old", "ADJ"), (")", "PUNCT"), ("opens", "VERB"))]
    assert [word.text for word in thinned(bracketed, random.Random(1))] == ["file", "opens"]


def endings_are_left_out_where_a_piece_is_left():
    known = {"open": 1, "use": 2, "file": 3, "str": 4}.get
    assert [stem(word, known) for word in ("opens", "opened", "used", "files", "string", "boxes")] == [
        "open", "open", "use", "file", "string", "boxes"]


def windows_hold_whole_blocks():
    blocks = [f"{i} " * 40 for i in range(9)]
    found = list(windows("\n\n".join(b.strip() for b in blocks)))
    assert all(50 <= len(w.split()) <= 190 for w in found) and sum(len(w.split()) for w in found) >= 320


def pairs_are_sound():
    assert sound("Delete the file.", "Supprimer le fichier.")
    assert not sound("Delete the file.", "Delete the file."), "not translated"
    assert not sound("Page 12 of the book", "Page 13 du livre"), "other numbers"
    assert not sound("Yes", "Une phrase qui est beaucoup trop longue pour être la traduction de ce mot"), "too long"
    assert not sound("a list of the files that are in it", "list of the files that are in it now"), "English"
    assert sentences("One. Two.", "Un. Deux.") == [("One.", "Un."), ("Two.", "Deux.")]
    assert sentences("One. Two.", "Un et deux.") == [("One. Two.", "Un et deux.")]
    assert without_accelerators("E_xit", "_Quitter") == ("Exit", "Quitter")
    assert without_accelerators("file_name is bad", "file_name est faux") == ("file_name is bad", "file_name est faux")


def blocks_find_their_partners():
    left = [("heading1", "Name"), ("paragraph", "The first text about 10 files."), ("paragraph", "A second one, rather longer than that.")]
    right = [("heading1", "Nom"), ("paragraph", "Le premier texte sur 10 fichiers."), ("paragraph", "Un deuxième, plutôt plus long que cela."),
             ("paragraph", "Traduit par quelqu'un dont le nom est ici, avec une adresse et une longue liste de remerciements.")]
    assert aligned(left, right) == [(a[1], b[1]) for a, b in zip(left, right)]
    assert aligned(left, []) == []


def words_come_together_again():
    made = tokenizer({name: i for i, name in enumerate([*SPECIAL, f"{SPACE}the"])})
    for text in ("It's the file-name: 42 %s (or so).", "L\u2019ordinateur de l'été « neuf » !"):
        found = pieces(made, text)
        assert "".join(found).replace(SPACE, " ").strip() == text.replace("\u2019", "'"), found
    encoded = made.encode("the cat")
    assert encoded.ids == [len(SPECIAL), 1] and encoded.offsets[1][1] == 7, encoded.offsets


def parts_are_stable():
    share = [part(f"package-{i}") for i in range(5000)]
    assert part("git") == part("git") and 60 < share.count("test") < 140 and 20 < share.count("dev") < 80


def sentences_are_ranked():
    text = "Cats eat fish. Cats and dogs eat fish and meat. Dogs eat meat. Nothing here is like that."
    assert textrank(text) == ["Cats and dogs eat fish and meat."]
    assert overlap("a b c", "a b d") > overlap("a x y", "a b d")
    assert list(passages("# One\n\nFirst text.\n\nMore.\n\n# Two\n\nOther.")) == ["First text.\n\nMore.", "Other."]


if __name__ == "__main__":
    for test in (questions_have_their_answers, clozes_ask_for_parts, endings_are_left_out_where_a_piece_is_left,
                 windows_hold_whole_blocks, pairs_are_sound, blocks_find_their_partners, words_come_together_again, parts_are_stable, sentences_are_ranked):
        test()
        print("ok", test.__name__)
