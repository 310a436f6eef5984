"""Texts of notes for learning systems: HTML, or one line to type."""

import re

from msc_learn.grading.compare import spelled, variants
from msc_learn.lms.model import GAP
from msc_learn.text import cloze, markup
from msc_learn.text.cloze import Parts

# Characters that XML cannot hold, other control characters, and the marker of a gap.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + GAP + "]")
# `CD34^+` is typed CD34+, but 10^6 keeps its sign, since 106 is another number.
_RAISED = re.compile(r"(?<!\d)\^|\^(?![-+−]?\d)")


def clean(text: str) -> str:
    """Return the text without characters that a file of questions cannot hold."""
    return _UNFIT.sub("", text)


def html_of(text: str) -> str:
    """Return the text as HTML, its small markup kept and all else escaped."""
    return markup.to_html(clean(text))


def line_of(text: str) -> str:
    """Return the text as one line without markup."""
    return " ".join(_RAISED.sub("", clean(spelled(text))).split())


def typed_of(text: str) -> tuple[str, ...]:
    """Return the spellings of a typed text: with and without brackets, abbreviations and signs of powers."""
    forms = [clean(form) for form in variants(text)]
    lines = (" ".join(form.split()) for raw in forms for form in (_RAISED.sub("", raw), raw))
    return tuple(dict.fromkeys(line for line in lines if line))


def is_typable(text: str) -> bool:
    """Return whether a text can be typed at all; maths cannot."""
    return all(style != "maths" for style, _ in markup.spans(text))


def gapped(parts: Parts, number: int, asked: int) -> str:
    """Return a cloze as HTML with a GAP for the hidden text with the index `asked`.

    Other texts of the card are hidden behind `[…]`, since each is asked on its own.
    """
    return markup.to_html(_gapped(parts, number, asked, [0]))


def _gapped(parts: Parts, number: int, asked: int, seen: list[int]) -> str:
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += clean(part)
        elif number in part.numbers:
            text += GAP if seen[0] == asked else "[…]"
            if part.hint and seen[0] == asked:
                text += f" ({clean(part.hint)})"
            seen[0] += 1
        else:
            text += _gapped(part.parts, number, asked, seen)
    return text


def hidden_in(parts: Parts, number: int) -> tuple[tuple[int, str], ...]:
    """Return the texts that a cloze hides, each with its index; equal texts are asked once."""
    by_line: dict[str, tuple[int, str]] = {}
    for index, text in enumerate(cloze.hidden(parts, number)):
        by_line.setdefault(line_of(text).casefold(), (index, text))
    return tuple(by_line.values())
