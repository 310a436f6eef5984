"""Words as the checks compare them: content words, inflection aside."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
STOP_WORDS = frozenset(
    """a about above after all also an and any are as at be because been being between both but by can could
    did do does each either for from had has have having how if in into is it its itself may might more most
    must neither nor of off on once one only onto or other our out over own per rather s should since so some
    such than that the their them then there these they this those through thus to too toward towards under
    until up upon via was were what when where whether which while who whom whose why will with within would
    you your""".split()
)
NEGATIONS = frozenset(
    {"not", "no", "never", "none", "neither", "nor", "without", "cannot", "nothing", "nobody"}
)
_SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("our", "or"))
_NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AS_DIGITS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS, start=2)}


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a hyphenated word counts as its parts."""
    return [word.removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text.casefold())]


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning: no function words, no negations, number words as digits."""
    return [
        _AS_DIGITS.get(word, word) for word in words(text) if word not in STOP_WORDS and word not in NEGATIONS
    ]


def negations(text: str) -> list[str]:
    """Return the negations of a text."""
    return [word for word in words(text) if word in NEGATIONS or word.endswith("n't")]


def same(one: str, other: str) -> bool:
    """Say whether two words are forms of one: equal, or alike but for an ending.

    Words of digits must be equal, and a short word differs by a plural s alone: what is left is a shared
    beginning that is long beside the shorter word (signals, signalling; inflammation, inflammatory).
    """
    if one == other:
        return True
    if any(character.isdigit() for character in one + other):
        return False
    one, other = _spelt(one), _spelt(other)
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 5:
        return longer in (shorter, shorter + "s", shorter + "es", shorter + "ed", shorter + "d")
    shared = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shared >= max(4, len(shorter) - 3) and len(longer) - shared <= 6


def _spelt(word: str) -> str:
    for british, american in _SPELLINGS:
        if word.endswith(british):
            return word.removesuffix(british) + american
    return word


def missing_from(wanted: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the wanted words of which no form is offered, once each, in order."""
    have = frozenset(offered)
    return [
        word
        for word in dict.fromkeys(wanted)
        if word not in have and not any(same(word, other) for other in have)
    ]
