"""What was released, and when each note last changed: the lock of a course.

Anki takes a note it already has only when ours was edited later, and then overwrites the learner's own
edits. So the time of a note moves when its content moves, always forward, and never otherwise.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from msc_learn.deck.fields import Rendered
from msc_learn.deck.note_types.base import NoteType
from msc_learn.errors import ExportError, Problem


@dataclass(frozen=True, slots=True)
class Released:
    """What is kept for ever of a note: `released`, `modified` and `retired` are Unix seconds."""

    id: str
    guid: str
    kind: str
    digest: str
    cards: tuple[int, ...]
    released: int
    modified: int
    retired: int | None = None


@dataclass(frozen=True, slots=True)
class ReleasedType:
    """What is kept of a note type: the digest of its schema, templates and stylesheet."""

    name: str
    digest: str
    modified: int


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything a course ever released, by name; `decks` are the names of decks by topic."""

    notes: Mapping[str, Released] = field(default_factory=dict)
    note_types: Mapping[str, ReleasedType] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changes: the ids of notes, and the names of note types."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    note_types: tuple[str, ...] = ()


def release(
    lock: Lock,
    notes: Iterable[Rendered],
    note_types: Iterable[NoteType],
    now: int,
    decks: Mapping[str, str],
) -> Lock:
    """Return the lock after a release at `now`; raise what may not be done to notes learners have."""
    notes = tuple(notes)
    problems = [problem for note in notes for problem in _forbidden(lock.notes.get(note.id), note)]
    if problems:
        raise ExportError(problems)
    current = {note.id: _released(lock.notes.get(note.id), note, now) for note in notes}
    gone = {id_: _retired(old, now) for id_, old in lock.notes.items() if id_ not in current}
    types = {kind.name: _released_type(lock.note_types.get(kind.name), kind, now) for kind in note_types}
    return Lock({**gone, **current}, {**lock.note_types, **types}, {**lock.decks, **decks})


def _forbidden(old: Released | None, note: Rendered) -> Iterable[Problem]:
    if old is None:
        return
    if old.kind != note.kind:
        yield Problem(
            note.position,
            "R103",
            f"{note.id} was released as {old.kind} and is now {note.kind}, which Anki cannot take over: "
            "give the note a new id (the old one is then retired)",
        )
    elif gone := [number for number in old.cards if number not in note.cards]:
        sign = {"cloze": "c", "occlusion": "of label "}.get(note.kind, "")
        numbers = ", ".join(f"{sign}{number}" for number in gone)
        yield Problem(
            note.position,
            "R104",
            f"{note.id} was released with card {numbers}, now gone; learners would keep a blank card: "
            "bring it back, or give the note a new id (the old one is then retired)",
        )


def _released(old: Released | None, note: Rendered, now: int) -> Released:
    if old is None:
        return Released(note.id, note.guid, note.kind, note.digest, note.cards, now, now)
    if old.digest == note.digest and old.retired is None:
        return old
    modified = max(now, old.modified + 1, (old.retired or 0) + 1)
    return replace(old, digest=note.digest, cards=note.cards, modified=modified, retired=None)


def _retired(old: Released, now: int) -> Released:
    return old if old.retired is not None else replace(old, retired=max(now, old.modified + 1))


def _released_type(old: ReleasedType | None, kind: NoteType, now: int) -> ReleasedType:
    digest = digest_of_type(kind)
    if old is None:
        return ReleasedType(kind.name, digest, now)
    return old if old.digest == digest else ReleasedType(kind.name, digest, max(now, old.modified + 1))


def digest_of_type(kind: NoteType) -> str:
    """Return the digest of a note type; what has its default does not count, so that older digests hold."""
    fields = [
        (item.name, item.id, item.description, item.collapsed, *([] if item.tag is None else [item.tag]))
        for item in kind.fields
    ]
    templates = [(item.name, item.id, item.front, item.back) for item in kind.templates]
    whole = [kind.title, kind.id, kind.is_cloze, fields, templates, kind.css]
    whole += [value for value in (kind.stock_kind, kind.sorted_by) if value]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:32]


def changes(old: Lock, new: Lock) -> Changes:
    """Return what changed from one lock to the next, in the order of the new one."""
    groups: dict[str, list[str]] = {"new": [], "changed": [], "retired": [], "unchanged": []}
    for id_, note in new.notes.items():
        before = old.notes.get(id_)
        if note.retired is not None:
            if before is None or before.retired is None:
                groups["retired"].append(id_)
        elif before is None:
            groups["new"].append(id_)
        else:
            groups["unchanged" if before == note else "changed"].append(id_)
    types = tuple(name for name, kind in new.note_types.items() if old.note_types.get(name) != kind)
    return Changes(**{name: tuple(ids) for name, ids in groups.items()}, note_types=types)
