"""A course as plain values for the page: topics, cards with both their sides, pictures; ready for JSON.

A text is a string, or where it holds markup a list of pieces: a string, `[style, text]`, or
`[style, text, 1]` where a question hides it. Empty values are left out.
"""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from msc_learn.course.model import Course, Kind, Note, Status, Strength
from msc_learn.deck.cards import Card, cards_of
from msc_learn.deck.giveaway import gives_away
from msc_learn.deck.media import Picture, pictures_of
from msc_learn.deck.release.lock import Lock
from msc_learn.deck.release.witness import earlier_ids
from msc_learn.page.exams import exams_of
from msc_learn.page.grading import Lender, course_of, grading_of
from msc_learn.page.tables import tables
from msc_learn.study.card_sides import CardSides, StyledText, asked_text, sides_of
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import former_cards
from msc_learn.text import markup

Text = str | list[Any]
_TYPES = {".svg": "svg+xml", ".jpg": "jpeg"}


def contents_of(course: Course, lock: Lock | None = None) -> dict[str, Any]:
    """Return what the page holds of a course; `lock` has the ids of its removed and renamed notes."""
    notes = course.notes
    pictures = pictures_of(course, notes)
    lender = Lender.of(notes)
    cards: list[dict[str, Any]] = []
    topics = [topic for topic in course.topics if topic.notes]
    for number, topic in enumerate(topics):
        for note in topic.notes:
            hides_topic = gives_away(topic.title, note)
            for card in cards_of(note):
                values = _card(card, pictures)
                values |= {"topic": number, "hides_topic": hides_topic, "grading": grading_of(card, lender)}
                cards.append(
                    {name: value for name, value in values.items() if value not in (None, "", [], False)}
                )
    exams = exams_of(course, cards, [topic.id for topic in topics])
    lock = lock or Lock()
    legacy, removed = _legacy(course, lock), _removed(course, lock)
    return {
        "id": course.id,
        "title": course.title,
        "language": course.language,
        "disclaimer": text_of(course.disclaimer),
        "licence": course.licence,
        "topics": [{"id": topic.id, "title": topic.title} for topic in topics],
        "cards": cards,
        "former": {now: former for (_, now), former in former_cards(course).items()},
        "grading": course_of(notes),
        "tables": tables(),
        "styled": _styled(notes),
        "pictures": {picture.name: _inlined(picture) for picture in pictures.values()},
        **({"exams": exams} if exams else {}),
        **({"legacy": legacy} if legacy else {}),
        **({"removed": removed} if removed else {}),
    }


def _legacy(course: Course, lock: Lock) -> list[str]:
    """Return the ids under which pages of version 0.1.0 stored progress of this course, but for its own.

    The lock proves them, so that a page is the same in any folder.
    """
    return [id_ for id_ in earlier_ids(course, lock.notes.values()) if id_ != course.id]


def _removed(course: Course, lock: Lock) -> list[str]:
    """Return the ids of notes that the course had and has no more; learners may have answered them."""
    had = {note.id for note in course.retired} | {note.renamed_from for note in course.notes} | {*lock.notes}
    had |= {former for note in lock.notes.values() for former in note.former}
    return sorted(had - {note.id for note in course.notes} - {""})


def text_of(text: str) -> Text:
    """Return a text of the course with its small markup read."""
    return _joined([StyledText(value, style=style) for style, value in markup.spans(text)])


def _card(card: Card, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    note, sides = card.note, sides_of(card)
    gapped = note.kind is Kind.CLOZE
    return {
        "id": card.id,
        "kind": note.kind.value,
        "asked": _joined(asked_text(card)) if gapped else text_of(sides.question),
        "answer": [_line(line, gapped=gapped) for line in sides.answer],
        "listed": sides.listed,
        "ordered": note.ordered,
        "need": note.need,
        "hint": text_of(note.hint),
        "extra": text_of(note.extra),
        "confusable": [[text_of(wrong), text_of(why)] for wrong, why in note.reject.items() if why.strip()],
        "picture": _picture(card, pictures),
        "strength": None if sides.strength is Strength.ASSERTED else sides.strength.value,
        "sources": _sources(sides),
        "version": version_of(card),
        # `typed` holds for the card as authored, not for the reversed one.
        "typed": note.typed and (gapped or card.number == 1),
        "tags": list(note.tags),
        "draft": note.status is Status.DRAFT,
    }


def _line(line: Iterable[StyledText], *, gapped: bool) -> Text:
    # Other kinds hide the whole answer, so no part of it needs a mark.
    return _joined(line if gapped else [StyledText(part.text, style=part.style) for part in line])


def _joined(stretches: Iterable[StyledText]) -> Text:
    """Return pieces as a text, with plain neighbours joined."""
    pieces: list[Any] = []
    for part in stretches:
        if part.style != "plain" or part.hidden:
            pieces.append([part.style, part.text, 1] if part.hidden else [part.style, part.text])
        elif pieces and isinstance(pieces[-1], str):
            pieces[-1] += part.text
        else:
            pieces.append(part.text)
    if not pieces:
        return ""
    return pieces[0] if len(pieces) == 1 and isinstance(pieces[0], str) else pieces


def _sources(sides: CardSides) -> list[list[str]]:
    return [[" › ".join(source.section), source.quote] for source in sides.sources]


def _picture(card: Card, pictures: Mapping[str, Picture]) -> dict[str, Any] | None:
    """Return the picture of a card; if it hides labels, the area of each and which is asked."""
    note = card.note
    if note.media is None:
        return None
    shown: dict[str, Any] = {"name": pictures[note.media.path].name, "alt": note.media.alt}
    if note.labels:
        shown |= {"masks": [list(label.at) for label in note.labels], "asked": card.number - 1}
    return shown


def _styled(notes: Iterable[Note]) -> dict[str, Text]:
    """Return the parsed markup of each text that may be an option."""
    texts = (
        text for note in notes for text in (*note.answers, *note.distractors, *note.reject, note.question)
    )
    return {text: shown for text in texts if markup.may_be_marked(text) and (shown := text_of(text)) != text}


def _inlined(picture: Picture) -> str:
    """Return a picture as a data URL."""
    suffix = picture.name[picture.name.rindex(".") :]
    return f"data:image/{_TYPES.get(suffix, suffix[1:])};base64,{base64.b64encode(picture.data).decode()}"
