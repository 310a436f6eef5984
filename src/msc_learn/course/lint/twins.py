"""One question has one answer."""

from collections.abc import Iterator

from msc_learn.course.lint.texts import Texts, live_notes
from msc_learn.course.model import Course, Note
from msc_learn.course.words import words
from msc_learn.errors import Problem

CODES = {"L505": "two cards ask the same"}


def check(course: Course) -> Iterator[Problem]:
    """Yield a problem for each front that stands twice."""
    first: dict[tuple[str, ...], Note] = {}
    for note in live_notes(course):
        for _, front in Texts(note).fronts:
            other = first.setdefault(tuple(words(front)), note)
            if other is not note:
                key = "cloze" if note.cloze else "question"
                message = f"asks the same as {other.id!r} at {other.position}"
                yield Problem(note.position_of(key), "L505", message)
