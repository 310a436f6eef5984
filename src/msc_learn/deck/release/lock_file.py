"""The file release.lock: JSON with one note per line, so that a diff shows what a release changed."""

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from msc_learn.course.model import Course
from msc_learn.deck.note_types import NOTE_TYPES
from msc_learn.deck.release.lock import SCHEMA, Lock, ReleasedNote, ReleasedNoteType
from msc_learn.errors import ExportError, Problem
from msc_learn.fast_dataclass import fast_constructor
from msc_learn.files import write_atomically
from msc_learn.position import Position

# The keys of an entry of each list: required and optional ones.
_KEYS = {
    "note_types": ({"name", "digest", "modified"}, {"schema"}),
    "decks": ({"topic", "name"}, set[str]()),
    "notes": (
        {"id", "guid", "kind", "digest", "cards", "released", "modified", "retired"},
        {"hidden", "former"},
    ),
}
_OPTIONAL = ("hidden", "former", "schema")
_LISTS = {"cards": int, "hidden": str, "former": str}
# The types of the values in the usual entries, by their keys in order; these are checked fast.
_FIRST_TYPES = (str, str, str, str, list, int, int)
_FIRST = ("id", "guid", "kind", "digest", "cards", "released", "modified", "retired")
_USUAL: dict[tuple[str, ...], set[tuple[type, ...]]] = {
    _FIRST: {(*_FIRST_TYPES, type(None)), (*_FIRST_TYPES, int)},
    (*_FIRST, "hidden"): {(*_FIRST_TYPES, type(None), list), (*_FIRST_TYPES, int, list)},
}
_make = fast_constructor(ReleasedNote)
# Values that many notes share are kept once, to save memory.
_KINDS = {name: name for name in NOTE_TYPES}
_SAME: dict[tuple[int, ...], tuple[int, ...]] = {}


def lock_path_of(course: Course) -> Path:
    """Return the path of a course's lock; a single card file has its own beside it."""
    return course.root / "release.lock" if course.path.is_dir() else course.path.with_suffix(".release.lock")


def write_lock(path: Path, lock: Lock) -> None:
    """Write a lock; raises `ExportError` if it cannot be written."""
    write_atomically(path, dump_lock(lock))


def read_lock(path: Path) -> Lock:
    """Return the lock in a file, or an empty one if there is no file: nothing has been released yet.

    Raises `ExportError` if the file cannot be read, is damaged, or is newer than this program.
    """
    try:
        return parse_lock(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return Lock()
    except (OSError, UnicodeDecodeError) as error:
        raise ExportError.at(path, "R101", f"lock cannot be read: {error}") from error


def parse_lock(text: str, path: str) -> Lock:
    """Return the lock in a text; raises `ExportError` if it is damaged or newer than this program."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise _damaged(path, error.lineno, f"not JSON: {error.msg.lower()}", error.colno) from error
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise _damaged(path, 1, f"not JSON that can be read: {error}") from error
    if not isinstance(data, dict) or type(data.get("schema")) is not int or data["schema"] < 1:
        raise _damaged(path, 1, "no schema number")
    if data["schema"] > SCHEMA:
        message = f"lock has schema {data['schema']}, above {SCHEMA}: install a newer msc-learn"
        raise ExportError([Problem(Position(path), "R102", message)])
    types = [ReleasedNoteType(**entry) for entry in _entries(data, "note_types", text, path)]
    notes = _notes(data, text, path)
    decks = {entry["topic"]: entry["name"] for entry in _entries(data, "decks", text, path)}
    return Lock(notes, {kind.name: kind for kind in types}, decks, _course(data, path), data["schema"])


def _course(data: dict[str, Any], path: str) -> str:
    """Return the id of the course, or nothing; up to schema 2 there is none."""
    course = data.get("course", "" if data["schema"] < 3 else None)
    if not isinstance(course, str):
        raise _damaged(path, 1, "no course id")
    return course


def _notes(data: dict[str, Any], text: str, path: str) -> dict[str, ReleasedNote]:
    notes: dict[str, ReleasedNote] = {}
    for index, entry in enumerate(_list(data, "notes", path)):
        note = _usual(entry)
        if note is None or note.id in notes:
            _check(entry, notes, "notes", index, text, path)
            note = ReleasedNote(**{**entry, **{key: tuple(entry[key]) for key in _LISTS if key in entry}})
        notes[note.id] = note
    return notes


def _usual(entry: Any) -> ReleasedNote | None:
    """Return the note of a usual, valid entry; None means that the entry needs a full check."""
    if type(entry) is not dict or tuple(map(type, entry.values())) not in _USUAL.get(tuple(entry), ()):
        return None
    id_, guid, kind, digest, cards, released, modified, retired, *listed = entry.values()
    valid = id_ and guid and digest and kind in _KINDS and released > 0 and modified > 0
    if not valid or not (retired is None or retired > 0) or {*map(type, cards)} - {int}:
        return None
    hidden: tuple[str, ...] = tuple(listed[0]) if listed else ()
    if listed and (len(hidden) != len(cards) or {*map(type, hidden)} - {str}):
        return None
    numbers = tuple(cards)
    numbers = _SAME.setdefault(numbers, numbers) if len(numbers) < 3 else numbers
    return _make(id_, guid, _KINDS[kind], digest, numbers, released, modified, retired, hidden, ())


def _entries(data: dict[str, Any], name: str, text: str, path: str) -> Iterable[dict[str, Any]]:
    seen: set[str] = set()
    for index, entry in enumerate(_list(data, name, path)):
        seen.add(_check(entry, seen, name, index, text, path))
        yield entry


def _list(data: dict[str, Any], name: str, path: str) -> list[Any]:
    entries = data.get(name)
    if not isinstance(entries, list):
        raise _damaged(path, 1, f"no list of {name}")
    return entries


def _check(entry: Any, seen: Container[str], list_: str, index: int, text: str, path: str) -> str:
    """Return the name of an entry; raises `ExportError` if the entry is not valid."""
    flaw = _flaw_of(entry, *_KEYS[list_])
    name = "" if flaw else str(entry.get("id") or entry.get("topic") or entry.get("name"))
    if flaw or name in seen:
        raise _damaged(path, _line(text, list_, index), flaw or f"{name} is listed twice")
    if entry.get("kind", NOTE_TYPES[0]) not in NOTE_TYPES:
        position = Position(path, _line(text, list_, index))
        kind = f"note {name} has the kind {entry['kind']}, which this msc-learn does not know"
        raise ExportError([Problem(position, "R102", f"{kind}: install a newer msc-learn")])
    return name


def _flaw_of(entry: Any, keys: set[str], more: set[str]) -> str:
    """Return what is wrong with an entry, or nothing."""
    if not isinstance(entry, dict) or not keys <= entry.keys() <= keys | more:
        optional = f", and may have {', '.join(sorted(more))}" if more else ""
        return f"an entry must have exactly the keys {', '.join(sorted(keys))}{optional}"
    for key, value in entry.items():
        if not _fits(key, value):
            return f"{key} is {json.dumps(value)}"
    if "hidden" in entry and len(entry["hidden"]) != len(entry["cards"]):
        return "hidden and cards have different lengths"
    return ""


def _fits(key: str, value: object) -> bool:
    if key in ("released", "modified"):
        return type(value) is int and value > 0
    if key == "retired":
        return value is None or (type(value) is int and value > 0)
    if key in _LISTS:
        return isinstance(value, list) and all(type(each) is _LISTS[key] for each in value)
    return isinstance(value, str) and bool(value)


def _line(text: str, name: str, index: int) -> int:
    """Return the line number of an entry; entries are one per line, below the line that opens the list."""
    before = text.partition(f'"{name}": [')[0]
    return before.count("\n") + 2 + index


def _damaged(path: str, line: int, message: str, column: int = 0) -> ExportError:
    message = f"lock is damaged ({message}): restore the last good one from version control"
    return ExportError([Problem(Position(path, line, column), "R101", message)])


def dump_lock(lock: Lock) -> str:
    """Return the text of a lock in its schema, sorted by name."""
    decks = (_encoded({"topic": topic, "name": name}) for topic, name in sorted(lock.decks.items()))
    lists = {"note_types": _entries_of(lock.note_types), "decks": decks, "notes": _entries_of(lock.notes)}
    body = ",\n".join(f'"{name}": [\n{_lines(entries)}]' for name, entries in lists.items())
    course = f'"course": {_encoded(lock.course)},\n' if lock.schema >= 3 else ""
    return f'{{\n"schema": {lock.schema},\n{course}{body}\n}}\n'


def _entries_of(values: Mapping[str, ReleasedNote | ReleasedNoteType]) -> Iterator[str]:
    """Yield the entries of a list as JSON, by name, without optional keys that are empty."""
    for _, value in sorted(values.items()):
        names = _NAMES[type(value)]
        entry = dict(zip(names, attrgetter(*names)(value), strict=True))
        for name in _OPTIONAL:
            if not entry.get(name, True):
                del entry[name]
        yield _encoded(entry)


_NAMES = {type_: [field.name for field in fields(type_)] for type_ in (ReleasedNote, ReleasedNoteType)}
_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _lines(entries: Iterable[str]) -> str:
    lines = ",\n".join(entries)
    return f"{lines}\n" if lines else ""
