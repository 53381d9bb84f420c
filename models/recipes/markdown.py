"""A second, smaller text: README files and guides in markdown as they are, with their code and links, from npm packages
with permissive licences and from Debian's rust-src. It is mixed in during the later part of the trainings.

    python markdown.py --work DIR     after corpus.py; writes DIR/text/markdown-*.txt, DIR/markdown.bin, DIR/markdown.tsv
"""
import argparse
import hashlib
import json
import random
import re
import subprocess
from pathlib import Path

from tokenizers import Tokenizer

from corpus import apt, unpack
from texts import READMES
from tokenizer import SEED, encode

# Packages that pull in many others; a README of each of those is read
ROOTS = ("react-scripts@5.0.1 ember-cli@5.12.0 gulp@5.0.0 lerna@8.1.9 hexo@7.3.0 eslint@9.28.0 metalsmith@2.6.3 socket.io@4.8.1 "
         "koa@2.16.1 sequelize@6.37.7 mongoose@8.15.1 winston@3.17.0 knex@3.1.0 yargs@17.7.2 inquirer@9.3.7 @nestjs/core@11.1.2 "
         "pino@9.7.0 remark-cli@12.0.1 nyc@17.1.0 ava@6.3.0 tap@21.1.0 got@14.4.7 sharp@0.34.2 stylelint@16.20.0").split()
PERMISSIVE = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "CC0-1.0", "Unlicense", "BlueOak-1.0.0",
              "(MIT OR CC0-1.0)", "(MIT OR Apache-2.0)", "MIT OR Apache-2.0", "Python-2.0"}
HELD_OUT = tuple(name.rsplit("@", 1)[0] for name in READMES)  # measured as text from outside
SKIP_FILE = re.compile(r"(?i)changelog|change_log|history|licen[cs]e|code_of_conduct|release|notice|security|authors|contributors")
LONGEST = 40_000  # characters of one file, so that a few API references do not fill the text
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}(?:\.[a-z]{2,})?", re.I)


def fetch(work):
    target = work / "npm/markdown"
    if not (target / "node_modules").exists():
        target.mkdir(parents=True, exist_ok=True)
        (target / "package.json").write_text('{"name":"markdown-sources","version":"1.0.0","private":true}')
        subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--no-bin-links",
                        *ROOTS], check=True, cwd=target)
    if not list((work / "debs").glob("rust-src_*.deb")):
        apt(work, "apt-get", "download", "rust-src", cwd=work / "debs")
    return target / "node_modules", unpack(work, "rust-src")


def usable(text):
    """Mostly ASCII, not tiny; without e-mail addresses and endless lines (data URIs, minified listings)."""
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\f", "").split("\n") if len(line) < 1500)
    text = E_MAIL.sub("name@example.org", re.sub(r"\n{3,}", "\n\n", text)).strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rsplit("\n\n", 1)[0]
    return text if len(text) > 300 and sum(ord(c) > 127 for c in text) < 0.02 * len(text) else None


def npm_documents(modules):
    """(package, version, licence, text), one for each different file."""
    for manifest in sorted(modules.rglob("package.json")):
        folder = manifest.parent
        owner = folder.parent.parent if folder.parent.name.startswith("@") else folder.parent
        if owner.name != "node_modules":
            continue
        try:
            about = json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError:
            continue
        name, licence = about.get("name"), about.get("license")
        held = name and any(name == h or name.startswith((f"{h}-", f"@{h}/")) for h in HELD_OUT)
        if not name or held or licence not in PERMISSIVE:
            continue
        for path in sorted(folder.rglob("*.md")):
            if "node_modules" not in path.relative_to(folder).parts and not SKIP_FILE.search(path.name):
                yield name, about.get("version", ""), licence, path.read_text(encoding="utf-8", errors="replace")


def rust_documents(root):
    for path in sorted(root.rglob("*.md")):
        if not SKIP_FILE.search(path.name):
            yield "rust-src", "1.63.0", "MIT OR Apache-2.0", path.read_text(encoding="utf-8", errors="replace")


def main(work):
    modules, rust = fetch(work)
    seen, texts, rows = set(), [], {}
    for documents in (npm_documents(modules), rust_documents(rust)):
        for name, version, licence, raw in documents:
            text = usable(raw)
            key = text and hashlib.sha256(re.sub(r"\W", "", text)[:2000].encode()).digest()
            if not text or key in seen:
                continue
            seen.add(key)
            texts.append(text)
            row = rows.setdefault((name, version, licence), [0, 0])
            row[0] += 1
            row[1] += len(text.encode())
    random.Random(SEED).shuffle(texts)
    (work / "text/markdown.txt").write_text("\f".join(texts), encoding="utf-8")
    encode(Tokenizer.from_file(str(work / "tokenizer.json")), texts).tofile(work / "markdown.bin")
    lines = ["\t".join([*key, *map(str, value)]) for key, value in sorted(rows.items())]
    (work / "markdown.tsv").write_text("# package\tversion\tlicence\tfiles\tbytes\n" + "\n".join(lines) + "\n")
    print(f"{len(texts)} files of {len(rows)} packages, {sum(v[1] for v in rows.values())} bytes, "
          f"{(work / 'markdown.bin').stat().st_size // 2} tokens")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    main(parser.parse_args().work)
