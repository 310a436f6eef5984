"""A history as lines of JSON, one event or adoption a line, to be carried, read and taken in elsewhere."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from msc_learn.constants import (
    ELAPSED_LIMIT,
    EXAM_SCHEMA,
    FIRST_YEAR,
    LAST_YEAR,
    PROBLEMS_SHOWN,
    SCHEMA,
)
from msc_learn.errors import HistoryError, Problem
from msc_learn.history.events import KINDS, Happening, kind_named, kind_of
from msc_learn.history.schema import VERSION
from msc_learn.memory.parameters import Adoption, Parameters
from msc_learn.memory.review import (
    Mode,
    Purpose,
    Rating,
    Review,
    Verdict,
    is_pseudonym,
    milliseconds,
    moment,
)
from msc_learn.messages import message
from msc_learn.position import Position

Kept = Happening | Adoption
Placed = tuple[Position, Kept]
_REVIEW, _ADOPTION = "review", "adoption"
_OF_ADOPTION = ("learner", "course", "at", "weights", "retention")
_ENUMS: dict[str, type[Enum]] = {"rating": Rating, "mode": Mode, "verdict": Verdict, "purpose": Purpose}


def line_of(event: Kept) -> str:
    """Return an event as one line of JSON, without a line end; equal events give equal lines."""
    kind, values = _values_of(event)
    plain = {name: _plain(value) for name, value in values.items()}
    # A line names the version that it needs, so that whoever knows no exams can take the others.
    schema = EXAM_SCHEMA if kind.startswith("exam") else SCHEMA
    return json.dumps({"schema": schema, "kind": kind, **plain}, default=asdict, ensure_ascii=False)


def _values_of(event: Kept) -> tuple[str, dict[str, object]]:
    if isinstance(event, Adoption):
        by = event.parameters
        values = (event.learner, event.course, event.at, by.weights, by.retention)
        return _ADOPTION, dict(zip(_OF_ADOPTION, values, strict=True))
    kind = _REVIEW if isinstance(event, Review) else kind_of(event)
    return kind, {field.name: getattr(event, field.name) for field in fields(event)}


def event_of_line(line: str) -> Kept:
    """Return the event of a line; raises `ValueError` with what is wrong with it."""
    try:
        values = json.loads(line)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if not isinstance(values, dict):
        raise ValueError(message("event.not_an_object"))
    _check_schema(values.pop("schema", None))
    kind = values.pop("kind", None)
    if kind == _ADOPTION:
        _check_names(values, _OF_ADOPTION)
        return _adoption(**values)
    made = Review if kind == _REVIEW else kind_named(kind) if isinstance(kind, str) else None
    if made is None:
        raise ValueError(message("event.unknown_kind", value=repr(kind)))
    names = [field.name for field in fields(made)]
    _check_names(values, names)
    read = _read if kind == _REVIEW or kind in KINDS else _read_of_exam
    return made(**{name: read(name, values[name]) for name in names})


def _check_names(values: Mapping[str, object], names: Sequence[str]) -> None:
    if missing := [name for name in names if name not in values]:
        raise ValueError(message("event.missing_key", key=missing[0]))
    if unknown := [name for name in values if name not in names]:
        raise ValueError(message("event.unknown_key", key=repr(unknown[0])))


def read_lines(path: Path, lines: Iterable[bytes]) -> Iterator[Placed]:
    """Yield the events of lines with their places, up to the first that is wrong.

    Raises `HistoryError` at the end of the lines, with every line that is wrong, up to twenty of them.
    """
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        position = Position(str(path), number)
        try:
            event = event_of_line(line.decode("utf-8").strip("\ufeff")) if line.strip() else None
        except ValueError as error:
            problems.append(Problem(position, "H109", _said(error)))
        else:
            if event and not problems:
                yield position, event
    if problems:
        raise HistoryError(problems[:PROBLEMS_SHOWN])


def _said(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "is not UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg}"
    return str(error)


def _check_schema(schema: object) -> None:
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise ValueError(message("event.no_schema", schema=SCHEMA))
    if schema > VERSION:
        raise ValueError("was written by a newer msc-learn; upgrade msc-learn to take it")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: object) -> Any:
    """Return the value of a key, checked."""
    if name == "verdict" and value is None:
        return None
    if name in _ENUMS:
        return _chosen(name, value)
    if name == "at":
        return _moment(value)
    if name == "elapsed":
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < ELAPSED_LIMIT:
            return value
        raise ValueError(message("event.bad_elapsed", value=repr(value)))
    if name == "ends":
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(map(_whole, value))
        raise ValueError(message("event.bad_ends", value=repr(value)))
    return _text(name, value)


def _read_of_exam(name: str, value: object) -> Any:
    """Return the value of a key of an exam's event, checked."""
    from msc_learn.exams.events import READERS, read_value

    return read_value(name, value) if name in READERS else _read(name, value)


def _adoption(learner: object, course: object, at: object, weights: object, retention: object) -> Adoption:
    # What was adopted for all courses names none.
    of = "" if course == "" else _text("course", course)
    return Adoption(_parameters(weights, retention), _moment(at), of, _text("learner", learner))


def _parameters(weights: object, retention: object) -> Parameters:
    if not isinstance(weights, list):
        raise ValueError(f"has no list of numbers at weights: {weights!r}")
    numbers = tuple(_number("weights", weight) for weight in weights)
    aim = _number("retention", retention)
    try:
        return Parameters(numbers, aim)
    except ValueError as error:
        raise ValueError(f"has {error}") from None


def _number(name: str, value: object) -> float:
    with suppress(OverflowError):
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    raise ValueError(f"has no number at {name}: {value!r}")


def _chosen(name: str, value: object) -> Enum:
    if not isinstance(value, bool):
        for one in _ENUMS[name]:
            if one.value == value:
                return one
    raise ValueError(message("event.unknown_value", key=name, value=repr(value)))


def _moment(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(value))
        if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise ValueError
        return moment(milliseconds(at.astimezone(UTC)))
    except (ValueError, OverflowError):
        raise ValueError(message("event.bad_time", value=repr(value))) from None


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(message("event.not_text", key=name, value=repr(value)))
    if name in ("id", "course", "card") and not value:
        raise ValueError(message("event.empty", key=name))
    if name == "learner" and not is_pseudonym(value):
        raise ValueError(message("event.bad_learner", value=repr(value)))
    return _whole(value)


def _whole(value: str) -> str:
    # JSON can hold half a character; SQLite takes whole ones only.
    return value.encode(errors="replace").decode()
