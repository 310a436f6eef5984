"""Rows of adopted FSRS parameters; the newest by time are in force."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from msc_learn.history.connection import HistoryFile
from msc_learn.history.schema import ADOPTION, adoption_of, adoption_row
from msc_learn.memory.parameters import Adoption, Parameters, in_force
from msc_learn.memory.review import milliseconds, moment

# Two computers may exchange theirs: the order is the same in both, whichever were there first.
_CHOSEN = (
    f"SELECT {ADOPTION} FROM parameters"  # noqa: S608
    " WHERE (:course IS NULL OR course = :course) AND (:learner IS NULL OR learner = :learner)"
    " ORDER BY at, learner, course, weights, retention"
)


def adoptions(
    history: HistoryFile, course: str | None = None, learner: str | None = None
) -> Iterator[Adoption]:
    """Yield the adoptions, the newest last, of a course or learner if given.

    An adoption for all courses has no course. Raises `HistoryError` for damaged parameters.
    """
    with history.reading() as database:
        yield from _chosen(database, course, learner)


def parameters_in_force(database: sqlite3.Connection, course: str, learner: str) -> Parameters:
    """Return the parameters in force for a course of a learner; raises `ValueError` for damaged ones."""
    return in_force(_chosen(database, None, learner), course)


def insert(database: sqlite3.Connection, adoption: Adoption) -> bool:
    """Store an adoption as it is; returns whether it was new."""
    row = adoption_row(adoption)
    if database.execute(f"SELECT 1 FROM parameters WHERE ({ADOPTION}) = (?,?,?,?,?)", row).fetchone():  # noqa: S608
        return False
    database.execute(f"INSERT INTO parameters ({ADOPTION}) VALUES (?,?,?,?,?)", row)  # noqa: S608
    return True


def insert_last(database: sqlite3.Connection, adoption: Adoption) -> None:
    """Store an adoption after all earlier ones of its learner, even if the clock was set back."""
    (last,) = database.execute(
        "SELECT max(at) FROM parameters WHERE learner = ?", (adoption.learner,)
    ).fetchone()
    at = milliseconds(adoption.at)
    insert(database, replace(adoption, at=moment(at if last is None else max(at, last + 1))))


def _chosen(database: sqlite3.Connection, course: str | None, learner: str | None) -> Iterator[Adoption]:
    return map(adoption_of, database.execute(_CHOSEN, {"course": course, "learner": learner}))
