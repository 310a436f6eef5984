"""Claim digest of a card: it changes with the claim, not with the wording around it."""

from msc_learn.deck.cards import Card
from msc_learn.memory.review import Memory
from msc_learn.study.card_sides import CardSides, sides_of
from msc_learn.text.markup import to_plain

_LENGTH = 12


def version_of(card: Card) -> str:
    """Return the digest of a card's question, answer and claim strength, as twelve hexadecimal digits.

    Extra, hint, tags, sources, distractors and accepted answers are not part of it. Neither are emphasis,
    whitespace, and the order of an unordered list.
    """
    import hashlib
    import json

    sides = sides_of(card)
    lines = ["".join(part.text for part in line) for line in sides.answer]
    claim = [_words(to_plain(sides.question)), *_in_order(sides, lines), _hidden(sides), sides.strength.value]
    text = json.dumps(claim, ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_LENGTH]


def has_changed(memory: Memory | None, card: Card) -> bool:
    """Return whether the claim of a card has changed since it was last answered."""
    return memory is not None and memory.version not in ("", version_of(card))


def _in_order(sides: CardSides, lines: list[str]) -> list[str]:
    words = [_words(line) for line in lines]
    return sorted(words) if sides.listed and not sides.numbered else words


def _hidden(sides: CardSides) -> str:
    if sides.listed:
        return ""
    return _words(" … ".join(part.text for line in sides.answer for part in line if part.hidden))


def _words(text: str) -> str:
    return " ".join(text.split())
