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
from msc_learn.deck.refusals import digest_of_hidden, refusals, schema_of_type
from msc_learn.errors import ExportError, Problem


@dataclass(frozen=True, slots=True)
class Released:
    """What is kept for ever of a note: `released`, `modified` and `retired` are Unix seconds.

    `hidden` are digests of what each of `cards` hides, where the cards are numbered in the text (empty
    where a lock of schema 1 did not say), and `former` the ids the note had before, the first one first.
    """

    id: str
    guid: str
    kind: str
    digest: str
    cards: tuple[int, ...]
    released: int
    modified: int
    retired: int | None = None
    hidden: tuple[str, ...] = ()
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasedType:
    """What is kept of a note type: the digest of all of it, and of its schema, which may never change.

    The schema is empty where a lock of schema 1 did not say.
    """

    name: str
    digest: str
    modified: int
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything a course ever released, by name; `decks` are the names of decks by topic."""

    notes: Mapping[str, Released] = field(default_factory=dict)
    note_types: Mapping[str, ReleasedType] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changes: the ids of notes, and the names of note types; `renamed` are changed too."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    note_types: tuple[str, ...] = ()


def release(
    lock: Lock,
    notes: Iterable[Rendered],
    note_types: Iterable[NoteType],
    now: int,
    decks: Mapping[str, str],
    problems: Iterable[Problem] = (),
) -> Lock:
    """Return the lock after a release at `now`.

    Raises what may not be done to notes learners have, together with the problems found before.
    """
    notes, note_types = tuple(notes), tuple(note_types)
    problems = sorted((*problems, *refusals(lock, notes, note_types)))
    if problems:
        raise ExportError(problems)
    current = {note.id: _released(lock.notes.get(note.id), note, now) for note in notes}
    gone = {id_: _retired(old, now) for id_, old in lock.notes.items() if id_ not in current}
    types = {kind.name: _released_type(lock.note_types.get(kind.name), kind, now) for kind in note_types}
    return Lock({**gone, **current}, {**lock.note_types, **types}, {**lock.decks, **decks})


def _released(old: Released | None, note: Rendered, now: int) -> Released:
    if old is None:
        former = (note.renamed_from,) if note.renamed_from else ()
        times = (now, now, None)
        return Released(note.id, note.guid, note.kind, note.digest, note.cards, *times, _hidden(note), former)
    if old.digest == note.digest and old.retired is None:
        # A lock of schema 1 does not say what the cards hide.
        return old if len(old.hidden) == len(note.hidden) else replace(old, hidden=_hidden(note))
    modified = max(now, old.modified + 1, (old.retired or 0) + 1)
    return replace(
        old,
        digest=note.digest,
        cards=note.cards,
        hidden=_hidden(note),
        modified=modified,
        retired=None,
    )


def _hidden(note: Rendered) -> tuple[str, ...]:
    return tuple([digest_of_hidden(text) for text in note.hidden])


def _retired(old: Released, now: int) -> Released:
    return old if old.retired is not None else replace(old, retired=max(now, old.modified + 1))


def _released_type(old: ReleasedType | None, kind: NoteType, now: int) -> ReleasedType:
    digest, schema = digest_of_type(kind), schema_of_type(kind)
    if old is None:
        return ReleasedType(kind.name, digest, now, schema)
    modified = old.modified if old.digest == digest else max(now, old.modified + 1)
    return ReleasedType(kind.name, digest, modified, schema)


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
        for name, kind in new.note_types.items()
        if name not in old.note_types or old.note_types[name].digest != kind.digest
    )
    return Changes(**{name: tuple(ids) for name, ids in groups.items()}, note_types=types)


def _group(before: Released | None, note: Released) -> str:
    """Return what became of a note, or nothing where it was retired long ago."""
    if note.retired is not None:
        return "retired" if before is None or before.retired is None else ""
    if before is None:
        return "new"
    return "unchanged" if before.modified == note.modified and before.retired is None else "changed"
