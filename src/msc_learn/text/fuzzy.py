"""Fuzzy string matching; the only user of rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

_MOST_SIMILAR = 16


def nearest(text: str, choices: Iterable[str], floor: float = 70) -> str | None:
    """Return the choice most similar to `text`, or None if no similarity reaches `floor` (0 to 100)."""
    best = process.extractOne(text, list(choices), scorer=fuzz.ratio, score_cutoff=floor)
    return best[0] if best else None


def alike(text: str, choices: Iterable[str], floor: float) -> list[tuple[str, float]]:
    """Return the choices whose similarity to `text` reaches `floor` (0 to 100), the most similar first."""
    ranked = process.extract(text, list(choices), scorer=fuzz.ratio, score_cutoff=floor, limit=_MOST_SIMILAR)
    return [(choice, score) for choice, score, _ in ranked]


def likeness(one: str, other: str) -> float:
    """Return the Indel similarity of two texts, from 0 to 100."""
    return fuzz.ratio(one, other)


def edits(one: str, other: str) -> int:
    """Return the optimal string alignment distance of two texts.

    It counts letters inserted, deleted or replaced, and neighbours swapped; no part is edited twice.
    """
    return OSA.distance(one, other)
