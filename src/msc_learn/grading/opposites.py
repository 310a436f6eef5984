"""Where a letter or a syllable turns the meaning, so that no slip of the pen may be assumed."""

from collections.abc import Iterator
from functools import lru_cache

from msc_learn.text.confusables import GROUPS, PREFIXES
from msc_learn.text.negation_cues import denial

# A longer word is no word: a formula, a line without blanks.
_LONGEST = 60
_OTHERS: dict[str, frozenset[str]] = {
    part: frozenset(other for group in GROUPS if part in group for other in group) - {part}
    for part in sorted({part for group in GROUPS for part in group})
}


@lru_cache(maxsize=1 << 9)
def opposites(word: str) -> frozenset[str]:
    """Return what a word becomes where a part that turns its meaning is put, taken or exchanged."""
    word = word.casefold()
    return frozenset(_turned(word)) - {word} if len(word) <= _LONGEST else frozenset()


def opposed(one: str, other: str) -> bool:
    """Return whether two words differ by what turns the meaning of one into that of the other."""
    return other.casefold() in opposites(one) or one.casefold() in opposites(other)


def negates(parts: tuple[str, ...]) -> bool:
    """Return whether the words deny something."""
    return denial().search(" ".join(parts).casefold()) is not None


def poles(parts: tuple[str, ...]) -> list[str]:
    """Return the words whose opposites are said too, in their order: low sodium and high potassium.

    Two that stand about an `and` speak of the same: superior and inferior vena cava.
    """
    places = range(1, len(parts) - 1)
    about = [{parts[place - 1], parts[place + 1]} for place in places if parts[place] == "and"]
    return [
        word for word in parts if any(opposed(word, other) and {word, other} not in about for other in parts)
    ]


def _turned(word: str) -> Iterator[str]:
    for part, others in _OTHERS.items():
        at = word.find(part)
        while at >= 0:
            yield from (word[:at] + other + word[at + len(part) :] for other in others)
            at = word.find(part, at + 1)
    for prefix in PREFIXES:
        yield prefix + word
        if word.startswith(prefix) and word != prefix:
            yield word.removeprefix(prefix)
