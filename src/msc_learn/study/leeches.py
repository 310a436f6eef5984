"""Leeches: cards that are forgotten again and again, by Anki's rule."""

from collections.abc import Iterable, Mapping

from msc_learn.memory.review import Memory

LAPSES = 8
_AGAIN_EVERY = 4


def is_leech(lapses: int) -> bool:
    """Return whether a card with this number of lapses is a leech."""
    return lapses >= LAPSES


def is_announced(lapses: int) -> bool:
    """Return whether to warn the learner at this lapse: at the eighth and every fourth after it."""
    return is_leech(lapses) and (lapses - LAPSES) % _AGAIN_EVERY == 0


def leeches(cards: Iterable[str], memories: Mapping[str, Memory]) -> tuple[str, ...]:
    """Return the ids of the cards that are leeches, those with most lapses first."""
    forgotten = [card for card in cards if card in memories and is_leech(memories[card].lapses)]
    return tuple(sorted(forgotten, key=lambda card: -memories[card].lapses))
