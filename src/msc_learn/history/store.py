"""The history: every answer and event of the learners, append-only, in one SQLite file.

`History` is the API of studying: append, undo, and read memories. Work on a whole file (import,
backup, erase, expire, rebuild, exams) is done by functions of their own modules that take an open history,
so that a study session loads none of them.

Memories, recalls and undone reviews are a projection of the log. Events are ordered by time and id, so the
projection is the same in whatever order events reached the file: from two sessions at once, from an import,
or under a clock that was set back.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from msc_learn.history import projection
from msc_learn.history.connection import HistoryFile, connect
from msc_learn.history.event_queries import events_on_cards, insert, open_events
from msc_learn.history.events import ENDS, Bury, Ending, Event, Flag, LogEntry, Renamed, Suspend, Undo
from msc_learn.history.parameters import parameters_in_force
from msc_learn.history.schema import EVENT, MEMORY, REVIEW, event_of, memory_of, review_of
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of, start_of
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.replay import NEVER_RENAMED, CardKey, Former, renamed
from msc_learn.memory.review import (
    LEARNER,
    MAX_ANSWER_MS,
    QUARTER_HOUR_MS,
    Memory,
    Recall,
    Review,
    StudyTime,
    milliseconds,
    moment,
)

WAIT = 5.0
_COUNTS = "seq NOT IN (SELECT seq FROM void)"
_CHOSEN = "(:course IS NULL OR course = :course) AND (:learner IS NULL OR learner = :learner)"


class History(HistoryFile):
    """An open history; `with History.open(path) as history:` closes it again."""

    def __init__(self, path: Path, database: sqlite3.Connection, former: Former) -> None:
        super().__init__(path, database)
        self._former = former

    @classmethod
    def open(
        cls, path: Path, *, create: bool = True, wait: float = WAIT, former: Former = NEVER_RENAMED
    ) -> Self:
        """Open the history at `path`; create it if absent, or without `create` use an empty one in memory.

        A card in `former` keeps the memory of its former id until it is answered under its new one; stored
        reviews stay as they are. A history of an earlier version is upgraded, after a backup beside it.
        Raises `HistoryError` for a file that is not a history, is damaged, or cannot be used; the file is
        then as it was.
        """
        return cls(path, connect(path, create=create, wait=wait, former=former), former)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, review: Review) -> Memory | None:
        """Store a review and return the memory it leaves; it is on disk when this returns."""
        fsrs6.warm()
        review = replace(review, at=moment(milliseconds(review.at)))
        with self.transaction() as database:
            number = insert(database, review)
            self._keep_rename(review)
            return self._project(number, review)

    def append_event(self, event: Event) -> None:
        """Store an event as it is; it is on disk when this returns, or when the open transaction ends."""
        with self.transaction() as database:
            insert(database, event)

    def undo(
        self, learner: str, course: str, *, identity: str, at: datetime, zone: str = "UTC", card: str = ""
    ) -> Undo | None:
        """Undo the review the learner stored last, and return the event; None where there is none.

        With a `card`, its own last review is undone, for another session may store others. The review stays
        stored and counts no more: its card is remembered as it was before.
        """
        with self.transaction() as database:
            # The pluses keep SQLite from sorting all reviews of the learner to find the last one.
            row = database.execute(
                "SELECT seq, id, card FROM review WHERE +learner = :learner AND +course = :course"  # noqa: S608
                f" AND (:card = '' OR +card = :card) AND {_COUNTS} ORDER BY seq DESC LIMIT 1",
                {"learner": learner, "course": course, "card": card},
            ).fetchone()
            if row is None:
                return None
            seq, review, card = row
            undo = Undo(identity, learner, course, card, moment(milliseconds(at)), zone, review)
            self.append_event(undo)
            database.execute("INSERT INTO void VALUES (?)", (seq,))
            self._replay((learner, course, card))
            return undo

    def record(self, event: Event) -> Event | None:
        """Store what a learner did to a card, and return it as stored; it is on disk when this returns.

        A `Resume` or `Unflag` ends all open events of the card; where there are none, nothing is stored.
        """
        event = replace(event, at=moment(milliseconds(event.at)))
        with self.transaction():
            if isinstance(event, Ending):
                card = self._names(event.course).get(event.card, event.card)
                marks = self._open(ENDS[type(event)], event.course, event.learner)
                ends = tuple(mark.id for mark in marks if mark.card == card)
                if not ends:
                    return None
                event = replace(event, ends=ends)
            self.append_event(event)
        return event

    def suspended(self, course: str, learner: str = LEARNER) -> frozenset[str]:
        """Return the suspended cards of a course."""
        with self.reading():
            return frozenset(event.card for event in self._open(Suspend, course, learner))

    def buried(self, course: str, learner: str, day: date) -> frozenset[str]:
        """Return the cards of a course that are buried for a day of the learner."""
        with self.reading() as database:
            # No zone is a whole day away from another.
            since = milliseconds(start_of(day, "UTC") - timedelta(days=1))
            events = events_on_cards(database, Bury, course, learner, self._names(course), since)
            return frozenset(event.card for event in events if day_of(event.at, event.zone) == day)

    def put_off(self, course: str, learner: str, day: date) -> frozenset[str]:
        """Return the suspended and buried cards of a course, which are not asked on a day."""
        return self.suspended(course, learner) | self.buried(course, learner, day)

    def flags(self, course: str, learner: str = LEARNER) -> tuple[Flag, ...]:
        """Return the flags that were not removed, the oldest first."""
        with self.reading():
            return tuple(event for event in self._open(Flag, course, learner) if isinstance(event, Flag))

    def memory(self, course: str, card: str, learner: str = LEARNER) -> Memory | None:
        """Return the memory of a card, None for a card never practised."""
        with self.reading() as database:
            row = database.execute(
                f"SELECT {MEMORY} FROM memory WHERE learner = ? AND course = ? AND card = ?",  # noqa: S608
                (learner, course, card),
            ).fetchone()
            if row is None and (course, card) in self._former:
                return self.memory(course, self._former[course, card], learner)
            return memory_of(row) if row else None

    def memories(self, course: str, learner: str = LEARNER) -> dict[str, Memory]:
        """Return the memory of each card of a course, by card id."""
        with self.reading() as database:
            rows = database.execute(
                f"SELECT card, {MEMORY} FROM memory WHERE learner = ? AND course = ?",  # noqa: S608
                (learner, course),
            )
            memories = {card: memory_of(rest) for card, *rest in rows}
        return renamed(memories, self._former, course)

    def reviews(self, course: str | None = None, learner: str | None = None) -> Iterator[Review]:
        """Yield the reviews that were not undone, by time and id, of a course or learner if given."""
        with self.reading() as database:
            rows = database.execute(
                f"SELECT {REVIEW} FROM review"  # noqa: S608
                f" WHERE {_CHOSEN} AND {_COUNTS} ORDER BY at, id",
                {"course": course, "learner": learner},
            )
            yield from map(review_of, rows)

    def log(self, course: str | None = None, learner: str | None = None) -> Iterator[LogEntry]:
        """Yield all reviews and events, undone ones too, by time and id, of a course or learner if given."""
        import heapq

        chosen, values = f"WHERE {_CHOSEN} ORDER BY at, id", {"course": course, "learner": learner}
        with self.snapshot() as database:
            reviews = database.execute(f"SELECT {REVIEW} FROM review {chosen}", values)  # noqa: S608
            events = database.execute(f"SELECT {EVENT} FROM event {chosen}", values)  # noqa: S608
            both: tuple[Iterable[LogEntry], ...] = (map(review_of, reviews), map(event_of, events))
            yield from heapq.merge(*both, key=lambda event: (event.at, event.id))

    def study_times(self, course: str, learner: str = LEARNER) -> tuple[StudyTime, ...]:
        """Return the answers and their time by quarter hours; an answer counts two minutes at most."""
        with self.reading() as database:
            rows = database.execute(
                "SELECT at / ?, zone, count(*), sum(min(elapsed, ?)) FROM review"  # noqa: S608
                f" WHERE learner = ? AND course = ? AND {_COUNTS} GROUP BY 1, 2 ORDER BY 1",
                (QUARTER_HOUR_MS, MAX_ANSWER_MS, learner, course),
            )
            return tuple(StudyTime(*row) for row in rows)

    def recalls(self, course: str, learner: str = LEARNER) -> tuple[Recall, ...]:
        """Return every review of a learned card with its predicted recall."""
        with self.reading() as database:
            rows = database.execute(
                "SELECT at, card, rating > 1, chance FROM recall JOIN review USING (seq)"
                " WHERE learner = ? AND course = ? ORDER BY at, id",
                (learner, course),
            )
            new = self._names(course)
            return tuple(
                Recall(at, new.get(card, card), bool(known), predicted) for at, card, known, predicted in rows
            )

    def parameters(self, course: str, learner: str = LEARNER) -> Parameters:
        """Return the parameters in force for a course of a learner."""
        with self.reading() as database:
            return parameters_in_force(database, course, learner)

    def _project(self, number: int, review: Review) -> Memory | None:
        """Bring the projection up to date after a review, and return the memory it leaves."""
        key = (review.learner, review.course, review.card)
        before = self.memory(review.course, review.card, review.learner)
        if projection.family(self._db, key) or (before and before.last >= review.at):
            self._replay(key)
            return self.memory(review.course, review.card, review.learner)
        return projection.project(self._db, number, before, review)

    def _replay(self, key: CardKey) -> None:
        projection.replay_family(self._db, key, projection.family(self._db, key))

    def _keep_rename(self, review: Review) -> None:
        """Store the rename of a card on its first review, so that a replay needs no course to know it."""
        former = self._former.get((review.course, review.card))
        key = (review.learner, review.course, review.card)
        if former and review.card not in projection.family(self._db, key):
            self.append_event(Renamed(f"{review.id}:renamed", *key, review.at, review.zone, former))

    def _names(self, course: str) -> dict[str, str]:
        """Return the ids of renamed cards, by former id."""
        return {old: new for (of, new), old in self._former.items() if of == course}

    def _open(self, kind: type[Event], course: str, learner: str) -> list[Event]:
        return open_events(self._db, kind, course, learner, self._names(course))
