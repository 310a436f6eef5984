"""How alike two texts are; the door to rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process


def nearest(text: str, choices: Iterable[str], floor: float = 70) -> str | None:
    """Return the choice most like `text`, or None where none reaches `floor` of 100."""
    best = process.extractOne(text, list(choices), scorer=fuzz.ratio, score_cutoff=floor)
    return best[0] if best else None
