"""YAML parser that keeps every value as text with its position; with `yaml_spans`, the door to PyYAML.

The events of libyaml's parser feed our own builder. Every scalar stays the text it is (`no`, `1e3`). Features
that a card file does not use (aliases, anchors, tags, duplicate keys, several documents) are problems.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import yaml

from msc_learn.errors import Problem
from msc_learn.position import Position

# Without libyaml, PyYAML has no C loader. The pure Python one gives the same events, slowly.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML calls no value. In quotes they are words.
_NULLS = frozenset(("~", "null", "Null", "NULL"))
_DEEPEST = 12
_SCALAR: Any = yaml.ScalarEvent
_MAPPING, _MAPPING_END, _SEQUENCE_END = yaml.MappingStartEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent
_NEW: Any = tuple.__new__  # faster than the constructor of a named tuple, which calls it
# The most common syntax errors, in words that say what to do.
_ADVICE = {
    "mapping values are not allowed in this context": "a colon and a space inside a value: put it in quotes",
    "found character that cannot start any token": "a value cannot begin like this: put it in quotes, "
    "and indent with spaces, not tabs",
}


class ScalarNode(NamedTuple):
    """One value as text, and PyYAML's mark of where it begins, with its line and column from 0."""

    text: str
    mark: Any

    @property
    def line(self) -> int:
        """The line, from 1."""
        return int(self.mark.line) + 1

    @property
    def column(self) -> int:
        """The column, from 1."""
        return int(self.mark.column) + 1


@dataclass(slots=True)
class SequenceNode:
    """A list of values."""

    line: int
    column: int
    values: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode:
    """A mapping: its values by key, and PyYAML's mark of each key."""

    line: int
    column: int
    values: dict[str, "Node"] = field(default_factory=dict)
    marks: list[Any] = field(default_factory=list)

    def key_position(self, name: str) -> tuple[int, int]:
        """Return the line and column of a key, from 1."""
        mark = self.marks[list(self.values).index(name)]
        return mark.line + 1, mark.column + 1


Node = ScalarNode | SequenceNode | MappingNode


class _RefusedError(Exception):
    def __init__(self, mark: Any, code: str, message: str) -> None:
        self.mark, self.code, self.message = mark, code, message


ItemHandler = Callable[["MappingNode", "Node"], None]
"""Called with the mapping around a list, as far as it is read, and the next value of the list."""


def read_yaml(
    text: str, path: str, handlers: Mapping[str, ItemHandler] = MappingProxyType({})
) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the value of a YAML text, or None if its syntax is broken, and the problems found.

    `handlers` are by key of the top mapping. The values of such a list go to its handler one by one and are
    not kept, so that a long list is never in memory whole. If None is returned, ignore what they got.
    """
    problems: list[Problem] = []
    try:
        return _built(text, path, problems, handlers), tuple(problems)
    except _RefusedError as error:
        problems.append(Problem(_position(path, error.mark), error.code, error.message))
    except yaml.reader.ReaderError as error:
        problems.append(_unreadable(text, path, error))
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(path, error))
    return None, tuple(problems)


def _built(text: str, path: str, problems: list[Problem], handlers: Mapping[str, ItemHandler]) -> Node | None:
    loader = LOADER(text)
    try:
        return _Builder(loader.get_event, path, problems, handlers).build()
    finally:
        loader.dispose()


class _Builder:
    """Builds the value of one document from its events; `problems` collects those that do not stop it.

    Most events are scalars, so `_fill_keys` reads them inline, without a call.
    """

    def __init__(
        self,
        events: Callable[[], Any],
        path: str,
        problems: list[Problem],
        handlers: Mapping[str, ItemHandler],
    ) -> None:
        self._next, self._path, self._problems, self._handlers = events, path, problems, handlers

    def build(self) -> Node | None:
        """Return the value of the document; raises `_RefusedError` at what a card file must not hold."""
        root: Node | None = None
        documents = 0
        while (event := self._next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a second document starts here: put it in a file of its own"
                    raise _RefusedError(event.start_mark, "Y105", message)
                root = self._value(self._next(), 0)
        return root

    def _value(self, event: Any, depth: int) -> Node:
        """Return the value that begins with an event, below `depth` open mappings and lists."""
        if type(event) is _SCALAR:
            if event.tag is not None or event.anchor is not None:
                _refuse_marks(event)
            return ScalarNode(_text_of(event), event.start_mark)
        _refuse_opening(event, depth)
        return self._opened(event, depth + 1)

    def _opened(self, event: Any, depth: int) -> Node:
        mark = event.start_mark
        if type(event) is _MAPPING:
            keys = MappingNode(mark.line + 1, mark.column + 1)
            self._fill_keys(keys, depth)
            return keys
        items = SequenceNode(mark.line + 1, mark.column + 1)
        while type(event := self._next()) is not _SEQUENCE_END:
            items.values.append(self._value(event, depth))
        return items

    def _fill_keys(self, node: MappingNode, depth: int) -> None:
        following, values, marks = self._next, node.values, node.marks
        while type(event := following()) is not _MAPPING_END:
            if type(event) is not _SCALAR:
                _refuse_key(event)
            if event.tag is not None or event.anchor is not None:
                _refuse_marks(event)
            name, key = event.value, event.start_mark
            event = following()
            value: Node | None = None
            if type(event) is _SCALAR:
                if event.tag is not None or event.anchor is not None:
                    _refuse_marks(event)
                text = event.value
                value = _NEW(ScalarNode, (_text_of(event) if text in _NULLS else text, event.start_mark))
            else:
                _refuse_opening(event, depth)
            if repeated := name in values:
                self._report_repeated(name, key, node)
            if value is None and depth == 1 and name in self._handlers and not repeated:
                value = self._handled(event, node, self._handlers[name])
            value = value or self._opened(event, depth + 1)
            if not repeated:
                values[name] = value
                marks.append(key)

    def _handled(self, event: Any, around: MappingNode, handle: ItemHandler) -> SequenceNode | None:
        """Give the values of a list to a handler and return an empty list; None if a mapping begins."""
        if type(event) is _MAPPING:
            return None
        mark = event.start_mark
        while type(event := self._next()) is not _SEQUENCE_END:
            handle(around, self._value(event, 2))
        return SequenceNode(mark.line + 1, mark.column + 1)

    def _report_repeated(self, name: str, mark: Any, node: MappingNode) -> None:
        message = f"duplicate key {name!r}, also on line {node.key_position(name)[0]}: delete one"
        self._problems.append(Problem(_position(self._path, mark), "Y102", message))


def _refuse_key(event: Any) -> NoReturn:
    _refuse_alias(event)
    _refuse_marks(event)
    raise _RefusedError(event.start_mark, "Y101", "a key must be text, not a list or a mapping")


def _refuse_opening(event: Any, depth: int) -> None:
    _refuse_alias(event)
    _refuse_marks(event)
    if depth >= _DEEPEST:
        message = f"nested more than {_DEEPEST} levels deep: no card needs that"
        raise _RefusedError(event.start_mark, "Y106", message)


def _refuse_alias(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        message = f"alias *{event.anchor} is not allowed: write the value out"
        raise _RefusedError(event.start_mark, "Y103", message)


def _text_of(event: Any) -> str:
    """Return the text of a scalar event: as written, but empty for a plain `~` or `null`."""
    return "" if event.value in _NULLS and event.implicit[0] else str(event.value)


def _refuse_marks(event: Any) -> None:
    if event.anchor is not None:
        message = f"anchor &{event.anchor} is not allowed: write values out"
        raise _RefusedError(event.start_mark, "Y103", message)
    if event.tag not in (None, "!"):
        message = f"tag {event.tag} is not allowed: values are text, so delete the tag"
        raise _RefusedError(event.start_mark, "Y104", message)


def _position(path: str, mark: Any) -> Position:
    return Position(path, mark.line + 1, mark.column + 1) if mark is not None else Position(path)


def _syntax_problem(path: str, error: yaml.MarkedYAMLError) -> Problem:
    problem, context = error.problem or "not YAML", error.context or ""
    start = error.context_mark
    if start is not None and "quoted scalar" in context:
        return Problem(_position(path, start), "Y101", "a quote is opened here and never closed")
    if start is not None and "flow" in context:
        # libyaml notices at the start of the next line; the bracket to close is where it opens.
        return Problem(_position(path, start), "Y101", "a bracket is opened here and never closed")
    message = _ADVICE.get(problem) or f"{problem} {context}".strip().replace("\n", " ")
    return Problem(_position(path, error.problem_mark), "Y101", message)


def _unreadable(text: str, path: str, error: yaml.reader.ReaderError) -> Problem:
    offset = next((i for i, c in enumerate(text) if not (c in "\t\n\r\x85" or " " <= c != "\x7f")), 0)
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    message = f"control character (U+{ord(text[offset]):04X}): delete it"
    return Problem(Position(path, line, column), "Y107", message)
