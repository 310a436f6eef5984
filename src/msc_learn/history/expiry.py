"""Data retention: find what is older than allowed, and delete it for good."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from msc_learn.history.connection import HistoryFile, changeable
from msc_learn.history.erase_restore import delete_rows, vacuum
from msc_learn.memory.review import milliseconds, moment

_LAST = """SELECT learner, max(at) FROM (
    SELECT learner, max(at) AS at FROM review GROUP BY learner
    UNION ALL SELECT learner, max(at) FROM event GROUP BY learner
    UNION ALL SELECT learner, max(at) FROM parameters GROUP BY learner)
    GROUP BY learner HAVING max(at) < ? ORDER BY learner"""
_NO_NOTE = '{"note":""}'
# What a learner typed or picked, and their notes on cards. Ratings and times stay: the schedule needs them.
_TYPED = "FROM review WHERE at < ? AND answer <> ''"
_NOTED = f"FROM event WHERE at < ? AND kind = 'flag' AND data <> '{_NO_NOTE}'"
_BLANK_TYPED = f"UPDATE review SET answer = '' WHERE seq IN (SELECT seq {_TYPED})"  # noqa: S608
_BLANK_NOTED = f"UPDATE event SET data = ? WHERE seq IN (SELECT seq {_NOTED})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Expired:
    """What expires: learners with the time of their last event, and the number of texts blanked of others."""

    learners: tuple[tuple[str, datetime], ...]
    texts: int
    backups: int = 0


def expire(history: HistoryFile, before: datetime, *, dry: bool = False) -> Expired:
    """Remove what is older than `before`, with the backups, and return what it was; `dry` only looks.

    Learners without an event since then are removed. Of others, what they typed before it is blanked.
    """
    since = milliseconds(before)
    if dry:
        with history.snapshot() as database:
            return _expired(database, since)
    with history.transaction() as database:
        expired = _expired(database, since)
        for learner, _ in expired.learners:
            delete_rows(database, learner)
        with changeable(database):
            database.execute(_BLANK_TYPED, (since,))
            database.execute(_BLANK_NOTED, (_NO_NOTE, since))
    if not expired.learners and not expired.texts:
        return expired
    return replace(expired, backups=vacuum(history))


def _expired(database: sqlite3.Connection, since: int) -> Expired:
    gone = [(learner, moment(at)) for learner, at in database.execute(_LAST, (since,))]
    stay = f"learner NOT IN ({', '.join('?' * len(gone))})"
    names = [learner for learner, _ in gone]
    texts = sum(
        database.execute(f"SELECT count(*) {which} AND {stay}", (since, *names)).fetchone()[0]
        for which in (_TYPED, _NOTED)
    )
    return Expired(tuple(gone), texts)
