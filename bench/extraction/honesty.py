"""Honesty of a card: quotes that are in the document, and no stronger claim than its sentence."""

import re

from bench.extraction.sides import Card
from msc_learn.course.model import Source, Strength
from msc_learn.evidence.context import ContextIndex
from msc_learn.evidence.hedging import strength_of
from msc_learn.lint import overstated_claim
from msc_learn.lint.card_text import Texts, shown_text

_NOT_LETTER = re.compile(r"[\W_]+")
_NAME_ASKED = re.compile(r"What (?:does|do) \S+ stand for\?")


def is_quoted(card: Card, text: str) -> bool:
    """Tell whether every quote of a card is in the document at its offsets, ignoring markup."""
    sources = card.note.sources
    return bool(sources) and all(_is_at_offsets(source, text) for source in sources)


def _is_at_offsets(source: Source, text: str) -> bool:
    if source.start is None or source.end is None:
        return False
    return bool(source.quote) and _letters(source.quote) in _letters(text[source.start : source.end])


def is_within(card: Card) -> bool:
    """Tell whether every part to recall is in one of the quotes, word for word."""
    quotes = [_letters(source.quote) for source in card.note.sources]
    return bool(card.parts) and all(any(_letters(part) in quote for quote in quotes) for part in card.parts)


def _letters(text: str) -> str:
    return _NOT_LETTER.sub("", text).casefold()


def limit_of(card: Card, contexts: ContextIndex) -> Strength:
    """Return the strongest claim a card may make: that of its most cautious sentence, or of its column.

    A long form claims nothing: "factor X (FX) may help" hedges the help, not what FX stands for.
    """
    quoted = [context for source in card.note.sources if (context := contexts.find(source))]
    if not quoted or _NAME_ASKED.fullmatch(card.front):
        return Strength.ASSERTED
    return overstated_claim.limit_of(Texts(card.note, quoted))


def keeps(card: Card, limit: Strength) -> bool:
    """Tell whether a card shows a hedge as cautious as its sentence, and has that strength."""
    shown = strength_of(shown_text(card.note))
    return shown.caution >= limit.caution and card.note.strength.caution >= limit.caution
