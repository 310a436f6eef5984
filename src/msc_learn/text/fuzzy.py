"""How alike two texts are; the door to rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_MOST = 16


def nearest(text: str, choices: Iterable[str], floor: float = 70) -> str | None:
    """Return the choice most like `text`, or None where none reaches `floor` of 100."""
    best = process.extractOne(text, list(choices), scorer=fuzz.ratio, score_cutoff=floor)
    return best[0] if best else None


def alike(text: str, choices: Iterable[str], floor: float) -> list[tuple[str, float]]:
    """Return the choices that reach `floor` of 100, each with how like `text` it is, the most alike first."""
    found = process.extract(text, list(choices), scorer=fuzz.ratio, score_cutoff=floor, limit=_MOST)
    return [(choice, score) for choice, score, _ in found]


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 100."""
    return fuzz.ratio(one, other)


def edits(one: str, other: str) -> int:
    """Return how many slips part two texts: a letter more, less or other, or two neighbours swapped.

    It is the optimal string alignment distance, in which no stretch is mended twice.
    """
    return OSA.distance(one, other)
