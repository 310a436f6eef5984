"""Eligible exam questions: the cards of a topic that can be asked, with options or as a typed answer."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from msc_learn.course.model import Kind, Note, Status, Topic
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Mode

MODES = (Mode.CHOICE, Mode.TYPE)


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """A card and the mode it is asked in."""

    card: Card
    mode: Mode


def studied(topic: Topic) -> tuple[Note, ...]:
    """Return the accepted notes of a topic: no drafts, no rejected ones."""
    return tuple(note for note in topic.notes if note.status is Status.ACCEPTED)


def questions_of(
    note: Note, asks: Collection[Mode], marker: Marker, *, generated: bool = False
) -> Iterator[ExamQuestion]:
    """Yield each card of a note with its mode; `generated` allows options borrowed from other cards.

    Pictures are left out, for not every terminal shows them. So are reversed cards: many questions may have
    one answer.
    """
    if note.kind is Kind.OCCLUSION:
        return
    for card in cards_of(note)[: 1 if note.reverse else None]:
        if note.kind is Kind.CHOICE and note.distractors:
            if Mode.CHOICE in asks:
                yield ExamQuestion(card, Mode.CHOICE)
        elif Mode.TYPE in asks and marker.is_typable(card):
            yield ExamQuestion(card, Mode.TYPE)
        elif Mode.CHOICE in asks and generated and marker.options(card, ""):
            yield ExamQuestion(card, Mode.CHOICE)


def askable(
    notes: Sequence[Note], asks: Collection[Mode], marker: Marker, *, generated: bool = False
) -> Iterator[tuple[ExamQuestion, ...]]:
    """Yield the questions of each note that has any, in the order of the notes."""
    for note in notes:
        if questions := tuple(questions_of(note, asks, marker, generated=generated)):
            yield questions
