"""Exports the word lists and patterns of the Python grader as JSON for the page's grader.

The names are those of the modules in `text` and `grading`, private ones too: the page reads them as well.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any

from msc_learn.grading import compare, grade, opposites, options
from msc_learn.page.patterns import BLANK, WORD, script_pattern, script_replacement
from msc_learn.text import (
    confusables,
    greek,
    markup,
    negation_cues,
    normalise,
    numerals,
    plurals,
    quantities,
    spelling,
    stop_words,
    units,
)

_NAMES = {
    markup: "MARK CLOSING",
    numerals: "SMALL_NUMBERS TENS SCALES ORDINALS TIMES ROMAN_CONTEXTS ROMAN SURELY_ROMAN LETTERS NUMBER"
    " DIGITS",
    greek: "GREEK",
    units: "UNITS AFTER_NUMBER AFTER_UNIT SHORT_UNITS",
    spelling: "DRUGS",
    plurals: "PLURALS",
    stop_words: "ANSWER_STOP_WORDS",
    normalise: "NO_LEAD LEADS SUPERSCRIPTS SUBSCRIPTS DASHES QUOTES IN_FULL CONTRACTED BARE RANGE ACCENTS"
    " SPACES",
    quantities: "NUMBER RANGE UNIT SIZES SECONDS SPREAD MOST_WORDS",
    opposites: "LONGEST",
    confusables: "GROUPS PREFIXES",
    compare: "SHORTEST_MISSPELT DIRECTIONS ASIDE SHORT CAPITALS SOUNDS DOUBLED LONGEST_NAME"
    " LONGEST_UNIT ENDINGS STRICT SIGNS",
    grade: "HARD_BREAKS LOOSE_BREAKS WITHIN SOFT_BREAKS SLASHES OR ASIDE WORD MOST MOST_PIECES",
    options: "WRONG_OPTIONS",
}


def tables() -> dict[str, Any]:
    """Return the tables by the names of their modules and their own, as `Grader.make` takes them.

    A pattern is its source and its flags, a set a list, and a function its name.
    """
    exported: dict[str, Any] = {
        module.__name__.rpartition(".")[2]: {name: _plain(_value(module, name)) for name in names.split()}
        for module, names in _NAMES.items()
    }
    # A step is a pattern and its replacement: a text with groups, or a function by name.
    exported["normalise"]["STEPS"] = [_step(*step) for step in normalise.steps()]
    exported["numerals"]["BOUNDS"] = [_step(*bound) for bound in numerals.bound_rules()]
    exported["spelling"]["SPELLINGS"] = [_step(*rule) for rule in spelling.spelling_rules()]
    exported["plurals"]["SINGULARS"] = [_step(*rule) for rule in plurals.singular_rules()]
    exported["negation"] = {"DENIAL": _plain(negation_cues.denial())}
    exported["unicode"] = {"WORD": WORD, "BLANK": BLANK, "DIGIT": _digits()}
    return exported


def _value(module: Any, name: str) -> Any:
    return getattr(module, f"_{name}", None) or getattr(module, name)


def _step(pattern: re.Pattern[str], replacement: Any) -> list[Any]:
    if callable(replacement):
        return [_plain(pattern), {"call": replacement.__name__.strip("_")}]
    return [_plain(pattern), script_replacement(replacement)]


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, re.Pattern):
        return list(script_pattern(value))
    if isinstance(value, Mapping):
        rows = value.items()
        return [[chr(key) if isinstance(key, int) else key or "", _plain(entry)] for key, entry in rows]
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(member) for member in value] if isinstance(value, tuple) else value


@cache
def _digits() -> str:
    """Return the members of a class of all that Python calls a digit, such as ² and ① too."""
    odd = [code for code in range(0x110000) if chr(code).isdigit() and not chr(code).isdecimal()]
    runs = [list(run) for _, run in groupby(enumerate(odd), key=lambda pair: pair[1] - pair[0])]
    return r"\p{Nd}" + "".join(rf"\u{{{run[0][1]:x}}}-\u{{{run[-1][1]:x}}}" for run in runs)
