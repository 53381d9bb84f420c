"""Questions that a sentence answers, by rules: (kind, question, start of the answer, its end) within the sentence."""
import re

NAME = r"(?:`[^`]{2,40}`|[A-Z][\w.+/-]*(?: [A-Z][\w.+/-]*){0,3}|(?:The|This|A|An|Each|Every) [\w`-]+(?: [\w`-]+){0,3})"
NOT_NAMES = set("this it these there that those they he she we you i here such note if when while what which in on for as to by "
                "see however also but and or not so then thus since because although after before with all some most many each "
                "for example".split())
STEM = {"provides": "provide", "supports": "support", "contains": "contain", "implements": "implement", "returns": "return",
        "allows": "allow", "requires": "require", "uses": "use", "creates": "create", "defines": "define", "includes": "include",
        "specifies": "specify", "represents": "represent", "displays": "display", "generates": "generate", "reads": "read",
        "prints": "print", "sets": "set", "describes": "describe", "enables": "enable", "controls": "control", "takes": "take",
        "accepts": "accept", "converts": "convert", "manages": "manage", "determines": "determine", "means": "mean"}
IS = re.compile(rf"^({NAME}) (is|are|was) ((?:an?|the|one) [^.;:(]+)")
DOES = re.compile(rf"^({NAME}) ({'|'.join(STEM)}) ([^.;:]+)")
USED = re.compile(rf"^({NAME}) (is|are|can be|may be) used (to|for) ([^.;:]+)")
OF = re.compile(r"^(?:The|the) ([\w -]{3,40}) (of|for) ([\w` .-]{2,50}?) (is|are) ([^.;:]+)")
DEFAULT = re.compile(r"(?:^|, |; )(?:the )?default (value |setting )?is (?:to )?([^.;:,()]+)", re.I)
HOW = re.compile(r"^(?:To|In order to) ([a-z][^,;:]{8,90}), ((?:use|run|type|call|add|set|press|click|choose|select|execute|enter|"
                 r"specify|install|create|pass|edit|do|you (?:can|must|need|should|have to)|simply|first)\b[^.;]+)")
IF = re.compile(r"^If ([^,;:]{8,90}), (?:then )?((?:the|a|an|it|this|all|no|an?y|each)\b[^.;]+)")
WHEN = re.compile(r"^([A-Z`][^,;:]{10,90}?) (is|are|was|were) (\w+ed) (when|after|before|until) ([^.;:,]+)")
WHY = re.compile(r"^([A-Z`][^,;:]{4,60}?) (is|are|was|were|can|cannot|must|should|will) ([^,;:]{4,80}?),? (because (?!of)[^.;:]+)")
WHERE = re.compile(rf"^({NAME}) (is|are) (located|stored|found|installed|defined|documented|kept|described|saved) "
                   r"((?:in|at|under|by|on|below)\b[^.;:,]+)")
WHAT = re.compile(rf"^({NAME}) ((?:{'|'.join(STEM)}|can|must|should|will|is (?:called|used|run|set|written|responsible))\b [^;:]{{15,110}}?)[.]?$")


def lower_first(text):
    """`The server` -> `the server`; names and code stay."""
    word = text.split(" ")[0]
    return text[0].lower() + text[1:] if word in ("The", "This", "A", "An", "Each", "Every") else text


def is_name(text):
    return text.lower().strip("`") not in NOT_NAMES and text.split(" ")[0].lower() not in NOT_NAMES - {"this", "each"}


def clause(match, group):
    """The end of the answer: a relative clause or a long tail is left out."""
    text = match.group(group)
    cut = re.search(r",? (?:which|who|where|that (?:is|are|has|have|can|will)|so that|and (?:is|are|can|it|the)|but|although|as "
                    r"(?:described|shown|explained))\b|, ", text)
    size = cut.start() if cut and cut.start() > 12 else len(text)
    return match.start(group), match.start(group) + len(text[:size].rstrip())


def questions(sentence):
    """All the questions that the rules find in one sentence."""
    found = []

    def add(kind, question, span):
        size = len(sentence[span[0]:span[1]].split())
        if 1 <= size <= 18:
            found.append((kind, question[0].upper() + question[1:], *span))

    if (m := IS.match(sentence)) and is_name(m[1]):
        add("what is", f"what {m[2]} {lower_first(m[1])}?", clause(m, 3))
    if (m := DOES.match(sentence)) and is_name(m[1]):
        add("what does", f"what does {lower_first(m[1])} {STEM[m[2]]}?", clause(m, 3))
    if (m := USED.match(sentence)) and is_name(m[1]):
        add("used for", f"what {'is' if 'be' in m[2] else m[2]} {lower_first(m[1])} used for?", clause(m, 4))
    if m := OF.match(sentence):
        add("the of", f"what {m[4]} the {m[1]} {m[2]} {m[3]}?", clause(m, 5))
    if (m := DEFAULT.search(sentence)):
        add("default", "what is the default?" if not m[1] else f"what is the default {m[1].strip()}?", m.span(2))
    if m := HOW.match(sentence):
        add("how", f"how {'do I' if len(m[1]) % 3 else 'can I'} {m[1]}?" if len(m[1]) % 5 else f"how to {m[1]}?", m.span(2))
    if m := IF.match(sentence):
        add("what if", f"what happens if {m[1]}?", m.span(2))
    if (m := WHEN.match(sentence)) and is_name(m[1]):
        add("when", f"when {m[2]} {lower_first(m[1])} {m[3]}?", (m.start(4), m.end(5)))
    if (m := WHY.match(sentence)) and is_name(m[1]):
        add("why", f"why {m[2]} {lower_first(m[1])} {m[3]}?", m.span(4))
    if (m := WHERE.match(sentence)) and is_name(m[1]):
        add("where", f"where {m[2]} {lower_first(m[1])} {m[3]}?", m.span(4))
    if (m := WHAT.match(sentence)) and is_name(m[1]) and not m[1].startswith("This"):
        add("which", f"{'which' if len(sentence) % 2 else 'what'} {thing(m[1])}{m[2]}?", m.span(1))
    return found


def thing(name):
    """`The frob option` -> `option `, for `Which option ...?`; nothing for other names."""
    words = name.split(" ")
    return f"{words[-1]} " if words[0] in ("The", "This") and len(words) > 2 and re.fullmatch("[a-z]+", words[-1]) else ""
