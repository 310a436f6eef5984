"""Texts of notes as learning systems take them: HTML, or one line to be typed."""

import re

from msc_learn.grading.compare import spelled, variants
from msc_learn.lms.model import GAP
from msc_learn.text import cloze, markup
from msc_learn.text.cloze import Parts

# What XML cannot hold, the rest of the control characters, and the mark of a gap.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + GAP + "]")
# `CD34^+` is typed CD34+, but 10^6 keeps its sign: 106 is another number.
_RAISED = re.compile(r"(?<!\d)\^|\^(?![-+−]?\d)")


def clean(text: str) -> str:
    """Return the text without characters that no file of questions may hold."""
    return _UNFIT.sub("", text)


def html_of(text: str) -> str:
    """Return the text as HTML, its small markup kept and all else escaped."""
    return markup.to_html(clean(text))


def line_of(text: str) -> str:
    """Return the text as one line without marks."""
    return " ".join(_RAISED.sub("", clean(spelled(text))).split())


def typed_of(text: str) -> tuple[str, ...]:
    """Return how a text may be typed: with what stands in brackets and without, its abbreviation, powers."""
    forms = [clean(form) for form in variants(text)]
    lines = (" ".join(form.split()) for one in forms for form in (_RAISED.sub("", one), one))
    return tuple(dict.fromkeys(line for line in lines if line))


def is_typable(text: str) -> bool:
    """Return whether a text can be typed at all: maths cannot."""
    return all(style != "maths" for style, _ in markup.spans(text))


def gapped(parts: Parts, number: int, asked: int) -> str:
    """Return a cloze as HTML with a GAP where the stretch stands that is `asked` among those hidden.

    Other stretches of the card are hidden behind `[…]`, for each is asked on its own.
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
    """Return the stretches a cloze hides, each with its place; what stands twice is asked once."""
    found: dict[str, tuple[int, str]] = {}
    for place, text in enumerate(cloze.hidden(parts, number)):
        found.setdefault(line_of(text).casefold(), (place, text))
    return tuple(found.values())
