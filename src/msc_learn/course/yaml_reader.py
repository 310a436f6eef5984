"""YAML read as text, with a place for each value; with `yamlspans`, the door to PyYAML.

The events of libyaml's parser feed a builder of our own: every scalar stays the text it is (`no`, `1e3`),
every value knows its line and column, and what has no business in a card file (aliases, anchors, tags,
duplicate keys, several documents) is a problem with a place instead of a surprise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import yaml

from msc_learn.errors import Problem
from msc_learn.position import Position

# PyYAML from a system without libyaml has no C loader; the pure one gives the same events, slowly.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 12
_SCALAR: Any = yaml.ScalarEvent
_MAPPING, _MAPPING_END, _SEQUENCE_END = yaml.MappingStartEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent
_NEW: Any = tuple.__new__  # what a named tuple's own constructor calls, without the call around it
# What authors meet most, in words that say what to do.
_PLAINER = {
    "mapping values are not allowed in this context": "a colon and a blank inside a value: put it in quotes",
    "found character that cannot start any token": "a value cannot begin like this: put it in quotes, "
    "and indent with blanks, not tabs",
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
        """Return the line and column of a key."""
        mark = self.marks[list(self.values).index(name)]
        return mark.line + 1, mark.column + 1


Node = ScalarNode | SequenceNode | MappingNode


class _RefusedError(Exception):
    def __init__(self, mark: Any, code: str, message: str) -> None:
        self.mark, self.code, self.message = mark, code, message


# Takes the mapping around a list, as far as it is read, and the list's next value.
Taker = Callable[["MappingNode", "Node"], None]


def read_yaml(
    text: str, path: str, takers: Mapping[str, Taker] = MappingProxyType({})
) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the value a YAML text holds, or None where its syntax is broken, and the problems found.

    The values of a list whose key at the top has a taker go to it one by one and are not kept, so that a
    long list never stands in memory whole; what was taken counts for nothing where None is returned.
    """
    problems: list[Problem] = []
    try:
        return _built(text, path, problems, takers), tuple(problems)
    except _RefusedError as error:
        problems.append(Problem(_position(path, error.mark), error.code, error.message))
    except yaml.reader.ReaderError as error:
        problems.append(_unreadable(text, path, error))
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(path, error))
    return None, tuple(problems)


def _built(text: str, path: str, problems: list[Problem], takers: Mapping[str, Taker]) -> Node | None:
    loader = LOADER(text)
    try:
        return _Builder(loader.get_event, path, problems, takers).build()
    finally:
        loader.dispose()


class _Builder:
    """Builds the value of one document from its events; `problems` collects what does not stop it.

    A scalar is the event met most by far: it is taken where it stands, without a call of its own.
    """

    def __init__(
        self, events: Callable[[], Any], path: str, problems: list[Problem], takers: Mapping[str, Taker]
    ) -> None:
        self._next, self._path, self._problems, self._takers = events, path, problems, takers

    def build(self) -> Node | None:
        """Return the value of the document; raises `_RefusedError` at what a card file may not hold."""
        root: Node | None = None
        documents = 0
        while (event := self._next()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a second document starts here; a file holds one"
                    raise _RefusedError(event.start_mark, "Y105", message)
                root = self._value(self._next(), 0)
        return root

    def _value(self, event: Any, depth: int) -> Node:
        """Return the value that begins with an event, below `depth` open mappings and lists."""
        if type(event) is _SCALAR:
            if event.tag is not None or event.anchor is not None:
                _refuse_marks(event)
            return ScalarNode(event.value, event.start_mark)
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
                value = _NEW(ScalarNode, (event.value, event.start_mark))
            else:
                _refuse_opening(event, depth)
            if repeated := name in values:
                self._report_repeated(name, key, node)
            if value is None and depth == 1 and name in self._takers and not repeated:
                value = self._taken(event, node, self._takers[name])
            value = value or self._opened(event, depth + 1)
            if not repeated:
                values[name] = value
                marks.append(key)

    def _taken(self, event: Any, around: MappingNode, take: Taker) -> SequenceNode | None:
        """Hand the values of a list on and return it empty; return None where a mapping begins."""
        if type(event) is _MAPPING:
            return None
        mark = event.start_mark
        while type(event := self._next()) is not _SEQUENCE_END:
            take(around, self._value(event, 2))
        return SequenceNode(mark.line + 1, mark.column + 1)

    def _report_repeated(self, name: str, mark: Any, node: MappingNode) -> None:
        message = f"duplicate key {name!r}; it stands on line {node.key_position(name)[0]} too"
        self._problems.append(Problem(_position(self._path, mark), "Y102", message))


def _refuse_key(event: Any) -> NoReturn:
    _refuse_alias(event)
    _refuse_marks(event)
    raise _RefusedError(event.start_mark, "Y101", "a key must be a plain word")


def _refuse_opening(event: Any, depth: int) -> None:
    _refuse_alias(event)
    _refuse_marks(event)
    if depth >= _DEEPEST:
        raise _RefusedError(event.start_mark, "Y106", f"nested more than {_DEEPEST} levels deep")


def _refuse_alias(event: Any) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise _RefusedError(event.start_mark, "Y103", f"alias *{event.anchor}: write the value out again")


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
