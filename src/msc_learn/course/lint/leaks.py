"""A question does not give its answer away."""

import re
from collections.abc import Iterator, Sequence

from msc_learn.course import cloze
from msc_learn.course.grounding import Ground
from msc_learn.course.lint.texts import Texts
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Kind
from msc_learn.course.words import content_words, missing_from, words
from msc_learn.errors import Problem

CODES = {
    "L501": "the question holds the answer",
    "L502": "what a cloze hides stands elsewhere in its text",
}


def of_note(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    """Yield a problem for each answer that can be read off the front."""
    return _in_cloze(texts) if texts.note.kind is Kind.CLOZE else _in_question(texts)


def _in_question(texts: Texts) -> Iterator[Problem]:
    note = texts.note
    # A question that offers alternatives ("small or large?") names the answer by design.
    if note.kind is Kind.LIST or re.search(r"\bor\b", note.question):
        return
    wanted = content_words(texts.answers[0][1])
    if wanted and not missing_from(wanted, content_words(texts.question)):
        yield Problem(note.position_of("question"), "L501", f"the question holds the answer, {note.answer!r}")


def _in_cloze(texts: Texts) -> Iterator[Problem]:
    for number, front in texts.fronts:
        shown = f" {' '.join(words(front))} "
        for text in cloze.hidden(texts.parts, number):
            hidden = " ".join(words(to_plain(text)))
            if hidden and f" {hidden} " in shown:
                message = f"what c{number} hides, {text!r}, can be read in the rest of the text"
                yield Problem(texts.note.position_of("cloze"), "L502", message)
