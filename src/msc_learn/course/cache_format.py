"""Serialisation of a course as JSON columns: one list for each field of its notes, thousands at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from enum import StrEnum
from itertools import chain, islice, repeat
from pathlib import Path
from typing import Any

from msc_learn.course.model import (
    Course,
    Evidence,
    Kind,
    Label,
    Media,
    Note,
    Retired,
    Source,
    Status,
    Strength,
    Topic,
)
from msc_learn.position import Position

_HEAD = ("id", "title", "deck", "language", "disclaimer", "licence")
# Fields that a topic or its file gives to all its notes.
_OF_TOPIC = ("topic", "position", "value_positions")
_DEFAULTS = {
    field.name: field.default_factory() if field.default_factory is not MISSING else field.default
    for field in fields(Note)
}
Column = list[Any]


def rows_of(course: Course) -> dict[str, Any]:
    """Return a course as JSON values; raises `ValueError` for a document on another drive."""
    document = str(course.document.relative_to(course.root)) if course.document else None
    head = {name: getattr(course, name) for name in _HEAD}
    topics = [_topic_rows(topic) for topic in course.topics]
    return {**head, "has_id": course.has_id, "document": document, "topics": topics}


def course_of(rows: Mapping[str, Any], path: Path) -> Course:
    """Return the course that `rows_of` gave these rows for, as if read from `path`.

    Raises `ValueError`, `TypeError` or `KeyError` if the rows are not a course.
    """
    root = path if path.is_dir() else path.parent
    document = root / rows["document"] if rows["document"] is not None else None
    topics = tuple(_topic_of(topic, path) for topic in rows["topics"])
    head = {name: rows[name] for name in _HEAD}
    _check(head.values(), str)
    _check([rows["has_id"]], bool)
    return Course(**head, has_id=rows["has_id"], topics=topics, root=root, path=path, document=document)


def _topic_rows(topic: Topic) -> dict[str, Any]:
    retired = [[card.id, card.reason, *_line_column(card.position)] for card in topic.retired]
    places = list(chain.from_iterable(_line_column(note.position) for note in topic.notes))
    columns = {
        name: [getattr(note, name) for note in topic.notes] for name in _DEFAULTS if name not in _OF_TOPIC
    }
    notes = {
        name: [_TO_JSON[name](value) for value in column] if name in _TO_JSON else column
        for name, column in columns.items()
        if any(value != _DEFAULTS[name] for value in column)
    }
    return {
        "id": topic.id,
        "title": topic.title,
        "place": _line_column(topic.position),
        "retired": retired,
        "places": places,
        "notes": notes,
    }


def _topic_of(rows: Mapping[str, Any], path: Path) -> Topic:
    name, title, places = rows["id"], rows["title"], rows["places"]
    retired, start = rows["retired"], rows["place"]
    _check((name, title, *(text for card in retired for text in card[:2])), str)
    _check(chain(places, start, *(card[2:] for card in retired)), int)
    file = str(path / f"{name}.yaml" if path.is_dir() else path)
    positions = list(map(Position, repeat(file), places[::2], places[1::2]))
    return Topic(
        name,
        title,
        _notes(rows["notes"], name, positions),
        Position(file, *start),
        tuple(Retired(id_, reason, Position(file, *where)) for id_, reason, *where in retired),
    )


def _notes(columns: Mapping[str, Column], topic: str, positions: Sequence[Position]) -> tuple[Note, ...]:
    """Return the notes of a topic; a field without a column has its default in all notes."""
    given: dict[str, Iterable[Any]] = {"topic": repeat(topic), "position": positions}
    for name, column in columns.items():
        if len(column) != len(positions):
            raise ValueError(name)
        given[name] = _FROM_JSON[name](column)
    if positions and not {"id", "kind"} <= given.keys():
        raise ValueError("notes without id or kind")
    return tuple(map(Note, *(given.get(name, repeat(default)) for name, default in _DEFAULTS.items())))


def _line_column(position: Position) -> tuple[int, int]:
    return position.line, position.column


def _check(values: Iterable[Any], *kinds: type) -> None:
    """Raise `TypeError` for a value of another type; True is not a number here."""
    if not set(map(type, values)) <= set(kinds):
        raise TypeError(kinds)


def _values(*kinds: type) -> Callable[[Column], Column]:
    def read(column: Column) -> Column:
        _check(column, *kinds)
        return column

    return read


def _texts(column: Column) -> Column:
    _check(column, list)
    _check(chain.from_iterable(column), str)
    return list(map(tuple, column))


def _pairs(column: Column) -> Column:
    _check(column, dict)
    _check(chain.from_iterable(pairs.values() for pairs in column), str)
    return column


def _members(kind: type[StrEnum], *others: None) -> Callable[[Column], Column]:
    members: dict[str | None, StrEnum | None] = {member.value: member for member in kind}
    members.update(dict.fromkeys(others))
    return lambda column: list(map(members.__getitem__, column))


def _media(column: Column) -> Column:
    _check(chain.from_iterable(pair for pair in column if pair is not None), str)
    return [pair and Media(*pair) for pair in column]


def _labels(column: Column) -> Column:
    texts, boxes = _unzipped(column, 2)
    _check(texts, str)
    _check(chain.from_iterable(boxes), float)
    return _zipped(column, map(Label, texts, map(tuple, boxes)))


def _sources(column: Column) -> Column:
    sections, quotes, starts, ends, digests = _unzipped(column, 5)
    _check(chain(chain.from_iterable(sections), quotes, digests), str)
    _check(chain(starts, ends), int, type(None))
    return _zipped(column, map(Source, map(tuple, sections), quotes, starts, ends, digests))


def _unzipped(column: Column, width: int) -> Sequence[Sequence[Any]]:
    """Return the parts of all values in a column of lists, one sequence for each part."""
    return tuple(zip(*chain.from_iterable(column), strict=True)) or ((),) * width


def _zipped(column: Column, values: Iterable[Any]) -> Column:
    """Return the values made of the parts, one tuple for each note."""
    left = iter(values)
    return [tuple(islice(left, len(parts))) for parts in column]


_TO_JSON: dict[str, Callable[[Any], Any]] = {
    "media": lambda media: media and [media.path, media.alt],
    "labels": lambda labels: [[label.text, label.at] for label in labels],
    "sources": lambda sources: [
        [source.section, source.quote, source.start, source.end, source.digest] for source in sources
    ],
}
_FROM_JSON: dict[str, Callable[[Column], Column]] = {
    **dict.fromkeys(
        ("id", "question", "answer", "cloze", "hint", "extra", "renamed_from", "base"), _values(str)
    ),
    **dict.fromkeys(("ordered", "reverse", "typed", "case"), _values(bool)),
    **dict.fromkeys(("items", "distractors", "accept", "tags"), _texts),
    "kind": _members(Kind),
    "strength": _members(Strength),
    "status": _members(Status),
    "evidence": _members(Evidence, None),
    "need": _values(int, type(None)),
    "reject": _pairs,
    "media": _media,
    "labels": _labels,
    "sources": _sources,
}
