"""SQLite schema of the history: tables, upgrades, rows of reviews, events, memories and parameters."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from math import inf
from operator import attrgetter
from typing import Any

from msc_learn.history.events import Event, kind_named, kind_of
from msc_learn.memory.parameters import Adoption, Parameters
from msc_learn.memory.review import (
    Memory,
    Mode,
    Purpose,
    Rating,
    Review,
    State,
    Verdict,
    milliseconds,
    moment,
)

APPLICATION = 0x6D73634C  # "mscL": marks the file as ours
VERSION = 4

# The log is `review`, `event` and `parameters`. Derived from it are `memory` (the FSRS memory of each card),
# `recall` (the recall predicted before each review of a learned card) and `void` (the reviews undone). They
# are written in the same transaction, so that a history of a million reviews opens as fast as an empty one.
_EVENTS = (
    """CREATE TABLE event (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, learner TEXT NOT NULL,
        course TEXT NOT NULL, card TEXT NOT NULL, at INTEGER NOT NULL, zone TEXT NOT NULL,
        data TEXT NOT NULL) STRICT""",
    "CREATE INDEX event_of_kind ON event (learner, course, kind)",
    "CREATE TABLE void (seq INTEGER PRIMARY KEY REFERENCES review (seq)) STRICT",
    """CREATE TRIGGER event_stays BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    """CREATE TABLE parameters (
        seq INTEGER PRIMARY KEY, learner TEXT NOT NULL, course TEXT NOT NULL, at INTEGER NOT NULL,
        weights TEXT NOT NULL, retention REAL NOT NULL) STRICT""",
    """CREATE TRIGGER parameters_stay BEFORE UPDATE ON parameters
        BEGIN SELECT RAISE(ABORT, 'what was adopted is never changed'); END""",
)
# No part of the log: where each course was first studied, and what it took over of a name of 0.1.0.
_COURSES = (
    "CREATE TABLE course (id TEXT PRIMARY KEY, path TEXT NOT NULL, notes TEXT NOT NULL) STRICT",
    """CREATE TABLE former_name (
        name TEXT NOT NULL, course TEXT NOT NULL, is_ours INTEGER NOT NULL,
        PRIMARY KEY (name, course)) STRICT""",
    "CREATE TABLE former_attempt (attempt TEXT PRIMARY KEY, course TEXT NOT NULL) STRICT",
)
SCHEMA = (
    """CREATE TABLE review (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, learner TEXT NOT NULL, course TEXT NOT NULL,
        card TEXT NOT NULL, rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4), at INTEGER NOT NULL,
        zone TEXT NOT NULL, elapsed INTEGER NOT NULL, mode TEXT NOT NULL, answer TEXT NOT NULL,
        verdict TEXT, purpose TEXT NOT NULL, scheduler TEXT NOT NULL,
        version TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX review_of_card ON review (learner, course, card)",
    """CREATE TABLE memory (
        learner TEXT NOT NULL, course TEXT NOT NULL, card TEXT NOT NULL, stability REAL NOT NULL,
        difficulty REAL NOT NULL, due INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL, state TEXT NOT NULL,
        step INTEGER, version TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (learner, course, card)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE recall (
        seq INTEGER PRIMARY KEY REFERENCES review (seq), chance REAL NOT NULL) STRICT""",
    """CREATE TRIGGER review_stays BEFORE UPDATE ON review
        BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END""",
    f"PRAGMA application_id = {APPLICATION}",
    *_EVENTS,
    *_COURSES,
    f"PRAGMA user_version = {VERSION}",
)
# The statements that bring a history of each version to the next; none of them reads the reviews.
UPGRADES = {
    1: (
        "ALTER TABLE review ADD COLUMN version TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE memory ADD COLUMN version TEXT NOT NULL DEFAULT ''",
        *_EVENTS,
        "PRAGMA user_version = 2",
    ),
    # Version 3 has the events of exams, which an older program would take for damage.
    2: ("PRAGMA user_version = 3",),
    # In version 4 a course is known by an id in its files. An older program would not know what is whose.
    3: (*_COURSES, "PRAGMA user_version = 4"),
}
REVIEW = (
    "id, learner, course, card, rating, at, zone, elapsed, mode, answer, verdict, purpose, scheduler, version"
)
ADOPTION = "learner, course, at, weights, retention"
MEMORY = "stability, difficulty, due, first, last, day, reps, lapses, state, step, version"
EVENT = "id, kind, learner, course, card, at, zone, data"
INSERT_REVIEW = f"INSERT INTO review ({REVIEW}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608
INSERT_EVENT = f"INSERT INTO event ({EVENT}) VALUES (?,?,?,?,?,?,?,?)"  # noqa: S608
# Columns are named like fields; `astuple` would copy each value, at 0.1 ms a row.
_values_of_review = attrgetter(*REVIEW.split(", "))
_values_of_memory = attrgetter(*MEMORY.split(", "))
_LAST_DAY = date.max.toordinal()
_COMMON = Event.field_names()


def review_row(review: Review) -> tuple[Any, ...]:
    """Return a review as the values of its row."""
    values = list(_values_of_review(review))
    values[5] = milliseconds(review.at)
    # A terminal may hand over half a surrogate pair, which SQLite refuses.
    values[9] = review.answer.encode(errors="replace").decode()
    return tuple(values)


def review_of(row: list[Any]) -> Review:
    """Return the review of a row; columns stand in the order of the fields."""
    values = list(row)
    values[4], values[5], values[8] = Rating(row[4]), moment(row[5]), Mode(row[8])
    values[10], values[11] = Verdict(row[10]) if row[10] else None, Purpose(row[11])
    return Review(*values)


def memory_row(memory: Memory) -> tuple[Any, ...]:
    """Return a memory as the values of its row, from its stability on."""
    stability, difficulty, due, first, last, *rest = _values_of_memory(memory)
    return stability, difficulty, milliseconds(due), milliseconds(first), milliseconds(last), *rest


def memory_of(row: list[Any]) -> Memory:
    """Return the memory of a row, from its stability on; raises `ValueError` where it is not a valid one."""
    stability, difficulty, due, first, last, day, reps, lapses, state, step, version = row
    # Recall is calculated from both; on a damaged disk either may be any number.
    if not 0 < stability < inf or not 0 < day <= _LAST_DAY:
        raise ValueError(f"a memory of stability {stability} and day {day}")
    times = (moment(due), moment(first), moment(last))
    return Memory(stability, difficulty, *times, day, reps, lapses, State(state), step, version)


def event_row(event: Event) -> tuple[Any, ...]:
    """Return an event as the values of its row."""
    values = [getattr(event, name) for name in _COMMON]
    values[4] = milliseconds(event.at)
    own = {name: getattr(event, name) for name in event.field_names() if name not in _COMMON}
    data = json.dumps(own, default=asdict, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (values[0], kind_of(event), *values[1:], data.encode(errors="replace").decode())


def event_of(row: list[Any]) -> Event:
    """Return the event of a row; raises `ValueError` where it holds none."""
    identity, name, learner, course, card, at, zone, data = row
    try:
        if kind := kind_named(name):
            return kind.restored((identity, learner, course, card, moment(at), zone), json.loads(data))
    except (AttributeError, KeyError, TypeError):
        pass
    raise ValueError(f"no event of kind {name!r} in {data!r}")


def adoption_row(adoption: Adoption) -> tuple[Any, ...]:
    """Return an adoption as the values of its database row."""
    weights = json.dumps(adoption.parameters.weights)
    at = milliseconds(adoption.at)
    return adoption.learner, adoption.course, at, weights, adoption.parameters.retention


def adoption_of(row: Iterable[Any]) -> Adoption:
    """Return the adoption of a database row; raises `ValueError` if its parameters are not valid."""
    learner, course, at, weights, retention = row
    numbers = json.loads(weights)
    if not isinstance(numbers, list) or not all(isinstance(weight, int | float) for weight in numbers):
        raise ValueError(f"expected a list of weights, found {weights}")
    return Adoption(Parameters(tuple(numbers), retention), moment(at), course, learner)
