"""The cards of a note: one for a question, two if it is reversed, one for each cloze number or label."""

from collections.abc import Iterable
from dataclasses import dataclass

from msc_learn.course.model import Kind, Note
from msc_learn.text import cloze


@dataclass(frozen=True, slots=True)
class Card:
    """One thing asked. `number` counts templates or labels from 1, or is the cloze number."""

    note: Note
    number: int

    @property
    def id(self) -> str:
        """The card id in a learner's history: the note's id and the card's number."""
        return f"{self.note.id}#{self.number}"


def cards_of(note: Note) -> tuple[Card, ...]:
    """Return the cards of a note, by number."""
    if note.kind is Kind.CLOZE:
        return tuple(Card(note, number) for number in cloze.numbers_of(cloze.parse(note.cloze)))
    if note.kind is Kind.OCCLUSION:
        return tuple(Card(note, number) for number, _ in enumerate(note.labels, start=1))
    return (Card(note, 1), Card(note, 2)) if note.reverse else (Card(note, 1),)


def hidden_of(note: Note, numbers: Iterable[int]) -> tuple[str, ...]:
    """Return the hidden text of each card, for kinds whose cards the author numbers; else nothing."""
    if note.kind is not Kind.CLOZE:
        return tuple([label.text for label in note.labels]) if note.labels else ()
    parts = cloze.parse(note.cloze)
    return tuple([" … ".join(cloze.hidden(parts, number)) for number in numbers])
