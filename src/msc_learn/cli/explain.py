"""Explanation of problem codes: meaning, reason, remedy, and a wrong and a right example."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from msc_learn.errors import Code

SOURCES = (
    "document.codes",
    "extract.codes",
    "course.codes",
    "deck.codes",
    "history.codes",
    "exams.codes",
    "training.competence_codes",
)


class CodeModule(Protocol):
    """A module named in `SOURCES`: the problem codes of one part of the program."""

    CODES: Mapping[str, Code]


@cache
def explanations() -> dict[str, Code]:
    """Return every problem code with its explanation, sorted by code."""
    from msc_learn.lint.checks import codes

    groups = [cast(CodeModule, import_module(f"msc_learn.{name}")).CODES for name in SOURCES]
    merged = {code: explained for group in (*groups, codes()) for code, explained in group.items()}
    return dict(sorted(merged.items()))


def remedy_of(code: str) -> str:
    """Return how to fix problems of a code."""
    return explanations()[code].remedy


def explained(name: str) -> Iterator[str]:
    """Yield the lines that explain a code; raises `KeyError` for an unknown code."""
    code = explanations()[name]
    yield f"{name}  {code.meaning}"
    yield ""
    yield f"  {code.why}"
    yield f"  What to do: {code.remedy}"
    for title, example in (("Wrong", code.bad), ("Right", code.good)):
        yield ""
        yield f"  {title}:"
        yield from (f"    {line}" for line in example.splitlines())


def listed() -> Iterator[str]:
    """Yield each code with its meaning."""
    return (f"{name}  {code.meaning}" for name, code in explanations().items())
