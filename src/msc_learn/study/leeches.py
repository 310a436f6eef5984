"""Cards that are forgotten time and again, by Anki's rule."""

from collections.abc import Iterable, Mapping

from msc_learn.memory.review import Memory

LAPSES = 8
_AND_EVERY = 4


def is_leech(lapses: int) -> bool:
    """Return whether a card of so many lapses costs more than it gives."""
    return lapses >= LAPSES


def is_told(lapses: int) -> bool:
    """Return whether the learner is told at this lapse: at the eighth, and at every fourth from there."""
    return is_leech(lapses) and (lapses - LAPSES) % _AND_EVERY == 0


def leeches(cards: Iterable[str], memories: Mapping[str, Memory]) -> tuple[str, ...]:
    """Return those of the cards, by their ids, that are leeches, the most forgotten first."""
    found = [card for card in cards if card in memories and is_leech(memories[card].lapses)]
    return tuple(sorted(found, key=lambda card: -memories[card].lapses))
