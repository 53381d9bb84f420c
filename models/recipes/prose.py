"""Decides which blocks are English prose, drops repeated ones and lays the rest out as one document."""
import re

FUNCTION_WORDS = set("the of and to a in is that for it as be are this with by on or an from can not if which you at will "
                     "have has was when all but may use used one any so must its into also other than then they there "
                     "these only no each such more do we i your their his our he were been would".split())
SPACE = re.compile(r"[\s\u00a0\u2000-\u200b\u3000]+")


def normalise(text):
    text = text.replace("\u00ad", "").replace("¶", "").replace("\ufeff", "").replace("\f", " ").replace("\x00", " ")
    text = SPACE.sub(" ", text).strip()
    return re.sub(r"` ?`", "", text)  # code marks around nothing


def is_prose(text, shortest=40, words_needed=6, function_share=0.12):
    if len(text) < shortest:
        return False
    letters = sum(c.isalpha() or c == " " for c in text)
    if letters < 0.78 * len(text) or sum(ord(c) > 127 for c in text) > 0.03 * len(text):
        return False
    words = re.findall(r"[a-z]+", text.lower())
    return len(words) >= words_needed and sum(w in FUNCTION_WORDS for w in words) >= function_share * len(words)


def clean_document(blocks, seen, shortest=200):
    """blocks [(kind, text)] -> text with blank lines between paragraphs, or None. `seen` holds paragraph keys (letters
    only, lower case) of everything kept so far, over all packages."""
    out, headings, last = [], [], None
    for kind, raw in blocks:
        text = normalise(raw)
        if kind.startswith("heading"):
            if 2 < len(text) < 100:
                level = min(int(kind[-1] if kind[-1].isdigit() else 2), 4)
                headings = [h for h in headings if h[0] < level] + [(level, re.sub(r"^[\d.]+\s+", "", text))]
            continue
        if kind == "summary":
            out.append(("summary", text))
            continue
        item = kind == "item"
        # an item may be short, but one without any function word outside its code is mostly a menu entry or an index
        if not (is_prose(re.sub(r"`[^`]*`", "", text), 15, 4, 0.01) and is_prose(text, 20, 4, 0) if item else is_prose(text)):
            continue
        key = hash(re.sub(r"[^a-z]", "", text.lower()))
        if key in seen and len(text) >= 40:
            continue
        seen.add(key)
        out += [("heading", "#" * level + " " + title) for level, title in headings]  # a heading only with text below it
        headings = []
        out.append(("item", re.sub(r"^[-*•·]\s*", "", text)) if item else ("paragraph", text))
    lines = ""
    for kind, text in out:
        if lines:
            lines += "\n" if kind == last == "item" else "\n\n"
        lines += ("- " if kind == "item" else "") + text
        last = kind
    return lines if len(lines) >= shortest else None
