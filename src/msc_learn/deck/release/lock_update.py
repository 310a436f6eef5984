"""The lock after a release, and what changed since the one before.

Anki updates a note only if ours has a later modification time, and then overwrites the learner's own edits.
So the time of a note moves forward if its content changes, and never otherwise. Titles, names of sections and
decks, tags and ids are metadata: they reach a learner's note with the next change of its content.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.note_types.base import NoteType
from msc_learn.deck.release.lock import (
    Lock,
    ReleasedNote,
    ReleasedNoteType,
    digest_of_hidden,
    digest_of_schema,
    digest_of_type,
)
from msc_learn.deck.release.refusals import refusals
from msc_learn.errors import ExportError, Problem
from msc_learn.position import Position


@dataclass(frozen=True, slots=True)
class LockChanges:
    """What a release changes: ids of notes, names of note types, and topics whose deck is new.

    A renamed note is in `changed` or `unchanged` too.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    note_types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def updated_lock(
    lock: Lock,
    notes: Iterable[RenderedNote],
    note_types: Iterable[NoteType],
    now: int,
    decks: Mapping[str, str],
    problems: Iterable[Problem] = (),
    course: str = "",
) -> Lock:
    """Return the lock after a release at `now`, in Unix seconds; `course` is its id, if its files have one.

    Raises `ExportError` with `problems` and all that learners who have the released notes could not be given.
    """
    notes, note_types = tuple(notes), tuple(note_types)
    problems = sorted((*problems, *refusals(lock, notes, note_types)))
    if problems:
        raise ExportError(problems)
    current = {note.id: _note_entry(lock.notes.get(note.id), note, now) for note in notes}
    gone = {id_: _retired(old, now) for id_, old in lock.notes.items() if id_ not in current}
    types = {
        note_type.name: _type_entry(lock.note_types.get(note_type.name), note_type, now)
        for note_type in note_types
    }
    entries, decks = {**gone, **current}, {**lock.decks, **decks}
    return Lock(entries, {**lock.note_types, **types}, decks, course or lock.course)


def _note_entry(old: ReleasedNote | None, note: RenderedNote, now: int) -> ReleasedNote:
    hidden = tuple([digest_of_hidden(text) for text in note.hidden])
    if old is None:
        former = (note.renamed_from,) if note.renamed_from else ()
        times = (now, now, None)
        return ReleasedNote(note.id, note.guid, note.kind, note.digest, note.cards, *times, hidden, former)
    if old.digest == note.digest and old.retired is None:
        # A lock of schema 1 does not hold what the cards hide.
        return old if len(old.hidden) == len(note.hidden) else replace(old, hidden=hidden)
    modified = max(now, old.modified + 1, (old.retired or 0) + 1)
    return replace(old, digest=note.digest, cards=note.cards, hidden=hidden, modified=modified, retired=None)


def _retired(old: ReleasedNote, now: int) -> ReleasedNote:
    return old if old.retired is not None else replace(old, retired=max(now, old.modified + 1))


def _type_entry(old: ReleasedNoteType | None, note_type: NoteType, now: int) -> ReleasedNoteType:
    digest, schema = digest_of_type(note_type), digest_of_schema(note_type)
    if old is None:
        return ReleasedNoteType(note_type.name, digest, now, schema)
    modified = old.modified if old.digest == digest else max(now, old.modified + 1)
    return ReleasedNoteType(note_type.name, digest, modified, schema)


def lock_changes(old: Lock, new: Lock) -> LockChanges:
    """Return what changed from one lock to the next, in the order of the new one."""
    groups: dict[str, list[str]] = {"new": [], "changed": [], "renamed": [], "retired": [], "unchanged": []}
    for id_, note in new.notes.items():
        before = old.notes.get(id_)
        if before is None and note.former and note.former[-1] in old.notes:
            before = old.notes[note.former[-1]]
            groups["renamed"].append(id_)
        group = _group(before, note)
        if group:
            groups[group].append(id_)
    types = tuple(
        name
        for name, entry in new.note_types.items()
        if name not in old.note_types or old.note_types[name].digest != entry.digest
    )
    topics = tuple(topic for topic in new.decks if topic not in old.decks)
    return LockChanges(**{name: tuple(ids) for name, ids in groups.items()}, note_types=types, topics=topics)


def _group(before: ReleasedNote | None, note: ReleasedNote) -> str:
    """Return the name of the group a note belongs to, or "" if it was retired in an earlier release."""
    if note.retired is not None:
        return "retired" if before is None or before.retired is None else ""
    if before is None:
        return "new"
    return "unchanged" if before.modified == note.modified and before.retired is None else "changed"


def refuse_changes(path: Path, changes: LockChanges) -> None:
    """Raise `ExportError` with a problem for each part of the lock that would change.

    That a lock of an earlier schema would be upgraded is no change.
    """
    groups = {
        "note {} is new": changes.new,
        "note {} has changed": changes.changed,
        "note {} is renamed": changes.renamed,
        "note {} is gone": changes.retired,
        "note type {} has changed": changes.note_types,
        "topic {} has a new deck": changes.topics,
    }
    at = Position(str(path))
    problems = [
        Problem(at, "R105", message.format(name)) for message, names in groups.items() for name in names
    ]
    if problems:
        advice = "the lock is out of date: build without --locked and keep the new release.lock"
        raise ExportError([*problems, Problem(at, "R105", advice)])
