"""Blocks of two translations of one document, aligned: by position where the structure is the same, else by the cheapest
path over kind of block, length (Gale & Church 1993) and shared numbers."""
import math
import re
import subprocess

from markup import html_blocks
from prose import normalise

SKIPPED = 3.0  # cost of a block without a partner
BAND = 60  # blocks that the two texts may be apart


def blocks_of(raw, xml=False):
    """[(kind, text)] with normalised text, without empty blocks."""
    try:
        found = [(kind, normalise(text)) for kind, text in html_blocks(raw, xml)]
    except (ValueError, RecursionError, AssertionError):  # a broken page
        return []
    return [(kind, text) for kind, text in found if text]


def manual_page(path, mandoc):
    raw = subprocess.run([mandoc, "-K", "utf-8", "-T", "html", "-O", "fragment", path], capture_output=True, check=False).stdout
    return blocks_of(b'<meta charset="utf-8">' + raw)


def cost(a, b):
    """Of taking two blocks for a translation of each other."""
    lengths = abs(math.log((len(a[1]) + 15) / (len(b[1]) + 13)))
    numbers = [set(re.findall(r"\d+|[/$][\w./-]+", text)) for text in (a[1], b[1])]
    differing = len(numbers[0] ^ numbers[1]) / (1 + len(numbers[0] | numbers[1]))
    return 2 * lengths + 1.5 * differing + (2.0 if a[0] != b[0] else 0.0)


def aligned(left, right):
    """[(left text, right text)] in order."""
    if [kind for kind, _ in left] == [kind for kind, _ in right]:
        return [(a[1], b[1]) for a, b in zip(left, right)]
    if not left or not right or abs(len(left) - len(right)) > BAND:
        return []
    best = {(0, 0): (0.0, None)}  # (blocks used on each side): cost, whence
    for i in range(len(left) + 1):
        middle = i * len(right) // len(left)
        for j in range(max(0, middle - BAND), min(len(right), middle + BAND) + 1):
            ways = []
            if (i - 1, j - 1) in best:
                ways.append((best[i - 1, j - 1][0] + cost(left[i - 1], right[j - 1]), (i - 1, j - 1)))
            for before in ((i - 1, j), (i, j - 1)):
                if before in best:
                    ways.append((best[before][0] + SKIPPED, before))
            if ways:
                best[i, j] = min(ways)
    at, pairs = (len(left), len(right)), []
    while at in best and best[at][1] is not None:
        before = best[at][1]
        if before[0] < at[0] and before[1] < at[1] and cost(left[before[0]], right[before[1]]) < 1.5:
            pairs.append((left[before[0]][1], right[before[1]][1]))
        at = before
    return pairs[::-1]
