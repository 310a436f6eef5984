"""The events of one kind that a learner left on the cards of a course, and which of them still stand."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from msc_learn.history.events import ENDS, Ending, Event
from msc_learn.history.schema import EVENT, event_of


def events_of(
    database: sqlite3.Connection,
    kind: type[Event],
    course: str,
    learner: str,
    names: Mapping[str, str],
    since: int = 0,
) -> list[Event]:
    """Return the events of a kind in their order, those of cards in `names` under the names they have now."""
    rows = database.execute(
        f"SELECT {EVENT} FROM event WHERE learner = ? AND course = ? AND kind = ? AND at >= ?"  # noqa: S608
        " ORDER BY at, id",
        (learner, course, kind.__name__.lower(), since),
    )
    return [replace(event, card=names.get(event.card, event.card)) for event in map(event_of, rows)]


def standing(
    database: sqlite3.Connection, kind: type[Event], course: str, learner: str, names: Mapping[str, str]
) -> list[Event]:
    """Return the events of a kind that no other took back."""
    [ending] = [one for one, ended in ENDS.items() if ended is kind]
    takers = events_of(database, ending, course, learner, names)
    ended = {name for event in takers if isinstance(event, Ending) for name in event.ends}
    return [one for one in events_of(database, kind, course, learner, names) if one.id not in ended]
