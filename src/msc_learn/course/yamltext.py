"""YAML read as text, with a place for each value; the door to PyYAML.

The events of libyaml's parser feed a builder of our own: every scalar stays the text it is (`no`, `1e3`),
every value knows its line and column, and what has no business in a card file (aliases, anchors, tags,
duplicate keys, several documents) is a problem with a place instead of a surprise.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from msc_learn.errors import Problem
from msc_learn.position import Position

# PyYAML from a system without libyaml has no C loader; the pure one gives the same events, slowly.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12
# What authors meet most, in words that say what to do.
_PLAINER = {
    "mapping values are not allowed in this context": "a colon and a blank inside a value: put it in quotes",
    "found character that cannot start any token": "a value cannot begin like this: put it in quotes, "
    "and indent with blanks, not tabs",
}


class Scalar(NamedTuple):
    """One value as text, with its line and column from 1."""

    text: str
    line: int
    column: int


@dataclass(slots=True)
class Items:
    """A list of values."""

    line: int
    column: int
    values: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Keys:
    """A mapping: its values by key, and the places of the keys."""

    line: int
    column: int
    values: dict[str, "Node"] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


Node = Scalar | Items | Keys


class Span(NamedTuple):
    """Where a value stands, as two places of line and column from 0; `key` is where its key begins.

    `column` is that of the keys around it, `flow` tells whether they stand in braces or brackets.
    """

    key: tuple[int, int]
    start: tuple[int, int]
    end: tuple[int, int]
    column: int
    flow: bool


class _RefusedError(Exception):
    def __init__(self, mark: Any, code: str, message: str) -> None:
        self.mark, self.code, self.message = mark, code, message


def read(text: str, path: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the value a YAML text holds, or None where its syntax is broken, and the problems found."""
    problems: list[Problem] = []
    try:
        return _Builder(path, problems).build(yaml.parse(text, Loader=_LOADER)), tuple(problems)
    except _RefusedError as error:
        problems.append(Problem(_position(path, error.mark), error.code, error.message))
    except yaml.reader.ReaderError as error:
        problems.append(_unreadable(text, path, error))
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(path, error))
    return None, tuple(problems)


def spans(text: str) -> dict[str, Span]:
    """Return where each value of a YAML text in order stands, by its path (`cards.0.id`), in its order."""
    mapper = _Mapper()
    for event in yaml.parse(text, Loader=_LOADER):
        mapper.take(event)
    return dict(sorted(mapper.found.items(), key=lambda item: item[1].key))


@dataclass(slots=True)
class _Level:
    """An open mapping or list: its path, where it and its key began, and where its last value ended."""

    path: str
    event: Any
    key: tuple[int, int]
    count: int = 0
    pending: tuple[str, tuple[int, int]] | None = None
    last: tuple[int, int] = (0, 0)


class _Mapper:
    """Takes the events of one document and notes where its values begin and end."""

    def __init__(self) -> None:
        self.found: dict[str, Span] = {}
        self._open: list[_Level] = []

    def take(self, event: Any) -> None:
        """Note what an event begins or ends."""
        if isinstance(event, yaml.ScalarEvent):
            level = self._open[-1] if self._open else None
            if level and isinstance(level.event, yaml.MappingStartEvent) and level.pending is None:
                level.pending = (event.value, _at(event.start_mark))
            else:
                path, key = self._name(_at(event.start_mark))
                self._close(path, key, _at(event.start_mark), _at(event.end_mark))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            path, key = self._name(_at(event.start_mark))
            self._open.append(_Level(path, event, key))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            level = self._open.pop()
            # The end of a block is noticed where the next thing begins; what it holds ends before.
            end = _at(event.end_mark) if level.event.flow_style else level.last
            self._close(level.path, level.key, _at(level.event.start_mark), end)

    def _name(self, start: tuple[int, int]) -> tuple[str, tuple[int, int]]:
        """Return the path of the next value of what is open, and where its key begins."""
        if not self._open:
            return "", start
        level = self._open[-1]
        name, key = level.pending or (str(level.count), start)
        level.pending, level.count = None, level.count + 1
        return f"{level.path}.{name}".removeprefix("."), key

    def _close(self, path: str, key: tuple[int, int], start: tuple[int, int], end: tuple[int, int]) -> None:
        if self._open:
            around = self._open[-1]
            around.last = end
            self.found[path] = Span(
                key, start, end, _at(around.event.start_mark)[1], bool(around.event.flow_style)
            )


def _at(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column


class _Builder:
    """Takes the events of one document and builds its value; `problems` collects what does not stop it."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self.root: Node | None = None
        self._open: list[Items | Keys] = []
        self._key: Scalar | None = None  # a key read, whose value comes next
        self._documents = 0
        self._takers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: lambda event: self._begin(event, Keys),
            yaml.SequenceStartEvent: lambda event: self._begin(event, Items),
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }

    def build(self, events: Iterable[Any]) -> Node | None:
        """Return the value of the document; raises `_RefusedError` at what a card file may not hold."""
        takers = self._takers
        for event in events:
            if taker := takers.get(type(event)):
                taker(event)
        return self.root

    def _scalar(self, event: Any) -> None:
        if event.tag is not None or event.anchor is not None:
            _refuse_marks(event)
        mark = event.start_mark
        node = Scalar(event.value, mark.line + 1, mark.column + 1)
        if self._key is None and self._open and type(self._open[-1]) is Keys:
            self._key = node
        else:
            self._place(node)

    def _begin(self, event: Any, kind: type[Items | Keys]) -> None:
        _refuse_marks(event)
        mark = event.start_mark
        if self._key is None and self._open and type(self._open[-1]) is Keys:
            raise _RefusedError(mark, "Y101", "a key must be a plain word")
        if len(self._open) >= _DEEPEST:
            raise _RefusedError(mark, "Y106", f"nested more than {_DEEPEST} levels deep")
        node = kind(mark.line + 1, mark.column + 1)
        self._place(node)
        self._open.append(node)

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.values.append(node)
            return
        key, self._key = self._key, None
        if key is not None and key.text not in parent.values:
            parent.values[key.text] = node
            parent.places[key.text] = (key.line, key.column)
        elif key is not None:
            message = f"duplicate key {key.text!r}; it stands on line {parent.places[key.text][0]} too"
            self.problems.append(Problem(Position(self.path, key.line, key.column), "Y102", message))

    def _end(self, _: Any) -> None:
        self._open.pop()

    def _alias(self, event: Any) -> None:
        raise _RefusedError(event.start_mark, "Y103", f"alias *{event.anchor}: write the value out again")

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise _RefusedError(event.start_mark, "Y105", "a second document starts here; a file holds one")


def _refuse_marks(event: Any) -> None:
    if event.anchor is not None:
        raise _RefusedError(
            event.start_mark, "Y103", f"anchor &{event.anchor}: write values out, without anchors"
        )
    if event.tag not in (None, "!"):
        raise _RefusedError(
            event.start_mark, "Y104", f"tag {event.tag}: values are plain text here, without tags"
        )


def _position(path: str, mark: Any) -> Position:
    return Position(path, mark.line + 1, mark.column + 1) if mark is not None else Position(path)


def _syntax_problem(path: str, error: yaml.MarkedYAMLError) -> Problem:
    problem, context = error.problem or "not YAML", error.context or ""
    begun, met = error.context_mark, error.problem_mark
    if begun is not None and "quoted scalar" in context:
        return Problem(_position(path, begun), "Y101", "a quote is opened here and never closed")
    if begun is not None and "flow" in context:
        # libyaml notices where the next line begins; the bracket to mend is where it opens.
        return Problem(_position(path, begun), "Y101", "a bracket is opened here and never closed")
    message = _PLAINER.get(problem) or f"{problem} {context}".strip().replace("\n", " ")
    return Problem(_position(path, met), "Y101", message)


def _unreadable(text: str, path: str, error: yaml.reader.ReaderError) -> Problem:
    at = next((i for i, c in enumerate(text) if not (c in "\t\n\r\x85" or " " <= c != "\x7f")), 0)
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Problem(
        Position(path, line, column), "Y107", f"a control character (U+{ord(text[at]):04X}) stands here"
    )
