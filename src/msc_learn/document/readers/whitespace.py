"""Text on one line: what nobody sees left out, blanks single, and for each character its place."""

import re
from collections.abc import Sequence

_LAYOUT = r"\u00ad\u180e\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
# What turns the order of letters or stands for none: in a part of a text it would change what is around it.
_HIDDEN = r"\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
_UNSEEN = _LAYOUT + _HIDDEN
_UNSEEN_ONE = re.compile(f"[{_UNSEEN}]")
_UNTIDY = re.compile(rf"(?:[^\S \n]|[{_UNSEEN}])[\s{_UNSEEN}]*|[ \n][\s{_UNSEEN}]+")
_BLANK = re.compile(r"\s")
# A soft hyphen at the end of a line, where it is to be seen and the word goes on all the same.
_BROKEN_WORD = re.compile(r"\u00ad[^\S\n]*\n\s*")


def clean(text: str) -> str:
    """Return a text on one line, without what nobody sees."""
    return " ".join(_UNSEEN_ONE.sub("", text).split())


def is_tidy(text: str) -> bool:
    """Tell whether blanks are single and nothing unseen stands in a text."""
    line = text.replace("\n", " ")
    # Most text is plain, and this is told of it many times faster.
    plain = line.isascii() and line.isprintable() and "  " not in line
    return plain or _UNTIDY.search(text) is None


def tidied(text: str, origins: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """Return a text without what nobody sees and with single blanks, and the origins of what is left."""
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for run in _UNTIDY.finditer(text):
        kept.append(text[at : run.start()])
        places += origins[at : run.start()]
        blank = _BLANK.search(run[0])
        if blank and not _BROKEN_WORD.fullmatch(run[0]):
            kept.append(" ")
            places.append(origins[run.start() + blank.start()])
        at = run.end()
    kept.append(text[at:])
    places += origins[at:]
    whole = "".join(kept)
    left = len(whole) - len(whole.lstrip())
    shown = whole.strip()
    return shown, tuple(places[left : left + len(shown)])
