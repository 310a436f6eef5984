"""An answer stands in its source: its words do, and of a draft's cards all stands there as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from msc_learn.course.grounding import Ground
from msc_learn.course.lint.carried import (
    foreign_context,
    is_quoted,
    lacking_numbers,
    lacking_words,
    says_some_of,
)
from msc_learn.course.lint.texts import Texts
from msc_learn.course.model import Status
from msc_learn.course.quotations import folded
from msc_learn.errors import Problem

CODES = {
    "G305": "an answer holds a word or a number that its source does not carry",
    "G311": "a draft's answer or cloze does not stand in its source word for word",
}


def _telling(grounds: Sequence[Ground]) -> Sequence[Ground]:
    """Return the grounds that say something, without the lines that only lead in to them."""
    leads = {ground.lead for ground in grounds}
    return [replace(ground, lead="") for ground in grounds if ground.said not in leads]


def of_note(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    """Yield a problem for each answer, item or hidden text that its sources do not hold."""
    if not grounds:
        return
    for key, text in texts.answers:
        said = folded(text)
        if any(said in ground.said for ground in grounds):
            continue
        lacking = (*lacking_words(text, grounds), *lacking_numbers(text, grounds))
        if lacking:
            message = f"the source does not say: {', '.join(dict.fromkeys(lacking))}"
            yield Problem(texts.note.position_of(key), "G305", message)
        elif not says_some_of(text, _telling(grounds)):
            message = f"the sentence does not say “{text}”, only a heading or the line before it does"
            yield Problem(texts.note.position_of(key), "G305", message)
        elif texts.note.status is Status.DRAFT and not any(said in ground.text for ground in grounds):
            message = f"the source does not say “{text}” in these words"
            yield Problem(texts.note.position_of(key), "G311", message)
    draft = texts.note.status is Status.DRAFT
    if draft and (context := foreign_context(texts.filled or texts.question, grounds)):
        key = "cloze" if texts.note.cloze else "question"
        yield Problem(texts.note.position_of(key), "G311", f"“{context}” does not stand around the sentence")
    if draft and texts.filled and not is_quoted(texts.filled, grounds):
        yield Problem(
            texts.note.position_of("cloze"), "G311", "the sentence is not that of the source, word for word"
        )
