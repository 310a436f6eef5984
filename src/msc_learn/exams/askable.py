"""Which cards of a topic an exam can ask, and how: by options, or by an answer typed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from msc_learn.course.model import Kind, Note, Status, Topic
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Mode

MODES = (Mode.CHOICE, Mode.TYPE)


@dataclass(frozen=True, slots=True)
class ExamQuestion:
    """A card with the way it is asked."""

    card: Card
    mode: Mode


def studied(topic: Topic) -> tuple[Note, ...]:
    """Return the notes of a topic that stand: no draft, and none that was rejected."""
    return tuple(note for note in topic.notes if note.status is Status.ACCEPTED)


def questions_of(
    note: Note, asks: Collection[Mode], marker: Marker, *, generated: bool = False
) -> Iterator[ExamQuestion]:
    """Yield the ways to ask each card of a note; `generated` allows options that no author wrote.

    A picture cannot be shown everywhere, and from answer to question there is no one right answer to type.
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
    """Yield what can be asked of each note that can be asked at all, in their order."""
    for note in notes:
        if found := tuple(questions_of(note, asks, marker, generated=generated)):
            yield found
