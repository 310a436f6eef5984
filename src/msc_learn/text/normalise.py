"""Normalisation of answers: Greek letters, hyphens, units, numbers and spelling in one form."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from msc_learn.text.greek import GREEK_LETTER, spell_letter
from msc_learn.text.numerals import bounded, has_digit, numbered, plain
from msc_learn.text.spelling import one_spelling
from msc_learn.text.units import AFTER_DECIMAL, AFTER_NUMBER, AFTER_UNIT, SHORT_UNITS, UNITS

# A lone A or AN before one of these is a name: blood group A positive, A and B.
_NO_LEAD = frozenset("positive negative and or".split())
_LEADS = frozenset("a an by via through to".split())
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_SUBSCRIPTS = {ord("₀") + digit: str(digit) for digit in range(10)}
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("['\"`´\u2018-\u201f\u2032\u2033«»]")

_IN_FULL = {None: "can", "ca": "can", "wo": "will"}
_CONTRACTED = re.compile(
    r"\b(is|are|was|were|do|does|did|have|has|had|ca|could|would|should|wo|must|need|might)nt\b|\bcannot\b"
)


def _power(number: re.Match[str]) -> str:
    return "^" + "".join(_SUPERSCRIPTS[sign] for sign in number[0])


def _ungrouped(number: re.Match[str]) -> str:
    return number[0].replace(number[1], "")


# Most answers are words of plain letters and need none of the steps.
_BARE = re.compile(r"(?!.*\b[ivxIVX]+-[ivxIVX])[A-Za-z]+(?:[ -][A-Za-z]+)*")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
_SPACES = re.compile(r"(?<!\d) | (?!\d)")


@cache
def steps() -> tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]:
    """Return the replacements of normalisation, in the order in which they are applied."""
    return (
        (re.compile("[⁰¹²³⁴-⁹⁺⁻]+"), _power),
        (re.compile(r"(?<!\d)\^|\^(?![+-]?\d)"), ""),
        (re.compile(r"(?<=\w)\s?\+ve\b"), " positive "),
        (re.compile(r"(?<=\w)\s?-ve\b"), " negative "),
        (re.compile(r"(?<![a-z])μ(?=(?:g|m|l|mol|s)\b)", re.I), "u"),
        (GREEK_LETTER, spell_letter),
        (
            re.compile(r"(?<![\d.,])[1-9]\d{0,2}([, \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?![\d.]*\d)"),
            _ungrouped,
        ),
        # A lone comma is a decimal one; two are a list, and 2,3- begins the name of a molecule.
        (
            re.compile(
                rf"(?<![\d.,(])(\d+),(\d+)(?!\d|[.,]\d|-[a-z])(?=\s*(?:$|[^a-z\s]|{AFTER_DECIMAL}\b))", re.I
            ),
            r"\1.\2",
        ),
        (re.compile(r"(?<![\w.])\.(?=\d)"), "0."),
        (re.compile(r"(?<=\d)\s*[x×*·⋅]\s*10\s*\^\s*(?=[+-]?\d)", re.I), "e"),
        (re.compile(r"\b10\s*\^\s*(?=[+-]?\d)"), "1e"),
        (re.compile(r"(?<=\de)\+", re.I), ""),
        (re.compile(r"\bper\s+cent\b|%", re.I), " percent "),
        (re.compile(r"\bper\s+mille?\b|‰", re.I), " permille "),
        (re.compile(r"(?<=\d)\s*(?:-|\bto\b)\s*(?=\d)"), "-"),
        (re.compile(r"(?<![\w.])(\d+)\+(?=\d)"), r"\1 "),
        (re.compile(r"(?<=\w)\+"), " positive "),
        (re.compile(r"\b([btq])\.([id])\.([ds])\b", re.I), r"\1\2\3"),
        # Grades I to V are not grade IV.
        (re.compile(r"\b([ivx]*i[ivx]*)-(?=[ivx]+\b)", re.I), r"\1 to "),
        # A hyphen that ends a name is a sign (`CD34-`), unless it waits for its other half (`pro- and ...`).
        (re.compile(r"(?<=\w)-(?=$|[,;)/]|\s(?!and\b|or\b|to\b))"), " negative "),
        (re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?=(?!e-?\d|[ab]\b|-)[a-z])"), r"\1 "),
        (re.compile(r"\bminus\s+(?=\d)"), "-"),
        (re.compile(r"≥"), ">="),
        (re.compile(r"≤"), "<="),
        (re.compile(r"\s*([<>]=?)\s*"), r" \1 "),
        (re.compile(r"&"), " and "),
        (re.compile(r"(?<!\d)\.|\.(?!\d)"), " "),
        # A minus behind a number's power, a sign or a word; behind less than four letters it joins a name.
        (re.compile(r"(?:(?<=\d)|(?<=\de)|(?<![\w\s])|(?<=^))-(?=\d)"), "\0"),
        (re.compile(r"(?:(?<=[<>=]\s)|(?<=[a-z]{4}\s)|(?<=\b(?:at|of|to|is|by)\s))-(?=\d)", re.I), "\0"),
        (re.compile(r"[^\w.<>=\0\s]|_"), " "),
        (re.compile("\0"), "-"),
    )


@lru_cache(maxsize=1 << 9)
def answer_words(text: str, *, case: bool = False) -> tuple[str, ...]:
    """Return the normalised words of an answer; `case` keeps capitals, as in the names of genes."""
    if _BARE.fullmatch(text):
        text = text.replace("-", " ") if case else text.replace("-", " ").lower()
        return _finished(text)
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text.replace("\0", " "))).replace("µ", "μ")
    text = _QUOTES.sub("", _DASHES.sub("-", unicodedata.normalize("NFC", text)))
    text = (text if case else text.casefold()).translate(_SUBSCRIPTS).strip()
    for pattern, replacement in steps():
        text = pattern.sub(replacement, text)
    return _finished(text)


def _finished(text: str) -> tuple[str, ...]:
    text = _CONTRACTED.sub(lambda m: f"{_IN_FULL.get(m[1], m[1])} not", text.replace("per cent", "percent"))
    parts = bounded(" ".join(numbered(text.split()))).split()
    parts = [word for word in parts if word.casefold() not in ("the", "per")]
    while len(parts) > 1 and parts[0].casefold() in _LEADS and parts[1].casefold() not in _NO_LEAD:
        del parts[0]
    return tuple(_with_short_units([_one_form(word) for word in parts]))


def _with_short_units(parts: list[str]) -> list[str]:
    """Return words with the units after numbers in one form; the word degree is left out."""
    forms, result = dict[str, str](), list[str]()
    for word in parts:
        if forms and word in ("degree", "degrees"):
            continue
        result += forms.get(word, word).split()
        number = word[-1].isdigit() and not word[0].isalpha()
        unit = forms and result[-1] in SHORT_UNITS
        forms = AFTER_NUMBER if number else AFTER_UNIT if unit else {}
    return result


def answer_key(text: str, *, case: bool = False) -> str:
    """Return the key by which answers are compared: no spaces but those that keep numbers apart."""
    return squeezed(answer_words(text, case=case))


def squeezed(parts: tuple[str, ...]) -> str:
    """Join words without spaces, except between two numbers."""
    return _SPACES.sub("", " ".join(parts))


def _one_form(word: str) -> str:
    if bounds := _RANGE.fullmatch(word):
        return f"{plain(bounds[1])}-{plain(bounds[2])}"
    if has_digit(word):
        return plain(word)
    return one_spelling(UNITS.get(word, word))
