"""Singular and plural, in English, Latin and Greek."""

import re
from functools import cache

from msc_learn.text.numerals import has_digit

# Endings of a singular and its plural; British ae is written e before.
_PLURALS = (
    ("y", "ies"), ("us", "i"), ("um", "a"), ("on", "a"), ("a", "e"), ("is", "es"), ("ix", "ices"),
    ("ex", "ices"), ("pus", "pora"), ("us", "era"), ("nx", "nges"), ("ma", "mata"), ("x", "xes"),
    ("s", "ses"), ("sh", "shes"), ("ch", "ches"),
)  # fmt: skip


@cache
def singular_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the rules that rewrite a plural; the first whose pattern is found counts."""
    return tuple(
        (re.compile(plural), singular)
        for plural, singular in (
            (r"^((?:calorie|movie|series|species|caries|rabies|scabies|facies))s?$", r"\1"),
            (r"(?<=[^aeiou])ies$", "y"),
            (r"(?<=ss)es$|(?<=sh)es$|(?<=[lnrt]ch)es$|(?<=[aeo][aeou]ch)es$|(?<=[eio]x)es$", ""),
            (
                r"((?:vir|sin|fet|foet|uter|bol|bon|stat|rat|plex|fung|foc|hiat|call|thromb|ile|menisc)us)es$",
                r"\1",
            ),
            (r"(?<=[^sui])s$", ""),
        )
    )


def singular(word: str) -> str:
    """Return the singular of a regular English plural; any other word stays as it is."""
    if len(word) <= 3 or not word.endswith("s") or has_digit(word):
        return word
    for plural, replacement in singular_rules():
        if plural.search(word):
            return plural.sub(replacement, word)
    return word


def singulars(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the singular of each word."""
    return tuple(map(singular, parts))


def singular_abbreviation(short: str) -> str:
    """Return an abbreviation without the s of its plural: `MSCs` gives `MSC`."""
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def differ_in_number(one: str, other: str) -> bool:
    """Return whether one word is the plural of the other, in English, Latin or Greek."""
    if has_digit(one + other) or singular(one) == singular(other):
        return singular(one) == singular(other)
    if one[:3] != other[:3]:
        return False
    return any(_is_plural(*pair, *ends) for pair in ((one, other), (other, one)) for ends in _PLURALS)


def _is_plural(one: str, many: str, ending: str, plural: str) -> bool:
    stem = one.removesuffix(ending)
    return len(stem) > 2 and one == stem + ending and many == stem + plural and not many.endswith("ss")
