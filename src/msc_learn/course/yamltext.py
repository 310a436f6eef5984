"""YAML read as text, with a place for each value; the door to PyYAML.

The events of libyaml's parser feed a builder of our own: every scalar stays the text it is (`no`, `1e3`),
every value knows its line and column, and what has no business in a card file (aliases, anchors, tags,
duplicate keys, several documents) is a problem with a place instead of a surprise.
"""

from collections.abc import Iterator
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


class _RefusedError(Exception):
    def __init__(self, mark: Any, code: str, message: str) -> None:
        self.mark, self.code, self.message = mark, code, message


def read(text: str, path: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the value a YAML text holds, or None where its syntax is broken, and the problems found."""
    problems: list[Problem] = []
    try:
        return _build(yaml.parse(text, Loader=_LOADER), path, problems), tuple(problems)
    except _RefusedError as error:
        problems.append(Problem(_position(path, error.mark), error.code, error.message))
    except yaml.reader.ReaderError as error:
        problems.append(_unreadable(text, path, error))
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(path, error))
    return None, tuple(problems)


def _build(events: Iterator[Any], path: str, problems: list[Problem]) -> Node | None:
    root: Node | None = None
    stack: list[Items | Keys] = []
    keys: list[Scalar | None] = []
    documents = 0
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            mark = event.start_mark
            if event.tag is not None or event.anchor is not None:
                _refuse_marks(event)
            node: Node = Scalar(event.value, mark.line + 1, mark.column + 1)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _refuse_marks(event)
            mark = event.start_mark
            node = (Keys if kind is yaml.MappingStartEvent else Items)(mark.line + 1, mark.column + 1)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            keys.pop()
            continue
        elif kind is yaml.AliasEvent:
            raise _RefusedError(event.start_mark, "Y103", f"alias *{event.anchor}: write the value out again")
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                raise _RefusedError(
                    event.start_mark, "Y105", "a second document starts here; a file holds one"
                )
            continue
        if not stack:
            root = node
        else:
            _place(node, stack[-1], keys, path, problems, event)
        if not isinstance(node, Scalar):
            if len(stack) >= _DEEPEST:
                raise _RefusedError(event.start_mark, "Y106", f"nested more than {_DEEPEST} levels deep")
            stack.append(node)
            keys.append(None)
    return root


def _place(
    node: Node,
    parent: Items | Keys,
    keys: list[Scalar | None],
    path: str,
    problems: list[Problem],
    event: Any,
) -> None:
    if isinstance(parent, Items):
        parent.values.append(node)
        return
    key = keys[-1]
    if key is None:
        if not isinstance(node, Scalar):
            raise _RefusedError(event.start_mark, "Y101", "a key must be a plain word")
        keys[-1] = node
        return
    keys[-1] = None
    if key.text in parent.values:
        first, _ = parent.places[key.text]
        message = f"duplicate key {key.text!r}; it stands on line {first} too"
        problems.append(Problem(Position(path, key.line, key.column), "Y102", message))
        return
    parent.values[key.text] = node
    parent.places[key.text] = (key.line, key.column)


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
