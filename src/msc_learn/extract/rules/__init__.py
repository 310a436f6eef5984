"""Extraction rules, one a file: `find(passage)` yields facts, `draft(fact)` words the card of a fact.

Rules that read the structure are tried first, in the order of `RULES`. What the other rules find is ranked.
To add a rule, add a file here and its name to `RULES`.
"""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from msc_learn.extract.fact import CardWording, Fact
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


class RuleModule(Protocol):
    """What the module of a rule offers.

    It may also set `ANY_SENTENCE = True` to read lead-ins, table rows and sentences about the text too.
    """

    def find(self, passage: Passage) -> Iterable[Fact]:
        """Yield the facts of this rule in a sentence."""

    def draft(self, fact: Fact) -> CardWording | None:
        """Return the text of the card of a fact, or None if it makes no card."""


class Rule(NamedTuple):
    """A loaded rule; `any_sentence` if it reads more than the sentences that make clozes."""

    name: str
    find: Callable[[Passage], Iterable[Fact]]
    draft: Callable[[Fact], CardWording | None]
    any_sentence: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules in the order in which they are tried."""
    return tuple(map(_rule, RULES))


@cache
def structural_rules() -> tuple[Rule, ...]:
    """Return the rules that read the structure; every fact they find makes a card first."""
    return tuple(rule for rule in rules() if rule.any_sentence)


@cache
def ranked_rules() -> tuple[Rule, ...]:
    """Return the rules that read single sentences; their facts are ranked with all other candidates."""
    return tuple(rule for rule in rules() if not rule.any_sentence)


def _rule(name: str) -> Rule:
    module = cast(RuleModule, import_module(f"{__name__}.{name}"))
    return Rule(name, module.find, module.draft, getattr(module, "ANY_SENTENCE", False))
