"""The parameters that learners adopted, as they are stored; the newest by their times hold."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from msc_learn.history.schema import ADOPTION
from msc_learn.memory.parameters import Adoption, adoption_of, adoption_row
from msc_learn.memory.review import milliseconds, moment

_PUT = f"INSERT INTO parameters ({ADOPTION}) VALUES (?,?,?,?,?)"  # noqa: S608


def adoptions(
    database: sqlite3.Connection, course: str | None = None, learner: str | None = None
) -> Iterator[Adoption]:
    """Yield what was adopted, the newest last, for a course or by a learner if named.

    What was adopted for all courses is of no course. Raises `ValueError` for damaged parameters.
    """
    # Two computers may exchange theirs: the order is the same in both, whichever were there first.
    rows = database.execute(
        f"SELECT {ADOPTION} FROM parameters"  # noqa: S608
        " WHERE (?1 IS NULL OR course = ?1) AND (?2 IS NULL OR learner = ?2)"
        " ORDER BY at, learner, course, weights, retention",
        (course, learner),
    )
    return map(adoption_of, rows)


def adopt(database: sqlite3.Connection, adoption: Adoption) -> None:
    """Store what a learner adopts now, after all they adopted before, though the clock was set back."""
    (last,) = database.execute(
        "SELECT max(at) FROM parameters WHERE learner = ?", (adoption.learner,)
    ).fetchone()
    at = milliseconds(adoption.at)
    put(database, replace(adoption, at=moment(at if last is None else max(at, last + 1))))


def put(database: sqlite3.Connection, adoption: Adoption) -> bool:
    """Store an adoption as it is; returns whether it was new."""
    row = adoption_row(adoption)
    if database.execute(f"SELECT 1 FROM parameters WHERE ({ADOPTION}) = (?,?,?,?,?)", row).fetchone():  # noqa: S608
        return False
    database.execute(_PUT, row)
    return True
