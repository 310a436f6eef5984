"""CSV export (RFC 4180): one card per row, in the author's words with their small markup.

It begins with a byte order mark, without which Excel reads UTF-8 as another encoding. A cell that a
spreadsheet would run as a formula gets an apostrophe at its start, and so does a cell that begins with one.
To read it, remove one apostrophe from the start of each cell that begins with one. If a cell holds several
texts, each is on a line of its own.
"""

import csv
import io
from collections.abc import Iterable, Mapping

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.deck.compile import Release
from msc_learn.deck.fields import tags_of
from msc_learn.deck.formats.base import single_file
from msc_learn.grading.options import Pool, options
from msc_learn.lms.question_set import counted
from msc_learn.lms.texts import clean
from msc_learn.study.card_sides import sides_of
from msc_learn.study.claim_digest import version_of
from msc_learn.text import cloze

COLUMNS = (
    "id", "topic", "kind", "question", "answer", "accepted", "rejected", "options", "hint", "extra",
    "picture", "strength", "section", "quote", "tags", "version",
)  # fmt: skip
_MARK = "\ufeff"
# In a Chinese or Japanese spreadsheet, full-width signs begin a formula too.
_FORMULA = tuple("=+-@\t\n＝＋－＠'")


def text_of(release: Release) -> str:
    """Return the CSV text of a release."""
    file = io.StringIO()
    file.write(_MARK)
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for topic, card in _cards(release):
        cells = _cells(release.course.id, topic, card)
        rows.writerow([_harmless(cells[column]) for column in COLUMNS])
    return file.getvalue()


def _cards(release: Release) -> tuple[tuple[str, Card], ...]:
    topics = release.course.topics
    return tuple((topic.title, card) for topic in topics for note in topic.notes for card in cards_of(note))


def _parts(file: bytes) -> Mapping[str, str]:
    text = file.decode(errors="replace")
    # A cell can be longer than the default limit of the csv module.
    before = csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    try:
        rows = csv.reader(io.StringIO(text.removeprefix(_MARK), newline=""))
        return {f"card {row[0]}": repr(row) for row in rows if row and row[0] != COLUMNS[0]}
    finally:
        csv.field_size_limit(before)


def _cells(course: str, topic: str, card: Card) -> Mapping[str, str]:
    note, sides = card.note, sides_of(card)
    return {
        "id": card.id,
        "topic": topic,
        "kind": "reversed" if note.reverse and card.number == 2 else str(note.kind),
        "question": sides.question,
        "answer": _lines(_answers(card)),
        "accepted": _lines(note.accept),
        "rejected": _lines(f"{wrong}: {why}" if why else wrong for wrong, why in note.reject.items()),
        "options": _lines(_options(card)),
        "hint": note.hint,
        "extra": note.extra,
        "picture": note.media.alt if note.media else "",
        "strength": str(note.strength),
        "section": _lines(" › ".join(source.section) for source in note.sources),
        "quote": _lines(source.quote for source in note.sources),
        "tags": _lines(tags_of(course, note)),
        "version": version_of(card),
    }


def _answers(card: Card) -> Iterable[str]:
    note: Note = card.note
    if note.kind is Kind.CLOZE:
        return cloze.hidden(cloze.parse(note.cloze), card.number)
    if note.kind is Kind.OCCLUSION:
        return (note.labels[card.number - 1].text,)
    return (note.question,) if card.number == 2 else note.answers


def _options(card: Card) -> tuple[str, ...]:
    is_choice = card.note.kind is Kind.CHOICE and card.note.distractors
    return (options(card, Pool.of(()), card.id) or ()) if is_choice else ()


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(" ".join(text.splitlines()) for text in texts)


def _harmless(text: str) -> str:
    text = clean(text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _summary(release: Release) -> str:
    return counted([("card", len(_cards(release)))]) + ", one a row"


FORMAT = single_file(".csv", lambda release: text_of(release).encode(), _parts, _summary)
