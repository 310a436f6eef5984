"""A course as plain lists that JSON can hold, its notes field by field, and back: thousands at once."""

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
# What a topic or its file says once for all its notes.
_OF_TOPIC = ("topic", "position", "value_positions")
_DEFAULTS = {
    field.name: field.default_factory() if field.default_factory is not MISSING else field.default
    for field in fields(Note)
}
Column = list[Any]


def rows_of(course: Course) -> dict[str, Any]:
    """Return a course as what JSON can hold; raises `ValueError` for a document on another drive."""
    document = str(course.document.relative_to(course.root)) if course.document else None
    head = {name: getattr(course, name) for name in _HEAD}
    return {**head, "document": document, "topics": [_topic_rows(topic) for topic in course.topics]}


def course_of(rows: Mapping[str, Any], path: Path) -> Course:
    """Return the course of such rows, as it is read from `path`.

    Raises `ValueError`, `TypeError` or `KeyError` for rows that are none.
    """
    root = path if path.is_dir() else path.parent
    document = root / rows["document"] if rows["document"] is not None else None
    topics = tuple(_topic_of(topic, path) for topic in rows["topics"])
    head = {name: rows[name] for name in _HEAD}
    _check(head.values(), str)
    return Course(**head, topics=topics, root=root, path=path, document=document)


def _topic_rows(topic: Topic) -> dict[str, Any]:
    retired = [[one.id, one.reason, *_place(one.position)] for one in topic.retired]
    places = list(chain.from_iterable(_place(note.position) for note in topic.notes))
    found = {
        name: [getattr(note, name) for note in topic.notes] for name in _DEFAULTS if name not in _OF_TOPIC
    }
    notes = {
        name: [_PLAIN[name](value) for value in column] if name in _PLAIN else column
        for name, column in found.items()
        if any(value != _DEFAULTS[name] for value in column)
    }
    return {
        "id": topic.id,
        "title": topic.title,
        "place": _place(topic.position),
        "retired": retired,
        "places": places,
        "notes": notes,
    }


def _topic_of(rows: Mapping[str, Any], path: Path) -> Topic:
    name, title, at = rows["id"], rows["title"], rows["places"]
    retired, place = rows["retired"], rows["place"]
    _check((name, title, *(text for one in retired for text in one[:2])), str)
    _check(chain(at, place, *(one[2:] for one in retired)), int)
    file = str(path / f"{name}.yaml" if path.is_dir() else path)
    positions = list(map(Position, repeat(file), at[::2], at[1::2]))
    return Topic(
        name,
        title,
        _notes(rows["notes"], name, positions),
        Position(file, *place),
        tuple(Retired(one, reason, Position(file, *where)) for one, reason, *where in retired),
    )


def _notes(found: Mapping[str, Column], topic: str, positions: Sequence[Position]) -> tuple[Note, ...]:
    """Return the notes of a topic; a field that is nowhere set stands for its default."""
    given: dict[str, Iterable[Any]] = {"topic": repeat(topic), "position": positions}
    for name, column in found.items():
        if len(column) != len(positions):
            raise ValueError(name)
        given[name] = _READ[name](column)
    if positions and not {"id", "kind"} <= given.keys():
        raise ValueError("notes without a name or kind")
    return tuple(map(Note, *(given.get(name, repeat(default)) for name, default in _DEFAULTS.items())))


def _place(position: Position) -> tuple[int, int]:
    return position.line, position.column


def _check(values: Iterable[Any], *kinds: type) -> None:
    """Raise `TypeError` for a value of another type; a number of true is none."""
    if not set(map(type, values)) <= set(kinds):
        raise TypeError(kinds)


def _plain(*kinds: type) -> Callable[[Column], Column]:
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
    texts, places = _unzipped(column, 2)
    _check(texts, str)
    _check(chain.from_iterable(places), float)
    return _zipped(column, map(Label, texts, map(tuple, places)))


def _sources(column: Column) -> Column:
    sections, quotes, starts, ends, digests = _unzipped(column, 5)
    _check(chain(chain.from_iterable(sections), quotes, digests), str)
    _check(chain(starts, ends), int, type(None))
    return _zipped(column, map(Source, map(tuple, sections), quotes, starts, ends, digests))


def _unzipped(column: Column, width: int) -> Sequence[Sequence[Any]]:
    """Return what the notes have several of, part by part."""
    return tuple(zip(*chain.from_iterable(column), strict=True)) or ((),) * width


def _zipped(column: Column, made: Iterable[Any]) -> Column:
    """Return what was made of the parts, a tuple for each note."""
    left = iter(made)
    return [tuple(islice(left, len(found))) for found in column]


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "media": lambda media: media and [media.path, media.alt],
    "labels": lambda labels: [[label.text, label.at] for label in labels],
    "sources": lambda sources: [[one.section, one.quote, one.start, one.end, one.digest] for one in sources],
}
_READ: dict[str, Callable[[Column], Column]] = {
    **dict.fromkeys(
        ("id", "question", "answer", "cloze", "hint", "extra", "renamed_from", "base"), _plain(str)
    ),
    **dict.fromkeys(("ordered", "reverse", "typed", "case"), _plain(bool)),
    **dict.fromkeys(("items", "distractors", "accept", "tags"), _texts),
    "kind": _members(Kind),
    "strength": _members(Strength),
    "status": _members(Status),
    "evidence": _members(Evidence, None),
    "need": _plain(int, type(None)),
    "reject": _pairs,
    "media": _media,
    "labels": _labels,
    "sources": _sources,
}
