"""What a card shows before and after the answer, as words with no screen: for a terminal, a browser, JSON."""

import re
from dataclasses import dataclass

from msc_learn.course.model import Kind, Source, Strength
from msc_learn.deck.cards import Card
from msc_learn.text import cloze, markup
from msc_learn.text.cloze import Parts
from msc_learn.text.markup import Style

# Two letters of no alphabet, around what was hidden while the markup is read: bold may begin outside it.
_IN, _OUT = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an answer in one style of the small markup; `hidden` where the question had hidden it."""

    text: str
    hidden: bool = False
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Face:
    """The two sides of a card: `answer` holds lines of stretches, one line for each item of a list."""

    question: str
    answer: tuple[tuple[Stretch, ...], ...]
    numbered: bool = False
    listed: bool = False
    hint: str = ""
    extra: str = ""
    alt: str = ""
    strength: Strength = Strength.ASSERTED
    sources: tuple[Source, ...] = ()


def face_of(card: Card) -> Face:
    """Return what a card shows."""
    note = card.note
    question, answer = _sides(card)
    return Face(
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


def asked(card: Card) -> tuple[Stretch, ...]:
    """Return the question of a card as stretches; `hidden` marks the gaps of a cloze, `[…]` or `[hint]`."""
    if card.note.kind is not Kind.CLOZE:
        return _stretches(_sides(card)[0])
    return _stretches(_gapped(cloze.parse(card.note.cloze), card.number))


def _sides(card: Card) -> tuple[str, tuple[tuple[Stretch, ...], ...]]:
    note = card.note
    if note.kind is Kind.CLOZE:
        parts = cloze.parse(note.cloze)
        return cloze.front(parts, card.number), (_stretches(_marked(parts, card.number)),)
    if note.items:
        return note.question, tuple(_stretches(_IN + item + _OUT) for item in note.items)
    if note.kind is Kind.OCCLUSION:
        return note.question, (_stretches(_IN + note.labels[card.number - 1].text + _OUT),)
    question, answer = (note.answer, note.question) if card.number == 2 else (note.question, note.answer)
    return question, (_stretches(_IN + answer + _OUT),)


def _marked(parts: Parts, number: int) -> str:
    """Return a cloze with nothing hidden, with marks around what was."""
    return "".join(
        part
        if isinstance(part, str)
        else _IN + cloze.plain(part.parts) + _OUT
        if number in part.numbers
        else _marked(part.parts, number)
        for part in parts
    )


def _gapped(parts: Parts, number: int) -> str:
    """Return a cloze with what is asked hidden, with marks around each gap."""
    return "".join(
        part
        if isinstance(part, str)
        else f"{_IN}[{part.hint or '…'}]{_OUT}"
        if number in part.numbers
        else _gapped(part.parts, number)
        for part in parts
    )


def _stretches(text: str) -> tuple[Stretch, ...]:
    """Return a text as stretches, its markup and its marks read."""
    stretches: list[Stretch] = []
    hidden = False
    for style, value in markup.spans(text):
        for part in re.split(f"([{_IN}{_OUT}])", value):
            if part in (_IN, _OUT):
                hidden = part == _IN
            elif part:
                stretches.append(Stretch(part, hidden, style))
    return tuple(stretches)
