"""A question does not give its answer away."""

import re
from collections.abc import Iterator

from msc_learn.course import cloze
from msc_learn.course.grounding import Grounds
from msc_learn.course.lint.texts import live_notes
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Course, Kind, Note
from msc_learn.course.words import content_words, missing_from, words
from msc_learn.errors import Problem

CODES = {
    "L501": "the question holds the answer",
    "L502": "what a cloze hides stands elsewhere in its text",
}


def check(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield a problem for each answer that can be read off the front."""
    for note in live_notes(course):
        yield from _in_cloze(note) if note.kind is Kind.CLOZE else _in_question(note)


def _in_question(note: Note) -> Iterator[Problem]:
    # A question that offers alternatives ("small or large?") names the answer by design.
    if note.kind is Kind.LIST or re.search(r"\bor\b", note.question):
        return
    wanted = content_words(to_plain(note.answer))
    if wanted and not missing_from(wanted, content_words(to_plain(note.question))):
        yield Problem(note.position_of("question"), "L501", f"the question holds the answer, {note.answer!r}")


def _in_cloze(note: Note) -> Iterator[Problem]:
    parts = cloze.parse(note.cloze)
    for number in cloze.numbers_of(parts):
        front = words(to_plain(cloze.front(parts, number)))
        for text in cloze.hidden(parts, number):
            hidden = words(to_plain(text))
            if hidden and any(front[i : i + len(hidden)] == hidden for i in range(len(front))):
                message = f"what c{number} hides, {text!r}, can be read in the rest of the text"
                yield Problem(note.position_of("cloze"), "L502", message)
