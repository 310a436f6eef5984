"""Withdrawn notes in an update: empty notes that replace retired ones, so that Anki offers to delete them.

Anki deletes nothing on import. Its Tools > Empty Cards finds cards whose front is empty.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from msc_learn.course.model import Course, Retired
from msc_learn.deck.decks import root_name
from msc_learn.deck.fields import RenderedNote, digest_of
from msc_learn.deck.html import attribute, html_of
from msc_learn.deck.note_types import note_type
from msc_learn.deck.release.lock import Lock, ReleasedNote
from msc_learn.errors import Problem
from msc_learn.position import Position


def withdrawn(course: Course, lock: Lock) -> Iterator[RenderedNote]:
    """Yield a note with an empty front for each retired note, in the order of retirement."""
    reasons = {retired.id: retired.reason for retired in course.retired}
    gone = [(entry.retired, entry) for entry in lock.notes.values() if entry.retired is not None]
    for at, entry in sorted(gone, key=lambda pair: (pair[0], pair[1].id)):
        yield _withdrawn(course, entry, at, reasons.get(entry.id, ""))


def _withdrawn(course: Course, entry: ReleasedNote, at: int, reason: str) -> RenderedNote:
    names = [field.name for field in note_type(entry.kind).fields]
    day = datetime.fromtimestamp(at, UTC).date().isoformat()
    values = {
        names[0]: html_of(f"Withdrawn: {entry.id}. Tools > Empty Cards takes this card away."),
        "CardId": html_of(entry.id),
        "Language": attribute(course.language),
        "Retired": f"Withdrawn on {day}" + (f": {html_of(reason)}" if reason else ""),
    }
    fields = tuple(values.get(name, "") for name in names)
    tags, deck = (f"{course.id}::retired",), root_name(course.deck)
    digest = digest_of(fields, tags, deck, entry.cards)
    made = (course.id, entry.id, entry.kind, fields, tags, deck, entry.cards, Position(str(course.path)))
    return RenderedNote(*made, digest, withdrawn=True)


def problems_of_retired(course: Course, lock: Lock) -> Iterator[Problem]:
    """Yield a problem for each card under `retired` that was not removed; without a lock, for none."""
    if not course.retired:
        return
    cards = {note.id: note.position for note in course.notes}
    renamed = {former: entry.id for entry in lock.notes.values() for former in entry.former}
    first: dict[str, Retired] = {}
    for retired in course.retired:
        problem = _problem(retired, lock, cards, renamed)
        other = first.setdefault(retired.id, retired)
        if other is not retired:
            problem = f"also at {other.position}: keep one reason"
        if problem:
            yield Problem(retired.position, "R111", f"{retired.id} is under retired, but {problem}")


def _problem(retired: Retired, lock: Lock, cards: Mapping[str, Position], renamed: Mapping[str, str]) -> str:
    if retired.id in cards:
        return f"is still a card, at {cards[retired.id]}: delete one of the two"
    if not lock.notes or retired.id in lock.notes:
        return ""
    if retired.id in renamed:
        return f"was renamed {renamed[retired.id]}: learners keep it; delete it from retired"
    return "was never released: learners do not have it; delete it from retired"
