"""Renamed cards: `renamed-from` hands what the lock knows of the former id on to the new one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from msc_learn.course.model import Course, Note
from msc_learn.deck.identity import guid_of
from msc_learn.deck.release.lock import Lock, ReleasedNote
from msc_learn.errors import Problem


def with_renames(course: Course, lock: Lock, notes: Iterable[Note]) -> tuple[Lock, tuple[Problem, ...]]:
    """Return the lock with the entries of renamed notes under their new ids, and what forbids it."""
    kept = course.studied(drafts=True)
    open_ = [note for note in kept if note.renamed_from and not _is_done(lock, note)]
    problems = dict(_problems(course, lock, open_))
    moved = {note.renamed_from: note.id for note in open_ if note.id not in problems}
    entries = _moved(lock.notes, moved) if moved else lock.notes
    others = [note for note in notes if note.id not in problems]
    return replace(lock, notes=entries), (*problems.values(), *_taken(course, entries, others))


def _is_done(lock: Lock, note: Note) -> bool:
    """Tell whether a note took over its former id in an earlier release; the key may stay for ever."""
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
    """Yield the renamings that cannot be, by the id of the note."""
    ids = {note.id: note for note in course.notes}
    first: dict[str, Note] = {}
    for note in notes:
        said = _problem(note, lock, ids, first.setdefault(note.renamed_from, note))
        if said:
            yield note.id, Problem(note.position_of("renamed-from"), *said)


def _problem(note: Note, lock: Lock, ids: Mapping[str, Note], first: Note) -> tuple[str, str] | None:
    """Return the code and words of what is wrong with a renaming, or None."""
    old = note.renamed_from
    if old == note.id:
        return (
            "R108",
            f"{note.id} is renamed from its own id: write the id it had before, or take the key out",
        )
    if old in ids:
        where = ids[old].position
        return "R108", f"{note.id} is renamed from {old}, which is still a card, at {where}: take the key out"
    if first is not note:
        said = f"{note.id} is renamed from {old}, and so is {first.id}, at {first.position}"
        return "R108", f"{said}: only one card can keep the history; take the key out of the other"
    if note.id in lock.notes:
        said = f"{note.id} was released already as a card of its own, before it was renamed from {old}"
        return "R108", f"{said}: learners have both; take the key out"
    if lock.notes and old not in lock.notes:
        said = f"{note.id} is renamed from {old}, which was never released"
        return "R109", f"{said}: write the id it was released under, or take the key out"
    return None


def _taken(course: Course, entries: Mapping[str, ReleasedNote], notes: Iterable[Note]) -> Iterator[Problem]:
    """Yield the new notes whose GUID a renamed note has."""
    owners = {entry.guid: entry.id for entry in entries.values() if entry.former}
    for note in notes if owners else ():
        owner = owners.get(guid_of(course.id, note.renamed_from or note.id))
        if note.id not in entries and owner:
            message = (
                f"{note.id} is new, but was the name of {owner} before; learners would get the one for the "
                "other: give the new card an id that was never used"
            )
            yield Problem(note.position, "R110", message)
