"""What makes a card good, one check a file; each reports codes of its own.

A check of `LINTS` looks at a card alone: a module with `CODES`, what each of its codes means, and
`of_note(texts)`, which yields the problems of a note on the contexts its quotes stand on. Without contexts it
looks at the card's form alone. A check of `ACROSS` has `check(course)` and compares the cards of a course.
`quotes` and `evidence` look for the contexts in the first place.
"""

from functools import cache
from importlib import import_module

from msc_learn.errors import Code

LINTS = (
    "answers",
    "unsupported_question",
    "negations",
    "strengths",
    "cloze_position",
    "table_column",
    "leaks",
    "lengths",
    "repeats",
    "dangling_reference",
)
ACROSS = ("duplicates",)


@cache
def codes() -> dict[str, Code]:
    """Return what each code of the checks means, in the order of the codes."""
    found = [
        import_module(f"{__name__}.{name}").CODES.items() for name in ("quotes", "evidence", *LINTS, *ACROSS)
    ]
    by_group = {code: meaning for items in found for code, meaning in items}
    return dict(sorted(by_group.items(), key=lambda item: ("GSL".index(item[0][0]), item[0])))
