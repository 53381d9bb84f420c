"""Questions from a tagged sentence: one of its parts is the answer, the rest becomes the question (Lewis et al. 2019,
arXiv:1906.04980). The kind of the part decides how it is asked for."""
import re
from dataclasses import dataclass

TIMES = set("second minute hour day week month year morning evening night afternoon noon midnight moment decade century january february march "
            "april may june july august september october november december monday tuesday wednesday thursday friday saturday "
            "sunday".split())
AMOUNTS = set("byte kilobyte megabyte gigabyte kb mb gb tb kib mib gib bit dollar euro pound percent % degree metre meter mile inch "
              "gram kilogram ton hz mhz ghz memory space money water".split())
PLACES = set("in on at under behind beside near inside below above within from into between outside beneath around".split())
MEANS = set("with by through via using".split())
MOMENTS = set("when whenever once after before until while".split())
ROUGHLY = set("about at least most up to more than less nearly only almost around over exactly roughly".split())
AGENTS = set("write say propose invent develop create found ask tell make report call order find discover introduce publish maintain".split())
PEOPLE = set("user administrator developer author maintainer programmer person people president operator owner group member "
             "visitor customer student teacher team committee company government".split())
CODES = {"DET": "D", "ADJ": "J", "NOUN": "N", "PROPN": "N", "NUM": "M", "AUX": "A", "VERB": "V", "ADP": "P", "PART": "T", "ADV": "R",
         "CCONJ": "C", "SCONJ": "S", "PRON": "O", "PUNCT": "U"}
OWN = set("my your its their his her our".split())
NAME = "D?(?:R?J)*[NMJ]*[NM]"  # noun phrase
LONG_NAME = f"{NAME}(?:P{NAME})?"
JOINED = re.compile(r"[-_/.@:$#=<>+*\\'~&%]+")


@dataclass(frozen=True)
class Word:
    text: str
    part: str
    lemma: str
    start: int
    end: int


def words_of(text, tagged):
    """Words of a tagged sentence; code between backticks and what is joined without spaces count as one word."""
    found, at = [], 0
    plain = [Word(text[a:b], part, lemma, a, b) for a, b, part, lemma in tagged if part != "SPACE" and text[a:b].strip()]
    while plain and re.fullmatch(r"[#*>•-]+|\d+[.)]|[.)]", plain[0].text):  # marks of headings and lists
        plain.pop(0)
    while at < len(plain):
        last = at
        if plain[at].text == "`":
            last = next((i for i in range(at + 1, min(len(plain), at + 14)) if plain[i].text == "`"), at)
        else:
            while last + 1 < len(plain) and plain[last].end == plain[last + 1].start and last + 1 - at < 12 and (
                    JOINED.fullmatch(plain[last].text) or JOINED.fullmatch(plain[last + 1].text) and last + 2 < len(plain)
                    and plain[last + 1].end == plain[last + 2].start):
                last += 1
        first, end = plain[at], plain[last]
        joined = text[first.start:end.end]
        found.append(first if last == at else Word(joined, "ADJ" if end.part == "ADJ" else "NOUN", joined.lower(), first.start, end.end))
        at = last + 1
    return found


def code(words):
    """One letter a word, so that phrases can be found by regular expressions."""
    return "".join("D" if word.lemma in OWN else CODES.get(word.part, "X") for word in words)


def clauses(words):
    """Stretches between semicolons, colons and full stops, and between commas where both sides have a verb."""
    cuts = [0]
    letters = code(words)
    for index, word in enumerate(words):
        strong = word.text in (";", ":", ".", "!", "?", "—")
        rest = letters[index + 1:]
        if strong or word.text == "," and "V" in letters[cuts[-1]:index].replace("A", "V") and re.match(r"C?(?:[DJNMOR]+)[AV]", rest):
            cuts.append(index + 1)
    return [words[a:b] for a, b in zip(cuts, cuts[1:] + [len(words)]) if b - a > 3]


def heads(phrase):
    return [word.lemma.lower() for word in phrase if word.part in ("NOUN", "PROPN", "NUM")]


def asked_for(phrase, verb):
    """(kind, question word) for a noun phrase or one with a preposition before it; nothing where it is no good answer."""
    named = heads(phrase)
    if named and named[-1] in TIMES and phrase[0].lemma in ("every", "each", "once", "twice"):
        return "how often", "how often"
    number = next((i for i, word in enumerate(phrase) if word.part == "NUM" or word.lemma in ("two", "three", "four", "several", "twice")), None)
    if phrase[0].part == "ADP":
        preposition = phrase[0].lemma.lower()
        if set(named) & TIMES or re.fullmatch(r"1\d{3}|20\d\d", named[-1] if named else ""):
            return ("how long", "how long") if preposition in ("for", "within") and number is not None else ("when", "when")
        if preposition == "by" and number is not None:
            return "how much", "how much"
        if preposition in MEANS:
            return "how", "how"
        return ("where", "where") if preposition in PLACES else None
    if number is not None and number < len(phrase) - 1:
        counted = phrase[-1].lemma.lower()
        if counted in TIMES:
            return "how long", "how long"
        if counted in AMOUNTS:
            return "how much", "how much"
        return "how many", f"how many {phrase[-1].text}"
    if named and (named[-1] in PEOPLE or phrase[-1].part == "PROPN" and verb in AGENTS):
        return "who", "who"
    return "what", "what"


def phrases(words):
    """[(first, last + 1)] of noun phrases and of those with a preposition, longer ones first."""
    letters = code(words)
    spans = {match.span() for pattern in (f"P{LONG_NAME}", LONG_NAME, NAME) for match in re.finditer(pattern, letters)}
    return sorted(spans, key=lambda span: span[0] - span[1])


def subject_of(words):
    """(first, last + 1, verb) of the subject and the word from which the predicate goes on; verb alone for an order."""
    letters = code(words)
    match = re.match(rf"(?:S|C|R|P{NAME}U)?((?:{LONG_NAME}|O)(?:C{NAME})?)R*(?=[AV])", letters)
    if match:
        return match.start(1), match.end(1), re.compile("[AV]").search(letters, match.end(1)).start()
    if letters[:1] == "V" and words[0].text.lower() == words[0].lemma:
        return 0, 0, 0
    return None


def lowered(words):
    """A sentence's words with the first as it stands within one."""
    word = words[0]
    return words if word.part == "PROPN" or not word.text.istitle() else [Word(word.text.lower(), word.part, word.lemma, word.start, word.end), *words[1:]]


def inverted(words, subject, chance):
    """The words as a question without its question word: auxiliary, subject, rest; [(text or Word)]."""
    first, last, verb = subject
    words = lowered(words)
    if first == last:  # an order
        return [chance.choice(["do", "should", "can"]), chance.choice(["I", "you", "I", "we"]), *words]
    who, rest = words[first:last], words[verb:]
    who = [chance.choice(["it", "it", "they", "this"])] if chance.random() < 0.1 else [*who]
    main = rest[0].lemma in ("have", "do") and not any(word.part in ("VERB", "AUX") for word in rest[1:4])
    if rest[0].part == "AUX" and not main:
        return [rest[0], *who, *rest[1:]]
    past = rest[0].text.endswith("ed") and not rest[0].lemma.endswith("ed")
    helper = "does" if rest[0].text.endswith("s") and not rest[0].lemma.endswith("s") else "did" if past else "do"
    base = Word(rest[0].lemma, "VERB", rest[0].lemma, rest[0].start, rest[0].end)
    return [helper, *who, base, *rest[1:]]


def done_by(words, subject):
    """Who or what did something that is told in the passive: [(kind, question word, rest, answer)]."""
    letters, (first, last, verb) = code(words), subject
    match = re.match(rf"A+R*VP({NAME})", letters[verb:])
    by = verb + match.start(1) - 1 if match else 0
    if not match or words[by].lemma != "by" or first == last:
        return []
    agent, done = words[by + 1:verb + match.end(1)], words[by - 1]
    if asked_for(agent, "")[0] not in ("what", "who"):
        return []
    person = agent[-1].part == "PROPN" or agent[-1].lemma in PEOPLE
    return [("who" if person else "what", "who" if person else "what", [done, *lowered(words)[first:last], *words[verb + match.end(1):]], agent)]


def without(items, answer):
    """What stands outside the answer's words."""
    taken = {word.start for word in answer}
    return [item for item in items if isinstance(item, str) or item.start not in taken]


def questions(words, chance):
    """[(kind, question word, [str or Word], answer's words)] of one clause."""
    subject, found = subject_of(words), []
    if subject is None:
        return found
    verb = next((word.lemma for word in words[subject[2]:] if word.part == "VERB"), "")
    found += done_by(words, subject)
    for match in re.finditer(r"S.+$|T(?=V).+$", code(words)):
        tail, lemma = words[match.start():], words[match.start()].lemma
        kind = "why" if lemma in ("because", "since", "as") else "when" if lemma in MOMENTS | {"if", "unless"} else "why" if lemma == "to" else None
        if kind and match.start() > subject[2] + 1 and 3 < len(tail) < 22:
            found.append((kind, kind, without(inverted(words, subject, chance), tail), tail))
            if kind == "when" and lemma not in ("until", "while"):
                happening = ["happens", *tail] if subject[0] != subject[1] else [chance.choice(["should", "must"]), "I", "do", *tail]
                found.append(("what if", "what", happening, words[subject[0]:match.start()]))
    for first, last in phrases(words):
        phrase = words[first:last]
        while first > 0 and words[first - 1].lemma in ROUGHLY and any(word.part == "NUM" for word in phrase):
            first -= 1
            phrase = words[first:last]
        core = phrase if phrase[0].part == "ADP" else [word for word in phrase if word.lemma not in ROUGHLY] or phrase
        kind, wh = asked_for(core, verb) or (None, None)
        if kind is None:
            continue
        if (first, last) == subject[:2] or first == subject[0] < subject[1] and last == subject[1]:
            head = phrase[-1].text
            wh = f"which {head}" if kind == "what" and len(phrase) > 2 and phrase[-1].part == "NOUN" and chance.random() < 0.4 else wh
            found.append((kind, wh, words[subject[2]:], phrase))
        elif first > subject[2]:
            answer = phrase[:-1] if kind == "how many" else phrase
            if kind == "what" and len(phrase) > 1 and phrase[-1].part == "NOUN" and chance.random() < 0.3:
                wh = f"{chance.choice(['which', 'what'])} {phrase[-1].text}"
            found.append((kind, wh, without(inverted(words, subject, chance), phrase), answer))
    return found
