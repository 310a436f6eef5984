"""SQL of the event log: insert an entry, find it again, and select events by kind, course and learner."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from msc_learn.history.events import ENDS, Ending, Event, LogEntry, name_of
from msc_learn.history.schema import (
    EVENT,
    INSERT_EVENT,
    INSERT_REVIEW,
    REVIEW,
    event_of,
    event_row,
    review_of,
    review_row,
)
from msc_learn.memory.review import Review

_BY_KIND = (
    f"SELECT {EVENT} FROM event WHERE kind IN (SELECT value FROM json_each(:kinds))"  # noqa: S608
    " AND (:course IS NULL OR course = :course) AND (:learner IS NULL OR learner = :learner)"
    " AND (:part_of IS NULL OR id = :part_of OR json_extract(data, :key) = :part_of) ORDER BY at, id"
)
_ON_CARDS = (
    f"SELECT {EVENT} FROM event WHERE learner = ? AND course = ? AND kind = ? AND at >= ?"  # noqa: S608
    " ORDER BY at, id"
)


def insert(database: sqlite3.Connection, entry: LogEntry) -> int:
    """Store a review or an event, and return the number of its row."""
    if isinstance(entry, Review):
        return database.execute(INSERT_REVIEW, review_row(entry)).lastrowid or 0
    return database.execute(INSERT_EVENT, event_row(entry)).lastrowid or 0


def stored(database: sqlite3.Connection, entry: LogEntry) -> LogEntry | None:
    """Return the review or event that is stored with the id of an entry, None where there is none."""
    is_review = isinstance(entry, Review)
    columns, table = (REVIEW, "review") if is_review else (EVENT, "event")
    row = database.execute(f"SELECT {columns} FROM {table} WHERE id = ?", (entry.id,)).fetchone()  # noqa: S608
    if row is None:
        return None
    return review_of(row) if is_review else event_of(row)


def events_of_kinds(
    database: sqlite3.Connection,
    kinds: Collection[str],
    course: str | None = None,
    learner: str | None = None,
    *,
    key: str = "",
    part_of: str | None = None,
) -> Iterator[Event]:
    """Yield the events of some kinds by time and id, of a course or learner if given.

    With `part_of`, only the event with this id and those that name it under `key`.
    """
    values = {"kinds": json.dumps(list(kinds)), "course": course, "learner": learner}
    rows = database.execute(_BY_KIND, values | {"key": f"$.{key}", "part_of": part_of})
    return map(event_of, rows)


def events_on_cards(
    database: sqlite3.Connection,
    kind: type[Event],
    course: str,
    learner: str,
    names: Mapping[str, str],
    since: int = 0,
) -> list[Event]:
    """Return the events of a kind by time and id; `names` maps former card ids to present ones."""
    rows = database.execute(_ON_CARDS, (learner, course, name_of(kind), since))
    return [replace(event, card=names.get(event.card, event.card)) for event in map(event_of, rows)]


def open_events(
    database: sqlite3.Connection, kind: type[Event], course: str, learner: str, names: Mapping[str, str]
) -> list[Event]:
    """Return the events of a kind that no other event ended."""
    [ending] = [ending for ending, ended in ENDS.items() if ended is kind]
    endings = events_on_cards(database, ending, course, learner, names)
    ended = {name for event in endings if isinstance(event, Ending) for name in event.ends}
    marks = events_on_cards(database, kind, course, learner, names)
    return [event for event in marks if event.id not in ended]
