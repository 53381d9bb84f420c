"""Texts with a short form that a person wrote, and texts with one of their own sentences taken out (gap sentences, Zhang et
al. 2020, arXiv:1912.08777), for the summariser.

    python -m seq2seq.summary_pairs --work DIR --base LMDIR     after fetch; LMDIR is the language models' work folder

Writes DIR/summary.jsonl: {"part", "kind", "name", "source", "target"}. Description: the long text of a Debian package and its
short one. Manual: DESCRIPTION and the line under NAME. README: an npm package's README and the description in its
package.json. Commentary and docstring: of Emacs Lisp files and of Python's standard library. Gap: paragraphs of manuals.
"""
import argparse
import ast
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from corpus import unpack
from markdown import HELD_OUT, PERMISSIVE, usable
from prose import normalise

from seq2seq.aligned import manual_page
from seq2seq.descriptions import descriptions, part, sources
from seq2seq.gap_sentences import gap_pairs

FAMILIES = re.compile(r"-(dev|dbg|dbgsym|doc|data|l10n|common)$|-l10n-|^fonts-|^task-|-locale-|^aspell-|^hunspell-|^firmware-")
MANUALS = ("manpages", "manpages-dev", "freebsd-manpages", "tcl8.6-doc")
LONGEST = 6000  # characters of a source


def laid_out(blocks):
    """Blocks as markdown-like text, list items together."""
    text, last = "", None
    for kind, block in blocks:
        item = kind == "item"
        text += ("" if not text else "\n" if item and last == "item" else "\n\n") + ("- " if item else "") + block
        last = kind
    return text


def from_descriptions(work):
    source, seen = sources(work), set()
    for name, entry in sorted(descriptions(work, "en").items()):
        text = laid_out(entry.blocks)
        key = re.sub(r"\W", "", text[:300]).lower()
        if not FAMILIES.search(name) and key not in seen:
            seen.add(key)
            yield "description", source.get(name, name), text, re.sub(r"\s+\([^()]*(?:version|package|files)\)$", "", entry.short)


def from_manuals(work):
    mandoc = str(unpack(work, "mandoc") / "usr/bin/mandoc")
    for package in MANUALS:
        for path in sorted(Path(work, "unpacked", package).rglob("*.gz")):
            if not re.search(r"/man/man\d\w*/", str(path)) or path.is_symlink():
                continue
            section, found = "", {}
            for kind, text in manual_page(path, mandoc):
                if kind.startswith("heading"):
                    section = text.upper() if kind in ("heading1", "heading2") else section
                else:
                    found.setdefault(section, []).append((kind, text))
            line = re.split(r"\s+[—–-]+\s+", laid_out(found.get("NAME", [])), maxsplit=1)
            if len(line) == 2 and "DESCRIPTION" in found:
                # pages of one name in several packages stay together
                yield "manual", path.name.split(".")[0], laid_out(found["DESCRIPTION"]), line[1].replace("`", "")


def from_readmes(base):
    for manifest in sorted((base / "npm/markdown/node_modules").rglob("package.json")):
        try:
            about = json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError:
            continue
        name, target = about.get("name"), about.get("description")
        held = name and any(name == h or name.startswith((f"{h}-", f"@{h}/")) for h in HELD_OUT)
        readme = next((p for p in sorted(manifest.parent.glob("*.md")) if p.name.lower() == "readme.md"), None)
        if name and readme and not held and isinstance(target, str) and about.get("license") in PERMISSIVE:
            text = usable(readme.read_text(encoding="utf-8", errors="replace"))
            if text:
                yield "readme", name.split("/")[0].split("-")[0], text, target


def from_lisp(work):
    for path in sorted(Path(work, "unpacked/emacs-el").rglob("*.el.gz")):
        text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        first = re.match(r";+ \S+ ---? (.*?)(?:-\*-.*)?\n", text)
        body = re.search(r"^;;; Commentary:[ \t]*\n(.*?)^;;; (?:Code|Change|History|To do)", text, re.M | re.S | re.I)
        if first and body:
            plain = re.sub(r"^;+ ?", "", body.group(1), flags=re.M).strip()
            yield "commentary", path.name, re.sub(r"(?<!\n)\n(?![\n\s*-])", " ", plain), first.group(1)


def from_python(work):
    for path in sorted(Path(work, "unpacked/libpython3.11-stdlib").rglob("*.py")):
        if not path.is_file():  # a link to a file of another package
            continue
        tree = ast.parse(path.read_text(encoding="utf-8", errors="replace"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                head, _, body = (ast.get_docstring(node) or "").partition("\n\n")
                if body and "\n" not in head:
                    yield "docstring", path.name, re.sub(r"(?<!\n)\n(?![\n\s*-])", " ", body), head


def sound(source, target):
    """Long enough to be summarised, and the short form is no mere label or longer than its text."""
    a, b = re.findall(r"[a-z]+", source.lower()), re.findall(r"[a-z]+", target.lower())
    ascii_enough = sum(ord(c) > 127 for c in source + target) < 0.03 * len(source + target)
    return 12 <= len(a) and 2 <= len(b) <= 40 and len(b) < len(a) and ascii_enough and bool(set(b) & set(a))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    options = parser.parse_args()
    work, count, seen, rows = options.work, Counter(), set(), []
    for reader in (from_descriptions(work), from_manuals(work), from_readmes(options.base), from_lisp(work), from_python(work),
                   gap_pairs(options.base)):
        for kind, name, source, target in reader:
            source, target = source.strip()[:LONGEST], normalise(target).strip().rstrip(".")
            key = re.sub(r"\W", "", source[:200]).lower()
            if sound(source, target) and key not in seen:
                seen.add(key)
                where = part(name)
                count[kind, where] += 1
                rows.append({"part": where, "kind": kind, "name": name, "source": source, "target": target})
    with (work / "summary.jsonl").open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    for (kind, where), number in sorted(count.items()):
        print(f"{kind:12} {where:6} {number:7}")


if __name__ == "__main__":
    main()
