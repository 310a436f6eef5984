"""The lock as a file: JSON with one note a line, so that a diff shows what a release changed."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msc_learn.deck.release import Lock, Released, ReleasedType
from msc_learn.errors import ExportError, Problem
from msc_learn.position import Position

SCHEMA = 1
_NOTE_KEYS = {"id", "guid", "kind", "digest", "cards", "released", "modified", "retired"}
_TYPE_KEYS = {"name", "digest", "modified"}
_DECK_KEYS = {"topic", "name"}


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
    types = [ReleasedType(**entry) for entry in _entries(data, "note_types", _TYPE_KEYS, text, path)]
    notes = [
        Released(**{**entry, "cards": tuple(entry["cards"])})
        for entry in _entries(data, "notes", _NOTE_KEYS, text, path)
    ]
    decks = {entry["topic"]: entry["name"] for entry in _entries(data, "decks", _DECK_KEYS, text, path)}
    return Lock({note.id: note for note in notes}, {kind.name: kind for kind in types}, decks)


def _entries(
    data: dict[str, Any], name: str, keys: set[str], text: str, path: str
) -> Iterable[dict[str, Any]]:
    entries = data.get(name)
    if not isinstance(entries, list):
        raise _damaged(path, 1, f"no list of {name}")
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        wrong = _wrong(entry, keys, seen)
        if wrong:
            raise _damaged(path, _line(text, name, place), wrong)
        yield entry


def _wrong(entry: Any, keys: set[str], seen: set[str]) -> str:
    """Return what is wrong with an entry, or nothing."""
    if not isinstance(entry, dict) or set(entry) != keys:
        return f"an entry has the keys {', '.join(sorted(keys))}, no more and no fewer"
    for key, value in entry.items():
        if not _fits(key, value):
            return f"{key} is {json.dumps(value)}"
    name = str(entry.get("id") or entry.get("topic") or entry.get("name"))
    if name in seen:
        return f"{name} stands twice"
    seen.add(name)
    return ""


def _fits(key: str, value: object) -> bool:
    if key in ("released", "modified"):
        return type(value) is int and value > 0
    if key == "retired":
        return value is None or (type(value) is int and value > 0)
    if key == "cards":
        return isinstance(value, list) and all(type(number) is int for number in value)
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
        _entry(name=kind.name, digest=kind.digest, modified=kind.modified)
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
        )
        for _, note in sorted(lock.notes.items())
    )
    lists = {"note_types": types, "decks": decks, "notes": notes}
    body = ",\n".join(f'"{name}": [\n{_lines(entries)}]' for name, entries in lists.items())
    return f'{{\n"schema": {SCHEMA},\n{body}\n}}\n'


def _entry(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False)


def _lines(entries: Iterable[str]) -> str:
    lines = ",\n".join(entries)
    return f"{lines}\n" if lines else ""
