"""Leeches: cards that are forgotten again and again, by Anki's rule."""

from collections.abc import Iterable, Mapping

from msc_learn.constants import LEECH_LAPSES, LEECH_WARN_EVERY
from msc_learn.memory.review import Memory


def is_leech(lapses: int) -> bool:
    """Return whether a card with this number of lapses is a leech."""
    return lapses >= LEECH_LAPSES


def is_announced(lapses: int) -> bool:
    """Return whether to warn the learner at this lapse: at the eighth and every fourth after it."""
    return is_leech(lapses) and (lapses - LEECH_LAPSES) % LEECH_WARN_EVERY == 0


def leeches(cards: Iterable[str], memories: Mapping[str, Memory]) -> tuple[str, ...]:
    """Return the ids of the cards that are leeches, those with most lapses first."""
    forgotten = [card for card in cards if card in memories and is_leech(memories[card].lapses)]
    return tuple(sorted(forgotten, key=lambda card: -memories[card].lapses))
