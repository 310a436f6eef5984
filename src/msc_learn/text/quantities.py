"""Quantities with units: unit conversion, and the tolerance an author allows."""

import re
from dataclasses import dataclass
from fractions import Fraction

from msc_learn.text.normalise import answer_words

_NUMBER = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?", re.ASCII)
_RANGE = re.compile(r"(\d{1,40}(?:\.\d{1,40})?)-(\d{1,40}(?:\.\d{1,40})?)", re.ASCII)
_UNIT = re.compile(r"([fpnumcdk]?)(g|l|mol|m)")
_SIZES = {"f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "c": -2, "d": -1, "": 0, "k": 3}
_SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86400, "week": 604800}
_SPREAD = re.compile(r"±|\+/[-\u2212]")
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Amount:
    """A range of numbers with a unit; a single number is a range of length 0.

    Both ends are in the unit without its prefix: 5 mg is 0.005 g.
    """

    low: Fraction
    high: Fraction
    unit: tuple[str, ...]

    @property
    def is_one(self) -> bool:
        """Whether this is a single number."""
        return self.low == self.high


def amount(text: str) -> Amount | None:
    """Parse a number or range with its unit; None for any other text."""
    parts = answer_words(text)
    if not 0 < len(parts) <= _MOST_WORDS or any(_NUMBER.fullmatch(part) for part in parts[1:]):
        return None
    if _NUMBER.fullmatch(parts[0]):
        low = high = Fraction(parts[0])
    elif bounds := _RANGE.fullmatch(parts[0]):
        low, high = Fraction(bounds[1]), Fraction(bounds[2])
    else:
        return None
    size, unit = _sized(parts[1:])
    return Amount(low * size, high * size, unit)


def same(one: str, other: str) -> bool:
    """Return whether two texts are the same amount in two prefixes of one unit: 0.5 mg and 500 µg."""
    first, second = amount(one), amount(other)
    return bool(first and first.unit and first == second)


def tolerance(entry: str, answer: str) -> Amount | None:
    """Return the range that an accepted text such as `5 ± 0.5` or `4–6 mg` allows around an answer.

    None for any other text, and if the answer is a range itself. A text without a unit takes that of the
    answer.
    """
    centre = amount(answer)
    if centre is None or not centre.is_one:
        return None
    middle, *spread = _SPREAD.split(entry, maxsplit=1)
    allowed = _around(middle, spread[0]) if spread else amount(entry)
    if allowed is None or allowed.is_one:
        return None
    if allowed.unit:
        return allowed
    size, unit = _sized(answer_words(answer)[1:])
    return Amount(allowed.low * size, allowed.high * size, unit)


def holds(allowed: Amount, typed: str) -> bool | None:
    """Return whether a typed amount is within a tolerance; None if only its unit is missing."""
    given = amount(typed)
    if given is None:
        return False
    if allowed.unit and not given.unit:
        bare = amount(f"{typed} {' '.join(allowed.unit)}")
        return None if bare and bare.unit == allowed.unit else False
    return given.unit == allowed.unit and allowed.low <= given.low <= given.high <= allowed.high


def _around(middle: str, spread: str) -> Amount | None:
    """Return the range around a middle; the unit may follow either number or both."""
    centre, reach = amount(middle), amount(spread)
    if centre and reach and reach.unit and not centre.unit:
        centre = amount(f"{middle} {spread.strip().lstrip('0123456789.,')}")
    if centre is None or reach is None or (reach.unit and reach.unit != centre.unit):
        return None
    if not reach.unit:
        size, _ = _sized(answer_words(middle)[1:])
        reach = Amount(reach.low * size, reach.high * size, centre.unit)
    return Amount(centre.low - abs(reach.low), centre.high + abs(reach.high), centre.unit)


def _sized(unit: tuple[str, ...]) -> tuple[Fraction, tuple[str, ...]]:
    """Return the factor of a unit's prefix, and the unit without it; a second part divides."""
    size, bare = Fraction(1), list(unit)
    for index, part in enumerate(unit[:2]):
        if match := _UNIT.fullmatch(part):
            power = _SIZES[match[1]] if index == 0 else -_SIZES[match[1]]
            size *= Fraction(10) ** power
            bare[index] = match[2]
        elif seconds := _SECONDS.get(part):
            size *= Fraction(seconds) if index == 0 else Fraction(1, seconds)
            bare[index] = "s"
    return size, tuple(bare)
