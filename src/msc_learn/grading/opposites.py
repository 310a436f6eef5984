"""Word pairs of opposite or other meaning, of which none may pass as a typing error of the other."""

from collections.abc import Iterator
from functools import lru_cache

from msc_learn.text.confusables import GROUPS, PREFIXES
from msc_learn.text.negation_cues import denial

# Anything longer is not a word but a formula or a line without spaces.
_LONGEST = 60
_OTHERS: dict[str, frozenset[str]] = {
    part: frozenset(other for group in GROUPS if part in group for other in group) - {part}
    for part in sorted({part for group in GROUPS for part in group})
}


@lru_cache(maxsize=1 << 9)
def opposites(word: str) -> frozenset[str]:
    """Return the words with another meaning that adding, removing or replacing one part of a word gives."""
    word = word.casefold()
    return frozenset(_changed(word)) - {word} if len(word) <= _LONGEST else frozenset()


def opposed(one: str, other: str) -> bool:
    """Return whether two words differ by a part that changes the meaning."""
    return other.casefold() in opposites(one) or one.casefold() in opposites(other)


def negates(parts: tuple[str, ...]) -> bool:
    """Return whether an answer contains a negation."""
    return denial().search(" ".join(parts).casefold()) is not None


def poles(parts: tuple[str, ...]) -> list[str]:
    """Return the words whose opposites are in the answer too, in order: low sodium and high potassium.

    Two joined by an `and` describe the same thing: superior and inferior vena cava.
    """
    inner = range(1, len(parts) - 1)
    joined = [{parts[index - 1], parts[index + 1]} for index in inner if parts[index] == "and"]
    return [
        word for word in parts if any(opposed(word, other) and {word, other} not in joined for other in parts)
    ]


def _changed(word: str) -> Iterator[str]:
    for part, others in _OTHERS.items():
        start = word.find(part)
        while start >= 0:
            yield from (word[:start] + other + word[start + len(part) :] for other in others)
            start = word.find(part, start + 1)
    for prefix in PREFIXES:
        yield prefix + word
        if word.startswith(prefix) and word != prefix:
            yield word.removeprefix(prefix)
