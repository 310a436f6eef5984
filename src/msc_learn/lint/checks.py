"""The checks: those that look at one card, and those that compare the cards of a course.

To add a check, add a file here and its module to `CARD_CHECKS` or `COURSE_CHECKS`.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Protocol

from msc_learn.course.model import Course
from msc_learn.errors import Code, Problem
from msc_learn.lint import (
    answer_leak,
    answer_length,
    changed_evidence,
    cloze_position,
    dangling_reference,
    duplicates,
    missing_quote,
    negation_mismatch,
    overstated_claim,
    repeated_items,
    table_column,
    unsupported_answer,
    unsupported_question,
)
from msc_learn.lint.card_text import Texts


class CardCheck(Protocol):
    """A check of one card. Without the sentences of its quotes it looks at the form of the card alone."""

    @property
    def CODES(self) -> Mapping[str, Code]:  # noqa: N802  # the name of a constant of the module
        """The problem codes it reports, each with its explanation."""

    def of_note(self, texts: Texts) -> Iterator[Problem]:
        """Yield the problems of a note."""


class CourseCheck(Protocol):
    """A check that compares the cards of a course."""

    @property
    def CODES(self) -> Mapping[str, Code]:  # noqa: N802  # the name of a constant of the module
        """The problem codes it reports, each with its explanation."""

    def check(self, course: Course) -> Iterator[Problem]:
        """Yield the problems of a course."""


CARD_CHECKS: tuple[CardCheck, ...] = (
    unsupported_answer,
    unsupported_question,
    negation_mismatch,
    overstated_claim,
    cloze_position,
    table_column,
    answer_leak,
    answer_length,
    repeated_items,
    dangling_reference,
)
COURSE_CHECKS: tuple[CourseCheck, ...] = (duplicates,)
# The order of the groups of codes in lists: evidence, form, strength.
_GROUPS = "GSL"


@cache
def codes() -> dict[str, Code]:
    """Return the problem codes of all checks with their explanations, sorted by code."""
    groups: list[Mapping[str, Code]] = [missing_quote.CODES, changed_evidence.CODES]
    groups += [check.CODES for check in CARD_CHECKS]
    groups += [check.CODES for check in COURSE_CHECKS]
    explained = {code: meaning for group in groups for code, meaning in group.items()}
    return dict(sorted(explained.items(), key=lambda item: (_GROUPS.index(item[0][0]), item[0])))
