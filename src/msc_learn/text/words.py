"""Tokens as the checks compare them: content words, regardless of inflection."""

import re
from collections.abc import Iterable
from functools import lru_cache

from msc_learn.text.greek import GREEK_LETTER, spell_greek
from msc_learn.text.negation_cues import NEGATIVE_WORDS
from msc_learn.text.numerals import CARDINALS, has_digit, with_cardinals
from msc_learn.text.plurals import differ_in_number
from msc_learn.text.spelling import one_spelling
from msc_learn.text.stop_words import STOP_WORDS
from msc_learn.text.units import UNITS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_RUN = re.compile(r"[^\W_]+")
# Most text is ASCII: a translation table finds its words three times as fast.
_SPACED = "".join(letter if letter.isalnum() else " " for letter in map(chr, range(128)))
# A token with its hyphens and slashes: IGF-1, 5-HT, HLA-B27, NF-κB. A possessive s is not part of it.
_TOKEN = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")
_OPENS = re.compile(r"(?:\A|[.?!:…›|\]]\s|[\[(“\"])\W*\Z")
_NUMBER = re.compile(r"(?<![^\W_])(?<!\d[.,])\d+(?:[.,]\d+)*")


def tokens(text: str) -> list[str]:
    """Tokenise a text: the runs of letters and digits."""
    if text.isascii():
        return text.translate(_SPACED).split()
    found: list[str] = _RUN.findall(text)
    return found


def words(text: str) -> list[str]:
    """Return the words of a text in lower case; a hyphenated word counts as its parts."""
    if "'" not in text and "’" not in text:
        return tokens(text.casefold())
    found: list[str] = _WORD.findall(text.casefold())
    return [word.removesuffix("'s").removesuffix("’s") for word in found]


# The cards of a sentence all look for words in the same texts.
@lru_cache(maxsize=512)
def normalised_words(text: str) -> str:
    """Return the words of a text in lower case, a space before and after each: `in` finds whole words."""
    return f" {' '.join(tokens(text.casefold()))} "


def vocabulary_of(text: str) -> frozenset[str]:
    """Return the words of a text: Greek letters spelt out, the other spelling and digits beside them."""
    found = words(text)
    if GREEK_LETTER.search(text):
        found += words(spell_greek(text))
    return frozenset((*found, *with_cardinals(found), *map(word_form, found)))


@lru_cache(maxsize=1 << 14)
def word_form(word: str) -> str:
    """Return the normal form of a word: American spelling, British drug name, short unit."""
    return one_spelling(UNITS.get(word, word))


def plain_words(text: str) -> list[str]:
    """Return the words of a text without stop words, in order; negative words stay."""
    return [word for word in words(text) if word not in STOP_WORDS]


def content_words(text: str) -> list[str]:
    """Return the words that carry meaning: no stop words, no negative words, cardinal numbers as digits."""
    return [
        word for word in with_cardinals(words(text)) if word not in STOP_WORDS and word not in NEGATIVE_WORDS
    ]


def numbers(text: str) -> list[str]:
    """Return the numbers of a text as digits, spelt ones too, without thousands separators."""
    found = [re.sub(r",(?=\d{3}(?!\d))", "", number) for number in _NUMBER.findall(text)]
    spelt = words(text)
    return found if CARDINALS.isdisjoint(spelt) else [*found, *_cardinals(spelt)]


def _cardinals(spelt: list[str]) -> list[str]:
    """Return the cardinal numbers written out among words, as digits."""
    digits = {word for word in spelt if word.isdigit()}
    return [word for word in with_cardinals(spelt) if word.isdigit() and word not in digits]


def entities(text: str) -> list[str]:
    """Return the names of a text: words with a capital, a Greek letter or a digit, and abbreviations.

    A capital at the start of a sentence does not make a word a name.
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
    return has_letter and (token != token.lower() or has_digit(token) or bool(GREEK_LETTER.search(token)))


def same(one: str, other: str) -> bool:
    """Return whether two words are forms of one word.

    Words with digits must be equal. Short words may differ in a plural or past ending. Longer ones share a
    long beginning: signals, signalling; inflammation, inflammatory.
    """
    if one == other:
        return True
    if not (one + other).isalpha() and has_digit(one + other):
        return False
    return _share_stem(one, other) or _share_stem(word_form(one), word_form(other))


def _share_stem(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 5:
        forms = (shorter, shorter + "s", shorter + "es", shorter + "ed", shorter + "d")
        # All plurals share three letters; most pairs do not, and that is soon seen.
        return longer in forms or (one[:3] == other[:3] and differ_in_number(one, other))
    shared = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    return shared >= max(4, len(shorter) - 3) and len(longer) - shared <= 6


def has_form(word: str, offered: Iterable[str]) -> bool:
    """Return whether one of the offered words is a form of a word."""
    initials = {word[:1], word_form(word)[:1]}
    return any(same(word, other) for other in offered if other[:1] in initials)


def missing_from(wanted: Iterable[str], offered: Iterable[str]) -> list[str]:
    """Return the wanted words of which no form is offered, once each, in order."""
    have = frozenset(offered)
    return [word for word in dict.fromkeys(wanted) if word not in have and not has_form(word, have)]
