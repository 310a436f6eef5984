"""The lock as a file: JSON with one note a line, so that a diff shows what a release changed."""

import json
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from msc_learn.course.model import Course
from msc_learn.deck.note_types import NOTE_TYPES
from msc_learn.deck.release.lock import Lock, ReleasedNote, ReleasedNoteType
from msc_learn.errors import ExportError, Problem
from msc_learn.fast_dataclass import fast_constructor
from msc_learn.files import write_atomically
from msc_learn.position import Position

# Schema 1 had no `hidden`, `former` and `schema`; it is read, and written anew as schema 2.
SCHEMA = 2
# The keys of an entry of each list: those it has, and those it may have.
_KEYS = {
    "note_types": ({"name", "digest", "modified"}, {"schema"}),
    "decks": ({"topic", "name"}, set[str]()),
    "notes": (
        {"id", "guid", "kind", "digest", "cards", "released", "modified", "retired"},
        {"hidden", "former"},
    ),
}
_LISTS = {"cards": int, "hidden": str, "former": str}
# By its keys in their order, the types of the values of an entry as a release writes nearly all.
_WORDS = (str, str, str, str, list, int, int)
_FIRST = ("id", "guid", "kind", "digest", "cards", "released", "modified", "retired")
_USUAL: dict[tuple[str, ...], set[tuple[type, ...]]] = {
    _FIRST: {(*_WORDS, type(None)), (*_WORDS, int)},
    (*_FIRST, "hidden"): {(*_WORDS, type(None), list), (*_WORDS, int, list)},
}
_make = fast_constructor(ReleasedNote)
# What many notes have in common is kept once.
_KINDS = {name: name for name in NOTE_TYPES}
_SAME: dict[tuple[int, ...], tuple[int, ...]] = {}


def lock_path_of(course: Course) -> Path:
    """Return the path of a course's lock; a single card file has its own beside it."""
    return course.root / "release.lock" if course.path.is_dir() else course.path.with_suffix(".release.lock")


def write_lock(path: Path, lock: Lock) -> None:
    """Write a lock; raises `ExportError` if it cannot be written."""
    write_atomically(path, dump_lock(lock))


def read_lock(path: Path) -> Lock:
    """Return the lock in a file; where there is none nothing has been released yet."""
    try:
        return parse_lock(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return Lock()
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError.at(path, "R101", f"lock cannot be read: {error}") from error


def parse_lock(text: str, path: str) -> Lock:
    """Return the lock a text holds; raise where it is damaged or newer than this program."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(path, error.lineno, f"not JSON: {error.msg.lower()}", error.colno) from error
    if not isinstance(data, dict) or type(data.get("schema")) is not int or data["schema"] < 1:
        raise _damaged(path, 1, "no schema number")
    if data["schema"] > SCHEMA:
        message = f"lock has schema {data['schema']}, above {SCHEMA}: install a newer msc-learn"
        raise ExportError([Problem(Position(path), "R102", message)])
    types = [ReleasedNoteType(**entry) for entry in _entries(data, "note_types", text, path)]
    notes = _notes(data, text, path)
    decks = {entry["topic"]: entry["name"] for entry in _entries(data, "decks", text, path)}
    return Lock(notes, {kind.name: kind for kind in types}, decks)


def _notes(data: dict[str, Any], text: str, path: str) -> dict[str, ReleasedNote]:
    notes: dict[str, ReleasedNote] = {}
    for place, entry in enumerate(_list(data, "notes", path)):
        note = _usual(entry)
        if note is None or note.id in notes:
            _check(entry, notes, "notes", place, text, path)
            note = ReleasedNote(**{**entry, **{key: tuple(entry[key]) for key in _LISTS if key in entry}})
        notes[note.id] = note
    return notes


def _usual(entry: Any) -> ReleasedNote | None:
    """Return the note of an entry as a release writes nearly all; None says that one must look closely."""
    if type(entry) is not dict or tuple(map(type, entry.values())) not in _USUAL.get(tuple(entry), ()):
        return None
    id_, guid, kind, digest, cards, released, modified, retired, *listed = entry.values()
    said = id_ and guid and digest and kind in _KINDS and released > 0 and modified > 0
    if not said or not (retired is None or retired > 0) or {*map(type, cards)} - {int}:
        return None
    hidden: tuple[str, ...] = tuple(listed[0]) if listed else ()
    if listed and (len(hidden) != len(cards) or {*map(type, hidden)} - {str}):
        return None
    numbers = tuple(cards)
    numbers = _SAME.setdefault(numbers, numbers) if len(numbers) < 3 else numbers
    return _make(id_, guid, _KINDS[kind], digest, numbers, released, modified, retired, hidden, ())


def _entries(data: dict[str, Any], name: str, text: str, path: str) -> Iterable[dict[str, Any]]:
    seen: set[str] = set()
    for place, entry in enumerate(_list(data, name, path)):
        seen.add(_check(entry, seen, name, place, text, path))
        yield entry


def _list(data: dict[str, Any], name: str, path: str) -> list[Any]:
    entries = data.get(name)
    if not isinstance(entries, list):
        raise _damaged(path, 1, f"no list of {name}")
    return entries


def _check(entry: Any, seen: Container[str], list_: str, place: int, text: str, path: str) -> str:
    """Return the name of an entry; raise what is wrong with it."""
    wrong = _wrong(entry, *_KEYS[list_])
    name = "" if wrong else str(entry.get("id") or entry.get("topic") or entry.get("name"))
    if wrong or name in seen:
        raise _damaged(path, _line(text, list_, place), wrong or f"{name} stands twice")
    if entry.get("kind", NOTE_TYPES[0]) not in NOTE_TYPES:
        where = Position(path, _line(text, list_, place))
        kind = f"note {name} is of the kind {entry['kind']}, which this msc-learn does not know"
        raise ExportError([Problem(where, "R102", f"{kind}: install a newer msc-learn")])
    return name


def _wrong(entry: Any, keys: set[str], more: set[str]) -> str:
    """Return what is wrong with an entry, or nothing."""
    if not isinstance(entry, dict) or not keys <= entry.keys() <= keys | more:
        may = f", and may have {', '.join(sorted(more))}" if more else ""
        return f"an entry has the keys {', '.join(sorted(keys))}{may}, no more and no fewer"
    for key, value in entry.items():
        if not _fits(key, value):
            return f"{key} is {json.dumps(value)}"
    if "hidden" in entry and len(entry["hidden"]) != len(entry["cards"]):
        return "hidden and cards are not of one length"
    return ""


def _fits(key: str, value: object) -> bool:
    if key in ("released", "modified"):
        return type(value) is int and value > 0
    if key == "retired":
        return value is None or (type(value) is int and value > 0)
    if key in _LISTS:
        return isinstance(value, list) and all(type(each) is _LISTS[key] for each in value)
    return isinstance(value, str) and bool(value)


def _line(text: str, name: str, place: int) -> int:
    """Return the line of an entry, counting one entry a line below the line that opens the list."""
    before = text.partition(f'"{name}"')[0]
    return before.count("\n") + 2 + place


def _damaged(path: str, line: int, message: str, column: int = 0) -> ExportError:
    message = f"lock is damaged ({message}): bring back the last good one from version control"
    return ExportError([Problem(Position(path, line, column), "R101", message)])


def dump_lock(lock: Lock) -> str:
    """Return the text of a lock, sorted by name."""
    types = (
        _entry(name=kind.name, digest=kind.digest, modified=kind.modified, schema=kind.schema)
        for _, kind in sorted(lock.note_types.items())
    )
    decks = (_entry(topic=topic, name=name) for topic, name in sorted(lock.decks.items()))
    notes = (
        _entry(
            id=note.id,
            guid=note.guid,
            kind=note.kind,
            digest=note.digest,
            cards=note.cards,
            released=note.released,
            modified=note.modified,
            retired=note.retired,
            hidden=note.hidden,
            former=note.former,
        )
        for _, note in sorted(lock.notes.items())
    )
    lists = {"note_types": types, "decks": decks, "notes": notes}
    body = ",\n".join(f'"{name}": [\n{_lines(entries)}]' for name, entries in lists.items())
    return f'{{\n"schema": {SCHEMA},\n{body}\n}}\n'


def _entry(**values: object) -> str:
    """Return an entry as JSON; what is empty is left out where it may be."""
    left_out = [key for key in ("hidden", "former", "schema") if not values.get(key, True)]
    return _encoded({key: value for key, value in values.items() if key not in left_out})


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _lines(entries: Iterable[str]) -> str:
    lines = ",\n".join(entries)
    return f"{lines}\n" if lines else ""
