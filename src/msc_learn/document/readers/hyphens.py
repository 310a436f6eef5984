"""Hyphens at the end of a line: the word's own, or put there to break it."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Before these a hyphen at the end of a line is nearly always the word's own.
_KEEPS_HYPHEN = frozenset(
    "anti non self pro pre post co long short high low well cross half all ex mid multi semi quasi dose time"
    " first second third two three four five six one double single self evidence side age sex risk".split()
)


def words_of(lines: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in the lines of a document, in small letters."""
    return Counter(word.lower() for line in lines for word in _WORD.findall(line))


def keeps_hyphen(before: str, line: str, words: Counter[str]) -> bool:
    """Tell whether the hyphen between `before` and the line after it stands inside a line too."""
    rest = _WORD.match(line)
    after = rest[0].lower() if rest else ""
    first = before.rpartition("-")[2]
    whole, parted = words[first.lower() + after], words[f"{before.lower()}-{after}"]
    if whole or parted:
        return parted > whole
    # IL-6, TGF-beta: what holds a capital or a digit is a name, and its hyphen belongs to it.
    return first.lower() in _KEEPS_HYPHEN or not (first[1:].islower() or len(first) == 1)
