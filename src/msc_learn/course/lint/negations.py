"""A negation is neither dropped nor added between the sentence and the card."""

from collections.abc import Iterator, Sequence

from msc_learn.course.grounding import Ground
from msc_learn.course.lint.texts import Texts
from msc_learn.course.words import NEGATIONS, negations, same, words
from msc_learn.errors import Problem

CODES = {
    "G306": "an answer negates what its source does not",
    "G307": "the source negates what the card states",
}
_REACH = 3  # how many words after a negation it is taken to govern


def of_note(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    """Yield a problem for each negation dropped or added."""
    if grounds:
        yield from _added(texts, grounds)
        yield from _dropped(texts, grounds)


def _added(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    if not any(negations(ground.sentences) for ground in grounds):
        for key, text in texts.answers:
            if negations(text):
                yield Problem(texts.note.position_of(key), "G306", "the source does not negate this")


def _dropped(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    shown = texts.shown
    if negations(shown) or "rather than" in shown or "instead" in shown:
        return
    card = words(shown)
    for ground in grounds:
        said = ground.words
        for index, word in enumerate(said):
            governed = [other for other in said[index + 1 : index + 1 + _REACH] if len(other) > 3]
            if word in NEGATIONS and governed and all(any(same(g, c) for c in card) for g in governed):
                yield Problem(texts.note.position, "G307", f"the source says “{word} {' '.join(governed)}”")
