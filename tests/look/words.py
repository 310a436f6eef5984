"""What a card says, as lines of words: what is compared with the reviewed snapshot."""

import re
from html import unescape
from typing import Any

_UNSEEN = re.compile(r"<(script|style|canvas)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_ITEM = re.compile(r'<li( class="right")?[^>]*>')
_BREAK = re.compile(
    r"</?(?:p|div|li|ol|ul|br|hr|dl|dt|dd|q|figure|section|blockquote|summary|details|main)\b[^>]*>"
)
_GAP = re.compile(r'<span class="cloze"[^>]*>(.*?)</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def lines_of(html: str) -> list[str]:
    """Return the lines a reader meets; the active gap in braces, an option that is right with a tick."""
    html = _UNSEEN.sub("", html)
    html = _IMAGE.sub(r"<br>(picture: \1)<br>", html)
    html = _GAP.sub(r"{\1}", html)
    html = _ITEM.sub(lambda item: "<br>✓ " if item[1] else "<br>• ", html)
    lines = (" ".join(unescape(_TAG.sub("", line)).split()) for line in _BREAK.sub("\n", html).split("\n"))
    return [line for line in lines if line]


def card_words(card: Any) -> str:
    """Return all that a card says on both sides, under its name."""
    # The front holds the mark of the right option too, and its stylesheet shows it on the back alone.
    sides = (("Q", card.question().replace(' class="right"', "")), ("A", card.answer()))
    said = "".join(f"  {side} {line}\n" for side, html in sides for line in lines_of(html))
    return f"{card.note()['CardId']}#{card.ord + 1}\n{said}"


def deck_words(collection: Any) -> str:
    """Return what all cards of a collection say, in study order."""
    cards = (collection.get_card(card) for card in collection.find_cards("", order="c.due, c.ord"))
    return "\n".join(card_words(card) for card in cards)
