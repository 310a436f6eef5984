"""Normalise whitespace: invisible characters removed, single spaces, and the origin of each character."""

import re
from collections.abc import Sequence

_LAYOUT_CHARACTERS = (
    r"\u00ad\u180e\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
)
# Direction marks and tag characters: inside a part of a text they would change what surrounds it.
_DIRECTION_AND_TAGS = r"\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
_INVISIBLE = _LAYOUT_CHARACTERS + _DIRECTION_AND_TAGS
_INVISIBLE_CHARACTER = re.compile(f"[{_INVISIBLE}]")
_NOT_NORMAL = re.compile(rf"(?:[^\S \n]|[{_INVISIBLE}])[\s{_INVISIBLE}]*|[ \n][\s{_INVISIBLE}]+")
_SPACE = re.compile(r"\s")
# A soft hyphen at the end of a line, where it is visible and the word goes on in the next line.
_BROKEN_WORD = re.compile(r"\u00ad[^\S\n]*\n\s*")


def normalised(text: str) -> str:
    """Return a text on one line with single spaces and without invisible characters."""
    return " ".join(_INVISIBLE_CHARACTER.sub("", text).split())


def is_normalised(text: str) -> bool:
    """Tell whether a text has single spaces and no invisible characters; line breaks are allowed."""
    line = text.replace("\n", " ")
    # Most texts are plain, and this check is much faster than the search.
    plain = line.isascii() and line.isprintable() and "  " not in line
    return plain or _NOT_NORMAL.search(text) is None


def normalised_with_origins(text: str, origins: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """Return a text with single spaces and without invisible characters, and the origin of each character."""
    parts: list[str] = []
    kept: list[int] = []
    done = 0
    for run in _NOT_NORMAL.finditer(text):
        parts.append(text[done : run.start()])
        kept += origins[done : run.start()]
        space = _SPACE.search(run[0])
        if space and not _BROKEN_WORD.fullmatch(run[0]):
            parts.append(" ")
            kept.append(origins[run.start() + space.start()])
        done = run.end()
    parts.append(text[done:])
    kept += origins[done:]
    joined = "".join(parts)
    left = len(joined) - len(joined.lstrip())
    stripped = joined.strip()
    return stripped, tuple(kept[left : left + len(stripped)])
