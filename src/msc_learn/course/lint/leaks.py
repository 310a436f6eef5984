"""A question does not give its answer away."""

from collections.abc import Iterator, Sequence

from msc_learn.course import cloze
from msc_learn.course.grounding import Ground
from msc_learn.course.lint.texts import Texts
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Kind
from msc_learn.course.words import missing_from, plain_words, words
from msc_learn.errors import Problem

CODES = {
    "L501": "the question holds the answer",
    "L502": "what a cloze hides stands elsewhere in its text",
}
_BESIDE_OR = 6  # how many words on either side of an "or" are alternatives that a question offers


def of_note(texts: Texts, grounds: Sequence[Ground]) -> Iterator[Problem]:
    """Yield a problem for each answer that can be read off the front."""
    return _in_cloze(texts) if texts.note.kind is Kind.CLOZE else _in_question(texts)


def _in_question(texts: Texts) -> Iterator[Problem]:
    # "Which three?" does not give "Grade 3" away, so numbers are compared as they are spelt.
    asked = plain_words(texts.question)
    offered: list[str] | None = None
    for _, text in texts.answers:
        wanted = plain_words(text)
        if not wanted or missing_from(wanted, asked):
            continue
        offered = _alternatives(words(texts.question)) if offered is None else offered
        # A question that offers alternatives ("small or large?") names the answer by design.
        if missing_from(wanted, offered):
            message = f"the question holds the answer, {text!r}"
            yield Problem(texts.note.position_of("question"), "L501", message)


def _alternatives(asked: list[str]) -> list[str]:
    """Return the words around each "or" of a question."""
    places = [index for index, word in enumerate(asked) if word == "or"]
    return [word for at in places for word in asked[max(0, at - _BESIDE_OR) : at + _BESIDE_OR + 1]]


def _in_cloze(texts: Texts) -> Iterator[Problem]:
    for number, front in texts.fronts:
        shown = f" {' '.join(words(front))} "
        for text in cloze.hidden(texts.parts, number):
            hidden = " ".join(words(to_plain(text)))
            if hidden and f" {hidden} " in shown:
                message = f"what c{number} hides, {text!r}, can be read in the rest of the text"
                yield Problem(texts.note.position_of("cloze"), "L502", message)
