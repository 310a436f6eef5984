"""Rules, one a file: `find(passage)` yields facts, `draft(fact)` words one.

Rules of the structure are tried first, in the order of RULES; what the others find is ranked.
"""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import Passage

RULES = (
    "answers",
    "terms",
    "definitions",
    "explanations",
    "lists",
    "tables",
    "abbreviations",
    "enumerations",
    "names",
    "changes",
    "numbers",
    "causes",
    "means",
    "purposes",
    "effects",
    "outcomes",
    "contrasts",
    "arrows",
)


class Rule(NamedTuple):
    """A rule by its name; `any_sentence` where it reads lead-ins, rows and sentences about the text too."""

    name: str
    find: Callable[[Passage], Iterable[Fact]]
    draft: Callable[[Fact], Wording | None]
    any_sentence: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order of trying."""
    return tuple(_rule(name, import_module(f"{__name__}.{name}")) for name in RULES)


@cache
def structural_rules() -> tuple[Rule, ...]:
    """Return the rules that read the structure: what they find is asked for first, and always."""
    return tuple(rule for rule in rules() if rule.any_sentence)


@cache
def ranked_rules() -> tuple[Rule, ...]:
    """Return the rules that read single sentences: what they find is ranked with all else."""
    return tuple(rule for rule in rules() if not rule.any_sentence)


def _rule(name: str, module: Any) -> Rule:
    return Rule(name, module.find, module.draft, getattr(module, "ANY_SENTENCE", False))
