"""Manual pages in HTML, Mallard XML, POD and reStructuredText -> blocks [(kind, text)] in reading order.

Structure that README files show as markdown is kept that way (headings, list items, `inline code`), as that is what the
models will read in the editor; code listings and navigation are dropped.
"""
import re

from lxml import etree, html

BLOCKS = {"p": "paragraph", "li": "item", "dd": "paragraph", "dt": "cell", "td": "cell", "th": "cell", "div": "paragraph",
          "blockquote": "paragraph", "section": "paragraph", "article": "paragraph", "tr": "cell", "table": "cell",
          "ul": "cell", "ol": "cell", "dl": "cell", "body": "cell", "title": "heading2", "item": "item", "page": "cell",
          "desc": "cell", "caption": "cell", "figcaption": "cell", "summary": "paragraph", "details": "paragraph",
          "main": "cell", "note": "cell", "list": "cell", "steps": "cell", "terms": "cell",
          **{f"h{n}": f"heading{n}" for n in range(1, 7)}}
CODE = {"code", "tt", "kbd", "samp", "var", "cmd", "file", "sys", "key", "input"}
SKIP = {"pre", "script", "style", "nav", "head", "form", "button", "select", "math", "svg", "footer", "screen", "info",
        "links", "media", "textarea", "header"}
SKIP_CLASS = {"toc", "toctree-wrapper", "contents", "sphinxsidebar", "related", "headerlink", "navheader", "navfooter",
              "footer", "navigation", "sidebar", "breadcrumbs", "highlight", "tocset", "navsettop", "navsetbottom", "head-vol",
              "SCodeFlow", "SVerbatim", "SourceCode", "shorttoc", "indextable", "footnotes", "Bd-indent"}
# a closing inline element may be followed directly by text; these break words
BREAK = {"br", "hr"}


def html_blocks(raw, xml=False):
    """raw bytes -> blocks."""
    if not raw.strip():
        return []
    if xml:
        root = etree.fromstring(raw, etree.XMLParser(recover=True, resolve_entities=False))
    else:
        tree = html.fromstring(raw, parser=html.HTMLParser(encoding=None if b"charset" in raw[:2000].lower() else "utf-8"))
        root = tree.find("body") if tree.find("body") is not None else tree
    found, buffer = [], []

    def flush(kind):
        text = "".join(buffer)
        buffer.clear()
        if text.strip():
            found.append((kind, text))

    def walk(node, kind, code):
        tag = node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else None
        skipped = tag is None or tag in SKIP or SKIP_CLASS & set((node.get("class") or "").split()) \
            or node.get("role") == "navigation"
        block = BLOCKS.get(tag) if not skipped else "cell" if tag == "pre" else None
        mark = not skipped and tag in CODE and not code and kind[:7] != "heading"
        if block:
            flush(kind)
            kind_inside = "item" if kind == "item" and block == "paragraph" and tag in ("p", "div") else block
        else:
            kind_inside = kind
        if not skipped:
            if mark:
                buffer.append("`")
            if node.text:
                buffer.append(node.text)
            for child in node:
                walk(child, kind_inside, code or mark)
            if mark:
                buffer.append("`")
        if block:
            flush(kind_inside)
        if tag in BREAK:
            buffer.append(" ")
        if node.tail:
            buffer.append(node.tail)

    walk(root, "cell", False)
    flush("cell")
    return found


def pod_blocks(text):
    """perlpod(1): blank lines part paragraphs, `=head1`, `=item`; indented paragraphs are listings."""
    found, skipping, item = [], False, False
    for part in re.split(r"\n\s*\n", text):
        command = re.match(r"=(\w+)\s*(.*)", part, re.S)
        if command:
            word, rest = command.groups()
            skipping = word in ("begin", "for") or (skipping and word != "end")
            if word.startswith("head"):
                found.append((f"heading{word[4:]}", pod_inline(rest)))
            item = word == "item" or (item and word not in ("back", "head1", "head2"))
            if word == "item" and len(rest) > 3:
                found.append(("cell", pod_inline(rest)))
        elif part[:1] not in (" ", "\t") and not skipping:
            found.append(("paragraph", pod_inline(part)))
    return found


def pod_inline(text):
    for _ in range(3):  # nested codes, from the inside out
        text = re.sub(r"\bC<<+ (.*?) >+>", r"`\1`", text, flags=re.S)
        text = re.sub(r"\b[CF]<([^<>]*)>", r"`\1`", text)
        text = re.sub(r"\bL<(?:([^<>|]*)\|)?([^<>]*)>", lambda m: m.group(1) or m.group(2), text)
        text = re.sub(r"\b[BIS]<([^<>]*)>", r"\1", text)
        text = re.sub(r"\bX<[^<>]*>", "", text)
    return text.replace("E<lt>", "<").replace("E<gt>", ">")


def rst_blocks(text):
    """reStructuredText, roughly: underlined titles, paragraphs, items; directives and listings are dropped."""
    found = []
    for part in re.split(r"\n\s*\n", text):
        lines = part.split("\n")
        if len(lines) > 1 and re.fullmatch(r"([=\-~^*#\"'])\1{2,}", lines[1].strip()):
            level = {"=": 1, "-": 2, "~": 3}.get(lines[1].strip()[0], 3)
            found.append((f"heading{level}", lines[0]))
            lines = lines[2:]
        if lines and lines[0][:1] not in (" ", "\t", "", ".", ":") and not lines[0].startswith(">>>"):
            body = " ".join(lines)
            body = re.sub(r":[\w:]+:`~?\.?([^`<]*?)(?:\s*<[^`]*>)?`", r"`\1`", body).replace("``", "`")
            body = re.sub(r"`([^`<]*?)\s*<[^`>]*>`_+", r"\1", body)
            kind = "item" if re.match(r"[*\-] ", body) else "paragraph"
            found.append((kind, re.sub(r"^[*\-] ", "", body).removesuffix(":") if body.endswith("::") else body))
    return found
