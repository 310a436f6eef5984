"""Names of courses in 0.1.0, made from folder names: what is stored under one, and its move to a course id.

Reviews and the events of cards are moved: they then have the id of their course. Sealed exam events stay as
they are, since the seal holds the name; `former_attempt` says which course an attempt is of.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from msc_learn.history.connection import HistoryFile, changeable
from msc_learn.history.projection import family, replay_family
from msc_learn.memory.replay import CardKey

# All courses of a learner without reading all rows: each step looks up the next one in an index.
_NAMES = (
    "WITH RECURSIVE learner(name) AS (SELECT min(learner) FROM {0} UNION ALL"
    " SELECT (SELECT min(learner) FROM {0} WHERE learner > name) FROM learner WHERE name IS NOT NULL),"
    " pair(learner, course) AS ("
    " SELECT name, (SELECT min(course) FROM {0} WHERE learner = name) FROM learner WHERE name IS NOT NULL"
    " UNION ALL SELECT learner,"
    " (SELECT min(course) FROM {0} WHERE learner = pair.learner AND course > pair.course)"
    " FROM pair WHERE course IS NOT NULL) SELECT DISTINCT course FROM pair WHERE course IS NOT NULL"
)
# A card is its note, a number sign and a number.
_NOTE = "substr(card, 1, instr(card || '#', '#') - 1)"
_OURS = f"course = :name AND {_NOTE} IN (SELECT value FROM json_each(:notes))"  # noqa: S608
_MOVED = f"SET course = :course WHERE {_OURS}"


class AnsweredCard(NamedTuple):
    """The answers to one version of a card under a name; the version is empty if it is not known.

    `first` and `last` are times in Unix milliseconds.
    """

    card: str
    version: str
    answers: int = 1
    first: int = 0
    last: int = 0

    @property
    def note(self) -> str:
        """The id of the note of the card."""
        return self.card.partition("#")[0]


def names_in(history: HistoryFile) -> frozenset[str]:
    """Return the names and ids of all courses that reviews and events are stored under."""
    with history.reading() as database:
        rows = [database.execute(_NAMES.format(table)).fetchall() for table in ("review", "event")]
        return frozenset(name for found in rows for (name,) in found if name)


def decisions(history: HistoryFile, course: str) -> dict[str, bool]:
    """Return the names about which it is known whether a course was stored under them, and the answer."""
    with history.reading() as database:
        rows = database.execute("SELECT name, is_ours FROM former_name WHERE course = ?", (course,))
        return {name: bool(is_ours) for name, is_ours in rows}


def known_ids(history: HistoryFile) -> frozenset[str]:
    """Return the ids of the courses that were studied with this history."""
    with history.reading() as database:
        return frozenset(id_ for (id_,) in database.execute("SELECT id FROM course"))


def answered_under(history: HistoryFile, name: str) -> tuple[AnsweredCard, ...]:
    """Return how often each version of each card was answered under a name."""
    with history.reading() as database:
        rows = database.execute(
            "SELECT card, version, count(*), min(at), max(at) FROM review WHERE course = ?"
            " GROUP BY card, version",
            (name,),
        )
        return tuple(AnsweredCard(*row) for row in rows)


def some_notes(history: HistoryFile, name: str) -> frozenset[str]:
    """Return the ids of some notes that were answered under a name, fast."""
    with history.reading() as database:
        rows = database.execute("SELECT card FROM review WHERE course = ? LIMIT 20", (name,))
        return frozenset(card.partition("#")[0] for (card,) in rows)


def former_attempts(history: HistoryFile, course: str) -> frozenset[str]:
    """Return the ids of the exam attempts of a course that are stored under a former name."""
    with history.reading() as database:
        rows = database.execute("SELECT attempt FROM former_attempt WHERE course = ?", (course,))
        return frozenset(attempt for (attempt,) in rows)


def has_taken(database: sqlite3.Connection, name: str, course: str) -> bool:
    """Return whether a course has taken over what was stored under a name."""
    found = database.execute(
        "SELECT 1 FROM former_name WHERE name = ? AND course = ? AND is_ours", (name, course)
    )
    return found.fetchone() is not None


def take_attempts(history: HistoryFile, course: str, attempts: Iterable[str]) -> None:
    """Store that exam attempts under a former name are of a course."""
    with history.transaction() as database:
        rows = ((attempt, course) for attempt in attempts)
        database.executemany("INSERT OR REPLACE INTO former_attempt VALUES (?, ?)", rows)


def decide(history: HistoryFile, name: str, course: str, *, is_ours: bool) -> None:
    """Store whether a course was stored under a name."""
    with history.transaction() as database:
        database.execute("INSERT OR REPLACE INTO former_name VALUES (?, ?, ?)", (name, course, is_ours))


def move(history: HistoryFile, name: str, course: str, notes: Collection[str]) -> int:
    """Move what is stored of notes under a name to a course id, and return the number of reviews.

    Sealed exam events stay. The parameters adopted under the name move too if no review is left under it.
    """
    with history.transaction() as database:
        values = {"name": name, "course": course, "notes": json.dumps([*notes])}
        joined = _cards_in_both(database, values)
        with changeable(database):
            count = database.execute(f"UPDATE review {_MOVED}", values).rowcount
            database.execute(f"UPDATE event {_MOVED} AND kind NOT LIKE 'exam%'", values)
            database.execute(f"UPDATE OR REPLACE memory {_MOVED}", values)
            if not database.execute("SELECT 1 FROM review WHERE course = :name LIMIT 1", values).fetchone():
                database.execute("UPDATE parameters SET course = :course WHERE course = :name", values)
        for key in joined:
            replay_family(database, key, family(database, key))
    return count


def _cards_in_both(database: sqlite3.Connection, values: dict[str, str]) -> list[CardKey]:
    """Return the cards with memories under the name and the id, which must be replayed together."""
    return database.execute(
        f"SELECT learner, :course, card FROM memory WHERE {_OURS}"  # noqa: S608
        " INTERSECT SELECT learner, course, card FROM memory WHERE course = :course",
        values,
    ).fetchall()
