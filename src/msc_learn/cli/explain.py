"""Codes explained: what each means, why it matters, what to do, and an example wrong and right."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

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


@cache
def explanations() -> dict[str, Code]:
    """Return every code that a command can print, in the order of the codes."""
    from msc_learn.lint import codes

    found = [import_module(f"msc_learn.{name}").CODES for name in SOURCES]
    merged = {code: explained for group in (*found, codes()) for code, explained in group.items()}
    return dict(sorted(merged.items()))


def remedy_of(code: str) -> str:
    """Return what to do about problems of a code."""
    return explanations()[code].remedy


def explained(name: str) -> Iterator[str]:
    """Yield the lines that explain a code; raises `KeyError` where there is none of that name."""
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
