"""The place of each card among the new ones: document order, with the cards of one note apart.

Anki shows new cards by a position that the package gives them. Were it one for all cards of a note, each
cloze would be followed by its sister, whose answer the learner has just read.

What holds for the positions of a course:

- They run from 1 without a gap, and no two cards share one. All of a deck come before all of the next.
- In a deck, the first cards of the notes stand in document order, and those of one note by their number.
- At least `APART` other cards stand between two cards of one note, in all of a deck but its end: there, no
  new note is left to fill the wait. A note with more cards than the rest of its deck can keep so far apart
  has them spread evenly over that rest.
- Once no more than `APART` notes are left, they begin first where they can, so that cards that wait already
  come to stand between the cards of those.

Cards that a learner has keep the place of their own first import; only new ones get a place from a package.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msc_learn.deck.fields import RenderedNote

APART = 10
"""How many other cards stand between two cards of one note, where the deck is long enough."""


@dataclass(slots=True)
class _Waiting:
    """A note whose next card is free from the place `free` on, and should not come after `latest`."""

    note: int
    card: int
    cards: int
    apart: int
    free: int
    latest: int


def positions_of(notes: Sequence[RenderedNote]) -> tuple[tuple[int, ...], ...]:
    """Return the positions of the cards of each note, in the order of `RenderedNote.cards`.

    The notes are given in study order; a deck has its turn where its first note stands.
    """
    decks: dict[str, list[int]] = {}
    for place, note in enumerate(notes):
        decks.setdefault(note.deck, []).append(place)
    found: list[list[int]] = [[] for _ in notes]
    position = 0
    for places in decks.values():
        for note_of_deck in spread([len(notes[place].cards) for place in places]):
            position += 1
            found[places[note_of_deck]].append(position)
    return tuple(map(tuple, found))


def spread(counts: Sequence[int]) -> Iterator[int]:
    """Yield the place of a note for each of its cards; `counts` says how many cards each note makes."""
    total, notes = sum(counts), len(counts)
    waiting: list[_Waiting] = []
    begun = 0
    for place in range(total):
        next_ = _due(waiting, place) if waiting else None
        if begun < notes and (next_ is None or (notes - begun <= APART and place < next_.latest)):
            if counts[begun] > 1:
                waiting.append(_begun(begun, counts[begun], place, total))
            yield begun
            begun += 1
        else:
            taken = next_ or min(waiting, key=lambda each: each.free)
            _move_on(waiting, taken, place, total)
            yield taken.note


def _due(waiting: Sequence[_Waiting], place: int) -> _Waiting | None:
    free = [each for each in waiting if each.free <= place]
    return min(free, key=lambda each: (each.latest, each.free)) if free else None


def _begun(note: int, cards: int, place: int, total: int) -> _Waiting:
    """Return a note whose first card stands at a place, with the steps that fit in the rest of its deck."""
    apart = max(2, min(APART + 1, (total - 1 - place) // (cards - 1)))
    return _Waiting(note, 1, cards, apart, place + apart, total - 1 - (cards - 2) * apart)


def _move_on(waiting: list[_Waiting], taken: _Waiting, place: int, total: int) -> None:
    taken.card += 1
    if taken.card == taken.cards:
        waiting.remove(taken)
    taken.free, taken.latest = place + taken.apart, total - 1 - (taken.cards - taken.card - 1) * taken.apart
