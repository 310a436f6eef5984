"""Verbs that scientific and medical prose uses most."""

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent


@cache
def verbs() -> frozenset[str]:
    """Return the base forms that are hardly ever nouns."""
    return frozenset((_DATA / "verbs.txt").read_text(encoding="utf-8").split())


@cache
def verbs_or_nouns() -> frozenset[str]:
    """Return the base forms that are verbs or nouns; the words around them decide."""
    return frozenset((_DATA / "verbs_or_nouns.txt").read_text(encoding="utf-8").split())
