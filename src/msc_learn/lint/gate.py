"""The gate: the checks that every card must pass, whether a person wrote it or a program proposes it."""

from collections.abc import Iterator, Sequence

from msc_learn.course.model import Course, Note
from msc_learn.errors import Problem
from msc_learn.evidence.context import ContextIndex, QuoteContext
from msc_learn.lint import changed_evidence, missing_quote
from msc_learn.lint.card_text import Texts, live_notes
from msc_learn.lint.checks import CARD_CHECKS, COURSE_CHECKS


def refusals(note: Note, contexts: Sequence[QuoteContext]) -> tuple[Problem, ...]:
    """Return the problems of a note, given the contexts of its quotes; a good note has none.

    Pass the same `QuoteContext` for all cards of a sentence: what the checks read in it is cached there.
    """
    texts = Texts(note, contexts)
    problems = list(missing_quote.of_note(texts))
    for check in CARD_CHECKS:
        problems += check.of_note(texts)
    return tuple(problems)


def problems_of(course: Course, contexts: ContextIndex | None) -> Iterator[Problem]:
    """Yield the problems of the notes of a course; without a document, only those of form."""
    for note in live_notes(course):
        yield from problems_in(note, contexts)
    yield from across(course)


def problems_in(note: Note, contexts: ContextIndex | None) -> Iterator[Problem]:
    """Yield the problems of one note, with its quotes looked up in the document."""
    yield from changed_evidence.in_document(note, contexts)
    quoted: list[QuoteContext] = []
    if contexts is not None:
        yield from missing_quote.in_document(note, contexts)
        quoted = [context for source in note.sources if (context := contexts.find(source))]
    texts = Texts(note, quoted)
    for check in CARD_CHECKS:
        yield from check.of_note(texts)


def across(course: Course) -> Iterator[Problem]:
    """Yield the problems that only a comparison of the cards shows."""
    for check in COURSE_CHECKS:
        yield from check.check(course)
