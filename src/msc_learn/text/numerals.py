"""Normalisation of numbers: spelt out, ordinal, Roman, with leading or trailing zeros, with powers."""

import re
from collections.abc import Sequence
from functools import cache

SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
CARDINALS = frozenset(SMALL_NUMBERS) - {"zero", "one"} | frozenset(_TENS)
SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9}
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th",
    "twofold": "2fold", "threefold": "3fold", "fourfold": "4fold", "fivefold": "5fold", "tenfold": "10fold",
}  # fmt: skip
_TIMES = {"once": "1", "twice": "2", "thrice": "3"}
# After one of these a letter such as V is a Roman numeral.
_ROMAN_CONTEXTS = frozenset(
    "type types factor factors grade grades stage stages phase phases class classes nerve nerves cn group"
    " level angiotensin complex collagen bipolar lead nyha asa mhc figo killip".split()
)
_ROMAN = re.compile(r"(x{0,2}(?:ix|iv|v?i{0,3}))([abc]?)")
# These are neither words nor abbreviations, so they need no such word before them.
_SURELY_ROMAN = re.compile(r"x?v?iii?[abc]?")
_LETTERS = {"i": 1, "v": 5, "x": 10}
_NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:e(-?\d{1,3}))?", re.ASCII)
# A range too, as in 1-2 million.
_DIGITS = re.compile(r"(?:\d+(?:\.\d+)?-)?\d+(?:\.\d+)?")
_OVER = r"(?:more|greater|higher|larger|bigger|longer|older) than|above|exceeding"
_UNDER = r"(?:less|fewer|lower|smaller|shorter|younger) than|below"
_NUMBER_NEXT = r"(?= -?\d)(?! \d+(?:st|nd|rd|th)\b)"
_NUMBER_BEFORE = r"(?<![\w.])(-?\d[\d.e-]*(?: \d[\d.e-]*)?(?: [^\W\d]\w*){0,3}?)"


@cache
def bound_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of words that bound a number or say how often, once number words are digits."""
    return tuple(
        (re.compile(pattern, re.IGNORECASE), sign)
        for pattern, sign in (
            (rf"\b(?:no|not) (?:{_OVER}){_NUMBER_NEXT}", "<="),
            (rf"\b(?:no|not) (?:{_UNDER}){_NUMBER_NEXT}", ">="),
            (rf"\b(?:{_UNDER}){_NUMBER_NEXT}", "<"),
            (rf"\b(?:{_OVER}){_NUMBER_NEXT}", ">"),
            (rf"\bat least{_NUMBER_NEXT}", ">="),
            (rf"\bat most{_NUMBER_NEXT}", "<="),
            (rf"(?<!\d )\bup to{_NUMBER_NEXT}", "<="),
            # After another number it is not a bound: 1 L over 8 h, 140 over 90.
            (rf"^([^\d]*)\bover{_NUMBER_NEXT}", r"\1>"),
            (rf"^([^\d]*)\bunder{_NUMBER_NEXT}", r"\1<"),
            (
                rf"{_NUMBER_BEFORE} (?:or|and) (?:more|greater|higher|larger|longer|older|above|over)\b",
                r">= \1",
            ),
            (
                rf"{_NUMBER_BEFORE} (?:or|and) (?:less|fewer|lower|smaller|shorter|younger|below|under)\b",
                r"<= \1",
            ),
            (r"(?<=\d) to (?=\d)", "-"),
            (r"\btimes (?:a|each|every|per) (?=(?:day|week|month|year|hour)\b)", "times "),
            (r"\b1 times (?:day|daily)\b", "daily"),
            (r"\b1 times (?:week|weekly)\b", "weekly"),
        )
    )


def numbered(words: Sequence[str]) -> list[str]:
    """Return words with every number as digits; Roman numerals only after words such as type or stage."""
    result: list[str] = []
    position, may_be_roman = 0, False
    while position < len(words):
        word = words[position].casefold()
        taken, written = _spelt(words, position)
        roman = _roman(word) if may_be_roman or _SURELY_ROMAN.fullmatch(word) else ""
        if roman:
            taken, written = 1, [roman]
        elif not taken:
            taken, written = 1, [_ORDINALS.get(word, words[position])]
        goes_on = may_be_roman and (bool(roman) or word in ("and", "or", "to"))
        may_be_roman = word in _ROMAN_CONTEXTS or goes_on
        result += written
        position += taken
    return result


def with_cardinals(words: Sequence[str]) -> list[str]:
    """Return words in lower case with cardinal numbers as digits; a lone `one` may be a pronoun and stays."""
    if CARDINALS.isdisjoint(words):
        return list(words)
    result: list[str] = []
    position = 0
    while position < len(words):
        taken, written = _spelt(words, position) if words[position] in CARDINALS else (0, [])
        result += [plain(number) for number in written] or [words[position]]
        position += taken or 1
    return result


def bounded(text: str) -> str:
    """Return a text with signs for words that bound a number: `at least 2`, `2 or more` give `>= 2`."""
    for pattern, sign in bound_rules():
        text = pattern.sub(sign, text)
    return text


def has_digit(word: str) -> bool:
    """Return whether a word contains a digit, so that no letter of it may be guessed."""
    return any(character.isdigit() for character in word)


def plain(word: str) -> str:
    """Return a number without idle zeros and with its power applied; any other word as it is."""
    match = _NUMBER.fullmatch(word)
    if not match:
        return word
    sign, before, after, power = match[1], match[2], match[3] or "", int(match[4] or 0)
    digits, point = before + after, len(before) + power
    digits = "0" * -point + digits if point < 0 else digits + "0" * (point - len(digits))
    point = max(point, 0)
    integer, fraction = digits[:point].lstrip("0") or "0", digits[point:].rstrip("0")
    value = f"{integer}.{fraction}" if fraction else integer
    return value if value == "0" else sign + value


def _spelt(words: Sequence[str], start: int) -> tuple[int, list[str]]:
    """Return how many words from a position on spell a number, and that number in digits."""
    first = words[start].casefold()
    if first in _TIMES:
        return 1, [_TIMES[first], "times"]
    power = SCALES.get(_at(words, start + 1))
    if power and (first == "a" or _DIGITS.fullmatch(first)):
        return 2, [f"{1 if first == 'a' else first}e{power}"]
    taken, value = _below_hundred(words, start)
    if not taken:
        return 0, []
    position = start + taken
    if _at(words, position) == "hundred":
        value, position = 100 * value, position + 1
        more = position + (_at(words, position) == "and")
        taken, rest = _below_hundred(words, more)
        if taken:
            value, position = value + rest, more + taken
    if power := SCALES.get(_at(words, position)):
        return position + 1 - start, [f"{value}e{power}"]
    return position - start, [str(value)]


def _at(words: Sequence[str], position: int) -> str:
    return words[position].casefold() if position < len(words) else ""


def _below_hundred(words: Sequence[str], position: int) -> tuple[int, int]:
    word, more = _at(words, position), SMALL_NUMBERS.get(_at(words, position + 1), 0)
    if word in _TENS:
        return (2, _TENS[word] + more) if 0 < more < 10 else (1, _TENS[word])
    return (1, SMALL_NUMBERS[word]) if word in SMALL_NUMBERS else (0, 0)


def _roman(word: str) -> str:
    match = _ROMAN.fullmatch(word)
    if not match or not match[1]:
        return ""
    values = [_LETTERS[letter] for letter in match[1]]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return f"{sum(-value if value < after else value for value, after in pairs)}{match[2]}"
