"""Renamed cards: `renamed-from` moves the lock's entry from the earlier id to the new one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from msc_learn.course.model import Course, Note
from msc_learn.deck.identity import guid_of
from msc_learn.deck.release.lock import Lock, ReleasedNote
from msc_learn.errors import Problem


def with_renames(course: Course, lock: Lock, notes: Iterable[Note]) -> tuple[Lock, tuple[Problem, ...]]:
    """Return the lock with the entries of renamed notes under their new ids, and the problems found."""
    kept = course.studied(drafts=True)
    open_ = [note for note in kept if note.renamed_from and not _is_done(lock, note)]
    problems = dict(_problems(course, lock, open_))
    moved = {note.renamed_from: note.id for note in open_ if note.id not in problems}
    entries = _moved(lock.notes, moved) if moved else lock.notes
    others = [note for note in notes if note.id not in problems]
    return replace(lock, notes=entries), (*problems.values(), *_taken(course, entries, others))


def first_ids(lock: Lock, notes: Iterable[Note]) -> dict[str, str]:
    """Return the id of the first release of each renamed note by its present id; the lock has the renames."""
    firsts: dict[str, str] = {}
    for note in notes:
        entry = lock.notes.get(note.id)
        first = entry.first_id if entry else note.renamed_from
        if first and first != note.id:
            firsts[note.id] = first
    return firsts


def _is_done(lock: Lock, note: Note) -> bool:
    """Return whether the renaming was part of an earlier release; the key may stay in the file."""
    released = lock.notes.get(note.id)
    return released is not None and note.renamed_from in released.former


def _moved(entries: Mapping[str, ReleasedNote], moved: Mapping[str, str]) -> dict[str, ReleasedNote]:
    """Return the entries of a lock, those of renamed notes under their new ids."""
    return {
        moved.get(id_, id_): replace(entry, id=moved[id_], former=(*entry.former, id_))
        if id_ in moved
        else entry
        for id_, entry in entries.items()
    }


def _problems(course: Course, lock: Lock, notes: Iterable[Note]) -> Iterator[tuple[str, Problem]]:
    """Yield a problem for each renaming that is not valid, by the id of the note."""
    ids = {note.id: note for note in course.notes}
    first: dict[str, Note] = {}
    for note in notes:
        problem = _problem(note, lock, ids, first.setdefault(note.renamed_from, note))
        if problem:
            yield note.id, Problem(note.position_of("renamed-from"), *problem)


def _problem(note: Note, lock: Lock, ids: Mapping[str, Note], first: Note) -> tuple[str, str] | None:
    """Return the code and message for a renaming that is not valid, or None."""
    old = note.renamed_from
    renamed = f"{note.id} is renamed from {old}"
    if old == note.id:
        return "R108", f"{note.id} is renamed from its own id: write its earlier id, or delete the key"
    if old in ids:
        return "R108", f"{renamed}, which is still a card, at {ids[old].position}: delete the key"
    if first is not note:
        other = f"{first.id}, at {first.position}"
        return "R108", f"{renamed}, and so is {other}: only one can keep the reviews; delete one of the keys"
    if note.id in lock.notes:
        earlier = f"{note.id} was released as a card of its own, before it was renamed from {old}"
        return "R108", f"{earlier}: learners have both; delete the key"
    if lock.notes and old not in lock.notes:
        return "R109", f"{renamed}, which was never released: write the released id, or delete the key"
    return None


def _taken(course: Course, entries: Mapping[str, ReleasedNote], notes: Iterable[Note]) -> Iterator[Problem]:
    """Yield a problem for each new note whose GUID belongs to a renamed note."""
    owners = {entry.guid: entry.id for entry in entries.values() if entry.former}
    for note in notes if owners else ():
        owner = owners.get(guid_of(course.id, note.renamed_from or note.id))
        if note.id not in entries and owner:
            message = (
                f"{note.id} is new, but was the id of {owner} before; Anki would treat both as one note: "
                "give the new card an id that was never used"
            )
            yield Problem(note.position, "R110", message)
