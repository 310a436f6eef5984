"""One form for what is written in many ways: Greek letters, hyphens, units, numbers, British and American."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from msc_learn.text.numerals import bounded, numbered, plain

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau"
        " upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_SIZES = {
    "": "",
    "femto": "f",
    "pico": "p",
    "nano": "n",
    "micro": "u",
    "milli": "m",
    "centi": "c",
    "deci": "d",
    "kilo": "k",
}
_MEASURES = {
    "gram": "g",
    "gramme": "g",
    "litre": "l",
    "liter": "l",
    "metre": "m",
    "meter": "m",
    "mole": "mol",
    "mol": "mol",
}
_UNITS = {
    f"{size}{measure}{plural}": f"{short}{unit}"
    for size, short in _SIZES.items()
    for measure, unit in _MEASURES.items()
    for plural in ("", "s")
    if size or unit != "m"
} | {
    "neg": "negative", "pos": "positive", "pct": "percent", "mcg": "ug",
    "mirna": "microrna", "mirnas": "micrornas",
    "hour": "h", "hours": "h", "hr": "h", "hrs": "h", "minute": "min", "minutes": "min", "mins": "min",
    "secs": "s", "seconds": "s", "days": "day", "weeks": "week", "months": "month", "years": "year",
}  # fmt: skip
# Short units that are letters or other words where no number stands before them.
_AFTER_NUMBER = {
    "sec": "s", "second": "s", "2nd": "s", "d": "day", "wk": "week", "wks": "week", "mo": "month",
    "yr": "year", "yrs": "year", "y": "year", "u": "iu", "unit": "iu", "units": "iu",
    "celsius": "c", "centigrade": "c", "fahrenheit": "f", "mgs": "mg", "mls": "ml", "kgs": "kg",
}  # fmt: skip
# Behind a unit these say how often; behind a bare number they may not, for 10 daily is not 10 days.
_AFTER_UNIT = _AFTER_NUMBER | {
    "hourly": "h", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year",
    "bd": "2 times day", "bid": "2 times day", "tds": "3 times day", "tid": "3 times day",
    "qds": "4 times day", "qid": "4 times day",
}  # fmt: skip
# Behind one of these stands another unit: the day in 5 mg/kg/d.
_SHORT_UNITS = frozenset(
    [f"{size}{unit}" for size in _SIZES.values() for unit in ("g", "l", "m", "mol")]
    + "iu h min s day times".split()
)
# One drug, named otherwise in America; the British name on the right.
_DRUGS = {
    "epinephrine": "adrenaline", "norepinephrine": "noradrenaline", "acetaminophen": "paracetamol",
    "albuterol": "salbutamol", "levalbuterol": "levosalbutamol", "cyclosporine": "ciclosporin",
    "cyclosporin": "ciclosporin", "frusemide": "furosemide", "lignocaine": "lidocaine",
    "rifampin": "rifampicin", "meperidine": "pethidine", "glyburide": "glibenclamide",
    "isoproterenol": "isoprenaline",
    "nitroglycerin": "nitroglycerine", "adrenalin": "adrenaline", "noradrenalin": "noradrenaline",
}  # fmt: skip
# Folded on both sides, so it is enough that each pair meets; British on the left.
_SPELLINGS = (
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
    (r"(?<=[deo]f)ence(?=s?$)", "ense"),
    (r"aluminium", "aluminum"),
    (r"maneuvre|maneuver|manouver|manoeuvre", "maneuver"),
    (r"leuco", "leuko"),
    (r"ha?em[ao]topoie", "hemopoie"),
    (r"trophin", "tropin"),
    (r"lachrymal", "lacrimal"),
    (r"ae|oe", "e"),
)
_FOLDS = tuple((re.compile(british), american) for british, american in _SPELLINGS)
# A lone A or AN before these is a name: blood group A positive, A and B.
_NO_LEAD = frozenset("positive negative and or".split())
_LEADS = frozenset("a an by via through to".split())
GREEK_NAMES = frozenset(_GREEK.values())
# Endings of a singular and its plural; British ae is folded to e before.
_PLURALS = (
    ("y", "ies"), ("us", "i"), ("um", "a"), ("on", "a"), ("a", "e"), ("is", "es"), ("ix", "ices"),
    ("ex", "ices"), ("pus", "pora"), ("us", "era"), ("nx", "nges"), ("ma", "mata"), ("x", "xes"),
    ("s", "ses"), ("sh", "shes"), ("ch", "ches"),
)  # fmt: skip
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_SUBSCRIPTS = {ord("₀") + digit: str(digit) for digit in range(10)}
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_QUOTES = re.compile("['\"`´\u2018-\u201f\u2032\u2033«»]")

# What may follow a number with a decimal comma; before a name the comma parts two numbers, as in 2,3-BPG.
_MEASURE = (
    r"(?:[numcdkμ]?(?:g|l|m|mol|s|iu)|mmhg|kpa|h|hrs?|hours?|min(?:ute)?s?|d|days?|weeks?|months?|years?"
    r"|per|percent|to|and|or|x|e|times|fold|million|billion|cells?|\w*(?:gram|litre|liter|metre|meter|mole)s?)"
)
_IN_FULL = {None: "can", "ca": "can", "wo": "will"}
_CONTRACTED = re.compile(
    r"\b(is|are|was|were|do|does|did|have|has|had|ca|could|would|should|wo|must|need|might)nt\b|\bcannot\b"
)


def _power(found: re.Match[str]) -> str:
    return "^" + "".join(_SUPERSCRIPTS[sign] for sign in found[0])


def _greek_name(found: re.Match[str]) -> str:
    return _GREEK.get(found[0].casefold().replace("ς", "σ"), found[0])


def _ungrouped(found: re.Match[str]) -> str:
    return found[0].replace(found[1], "")


# Each step takes the text a little further; their order matters.
_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("[⁰¹²³⁴-⁹⁺⁻]+"), _power),
    (re.compile(r"(?<!\d)\^|\^(?![+-]?\d)"), ""),
    (re.compile(r"(?<=\w)\s?\+ve\b"), " positive "),
    (re.compile(r"(?<=\w)\s?-ve\b"), " negative "),
    (re.compile(r"(?<![a-z])μ(?=(?:g|m|l|mol|s)\b)", re.I), "u"),
    (re.compile("[α-ωΑ-Ω]"), _greek_name),
    (
        re.compile(r"(?<![\d.,])[1-9]\d{0,2}([, \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?![\d.]*\d)"),
        _ungrouped,
    ),
    # A lone comma is a decimal one; two are a list, and 2,3- begins the name of a molecule.
    (
        re.compile(rf"(?<![\d.,(])(\d+),(\d+)(?!\d|[.,]\d|-[a-z])(?=\s*(?:$|[^a-z\s]|{_MEASURE}\b))", re.I),
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
# Most answers are words of plain letters, which need none of the steps.
_BARE = re.compile(r"(?!.*\b[ivxIVX]+-[ivxIVX])[A-Za-z]+(?:[ -][A-Za-z]+)*")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_ACCENTS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")
_BLANKS = re.compile(r"(?<!\d) | (?!\d)")


@lru_cache(maxsize=1 << 9)
def words(text: str, *, case: bool = False) -> tuple[str, ...]:
    """Return the words of a text in their one form; `case` keeps capitals, as in the names of genes."""
    if _BARE.fullmatch(text):
        text = text.replace("-", " ") if case else text.replace("-", " ").lower()
        return _finished(text)
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", text.replace("\0", " "))).replace("µ", "μ")
    text = _QUOTES.sub("", _DASHES.sub("-", unicodedata.normalize("NFC", text)))
    text = (text if case else text.casefold()).translate(_SUBSCRIPTS).strip()
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return _finished(text)


def _finished(text: str) -> tuple[str, ...]:
    text = _CONTRACTED.sub(lambda m: f"{_IN_FULL.get(m[1], m[1])} not", text.replace("per cent", "percent"))
    found = bounded(" ".join(numbered(text.split()))).split()
    found = [word for word in found if word.casefold() not in ("the", "per")]
    while len(found) > 1 and found[0].casefold() in _LEADS and found[1].casefold() not in _NO_LEAD:
        del found[0]
    return tuple(_measured([_one_form(word) for word in found]))


def _measured(found: list[str]) -> list[str]:
    """Return words with the units behind numbers in one form; a degree needs no word."""
    forms, whole = dict[str, str](), list[str]()
    for word in found:
        if forms and word in ("degree", "degrees"):
            continue
        whole += forms.get(word, word).split()
        number = word[-1].isdigit() and not word[0].isalpha()
        unit = forms and whole[-1] in _SHORT_UNITS
        forms = _AFTER_NUMBER if number else _AFTER_UNIT if unit else {}
    return whole


def key(text: str, *, case: bool = False) -> str:
    """Return the form in which equal answers are equal: no blanks, but those that keep numbers apart."""
    return squeezed(words(text, case=case))


def squeezed(parts: tuple[str, ...]) -> str:
    """Return the words as one, with a blank only where two numbers would run into each other."""
    return _BLANKS.sub("", " ".join(parts))


def singular(word: str) -> str:
    """Return a word without the s of a plural."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural and not has_digit(word) else word


def singulars(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without the s of their plurals."""
    return tuple(map(singular, parts))


def differ_in_number(one: str, other: str) -> bool:
    """Return whether one word is the plural of the other, in English, Latin or Greek."""
    if has_digit(one + other) or singular(one) == singular(other):
        return singular(one) == singular(other)
    return any(_is_plural(*pair, *ends) for pair in ((one, other), (other, one)) for ends in _PLURALS)


def _is_plural(one: str, many: str, ending: str, plural: str) -> bool:
    stem = one.removesuffix(ending)
    return len(stem) > 2 and one == stem + ending and many == stem + plural and not many.endswith("ss")


def has_digit(word: str) -> bool:
    """Return whether a word holds a digit, so that no letter of it may be guessed."""
    return any(character.isdigit() for character in word)


def _one_form(word: str) -> str:
    if bounds := _RANGE.fullmatch(word):
        return f"{plain(bounds[1])}-{plain(bounds[2])}"
    if has_digit(word):
        return plain(word)
    word = _UNITS.get(word, word)
    for pattern, replacement in _FOLDS:
        word = pattern.sub(replacement, word)
    return _DRUGS.get(word, word)
