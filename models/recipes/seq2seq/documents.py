"""Pairs of files that are the English and the French version of one document."""
import re
from pathlib import Path

DOC = "usr/share/doc"
# label: (English package, folder, French package, folder); file names may carry `.en` and `.fr`
FOLDERS = {
    "libreoffice-help": ("libreoffice-help-en-us", "usr/share/libreoffice/help/en-US/text",
                         "libreoffice-help-fr", "usr/share/libreoffice/help/fr/text"),
    "apache2-doc": ("apache2-doc", f"{DOC}/apache2-doc/manual/en", "apache2-doc", f"{DOC}/apache2-doc/manual/fr"),
    "debian-reference": ("debian-reference-en", "usr/share/debian-reference", "debian-reference-fr", "usr/share/debian-reference"),
    "debian-handbook": ("debian-handbook", f"{DOC}/debian-handbook/html/en-US", "debian-handbook", f"{DOC}/debian-handbook/html/fr-FR"),
    "harden-doc": ("harden-doc", f"{DOC}/harden-doc/html/en-US", "harden-doc", f"{DOC}/harden-doc/html/fr-FR"),
    "installation-guide": ("installation-guide-amd64", f"{DOC}/installation-guide-amd64/en",
                           "installation-guide-amd64", f"{DOC}/installation-guide-amd64/fr"),
    "maint-guide": ("maint-guide", f"{DOC}/maint-guide/html", "maint-guide-fr", f"{DOC}/maint-guide-fr/html"),
    "debian-faq": ("debian-faq", f"{DOC}/debian/FAQ", "debian-faq-fr", f"{DOC}/debian/FAQ/fr"),
    "aptitude-doc": ("aptitude-doc-en", f"{DOC}/aptitude/html/en", "aptitude-doc-fr", f"{DOC}/aptitude/html/fr"),
    "gnome-user-docs": ("gnome-user-docs", "usr/share/help/C", "gnome-user-docs", "usr/share/help/fr"),
}
PAGE = re.compile(r"\.(x?html|page)$")


def plain_name(path, root):
    return re.sub(r"\.(en|fr)(?=\.)", "", str(path.relative_to(root)))


def files(root):
    """{name without its language: path}; a name with a language goes before the same one without."""
    found = {}
    for path in sorted(root.rglob("*"), key=lambda p: (".en." not in p.name and ".fr." not in p.name, str(p))):
        if path.is_file() and not path.is_symlink() and PAGE.search(path.name):
            found.setdefault(plain_name(path, root), path)
    return found


def document_pairs(work, label):
    """[(name, English path, French path)]."""
    english_package, english_folder, french_package, french_folder = FOLDERS[label]
    english = files(Path(work, "unpacked", english_package, english_folder))
    french = files(Path(work, "unpacked", french_package, french_folder))
    return [(name, english[name], french[name]) for name in sorted(english) if name in french]


def manual_pairs(work):
    """The same for manual pages: the French page of the same section and name."""
    english, pairs = {}, []
    for package in ("manpages", "manpages-dev"):
        for path in Path(work, "unpacked", package).rglob("man/man*/*.gz"):
            english[path.name] = path
    for package in ("manpages-fr", "manpages-fr-dev"):
        for path in Path(work, "unpacked", package).rglob("man/fr/man*/*.gz"):
            if path.name in english and not path.is_symlink():
                pairs.append((path.name, english[path.name], path))
    return sorted(pairs)
