"""Downloads and unpacks what the pairs are made from: Debian packages (packages.tsv) and the descriptions of all packages
in English and French. Nothing is installed; the machine's own package lists stay as they are.

    python -m seq2seq.fetch --work DIR       from models/recipes; DIR/manifest.tsv says which versions were read
"""
import argparse
import re
import subprocess
from pathlib import Path

from corpus import apt, unpack

HERE = Path(__file__).parent
LANGUAGES = ("-o", "Acquire::Languages=en,fr")


def packages():
    """[(package, kinds of text)]."""
    rows = [line.split("\t") for line in (HERE / "packages.tsv").read_text().splitlines() if line and line[0] != "#"]
    return [(name, kind) for name, kind in rows]


def licence(root, name):
    """What the package's machine-readable copyright file says of most of its files (DEP 5), else `see copyright`."""
    path = root / "usr/share/doc" / name / "copyright"
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() and not path.is_symlink() else ""
    match = re.search(r"^Files: \*\n(?:.*\n)*?License:[ \t]*(\S.*)$", text, re.M)
    return match.group(1).strip() if match else "see copyright"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    work = parser.parse_args().work
    debs = work / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    apt(work, "apt-get", *LANGUAGES, "update")
    rows = ["# package\tversion\tlicence\tread"]
    for name, kind in packages():
        if not list(debs.glob(f"{name}_*.deb")):
            try:
                apt(work, "apt-get", "download", name, cwd=debs)
            except subprocess.CalledProcessError as error:
                print("left out:", name, error.stderr.strip().splitlines()[-1], flush=True)
                continue
        root = unpack(work, name)
        deb = next(debs.glob(f"{name}_*.deb"))
        version = subprocess.run(["dpkg-deb", "-f", deb, "Version"], capture_output=True, text=True, check=True).stdout.strip()
        rows.append(f"{name}\t{version}\t{licence(root, name)}\t{kind}")
    (work / "manifest.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(len(rows) - 1, "packages")


if __name__ == "__main__":
    main()
