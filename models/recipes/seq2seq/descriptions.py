"""Descriptions of all Debian packages in English and French, and which part of the data a source package belongs to.

Everything is cut into training, development and held-out parts by source package, as `foo`, `foo-dev` and `foo-doc` repeat each
other's paragraphs.
"""
import re
import subprocess
import zlib
from dataclasses import dataclass

from corpus import description_blocks
from prose import normalise


@dataclass(frozen=True)
class Description:
    package: str
    md5: str  # of the English text, in the translation too
    short: str
    blocks: tuple  # (kind, text): paragraph or item


def part(name):
    """train, dev or test, by the name alone: 2 % are held out, 1 % steer the training."""
    share = zlib.crc32(name.encode()) % 100
    return "test" if share < 2 else "dev" if share == 2 else "train"


def lists(work, pattern):
    for path in sorted((work / "apt/lists").glob(pattern)):
        yield subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], capture_output=True, text=True, check=True).stdout


def descriptions(work, language):
    """{package: Description}; the first list that names a package counts."""
    found = {}
    entry_pattern = re.compile(rf"Package: (\S+)\nDescription-md5: (\S+)\nDescription-{language}: (.*)\n((?: .*\n?)*)")
    for text in lists(work, f"*i18n_Translation-{language}*"):
        for entry in text.split("\n\n"):
            match = entry_pattern.match(entry + "\n")
            if match and match.group(1) not in found:
                name, md5, short, body = match.groups()
                blocks = tuple((kind, normalise(block)) for kind, block in description_blocks(body))
                found[name] = Description(name, md5, normalise(short), blocks)
    return found


def sources(work):
    """{binary package: source package}, where the two differ."""
    found = {}
    for text in lists(work, "*_Packages*"):
        name = ""
        for line in text.split("\n"):
            if line.startswith("Package: "):
                name = line[9:]
            elif line.startswith("Source: "):
                found[name] = line[8:].split(" ")[0]
    return found
