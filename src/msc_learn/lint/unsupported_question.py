"""A number, a name or, in a draft, a word in the question that its source does not contain."""

import re
from collections.abc import Iterator, Sequence

from msc_learn.course.model import Kind
from msc_learn.errors import Code, Problem
from msc_learn.evidence.context import QuoteContext
from msc_learn.lint.card_text import Texts
from msc_learn.lint.word_support import (
    QUESTION_WORDS,
    are_carried,
    lacking_names,
    lacking_numbers,
    lacking_words,
)
from msc_learn.text.words import words

CODES = {
    "G308": Code(
        "a question or cloze holds a number that its source does not carry",
        "A wrong number in the question is learnt as well as one in the answer.",
        "Write the number of the sentence; a count of answers must be how many the card has.",
        "quote: Pain fell in 12 trials.\nquestion: What fell in 13 trials?",
        "quote: Pain fell in 12 trials.\nquestion: What fell in 12 trials?",
    ),
    "G309": Code(
        "a question or cloze holds a name that its source does not carry",
        "A name ties the fact to something; tied to another thing, it is another fact.",
        "Name what sentence, headings or title name; or add the source that names it.",
        "quote: MSCs release VEGF.\nquestion: What do MSCs release besides IL-17?",
        "quote: MSCs release VEGF.\nquestion: What do MSCs release?",
    ),
    "G310": Code(
        "a draft's question or cloze holds a word that its source does not carry",
        "A machine may only quote; to ask in words of its own is for a person.",
        "Ask in the words of the sentence; or, if the question is right, accept the card.",
        "quote: MSCs release VEGF.\nquestion: What do transplanted MSCs release?\nstatus: draft",
        "quote: MSCs release VEGF.\nquestion: What do MSCs release?\nstatus: draft",
    ),
}
_JOINT = re.compile(r",\s+(?:and\s+|or\s+)?|;\s+|\s+(?:and|or)\s+")


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for what a question or cloze adds to the source."""
    if texts.contexts and texts.unquoted:
        contexts = [context.with_list for context in texts.contexts]
        unquoted = texts.words if texts.unquoted == texts.asked else words(texts.unquoted)
        if are_carried(unquoted, contexts):
            return
        for code, lacking in _lacking(texts, _without_hidden(texts), contexts):
            if lacking:
                yield Problem(texts.place, code, f"the source does not say: {', '.join(lacking)}")


def _without_hidden(texts: Texts) -> str:
    """Return the unquoted text without what a cloze hides; that is checked as an answer."""
    rest = texts.unquoted
    for _, text in texts.hidden:
        rest = rest.replace(text, "…", 1)
    return rest


def _lacking(texts: Texts, rest: str, contexts: Sequence[QuoteContext]) -> Iterator[tuple[str, list[str]]]:
    names = lacking_names(rest, contexts)
    yield "G308", lacking_numbers(rest, contexts, _counts(texts))
    yield "G309", names
    if texts.are_proposed:
        known = {*QUESTION_WORDS, *(part.casefold() for part in names)}
        yield "G310", [word for word in lacking_words(rest, contexts) if word.isalpha() and word not in known]


def _counts(texts: Texts) -> set[str]:
    """Return the counts a question may name: the number of its answers."""
    note = texts.note
    if note.kind in (Kind.CLOZE, Kind.OCCLUSION):
        return {str(len(texts.answers))}
    if note.items:
        return {str(len(note.items)), str(note.need)}
    return {str(len(_JOINT.split(texts.answers[0][1])))}
