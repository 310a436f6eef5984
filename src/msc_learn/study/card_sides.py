"""The two rendered sides of a card as styled text, for the terminal, the study page and JSON."""

import re
from dataclasses import dataclass

from msc_learn.course.model import Kind, Source, Strength
from msc_learn.deck.cards import Card
from msc_learn.text import cloze, markup
from msc_learn.text.cloze import Parts
from msc_learn.text.markup import Style

# Private-use characters around the hidden text while the markup is read: bold may begin outside it.
_IN, _OUT = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class StyledText:
    """Text in one style of the markup; `hidden` if the question hides it."""

    text: str
    hidden: bool = False
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class CardSides:
    """The two sides of a card: `answer` holds lines of styled text, one line for each item of a list."""

    question: str
    answer: tuple[tuple[StyledText, ...], ...]
    numbered: bool = False
    listed: bool = False
    hint: str = ""
    extra: str = ""
    alt: str = ""
    strength: Strength = Strength.ASSERTED
    sources: tuple[Source, ...] = ()


def sides_of(card: Card) -> CardSides:
    """Return the two sides of a card."""
    note = card.note
    question, answer = _question_and_answer(card)
    return CardSides(
        question,
        answer,
        numbered=note.ordered,
        listed=bool(note.items),
        hint=note.hint,
        extra=note.extra,
        alt=note.media.alt if note.media else "",
        strength=note.strength,
        sources=note.sources,
    )


def asked_text(card: Card) -> tuple[StyledText, ...]:
    """Return the question of a card as styled text; `hidden` marks cloze gaps, `[…]` or `[hint]`."""
    if card.note.kind is not Kind.CLOZE:
        return _styled(_question_and_answer(card)[0])
    return _styled(_gapped(cloze.parse(card.note.cloze), card.number))


def _question_and_answer(card: Card) -> tuple[str, tuple[tuple[StyledText, ...], ...]]:
    note = card.note
    if note.kind is Kind.CLOZE:
        parts = cloze.parse(note.cloze)
        return cloze.front(parts, card.number), (_styled(_marked(parts, card.number)),)
    if note.items:
        return note.question, tuple(_styled(_IN + item + _OUT) for item in note.items)
    if note.kind is Kind.OCCLUSION:
        return note.question, (_styled(_IN + note.labels[card.number - 1].text + _OUT),)
    question, answer = (note.answer, note.question) if card.number == 2 else (note.question, note.answer)
    return question, (_styled(_IN + answer + _OUT),)


def _marked(parts: Parts, number: int) -> str:
    """Return a cloze with nothing hidden, and marks around what its question hides."""
    return "".join(
        part
        if isinstance(part, str)
        else _IN + cloze.plain(part.parts) + _OUT
        if number in part.numbers
        else _marked(part.parts, number)
        for part in parts
    )


def _gapped(parts: Parts, number: int) -> str:
    """Return a cloze with its deletions hidden, and marks around each gap."""
    return "".join(
        part
        if isinstance(part, str)
        else f"{_IN}[{part.hint or '…'}]{_OUT}"
        if number in part.numbers
        else _gapped(part.parts, number)
        for part in parts
    )


def _styled(text: str) -> tuple[StyledText, ...]:
    """Return a text with markup and hidden marks as styled text."""
    styled: list[StyledText] = []
    hidden = False
    for style, value in markup.spans(text):
        for part in re.split(f"([{_IN}{_OUT}])", value):
            if part in (_IN, _OUT):
                hidden = part == _IN
            elif part:
                styled.append(StyledText(part, hidden, style))
    return tuple(styled)
