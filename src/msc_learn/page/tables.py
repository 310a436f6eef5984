"""What the grader in the browser knows: the tables and patterns of the one in Python, as JSON.

The names are those of the modules in `study`, private ones too: the page's script is their other reader.
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
    found: dict[str, Any] = {
        module.__name__.rpartition(".")[2]: {name: _plain(_value(module, name)) for name in names.split()}
        for module, names in _NAMES.items()
    }
    # A step is a pattern and what replaces it: a text with its groups, or a function by name.
    found["normalise"]["STEPS"] = [_step(*step) for step in normalise.steps()]
    found["numerals"]["BOUNDS"] = [_step(*bound) for bound in numerals.bound_rules()]
    found["spelling"]["SPELLINGS"] = [_step(*rule) for rule in spelling.spelling_rules()]
    found["plurals"]["SINGULARS"] = [_step(*rule) for rule in plurals.singular_rules()]
    found["negation"] = {"DENIAL": _plain(negation_cues.denial())}
    found["unicode"] = {"WORD": WORD, "BLANK": BLANK, "DIGIT": _digits()}
    return found


def _value(module: Any, name: str) -> Any:
    return getattr(module, f"_{name}", None) or getattr(module, name)


def _step(pattern: re.Pattern[str], replacement: Any) -> list[Any]:
    told = (
        {"call": replacement.__name__.strip("_")}
        if callable(replacement)
        else script_replacement(replacement)
    )
    return [_plain(pattern), told]


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, re.Pattern):
        return list(script_pattern(value))
    if isinstance(value, Mapping):
        return [
            [chr(key) if isinstance(key, int) else key or "", _plain(told)] for key, told in value.items()
        ]
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


@cache
def _digits() -> str:
    """Return the members of a class of all digits to Python: it counts ² and ① among them."""
    odd = [code for code in range(0x110000) if chr(code).isdigit() and not chr(code).isdecimal()]
    runs = [list(run) for _, run in groupby(enumerate(odd), key=lambda pair: pair[1] - pair[0])]
    return r"\p{Nd}" + "".join(rf"\u{{{run[0][1]:x}}}-\u{{{run[-1][1]:x}}}" for run in runs)
