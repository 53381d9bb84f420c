"""English and French messages from gettext's compiled catalogues (.mo)."""
import gettext
import re

NAMES = re.compile(r"iso[-_]|_countries|languages|timezones?|locations", re.I)  # lists of names


def without_accelerators(english, french):
    """`_File`, `E_xit` and `&File` mark a key to press. Removed where each side has exactly one mark, in different words: a
    name such as `file_name` is the same word on both sides and stays whole."""
    for mark in "_&":
        if english.count(mark) == 1 and french.count(mark) == 1:
            marked = [re.search(rf"[\w.-]*{mark}\w[\w.(-]*", text) for text in (english, french)]
            if all(marked) and marked[0][0] != marked[1][0]:
                english, french = (text.replace(mark, "") for text in (english, french))
    return english, french


def messages(path):
    """[(English, French)] of one catalogue; messages with a context lose it, plural forms are left out."""
    with path.open("rb") as file:
        try:
            catalogue = gettext.GNUTranslations(file)._catalog
        except (OSError, UnicodeDecodeError, ValueError):  # a catalogue in an encoding that it does not name
            return []
    pairs = []
    for key, french in catalogue.items():
        if isinstance(key, str) and key and "</" not in key:  # no text with markup
            english = key.rsplit("\x04", 1)[-1]
            pairs.append(without_accelerators(english, french))
    return pairs


def french_catalogues(root):
    """Catalogues below an unpacked package, each once."""
    found = sorted(p for p in root.rglob("*.mo") if re.search(r"/fr(_FR)?(\.UTF-8)?/LC_MESSAGES/", str(p)))
    return [p for p in found if not NAMES.search(p.name)]
