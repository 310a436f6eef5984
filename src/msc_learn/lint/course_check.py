"""All problems of a course in one pass: files, evidence and form."""

from pathlib import Path

from msc_learn.course.load import read_course
from msc_learn.course.model import Course
from msc_learn.document.readers import read_document
from msc_learn.errors import DocumentError, Problem
from msc_learn.evidence.context import ContextIndex
from msc_learn.lint.gate import problems_of


def check_course(where: str | Path) -> tuple[Course, tuple[Problem, ...]]:
    """Return the readable part of a course and all its problems in file order.

    Raises `CardFileError` if there is no course.
    """
    course, problems = read_course(where)
    contexts: ContextIndex | None = None
    unreadable: tuple[Problem, ...] = ()
    if course.document is not None and course.document.is_file():
        try:
            contexts = ContextIndex(read_document(course.document))
        except DocumentError as error:
            unreadable = error.problems
    return course, tuple(sorted({*problems, *unreadable, *problems_of(course, contexts)}))
