"""Projection of the event log: memories and recalls, updated after each review or rebuilt by replay."""

import sqlite3
from collections.abc import Collection, Iterator
from itertools import chain

from msc_learn.history.connection import HistoryFile
from msc_learn.history.parameters import insert_last, parameters_in_force
from msc_learn.history.schema import MEMORY, REVIEW, memory_row, review_of
from msc_learn.memory import fsrs6
from msc_learn.memory.parameters import Adoption
from msc_learn.memory.replay import CardKey, Replay, prediction_for_review, replayed
from msc_learn.memory.review import Memory, Review

_INSERT_RECALL = "INSERT INTO recall VALUES (?, ?)"
_INSERT_MEMORY = (
    f"INSERT OR REPLACE INTO memory (learner, course, card, {MEMORY})"  # noqa: S608
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
# The reviews undone, by the events; a learner undoes only reviews of their own.
_UNDONE = (
    "SELECT review.seq FROM event JOIN review ON review.id = json_extract(event.data, '$.review')"
    " AND review.learner = event.learner AND review.course = event.course WHERE event.kind = 'undo'"
)


def void_undone(database: sqlite3.Connection) -> None:
    """Store which reviews were undone, in whatever order they and their `undo` events arrived."""
    database.execute(f"INSERT OR IGNORE INTO void {_UNDONE}")


def renames(database: sqlite3.Connection) -> dict[CardKey, str]:
    """Return the former id of each card that a learner answered after its rename."""
    rows = database.execute(
        "SELECT learner, course, card, json_extract(data, '$.former') FROM event WHERE kind = 'renamed'"
        " ORDER BY at, id"
    )
    return {(learner, course, card): former for learner, course, card, former in rows}


def family(database: sqlite3.Connection, key: CardKey) -> dict[str, str]:
    """Return the former ids, by present id, of all cards joined to a card by renames."""
    learner, course, card = key
    pairs = database.execute(
        "SELECT card, json_extract(data, '$.former') FROM event"
        " WHERE learner = ? AND course = ? AND kind = 'renamed' ORDER BY at, id",
        (learner, course),
    ).fetchall()
    joined = {card}
    while more := {name for pair in pairs if joined & {*pair} for name in pair} - joined:
        joined |= more
    return {new: old for new, old in pairs if new in joined}


def project(
    database: sqlite3.Connection, number: int, before: Memory | None, review: Review
) -> Memory | None:
    """Store the memory that the newest review of a card leaves, and return it."""
    by = parameters_in_force(database, review.course, review.learner)
    after = fsrs6.next_memory(before, review, by)
    if after is not None and after is not before:
        key = (review.learner, review.course, review.card)
        predicted = prediction_for_review(before, after, by)
        store(database, Replay({key: after}, {} if predicted is None else {number: predicted}))
    return after


def replay_family(database: sqlite3.Connection, key: CardKey, former: dict[str, str]) -> None:
    """Replay the reviews of a card and its former ids, and store the memories they leave."""
    learner, course, card = key
    cards = sorted({card, *former, *former.values()})
    of_family = f"learner = ? AND course = ? AND card IN ({','.join('?' * len(cards))})"
    names = (learner, course, *cards)
    reviews = _numbered(database, f"{of_family} AND seq NOT IN (SELECT seq FROM void)", names)  # noqa: S608
    by = parameters_in_force(database, course, learner)
    replay = replayed(reviews, lambda key: former.get(key[2]), lambda *_: by)
    database.execute(
        f"DELETE FROM recall WHERE seq IN (SELECT seq FROM review WHERE {of_family})",  # noqa: S608
        names,
    )
    database.execute(f"DELETE FROM memory WHERE {of_family}", names)  # noqa: S608
    store(database, replay)


def adopt(history: HistoryFile, adoption: Adoption) -> None:
    """Store FSRS parameters and replay every review with those now in force, so due dates follow."""
    with history.transaction() as database:
        insert_last(database, adoption)
        rebuild(history)


def rebuild(history: HistoryFile) -> int:
    """Replay every review into fresh memories, and return how many cards have one."""
    with history.transaction() as database:
        for table in ("void", "recall", "memory"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608
        void_undone(database)
        replay = _replayed(database)
        store(database, replay)
        return len(replay.memories)


def differing(history: HistoryFile) -> tuple[CardKey, ...]:
    """Return the cards (learner, course, card) whose stored memory differs from that of a rebuild."""
    with history.snapshot() as database:
        replay = _replayed(database)
        stored = database.execute(f"SELECT learner, course, card, {MEMORY} FROM memory")  # noqa: S608
        memories = {(row[0], row[1], row[2]): row[3:] for row in stored}
        expected = {key: memory_row(memory) for key, memory in replay.memories.items()}
        cards = {key for key, _ in memories.items() ^ expected.items()}
        recalls = dict(database.execute("SELECT seq, chance FROM recall").fetchall())
        undone = {seq for (seq,) in database.execute(_UNDONE)}
        void = {seq for (seq,) in database.execute("SELECT seq FROM void")}
        others = {seq for seq, _ in recalls.items() ^ replay.recalls.items()} | (undone ^ void)
        return tuple(sorted(cards | set(_cards_of(database, others))))


def _cards_of(database: sqlite3.Connection, numbers: Collection[int]) -> Iterator[CardKey]:
    for number in numbers:
        yield from database.execute("SELECT learner, course, card FROM review WHERE seq = ?", (number,))


def _replayed(database: sqlite3.Connection) -> Replay:
    reviews = _numbered(database, f"seq NOT IN ({_UNDONE})", ())
    return replayed(reviews, renames(database).get, lambda *of: parameters_in_force(database, *of))


def store(database: sqlite3.Connection, replay: Replay) -> None:
    """Store memories, replacing earlier ones, and predicted recalls."""
    database.executemany(_INSERT_RECALL, replay.recalls.items())
    rows = (tuple(chain(key, memory_row(memory))) for key, memory in replay.memories.items())
    database.executemany(_INSERT_MEMORY, rows)


def _numbered(
    database: sqlite3.Connection, where: str, names: tuple[str, ...]
) -> Iterator[tuple[int, Review]]:
    rows = database.execute(f"SELECT seq, {REVIEW} FROM review WHERE {where} ORDER BY at, id", names)  # noqa: S608
    return ((seq, review_of(rest)) for seq, *rest in rows)
