"""A learner's history: every answer ever given, kept in one SQLite file; the only door to `sqlite3`."""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from msc_learn.errors import HistoryError
from msc_learn.study import schedule
from msc_learn.study.parameters import Adoption, Parameters, adoption_of, adoption_row, in_force
from msc_learn.study.place import make_file, refuse_cut_short
from msc_learn.study.replay import NEVER_RENAMED, Former, foretold, renamed, replayed
from msc_learn.study.reviews import LEARNER, Memory, Review, milliseconds, moment
from msc_learn.study.tables import (
    ADOPTION,
    APPLICATION,
    MEMORY,
    PARAMETERS,
    REVIEW,
    SCHEMA,
    VERSION,
    memory_of,
    memory_row,
    review_of,
    review_row,
)

WAIT = 5.0
LOCKED = "H105"
_PUT_RECALL = "INSERT INTO recall VALUES (?, ?)"
_PUT_MEMORY = (
    f"INSERT OR REPLACE INTO memory (learner, course, card, {MEMORY})"  # noqa: S608
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was done within one quarter of an hour: how many answers, and the milliseconds they took."""

    quarter: int
    zone: str
    answers: int
    elapsed: int


@dataclass(frozen=True, slots=True)
class Recall:
    """A review of a learned card: when, whether it was recalled, and the chance that was foretold."""

    at: int
    card: str
    recalled: bool
    chance: float


class History:
    """An open history; `with History.open(path) as history:` closes it again."""

    def __init__(self, path: Path, database: sqlite3.Connection, former: Former) -> None:
        self.path = path
        self._db = database
        self._former = former

    @classmethod
    def open(
        cls, path: Path, *, create: bool = True, wait: float = WAIT, former: Former = NEVER_RENAMED
    ) -> Self:
        """Open the history at `path`, made if absent (with `create` off, an empty one in memory stands in).

        A card in `former` goes on from what is remembered under its former id until it has been answered
        under its new one; reviews stay as they were stored.
        Raises `HistoryError` for a file that is not a history, is damaged, or cannot be used; the file
        is then as it was.
        """
        place = str(path)
        if path.is_dir():
            raise HistoryError.at(path, "H104", "is a folder; name a file in it")
        if not path.exists():
            place = make_file(path) if create else ":memory:"
        else:
            refuse_cut_short(path)
        with _told(path):
            database = sqlite3.connect(place, timeout=wait, isolation_level=None)
        try:
            with _told(path):
                _prepare(path, database, wait)
        except BaseException:
            database.close()
            raise
        return cls(path, database, former)

    def close(self) -> None:
        """Close the file; everything appended is on disk already."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, review: Review) -> Memory | None:
        """Store a review for good and return the memory it leaves; it is on disk when this returns."""
        schedule.warm()
        review = replace(review, at=moment(milliseconds(review.at)))
        with _told(self.path), _transaction(self._db):
            row = self._db.execute(
                f"INSERT INTO review ({REVIEW}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
                review_row(review),
            ).lastrowid
            before = self.memory(review.course, review.card, review.learner)
            return self._project(row or 0, before, review)

    def memory(self, course: str, card: str, learner: str = LEARNER) -> Memory | None:
        """Return what is remembered of one card, None for a card never practised."""
        row = self._db.execute(
            f"SELECT {MEMORY} FROM memory WHERE learner = ? AND course = ? AND card = ?",  # noqa: S608
            (learner, course, card),
        ).fetchone()
        if row is None and (course, card) in self._former:
            return self.memory(course, self._former[course, card], learner)
        return memory_of(row) if row else None

    def memories(self, course: str, learner: str = LEARNER) -> dict[str, Memory]:
        """Return what is remembered of each card of a course, by the card's id."""
        with _told(self.path):
            rows = self._db.execute(
                f"SELECT card, {MEMORY} FROM memory WHERE learner = ? AND course = ?",  # noqa: S608
                (learner, course),
            )
            found = {card: memory_of(rest) for card, *rest in rows}
        return renamed(found, self._former, course)

    def reviews(self, course: str | None = None, learner: str | None = None) -> Iterator[Review]:
        """Yield the reviews in the order they were stored, of one course or learner where named."""
        with _told(self.path):
            yield from (review for _, review in self._numbered(course, learner))

    def stretches(self, course: str, learner: str = LEARNER) -> tuple[Stretch, ...]:
        """Return the answers and the time they took, by quarters of an hour; a pause counts two minutes."""
        with _told(self.path):
            rows = self._db.execute(
                "SELECT at / 900000, zone, count(*), sum(min(elapsed, 120000)) FROM review"
                " WHERE learner = ? AND course = ? GROUP BY 1, 2 ORDER BY 1",
                (learner, course),
            )
            return tuple(Stretch(*row) for row in rows)

    def recalls(self, course: str, learner: str = LEARNER) -> tuple[Recall, ...]:
        """Return every review of a learned card with the chance of recall foretold for it."""
        with _told(self.path):
            rows = self._db.execute(
                "SELECT at, card, rating > 1, chance FROM recall JOIN review USING (seq)"
                " WHERE learner = ? AND course = ? ORDER BY seq",
                (learner, course),
            )
            new = self._names(course)
            return tuple(
                Recall(at, new.get(card, card), bool(known), chance) for at, card, known, chance in rows
            )

    def parameters(self, course: str, learner: str = LEARNER) -> Parameters:
        """Return the parameters in force for a course of a learner."""
        with _told(self.path):
            rows = self._db.execute(
                f"SELECT {ADOPTION} FROM parameters WHERE learner = ? ORDER BY seq",  # noqa: S608
                (learner,),
            )
            try:
                return in_force(map(adoption_of, rows), course)
            except ValueError as error:
                raise HistoryError.at(self.path, "H101", f"is damaged: it holds {error}") from error

    def adopt(self, adoption: Adoption) -> None:
        """Store parameters for good and replay every review by those that now hold, so due dates follow."""
        with _told(self.path), _transaction(self._db):
            put = f"INSERT INTO parameters ({ADOPTION}) VALUES (?,?,?,?,?)"  # noqa: S608
            self._db.execute(put, adoption_row(adoption))
            self._replay()

    def rebuild(self) -> int:
        """Replay every review, by the parameters in force now, and return how many cards they are of."""
        with _told(self.path), _transaction(self._db):
            return self._replay()

    def _replay(self) -> int:
        replay = replayed(self._numbered(None, None), self._former, self.parameters)
        self._db.execute("DELETE FROM recall")
        self._db.execute("DELETE FROM memory")
        self._db.executemany(_PUT_RECALL, replay.recalls)
        rows = ((*key, *memory_row(memory)) for key, memory in replay.memories.items())
        self._db.executemany(_PUT_MEMORY, rows)
        return len(replay.memories)

    def _names(self, course: str) -> dict[str, str]:
        """Return the ids of renamed cards by their former ones."""
        return {old: new for (of, new), old in self._former.items() if of == course}

    def _project(self, seq: int, before: Memory | None, review: Review) -> Memory | None:
        parameters = self.parameters(review.course, review.learner)
        after = schedule.next_memory(before, review, parameters)
        if after is not None and after is not before:
            row = (review.learner, review.course, review.card, *memory_row(after))
            chances = foretold(before, after, review, parameters)
            self._db.executemany(_PUT_RECALL, [(seq, chance) for chance in chances])
            self._db.execute(_PUT_MEMORY, row)
        return after

    def _numbered(self, course: str | None, learner: str | None) -> Iterable[tuple[int, Review]]:
        rows = self._db.execute(
            f"SELECT seq, {REVIEW} FROM review"  # noqa: S608
            " WHERE (?1 IS NULL OR course = ?1) AND (?2 IS NULL OR learner = ?2) ORDER BY seq",
            (course, learner),
        )
        return ((seq, review_of(rest)) for seq, *rest in rows)


def _prepare(path: Path, database: sqlite3.Connection, wait: float) -> None:
    """Check whose file this is before anything in it is touched, then set it up."""
    fresh = _is_fresh(path, database)
    if database.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        _write_ahead(database, wait)
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA foreign_keys = ON")
    if fresh:
        with _transaction(database):
            # Another sitting may have set it up since we looked.
            if _is_fresh(path, database):
                for statement in SCHEMA:
                    database.execute(statement)
    database.execute(PARAMETERS)


def _write_ahead(database: sqlite3.Connection, wait: float) -> None:
    """Switch to a write-ahead log; where a drive cannot share memory the old journal stays, safe too."""
    until = time.monotonic() + wait
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # For this one change SQLite does not wait by itself while another program opens the file.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _is_fresh(path: Path, database: sqlite3.Connection) -> bool:
    # One statement sees one state of the file, though another program sets it up meanwhile.
    application, version, tables = database.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application == 0 and version == 0 and tables == 0:
        return True
    if application != APPLICATION:
        raise HistoryError.at(path, "H102", "is a database of another program; name another file")
    if version > VERSION:
        raise HistoryError.at(path, "H103", "was written by a newer msc-learn; upgrade msc-learn to use it")
    return False


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    database.execute("COMMIT")


_SAID = {
    "SQLITE_BUSY": (LOCKED, "is in use by another program and stayed locked; close that and try again"),
    "SQLITE_NOTADB": ("H101", "is not a history of msc-learn; name another file"),
    "SQLITE_CORRUPT": ("H101", "is damaged; bring back a copy of it, or name another file"),
    "SQLITE_READONLY": ("H104", "cannot be written: it is read-only"),
    "SQLITE_CANTOPEN": ("H104", "cannot be opened: no permission, or its folder is read-only"),
    "SQLITE_FULL": ("H106", "cannot be written: the disk is full"),
    "SQLITE_IOERR": ("H106", "cannot be written: the disk reports an error"),
}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in one line what SQLite says in its own words."""
    try:
        yield
    except sqlite3.Error as error:
        name = "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
        code, message = _SAID.get(name, ("H107", f"cannot be used: {error}"))
        raise HistoryError.at(path, code, message) from error
