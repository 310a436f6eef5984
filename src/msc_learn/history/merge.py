"""Events and adoptions from elsewhere taken into a history: each once, all or none."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from msc_learn.errors import HistoryError, Problem
from msc_learn.history.connection import PUT_EVENT, PUT_REVIEW
from msc_learn.history.events import Event, Flag, Happening, Undo
from msc_learn.history.parameters import put as put_adoption
from msc_learn.history.projection import family, rebuild, replay_family, void_undone
from msc_learn.history.schema import EVENT, REVIEW, event_of, event_row, review_of, review_row
from msc_learn.memory.parameters import Adoption
from msc_learn.memory.replay import CardKey
from msc_learn.memory.review import Review
from msc_learn.messages import message

if TYPE_CHECKING:
    from msc_learn.history.jsonl import Placed


def take(database: sqlite3.Connection, events: "Iterable[Placed]") -> tuple[int, int]:
    """Store what is not there and return how much was new and how much was there.

    Parameters that were adopted elsewhere hold for all reviews from then on, so all are replayed by them.

    Raises `HistoryError` for an event whose id is there with another content, or that does not fit its exam.
    """
    from msc_learn.exams.events import Examined
    from msc_learn.exams.store import Chains

    exams = Chains(database)
    new = there = 0
    touched: set[CardKey] = set()
    adopted = False
    for position, event in events:
        if isinstance(event, Adoption):
            is_new = put_adoption(database, event)
            adopted |= is_new
            new, there = new + is_new, there + (not is_new)
            continue
        known = _known(database, event)
        if known is None:
            if isinstance(event, Examined):
                exams.take(position, event)
            else:
                touched |= {(event.learner, event.course, event.card), *_undone(database, event)}
            _put(database, event)
            new += 1
        elif _is_same(known, event):
            there += 1
        else:
            raise HistoryError([Problem(position, "H109", message("event.other_content", event=event.id))])
    if adopted:
        rebuild(database)
    else:
        _settle(database, touched)
    return new, there


def _settle(database: sqlite3.Connection, touched: set[CardKey]) -> None:
    """Bring what follows from the events up to date, for the cards that events arrived of."""
    void_undone(database)
    while touched:
        key = touched.pop()
        former = family(database, key)
        touched -= {(*key[:2], card) for card in (*former, *former.values())}
        replay_family(database, key, former)


def _undone(database: sqlite3.Connection, event: Happening) -> list[CardKey]:
    """Return the card of the review that an event takes back; a file may name another card beside it."""
    if not isinstance(event, Undo):
        return []
    return database.execute(
        "SELECT learner, course, card FROM review WHERE id = ?", (event.review,)
    ).fetchall()


def _known(database: sqlite3.Connection, event: Happening) -> Happening | None:
    if isinstance(event, Review):
        row = database.execute(f"SELECT {REVIEW} FROM review WHERE id = ?", (event.id,)).fetchone()  # noqa: S608
        return review_of(row) if row else None
    row = database.execute(f"SELECT {EVENT} FROM event WHERE id = ?", (event.id,)).fetchone()  # noqa: S608
    return event_of(row) if row else None


def _is_same(known: Happening, event: Happening) -> bool:
    """Return whether two are one event, though what was typed may have been blanked since, here or there."""
    blank = _blanked(known)
    return event == known or (_blanked(event) == blank and blank in (known, event))


def _blanked(event: Happening) -> Happening:
    if isinstance(event, Review):
        return replace(event, answer="")
    return replace(event, note="") if isinstance(event, Flag) else event


def _put(database: sqlite3.Connection, event: Review | Event) -> None:
    if isinstance(event, Review):
        database.execute(PUT_REVIEW, review_row(event))
    else:
        database.execute(PUT_EVENT, event_row(event))
