"""Dehyphenation: whether a hyphen at the end of a line belongs to the word or only breaks it."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# After these a hyphen at the end of a line nearly always belongs to the word.
_KEEPS_HYPHEN = frozenset(
    "anti non self pro pre post co long short high low well cross half all ex mid multi semi quasi dose time"
    " first second third two three four five six one double single self evidence side age sex risk".split()
)


def words_of(lines: Iterable[str]) -> Counter[str]:
    """Count the words of the lines of a document, in lower case."""
    return Counter(word.lower() for line in lines for word in _WORD.findall(line))


def keeps_hyphen(before: str, line: str, words: Counter[str]) -> bool:
    """Tell whether the hyphen between `before` and the next line is kept, as elsewhere in the document."""
    rest = _WORD.match(line)
    after = rest[0].lower() if rest else ""
    first = before.rpartition("-")[2]
    joined, hyphenated = words[first.lower() + after], words[f"{before.lower()}-{after}"]
    if joined or hyphenated:
        return hyphenated > joined
    # IL-6, TGF-beta: a word with a capital or a digit is a name that keeps its hyphen.
    return first.lower() in _KEEPS_HYPHEN or not (first[1:].islower() or len(first) == 1)
