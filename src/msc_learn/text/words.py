"""Words as the checks compare them: content words, inflection aside."""

import re
from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_RUN = re.compile(r"[^\W_]+")
# Most text is ASCII, of which a table tells the words three times as fast.
_BLANKED = "".join(letter if letter.isalnum() else " " for letter in map(chr, range(128)))
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
GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ω": "omega",
}
_GREEK = re.compile(f"[{''.join(GREEK)}]")
# A token with what holds it together: IGF-1, 5-HT, HLA-B27, NF-κB; a possessive s is not part of it.
_NITRIC_OXIDE = re.compile(r"\bNO\b(?! [A-Z]{2})")
_TOKEN = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_OPENS = re.compile(r"(?:\A|[.?!:…›|\]]\s|[\[(“\"])\W*\Z")
_NUMBER = re.compile(r"(?<![^\W_])(?<!\d[.,])\d+(?:[.,]\d+)*")
_SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("our", "or"))
NUMBER_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AS_DIGITS = {word: str(number) for number, word in enumerate(NUMBER_WORDS, start=2)}


def runs(text: str) -> list[str]:
    """Return the runs of letters and figures of a text."""
    if text.isascii():
        return text.translate(_BLANKED).split()
    found: list[str] = _RUN.findall(text)
    return found


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a hyphenated word counts as its parts."""
    if "'" not in text and "’" not in text:
        return runs(text.casefold())
    found: list[str] = _WORD.findall(text.casefold())
    return [word.removesuffix("'s").removesuffix("’s") for word in found]


def vocabulary_of(text: str) -> frozenset[str]:
    """Return the words of a text, with and without Greek letters, and spelt numbers as digits too."""
    found = set(words(text))
    if _GREEK.search(text):
        found.update(words(latin(text)))
    found.update([_AS_DIGITS[word] for word in found & _AS_DIGITS.keys()])
    return frozenset(found)


def signed_words(text: str) -> list[str]:
    """Return the words of a text in lower case, NO for nitric oxide left out: it negates nothing."""
    return words(_NITRIC_OXIDE.sub(" ", text)) if "NO" in text else words(text)


def plain_words(text: str) -> list[str]:
    """Return the words of a text that are no function words, in order, negations among them."""
    return [word for word in words(text) if word not in STOP_WORDS]


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning: no function words, no negations, number words as digits."""
    return [
        _AS_DIGITS.get(word, word) for word in words(text) if word not in STOP_WORDS and word not in NEGATIONS
    ]


def is_negation(word: str) -> bool:
    """Say whether a word in lower case negates."""
    return word in NEGATIONS or word.endswith(("n't", "n’t"))


def negations(text: str) -> list[str]:
    """Return the negations of a text."""
    return [word for word in words(text) if is_negation(word)]


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as digits, spelt ones too, without the commas of thousands."""
    found = [re.sub(r",(?=\d{3}(?!\d))", "", number) for number in _NUMBER.findall(text)]
    return [*found, *(_AS_DIGITS[word] for word in words(text) if word in _AS_DIGITS)]


def entities(text: str) -> list[str]:
    """Return the names of a text: abbreviations, words with a capital, Greek letter or figure in them.

    A word that only opens a sentence with a capital is not known to be a name.
    """
    return [
        match[0]
        for match in _TOKEN.finditer(text)
        if _is_name(match[0]) and not (_may_open(match[0]) and _OPENS.search(text[: match.start()]))
    ]


def _may_open(token: str) -> bool:
    return len(token) == 1 or token[1:].islower()


def _is_name(token: str) -> bool:
    if token.isascii() and token.isalpha() and token.islower():
        return False
    has_letter = any(character.isalpha() for character in token)
    return has_letter and (
        token != token.lower()
        or any(character.isdigit() for character in token)
        or bool(_GREEK.search(token))
    )


def latin(text: str) -> str:
    """Return a text with its Greek letters written out."""
    return _GREEK.sub(lambda letter: GREEK[letter[0]], text) if _GREEK.search(text) else text


def surroundings(said: Sequence[str], reach: int = 4) -> Iterator[tuple[str, ...]]:
    """Yield for each negation among words the words that follow it, or those before it where none do."""
    whole = " ".join(said)
    if NEGATIONS.isdisjoint(said) and "n'" not in whole and "n’" not in whole:
        return
    for index, word in enumerate(said):
        if is_negation(word):
            yield tuple(said[index + 1 : index + 1 + reach]) or tuple(said[max(0, index - reach) : index])


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


def has_form(word: str, offered: Iterable[str]) -> bool:
    """Say whether one of the words offered is a form of a word."""
    return any(same(word, other) for other in offered if other[:1] == word[:1])


def missing_from(wanted: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the wanted words of which no form is offered, once each, in order."""
    have = frozenset(offered)
    return [word for word in dict.fromkeys(wanted) if word not in have and not has_form(word, have)]
