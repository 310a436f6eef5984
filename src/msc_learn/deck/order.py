"""New card order: document order, with the sibling cards of a note spaced apart.

Anki shows new cards by a position that the package gives them. If all cards of a note had the same one, each
cloze would be followed by its sibling, whose answer the learner has just read.

Rules for the positions of a course:

- They run from 1 without a gap, and no two cards share one. All cards of a deck come before the next deck.
- In a deck, the first cards of the notes are in document order, and the cards of a note by their number.
- At least `APART` other cards are between two cards of one note, except at the end of a deck, where no new
  note is left in between. If a note has too many cards for that, they are spread evenly over the rest.
- Once no more than `APART` notes are left, they begin first if they can, so that waiting cards come between
  their cards.

Cards that a learner already has keep their position; only new ones get one from a package.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msc_learn.deck.fields import RenderedNote

APART = 10
"""How many other cards are between two cards of one note, if the deck is long enough."""


@dataclass(slots=True)
class _Waiting:
    """A note whose next card may come at index `free` or later, and should come by `latest`."""

    note: int
    card: int
    cards: int
    apart: int
    free: int
    latest: int


def positions_of(notes: Sequence[RenderedNote]) -> tuple[tuple[int, ...], ...]:
    """Return the positions of the cards of each note, in the order of `RenderedNote.cards`.

    The notes are in study order; so are the decks, by their first notes.
    """
    decks: dict[str, list[int]] = {}
    for index, note in enumerate(notes):
        decks.setdefault(note.deck, []).append(index)
    positions: list[list[int]] = [[] for _ in notes]
    position = 0
    for indexes in decks.values():
        for note_in_deck in spread([len(notes[index].cards) for index in indexes]):
            position += 1
            positions[indexes[note_in_deck]].append(position)
    return tuple(map(tuple, positions))


def spread(counts: Sequence[int]) -> Iterator[int]:
    """Yield the index of a note for each of its cards; `counts` are the numbers of cards of the notes."""
    total, notes = sum(counts), len(counts)
    waiting: list[_Waiting] = []
    begun = 0
    for index in range(total):
        next_ = _due(waiting, index) if waiting else None
        if begun < notes and (next_ is None or (notes - begun <= APART and index < next_.latest)):
            if counts[begun] > 1:
                waiting.append(_begun(begun, counts[begun], index, total))
            yield begun
            begun += 1
        else:
            taken = next_ or min(waiting, key=lambda each: each.free)
            _move_on(waiting, taken, index, total)
            yield taken.note


def _due(waiting: Sequence[_Waiting], index: int) -> _Waiting | None:
    free = [each for each in waiting if each.free <= index]
    return min(free, key=lambda each: (each.latest, each.free)) if free else None


def _begun(note: int, cards: int, index: int, total: int) -> _Waiting:
    """Return a note whose first card is at an index, with the distance that fits the rest of its deck."""
    apart = max(2, min(APART + 1, (total - 1 - index) // (cards - 1)))
    return _Waiting(note, 1, cards, apart, index + apart, total - 1 - (cards - 2) * apart)


def _move_on(waiting: list[_Waiting], taken: _Waiting, index: int, total: int) -> None:
    taken.card += 1
    if taken.card == taken.cards:
        waiting.remove(taken)
    taken.free, taken.latest = index + taken.apart, total - 1 - (taken.cards - taken.card - 1) * taken.apart
