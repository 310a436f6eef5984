"""JSONL export format: one event or adoption a line, checked when it is read back."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msc_learn.constants import PROBLEMS_SHOWN, SCHEMA
from msc_learn.errors import HistoryError, Problem
from msc_learn.history.events import Event, EventKind, LogEntry, kind_named, kind_of
from msc_learn.history.json_values import EVENT_READERS, number, numbers, read_value, text
from msc_learn.history.schema import VERSION
from msc_learn.memory.parameters import Adoption, Parameters
from msc_learn.memory.review import Review
from msc_learn.messages import message
from msc_learn.position import Position

Exported = LogEntry | Adoption
PositionedEvent = tuple[Position, Exported]
_REVIEW, _ADOPTION = "review", "adoption"
_KEYS_OF_REVIEW = tuple(field.name for field in fields(Review))
_ADOPTION_READERS = {
    "learner": EVENT_READERS["learner"],
    # Parameters adopted for all courses name none.
    "course": text,
    "at": EVENT_READERS["at"],
    "weights": numbers,
    "retention": number,
}


def line_of(event: Exported) -> str:
    """Return an event as one line of JSON, without a line end; equal events give equal lines."""
    kind, values = _values_of(event)
    plain = {name: _plain(value) for name, value in values.items()}
    # A line names the version it needs, so that a program that knows no exams can read the others.
    schema = event.SCHEMA if isinstance(event, Event) else SCHEMA
    return json.dumps({"schema": schema, "kind": kind, **plain}, default=asdict, ensure_ascii=False)


def _values_of(event: Exported) -> tuple[str, dict[str, object]]:
    if isinstance(event, Adoption):
        by = event.parameters
        values = (event.learner, event.course, event.at, by.weights, by.retention)
        return _ADOPTION, dict(zip(_ADOPTION_READERS, values, strict=True))
    if isinstance(event, Review):
        return _REVIEW, {name: getattr(event, name) for name in _KEYS_OF_REVIEW}
    return kind_of(event), {name: getattr(event, name) for name in event.field_names()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return list(value) if isinstance(value, tuple) else value


def event_of_line(line: str) -> Exported:
    """Return the event of a line; raises `ValueError` with what is wrong with it."""
    try:
        values = json.loads(line)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError(message("event.not_an_object"))
    _check_schema(values.pop("schema", None))
    name = values.pop("kind", None)
    if name == _ADOPTION:
        return _adoption(values)
    if name == _REVIEW:
        _check_keys(values, _KEYS_OF_REVIEW)
        return Review(**{key: read_value(EVENT_READERS, key, values[key]) for key in _KEYS_OF_REVIEW})
    kind = kind_named(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(message("event.unknown_kind", value=repr(name)))
    return _event(kind, values)


def _event(kind: EventKind, values: Mapping[str, object]) -> Event:
    _check_keys(values, kind.field_names())
    return kind(**{key: kind.read_value(key, values[key]) for key in kind.field_names()})


def _adoption(values: Mapping[str, object]) -> Adoption:
    _check_keys(values, tuple(_ADOPTION_READERS))
    read: dict[str, Any] = {key: read_value(_ADOPTION_READERS, key, values[key]) for key in _ADOPTION_READERS}
    try:
        parameters = Parameters(read["weights"], read["retention"])
    except ValueError as error:
        raise ValueError(f"invalid parameters: {error}") from None
    return Adoption(parameters, read["at"], read["course"], read["learner"])


def _check_schema(schema: object) -> None:
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise ValueError(message("event.no_schema", schema=SCHEMA))
    if schema > VERSION:
        raise ValueError("was written by a newer msc-learn; upgrade msc-learn to import it")


def _check_keys(values: Mapping[str, object], keys: Sequence[str]) -> None:
    if missing := [key for key in keys if key not in values]:
        raise ValueError(message("event.missing_key", key=missing[0]))
    if unknown := [key for key in values if key not in keys]:
        raise ValueError(message("event.unknown_key", key=repr(unknown[0])))


def read_lines(path: Path, lines: Iterable[bytes]) -> Iterator[PositionedEvent]:
    """Yield the events of lines with their positions, up to the first wrong line.

    Raises `HistoryError` at the end of the lines, with every wrong line, up to twenty of them.
    """
    problems: list[Problem] = []
    for line_number, line in enumerate(lines, start=1):
        position = Position(str(path), line_number)
        try:
            event = event_of_line(line.decode("utf-8").strip("\ufeff")) if line.strip() else None
        except ValueError as error:
            problems.append(Problem(position, "H109", _message_of(error)))
        else:
            if event and not problems:
                yield position, event
    if problems:
        raise HistoryError(problems[:PROBLEMS_SHOWN])


def _message_of(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg}"
    return str(error)
