"""What was kept longer than it may be: found, and taken out for good where that is wanted."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msc_learn.history.connection import snapshot, told, transaction
from msc_learn.history.erase_restore import forget, write_anew
from msc_learn.memory.review import milliseconds, moment

_LAST = """SELECT learner, max(at) FROM (
    SELECT learner, max(at) AS at FROM review GROUP BY learner
    UNION ALL SELECT learner, max(at) FROM event GROUP BY learner
    UNION ALL SELECT learner, max(at) FROM parameters GROUP BY learner)
    GROUP BY learner HAVING max(at) < ? ORDER BY learner"""
_NO_NOTE = '{"note":""}'
# What a learner typed or picked, and what they said of a card: ratings and times stay, for the schedule
# follows from them.
_TYPED = "FROM review WHERE at < ? AND answer <> ''"
_NOTED = f"FROM event WHERE at < ? AND kind = 'flag' AND data <> '{_NO_NOTE}'"
_BLANK_TYPED = f"UPDATE review SET answer = '' WHERE seq IN (SELECT seq {_TYPED})"  # noqa: S608
_BLANK_NOTED = f"UPDATE event SET data = ? WHERE seq IN (SELECT seq {_NOTED})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Expired:
    """What goes: learners with the time of their last event, and how many texts of the others are blanked."""

    learners: tuple[tuple[str, datetime], ...]
    texts: int
    backups: int = 0


def expire(path: Path, database: sqlite3.Connection, before: datetime, *, dry: bool) -> Expired:
    """Take out what lies before a moment, the file written anew, or with `dry` only look."""
    since = milliseconds(before)
    if dry:
        with told(path), snapshot(database):
            return _found(database, since)
    with told(path), transaction(database):
        found = _found(database, since)
        for learner, _ in found.learners:
            forget(database, learner)
        with _changeable(database, "review_stays", "event_stays"):
            database.execute(_BLANK_TYPED, (since,))
            database.execute(_BLANK_NOTED, (_NO_NOTE, since))
    if not found.learners and not found.texts:
        return found
    return Expired(found.learners, found.texts, write_anew(path, database))


def _found(database: sqlite3.Connection, since: int) -> Expired:
    gone = [(learner, moment(at)) for learner, at in database.execute(_LAST, (since,))]
    stay = f"learner NOT IN ({', '.join('?' * len(gone))})"
    names = [learner for learner, _ in gone]
    texts = sum(
        database.execute(f"SELECT count(*) {which} AND {stay}", (since, *names)).fetchone()[0]
        for which in (_TYPED, _NOTED)
    )
    return Expired(tuple(gone), texts)


@contextmanager
def _changeable(database: sqlite3.Connection, *triggers: str) -> Iterator[None]:
    """Lift the triggers that keep events as they are, within a transaction."""
    read = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    kept = [database.execute(read, (name,)).fetchone()[0] for name in triggers]
    for name in triggers:
        database.execute(f"DROP TRIGGER {name}")
    yield
    for statement in kept:
        database.execute(statement)
