"""What a card claims, as a short digest: a changed claim is told from a changed wording around it."""

from msc_learn.deck.cards import Card
from msc_learn.memory.review import Memory
from msc_learn.study.card_sides import Face, face_of
from msc_learn.text.markup import to_plain

_LENGTH = 12


def version_of(card: Card) -> str:
    """Return the digest of what a card asks, what is right, and how sure that is.

    Extra, hint, tags, sources, wrong options and accepted spellings are not part of it, nor are emphasis,
    blanks and the order of a list that has none.
    """
    import hashlib
    import json

    face = face_of(card)
    lines = ["".join(stretch.text for stretch in line) for line in face.answer]
    fact = [_words(to_plain(face.question)), *_in_order(face, lines), _hidden(face), face.strength.value]
    text = json.dumps(fact, ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_LENGTH]


def has_changed(memory: Memory | None, card: Card) -> bool:
    """Return whether what a card claims is another thing now than when it was last answered."""
    return memory is not None and memory.version not in ("", version_of(card))


def _in_order(face: Face, lines: list[str]) -> list[str]:
    words = [_words(line) for line in lines]
    return sorted(words) if face.listed and not face.numbered else words


def _hidden(face: Face) -> str:
    if face.listed:
        return ""
    return _words(" … ".join(stretch.text for line in face.answer for stretch in line if stretch.hidden))


def _words(text: str) -> str:
    return " ".join(text.split())
