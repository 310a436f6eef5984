"""The tables of a history, and how a review and a memory become a row and come back."""

from dataclasses import astuple
from typing import Any

from msc_learn.study.reviews import (
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

APPLICATION = 0x6D73634C  # "mscL", which says whose file this is
VERSION = 1

# `review` is all that is stored; `memory` (what each card's reviews amount to) and `recall` (the chance of
# recall foretold before a review of a learned card) follow from it and are kept in the same transaction,
# so that a history opens as fast with a million reviews as with none.
SCHEMA = (
    """CREATE TABLE review (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, learner TEXT NOT NULL, course TEXT NOT NULL,
        card TEXT NOT NULL, rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4), at INTEGER NOT NULL,
        zone TEXT NOT NULL, elapsed INTEGER NOT NULL, mode TEXT NOT NULL, answer TEXT NOT NULL,
        verdict TEXT, purpose TEXT NOT NULL, scheduler TEXT NOT NULL) STRICT""",
    "CREATE INDEX review_of_card ON review (learner, course, card)",
    """CREATE TABLE memory (
        learner TEXT NOT NULL, course TEXT NOT NULL, card TEXT NOT NULL, stability REAL NOT NULL,
        difficulty REAL NOT NULL, due INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
        day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL, state TEXT NOT NULL,
        step INTEGER, PRIMARY KEY (learner, course, card)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE recall (
        seq INTEGER PRIMARY KEY REFERENCES review (seq), chance REAL NOT NULL) STRICT""",
    """CREATE TRIGGER review_stays BEFORE UPDATE ON review
        BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END""",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)
# What a learner adopted, as it was adopted: an event too. Made apart, for older histories lack it.
PARAMETERS = """CREATE TABLE IF NOT EXISTS parameters (
    seq INTEGER PRIMARY KEY, learner TEXT NOT NULL, course TEXT NOT NULL, at INTEGER NOT NULL,
    weights TEXT NOT NULL, retention REAL NOT NULL) STRICT"""
REVIEW = "id, learner, course, card, rating, at, zone, elapsed, mode, answer, verdict, purpose, scheduler"
ADOPTION = "learner, course, at, weights, retention"
MEMORY = "stability, difficulty, due, first, last, day, reps, lapses, state, step"


def review_row(review: Review) -> tuple[Any, ...]:
    """Return a review as the values of its row."""
    values = list(astuple(review))
    values[5] = milliseconds(review.at)
    # A terminal may hand over half a character; SQLite takes whole ones only.
    values[9] = review.answer.encode(errors="replace").decode()
    return tuple(values)


def review_of(row: list[Any]) -> Review:
    """Return the review of a row."""
    identity, learner, course, card, rating, at, zone, elapsed, mode, answer, verdict, purpose, by = row
    return Review(
        *(identity, learner, course, card, Rating(rating), moment(at), zone, elapsed, Mode(mode), answer),
        verdict=Verdict(verdict) if verdict else None,
        purpose=Purpose(purpose),
        scheduler=by,
    )


def memory_row(memory: Memory) -> tuple[Any, ...]:
    """Return a memory as the values of its row, from its stability on."""
    stability, difficulty, due, first, last, *rest = astuple(memory)
    return stability, difficulty, milliseconds(due), milliseconds(first), milliseconds(last), *rest


def memory_of(row: list[Any]) -> Memory:
    """Return the memory of a row, from its stability on."""
    stability, difficulty, due, first, last, day, reps, lapses, state, step = row
    times = (moment(due), moment(first), moment(last))
    return Memory(stability, difficulty, *times, day, reps, lapses, State(state), step)
