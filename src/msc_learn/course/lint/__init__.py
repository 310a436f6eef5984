"""What makes a course good, one check a file; each reports codes of its own.

A check is a module with `CODES`, what each of its codes means, and `check(course, grounds)`, which yields
problems. `grounds` is None for a course without a document.
"""

from collections.abc import Iterator
from importlib import import_module

from msc_learn.course.grounding import Grounds
from msc_learn.course.model import Course
from msc_learn.errors import Problem

LINTS = ("quotes", "answers", "negations", "strengths", "leaks", "lengths", "twins")


def lint(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield the problems every check finds in the notes that are not rejected."""
    for name in LINTS:
        yield from import_module(f"{__name__}.{name}").check(course, grounds)


def codes() -> dict[str, str]:
    """Return what each code of the checks means."""
    return {
        code: meaning for name in LINTS for code, meaning in import_module(f"{__name__}.{name}").CODES.items()
    }
