"""The gate: what every card must pass, whether a person wrote it or a machine proposes it."""

from collections.abc import Iterator, Sequence

from msc_learn.course.model import Course, Note
from msc_learn.errors import Problem
from msc_learn.evidence.context import ContextIndex, QuoteContext
from msc_learn.lint import changed_evidence, missing_quote
from msc_learn.lint.card_text import Texts, live_notes
from msc_learn.lint.checks import CARD_CHECKS, COURSE_CHECKS


def refusals(note: Note, contexts: Sequence[QuoteContext]) -> tuple[Problem, ...]:
    """Return what is wrong with a note, given the contexts of its quotes; a good one has none.

    Pass the same `QuoteContext` for all cards of a sentence: what the checks read in it is cached there.
    """
    texts = Texts(note, contexts)
    found = list(missing_quote.of_note(texts))
    for check in CARD_CHECKS:
        found += check.of_note(texts)
    return tuple(found)


def problems_of(course: Course, contexts: ContextIndex | None) -> Iterator[Problem]:
    """Yield the problems of the notes of a course; those of form alone where it has no document."""
    for note in live_notes(course):
        yield from problems_in(note, contexts)
    yield from across(course)


def problems_in(note: Note, contexts: ContextIndex | None) -> Iterator[Problem]:
    """Yield the problems of one note, its quotes looked up in the document."""
    yield from changed_evidence.in_document(note, contexts)
    found: list[QuoteContext] = []
    if contexts is not None:
        yield from missing_quote.in_document(note, contexts)
        found = [context for source in note.sources if (context := contexts.find(source))]
    texts = Texts(note, found)
    for check in CARD_CHECKS:
        yield from check.of_note(texts)


def across(course: Course) -> Iterator[Problem]:
    """Yield the problems that only show where the cards of a course are compared."""
    for check in COURSE_CHECKS:
        yield from check.check(course)
