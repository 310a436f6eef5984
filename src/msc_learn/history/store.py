"""A learner's history: every answer ever given, kept in one SQLite file; with `store/` the door to `sqlite3`.

Memories, recalls and undone reviews are a projection of what was stored. Each event takes its place by its
own time and name, so that the projection is the same in whatever order events reached the file: from two
sittings at once, an import, or under a clock that was set back.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from msc_learn.exams.sat import Sat
from msc_learn.history import parameters, projection
from msc_learn.history.card_marks import events_of, standing
from msc_learn.history.connection import PUT_EVENT, PUT_REVIEW, connect, snapshot, told, transaction
from msc_learn.history.events import ENDS, Bury, Ending, Event, Flag, Happening, Renamed, Suspend, Undo
from msc_learn.history.schema import (
    EVENT,
    MEMORY,
    REVIEW,
    event_of,
    event_row,
    memory_of,
    review_of,
    review_row,
)
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of, start_of
from msc_learn.memory.parameters import Adoption, Parameters
from msc_learn.memory.replay import NEVER_RENAMED, CardKey, Former, renamed
from msc_learn.memory.review import LEARNER, Memory, Recall, Review, StudyTime, milliseconds, moment

if TYPE_CHECKING:
    from msc_learn.history.expiry import Expired
    from msc_learn.history.jsonl import Placed

WAIT = 5.0
_COUNTS = "seq NOT IN (SELECT seq FROM void)"


class History(Sat):
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
        under its new one; reviews stay as they were stored. A history of an earlier version is brought up
        to date, after a backup beside it. Raises `HistoryError` for a file that is not a history, is
        damaged, or cannot be used; the file is then as it was.
        """
        return cls(path, connect(path, create=create, wait=wait, former=former), former)

    def close(self) -> None:
        """Close the file; everything appended is on disk already."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def append(self, review: Review) -> Memory | None:
        """Store a review for good and return the memory it leaves; it is on disk when this returns."""
        fsrs6.warm()
        review = replace(review, at=moment(milliseconds(review.at)))
        with told(self.path), transaction(self._db):
            row = self._db.execute(PUT_REVIEW, review_row(review)).lastrowid
            self._keep_rename(review)
            return self._project(row or 0, review)

    def undo(
        self, learner: str, course: str, *, identity: str, at: datetime, zone: str = "UTC", card: str = ""
    ) -> Undo | None:
        """Take back the review the learner stored last, and return that event; None where there is none.

        A `card` that is named has its own last review taken back, for another sitting may store others.
        The review stays stored and counts no more: its card is remembered as it was before.
        """
        with told(self.path), transaction(self._db):
            # The pluses keep SQLite from sorting all reviews of the learner to find the last one.
            row = self._db.execute(
                "SELECT seq, id, card FROM review WHERE +learner = ?1 AND +course = ?2"  # noqa: S608
                f" AND (?3 = '' OR +card = ?3) AND {_COUNTS} ORDER BY seq DESC LIMIT 1",
                (learner, course, card),
            ).fetchone()
            if row is None:
                return None
            seq, review, card = row
            undo = Undo(identity, learner, course, card, moment(milliseconds(at)), zone, review)
            self._db.execute(PUT_EVENT, event_row(undo))
            self._db.execute("INSERT INTO void VALUES (?)", (seq,))
            self._replay((learner, course, card))
            return undo

    def record(self, event: Event) -> Event | None:
        """Store what a learner did to a card, and return it as stored; it is on disk when this returns.

        A `Resume` and an `Unflag` end all that is open of the card's; where nothing is, nothing is stored.
        """
        event = replace(event, at=moment(milliseconds(event.at)))
        with told(self.path), transaction(self._db):
            if isinstance(event, Ending):
                card = self._names(event.course).get(event.card, event.card)
                marks = self._standing(ENDS[type(event)], event.course, event.learner)
                ends = tuple(mark.id for mark in marks if mark.card == card)
                if not ends:
                    return None
                event = replace(event, ends=ends)
            self._db.execute(PUT_EVENT, event_row(event))
        return event

    def suspended(self, course: str, learner: str = LEARNER) -> frozenset[str]:
        """Return the cards of a course that are not to be asked until they are resumed."""
        with told(self.path):
            return frozenset(event.card for event in self._standing(Suspend, course, learner))

    def buried(self, course: str, learner: str, day: date) -> frozenset[str]:
        """Return the cards of a course that are not to be asked on a day of the learner's."""
        with told(self.path):
            # No zone is a whole day away from another.
            since = milliseconds(start_of(day, "UTC") - timedelta(days=1))
            events = events_of(self._db, Bury, course, learner, self._names(course), since)
            return frozenset(event.card for event in events if day_of(event.at, event.zone) == day)

    def put_off(self, course: str, learner: str, day: date) -> frozenset[str]:
        """Return the cards of a course that are not to be asked on a day: suspended ones and buried ones."""
        return self.suspended(course, learner) | self.buried(course, learner, day)

    def flags(self, course: str, learner: str = LEARNER) -> tuple[Flag, ...]:
        """Return the flags that were not taken away, the oldest first."""
        with told(self.path):
            return tuple(event for event in self._standing(Flag, course, learner) if isinstance(event, Flag))

    def memory(self, course: str, card: str, learner: str = LEARNER) -> Memory | None:
        """Return what is remembered of one card, None for a card never practised."""
        with told(self.path):
            row = self._db.execute(
                f"SELECT {MEMORY} FROM memory WHERE learner = ? AND course = ? AND card = ?",  # noqa: S608
                (learner, course, card),
            ).fetchone()
            if row is None and (course, card) in self._former:
                return self.memory(course, self._former[course, card], learner)
            return memory_of(row) if row else None

    def memories(self, course: str, learner: str = LEARNER) -> dict[str, Memory]:
        """Return what is remembered of each card of a course, by the card's id."""
        with told(self.path):
            rows = self._db.execute(
                f"SELECT card, {MEMORY} FROM memory WHERE learner = ? AND course = ?",  # noqa: S608
                (learner, course),
            )
            found = {card: memory_of(rest) for card, *rest in rows}
        return renamed(found, self._former, course)

    def reviews(self, course: str | None = None, learner: str | None = None) -> Iterator[Review]:
        """Yield the reviews that were not undone, by time and name as in a replay, of a course or learner."""
        with told(self.path):
            rows = self._db.execute(
                f"SELECT {REVIEW} FROM review"  # noqa: S608
                " WHERE (?1 IS NULL OR course = ?1) AND (?2 IS NULL OR learner = ?2)"
                f" AND {_COUNTS} ORDER BY at, id",
                (course, learner),
            )
            yield from map(review_of, rows)

    def happenings(self, course: str | None = None, learner: str | None = None) -> Iterator[Happening]:
        """Yield all that is stored, undone reviews too, by time and name, of a course or learner if named."""
        import heapq

        chosen = "WHERE (?1 IS NULL OR course = ?1) AND (?2 IS NULL OR learner = ?2) ORDER BY at, id"
        with told(self.path), snapshot(self._db):
            reviews = self._db.execute(f"SELECT {REVIEW} FROM review {chosen}", (course, learner))  # noqa: S608
            events = self._db.execute(f"SELECT {EVENT} FROM event {chosen}", (course, learner))  # noqa: S608
            found: tuple[Iterable[Happening], ...] = (map(review_of, reviews), map(event_of, events))
            yield from heapq.merge(*found, key=lambda one: (one.at, one.id))

    def study_times(self, course: str, learner: str = LEARNER) -> tuple[StudyTime, ...]:
        """Return the answers and the time they took, by quarters of an hour; a pause counts two minutes."""
        with told(self.path):
            rows = self._db.execute(
                "SELECT at / 900000, zone, count(*), sum(min(elapsed, 120000)) FROM review"  # noqa: S608
                f" WHERE learner = ? AND course = ? AND {_COUNTS} GROUP BY 1, 2 ORDER BY 1",
                (learner, course),
            )
            return tuple(StudyTime(*row) for row in rows)

    def recalls(self, course: str, learner: str = LEARNER) -> tuple[Recall, ...]:
        """Return every review of a learned card with its predicted recall."""
        with told(self.path):
            rows = self._db.execute(
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
        with told(self.path):
            return projection.parameters(self._db, course, learner)

    def adoptions(self, course: str | None = None, learner: str | None = None) -> Iterator[Adoption]:
        """Yield what was adopted, the newest last, of a course or learner if named.

        What was adopted for all courses at once is of no course.
        """
        with told(self.path):
            yield from parameters.adoptions(self._db, course, learner)

    def adopt(self, adoption: Adoption) -> None:
        """Store parameters for good and replay every review by those that now hold, so due dates follow."""
        with told(self.path), transaction(self._db):
            parameters.adopt(self._db, adoption)
            projection.rebuild(self._db)

    def rebuild(self) -> int:
        """Replay every review, by the parameters in force now, and return how many cards they are of."""
        with told(self.path), transaction(self._db):
            return projection.rebuild(self._db)

    def differing(self) -> tuple[CardKey, ...]:
        """Return the cards (learner, course, card) of which another memory is kept than a rebuild gives."""
        with told(self.path), snapshot(self._db):
            return projection.differing(self._db)

    def take(self, events: "Iterable[Placed]") -> tuple[int, int]:
        """Store what comes from elsewhere, all or none; returns how much was new and how much was there.

        Raises `HistoryError` for an event whose id is there with another content.
        """
        from msc_learn.history.merge import take

        with told(self.path), transaction(self._db):
            return take(self._db, events)

    def erase(self, learner: str) -> Mapping[str, int]:
        """Remove all of a learner, with the backups, and return how many reviews, events and so on it was."""
        from msc_learn.history import erase_restore

        return erase_restore.erase(self.path, self._db, learner)

    def expire(self, before: datetime, *, dry: bool = False) -> "Expired":
        """Remove what nobody may keep any longer, with the backups, and return what it was; `dry` only looks.

        Learners without an event since `before` go whole; of others, what they typed before it is blanked.
        """
        from msc_learn.history import expiry

        return expiry.expire(self.path, self._db, before, dry=dry)

    def back_up(self, now: datetime, zone: str) -> Path | None:
        """Make the backup of the learner's day unless it is made, and return it."""
        from msc_learn.history import erase_restore

        return erase_restore.back_up(self.path, self._db, day_of(now, zone))

    def _project(self, row: int, review: Review) -> Memory | None:
        """Bring what follows from the events up to date after a review, and return the memory it leaves."""
        key = (review.learner, review.course, review.card)
        before = self.memory(review.course, review.card, review.learner)
        if projection.family(self._db, key) or (before and before.last >= review.at):
            self._replay(key)
            return self.memory(review.course, review.card, review.learner)
        return projection.project(self._db, row, before, review)

    def _replay(self, key: CardKey) -> None:
        projection.replay_family(self._db, key, projection.family(self._db, key))

    def _keep_rename(self, review: Review) -> None:
        """Store that a card goes on from its former id, which a replay must know without the course."""
        former = self._former.get((review.course, review.card))
        key = (review.learner, review.course, review.card)
        if former and review.card not in projection.family(self._db, key):
            name = f"{review.id}:renamed"
            self._db.execute(PUT_EVENT, event_row(Renamed(name, *key, review.at, review.zone, former)))

    def _names(self, course: str) -> dict[str, str]:
        """Return the ids of renamed cards by their former ones."""
        return {old: new for (of, new), old in self._former.items() if of == course}

    def _standing(self, kind: type[Event], course: str, learner: str) -> list[Event]:
        return standing(self._db, kind, course, learner, self._names(course))
