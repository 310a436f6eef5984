"""An answer says nothing that its sentence does not say."""

from collections.abc import Iterator, Sequence

from msc_learn.course.grounding import Ground
from msc_learn.course.lint.texts import Texts
from msc_learn.course.words import content_words, missing_from
from msc_learn.errors import Problem

CODES = {"G305": "an answer holds a word or a number that its source does not carry"}


def of_note(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    """Yield a problem for each answer, item or hidden text with a word its sources lack."""
    for key, text in texts.answers if grounds else ():
        if any(text in ground.sentences for ground in grounds):
            continue
        offered = frozenset().union(*(ground.content for ground in grounds))
        if lacking := missing_from(content_words(text), offered):
            message = f"the source does not say: {', '.join(lacking)}"
            yield Problem(texts.note.position_of(key), "G305", message)
