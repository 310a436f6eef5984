"""One question has one answer, and the options of a card differ."""

from collections.abc import Iterator

from msc_learn.course import cloze
from msc_learn.course.grounding import Grounds
from msc_learn.course.lint.texts import live_notes
from msc_learn.course.model import Course, Kind, Note
from msc_learn.course.words import words
from msc_learn.errors import Problem

CODES = {
    "L505": "two cards ask the same",
    "L506": "an item or option stands twice on one card",
}


def check(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield a problem for each front that stands twice, and for each repeated item or option."""
    first: dict[tuple[str, ...], Note] = {}
    for note in live_notes(course):
        for front in _fronts(note):
            other = first.setdefault(tuple(words(front)), note)
            if other is not note:
                key = "cloze" if note.cloze else "question"
                message = f"asks the same as {other.id!r} at {other.position}"
                yield Problem(note.position_of(key), "L505", message)
        yield from _repeated(note)


def _fronts(note: Note) -> list[str]:
    if note.kind is Kind.CLOZE:
        parts = cloze.parse(note.cloze)
        return [cloze.front(parts, number) for number in cloze.numbers_of(parts)]
    return [note.question]


def _repeated(note: Note) -> Iterator[Problem]:
    for key, texts in (("items", note.items), ("distractors", (note.answer, *note.distractors))):
        folded = [text.casefold() for text in texts]
        for text in dict.fromkeys(text for text in folded if folded.count(text) > 1):
            yield Problem(note.position_of(key), "L506", f"{text!r} stands twice")
