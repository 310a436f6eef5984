"""Numerical answers: a number, its tolerance and its unit, as learning systems grade them."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from msc_learn.course.model import Note
from msc_learn.grading.compare import spelled
from msc_learn.lms.model import AnswerOption
from msc_learn.lms.texts import clean, html_of, line_of
from msc_learn.text import quantities
from msc_learn.text.quantities import Amount

_NUMBER = re.compile(r"\s*(-?\d{1,15}(?:\.\d{1,10})?)\s*([^\d].*)?", re.DOTALL)
_POWER = re.compile(r"[×x*·]\s*\d", re.IGNORECASE)  # not a unit, but a part of the number


def numerical(note: Note, answer: str) -> tuple[tuple[AnswerOption, ...], str] | None:
    """Return the numbers and the unit of an answer with a tolerance; None if its author allows none.

    The numbers have no unit, since a system compares numbers alone.
    """
    text = clean(spelled(answer))
    spans = [quantities.tolerance(spelled(entry), text) for entry in note.accept]
    match, whole = _NUMBER.fullmatch(text), quantities.amount(text)
    if match is None or whole is None or not any(spans):
        return None
    unit = line_of(match[2] or "")
    scale = quantities.amount(f"1 {unit}")
    if (
        scale is None
        or _POWER.match(unit)
        or scale.unit != whole.unit
        or whole.low != Fraction(match[1]) * scale.low
    ):
        return None
    wrong = tuple(_exact(note.reject, scale, whole.low))
    return (*wrong, *_within(whole.low / scale.low, [span for span in spans if span], scale)), unit


def _exact(reject: Mapping[str, str], scale: Amount, right: Fraction) -> Iterator[AnswerOption]:
    """Yield the near misses that are numbers."""
    for text, why in reject.items():
        number = quantities.amount(spelled(text))
        if number and number.is_one and number.unit in ((), scale.unit):
            value = number.low / (scale.low if number.unit or not scale.unit else Fraction(1))
            if value * scale.low != right:
                yield AnswerOption(decimal(value), "0", html_of(why), "0")


def _within(middle: Fraction, spans: list[Amount], scale: Amount) -> Iterator[AnswerOption]:
    """Yield the right numbers; first the answer itself, since systems show the first as the right one."""
    bounds = [(span.low / scale.low, span.high / scale.low) for span in spans if span.unit == scale.unit]
    even = [(high - low) / 2 for low, high in bounds if low + high == 2 * middle]
    yield AnswerOption(decimal(middle), "100", tolerance=decimal(max(even, default=Fraction(0))))
    for low, high in bounds:
        if low + high != 2 * middle:
            yield AnswerOption(decimal((low + high) / 2), "100", tolerance=decimal((high - low) / 2))


def decimal(value: Fraction) -> str:
    """Return a number in decimal digits, with at most ten after the point."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator):.10f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
