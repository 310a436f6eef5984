"""An answer says nothing that its sentence does not say."""

from collections.abc import Iterator

from msc_learn.course.grounding import Grounds
from msc_learn.course.lint.texts import answer_texts, live_notes
from msc_learn.course.model import Course, Note
from msc_learn.course.words import content_words, missing_from
from msc_learn.errors import Problem

CODES = {"G305": "an answer holds a word or a number that its source does not carry"}


def check(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield a problem for each answer, item or hidden text with a word its sources lack."""
    for note in live_notes(course) if grounds else ():
        offered = _offered(note, grounds) if grounds else []
        for key, text in answer_texts(note) if offered else ():
            lacking = missing_from(content_words(text), offered)
            if lacking:
                message = f"the source does not say: {', '.join(lacking)}"
                yield Problem(note.position_of(key), "G305", message)


def _offered(note: Note, grounds: Grounds) -> list[str]:
    found = [ground for source in note.sources if (ground := grounds.find(source))]
    text = " ".join(" ".join((*ground.section, ground.lead, ground.sentences)) for ground in found)
    return content_words(text)
