"""One form for what is written in many ways: Greek letters, hyphens, units, numbers, British and American."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
        " upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"twofold": "2fold", "threefold": "3fold", "fourfold": "4fold", "fivefold": "5fold", "tenfold": "10fold"}
_POWERS = {"thousand": "3", "million": "6", "billion": "9"}
_UNITS = {
    "neg": "negative", "pos": "positive", "pct": "percent",
    "mcg": "ug", "microgram": "ug", "micrograms": "ug", "milligram": "mg", "milligrams": "mg",
    "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "litre": "l", "liter": "l",
    "millilitre": "ml", "millilitres": "ml", "milliliter": "ml", "milliliters": "ml", "microlitre": "ul",
    "microliter": "ul", "mirna": "microrna", "mirnas": "micrornas",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "minute": "min", "minutes": "min", "mins": "min",
}  # fmt: skip
# Folded on both sides, so it is enough that each pair meets; British on the left.
_SPELLINGS = (
    (r"ae|oe", "e"),
    (r"our(?=$|s$|ed$|ing$|al)", "or"),
    (r"([bt])re(?=s?$)", r"\1er"),
    (r"is(?=(?:e|ed|es|er|ing|ation|ations)$)", "iz"),
    (r"ys(?=(?:e|ed|es|er|ing)$)", "yz"),
    (r"ll(?=(?:ed|ing)$)", "l"),
    (r"sulph", "sulf"),
    (r"grey", "gray"),
    (r"ageing", "aging"),
    (r"programme", "program"),
    (r"practise", "practice"),
    (r"licence", "license"),
)
_FOLDS = tuple((re.compile(british), american) for british, american in _SPELLINGS)
_LEADS = frozenset("a an by via through to".split())
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_SUBSCRIPTS = {ord("₀") + digit: str(digit) for digit in range(10)}
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("['\"`´\u2018-\u201f\u2032\u2033«»]")

# Each step takes the text a little further; their order matters.
_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("[⁰¹²³⁴-⁹⁺⁻]+"), lambda m: "^" + "".join(_SUPERSCRIPTS[sign] for sign in m[0])),
    (re.compile(r"(?<!\d)\^|\^(?![+-]?\d)"), ""),
    (re.compile(r"(?<=\w)\s?\+ve\b"), " positive "),
    (re.compile(r"(?<=\w)\s?-ve\b"), " negative "),
    (re.compile(r"(?<![a-z])μ(?=(?:g|m|l|mol|s)\b)", re.I), "u"),
    (re.compile("[α-ωΑ-Ω]"), lambda m: _GREEK.get(m[0].casefold().replace("ς", "σ"), m[0])),
    (re.compile(r"(?<=\d)[,\u2009\u202f](?=\d{3}(?!\d))"), ""),
    (re.compile(r"(?<=\d)\s*[x×*·⋅]\s*10\s*\^\s*(?=[+-]?\d)", re.I), "e"),
    (re.compile(r"\b10\s*\^\s*(?=[+-]?\d)"), "1e"),
    (re.compile(r"(?<=\de)\+", re.I), ""),
    (re.compile(r"\bper\s+cent\b|%", re.I), " percent "),
    (re.compile(r"(?<=\d)\s*(?:-|\bto\b)\s*(?=\d)"), "-"),
    (re.compile(r"(?<=\w)\+"), " positive "),
    # A hyphen that ends a name is a sign (`CD34-`), unless it waits for its other half (`pro- and ...`).
    (re.compile(r"(?<=\w)-(?=$|[,;)/]|\s(?!and\b|or\b|to\b))"), " negative "),
    (re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?=(?!e-?\d|-)[a-z])"), r"\1 "),
    (re.compile(r"≥"), ">="),
    (re.compile(r"≤"), "<="),
    (re.compile(r"&"), " and "),
    (re.compile(r"(?<!\d)\.|\.(?!\d)"), " "),
    (re.compile(r"(?<=[\de])-(?=\d)|(?<![\w\s])-(?=\d)|(?<=^)-(?=\d)"), "\0"),
    (re.compile(r"[^\w.<>=\0\s]|_"), " "),
    (re.compile("\0"), "-"),
)
# Most answers are words of plain letters, which need none of the steps.
_BARE = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d{1,3})?")


def words(text: str, *, case: bool = False) -> tuple[str, ...]:
    """Return the words of a text in their one form; `case` keeps capitals, as in the names of genes."""
    if _BARE.fullmatch(text):
        text = text.replace("-", " ") if case else text.replace("-", " ").lower()
        return _finished(text)
    text = _QUOTES.sub("", _DASHES.sub("-", unicodedata.normalize("NFC", text))).replace("µ", "μ")
    text = (text if case else text.casefold()).translate(_SUBSCRIPTS).strip()
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return _finished(text)


def _finished(text: str) -> tuple[str, ...]:
    found = _powers([_NUMBERS.get(word.casefold(), word) for word in text.split()])
    found = [word for word in found if word.casefold() not in ("the", "per")]
    while len(found) > 1 and found[0].casefold() in _LEADS:
        del found[0]
    return tuple(_one_form(word) for word in found)


def key(text: str, *, case: bool = False) -> str:
    """Return the form in which equal answers are equal: no blanks, but those that keep numbers apart."""
    return squeezed(words(text, case=case))


def squeezed(parts: tuple[str, ...]) -> str:
    """Return the words as one, with a blank only where two numbers would run into each other."""
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(parts))


def has_digit(word: str) -> bool:
    """Return whether a word holds a digit, so that no letter of it may be guessed."""
    return any(character.isdigit() for character in word)


def _powers(found: list[str]) -> list[str]:
    whole: list[str] = []
    for word in found:
        if word in _POWERS and whole and re.fullmatch(r"\d+(?:\.\d+)?", whole[-1]):
            whole[-1] += "e" + _POWERS[word]
        else:
            whole.append(word)
    return whole


def _one_form(word: str) -> str:
    if _NUMBER.fullmatch(word):
        return f"{Decimal(word).normalize():f}"
    if has_digit(word):
        return word
    word = _UNITS.get(word, word)
    for pattern, replacement in _FOLDS:
        word = pattern.sub(replacement, word)
    return word
