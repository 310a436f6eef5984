"""Validation of YAML nodes against the table of keys: each mistake becomes a problem with its position."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from msc_learn.course.fields import FieldSpec
from msc_learn.course.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode
from msc_learn.errors import Problem
from msc_learn.position import Position

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MOST_DAYS = 3650
_EXPECTED = {
    "text": "text",
    "texts": "a list of texts",
    "flag": "true or false",
    "count": "a whole number from 1",
    "pairs": "a mapping of answer to reason",
    "reasons": "a mapping of card id to reason",
    "amounts": "a mapping of topic to a number, or to a share such as 25 %",
    "range": "two numbers, [start, end]",
    "box": "four numbers within the picture, in percent: [left, top, width, height]",
    "labels": "a list of labels, each with text and at",
    "source": "a mapping with section and quote, or a list of them",
    "media": "a mapping with file and alt",
    "cards": "a list of cards",
    "days": f"a whole number of days from 0 to {MOST_DAYS}",
    "list": "a list of mappings, each begun with a hyphen",
    "mapping": "a mapping of ids to mappings",
}


class FieldTable(dict[str, FieldSpec]):
    """Field specifications by name; `required` are the names of keys that must be there.

    `fits` holds, for each key of a text, a check of a printable text without whitespace around it.
    """

    def __init__(self, keys: Iterable[FieldSpec]) -> None:
        super().__init__((key.name, key) for key in keys)
        self.required = tuple(key.name for key in self.values() if key.required)
        self.fits = {key.name: _fits(key) for key in self.values() if key.shape == "text"}


def _fits(key: FieldSpec) -> Callable[[str], object]:
    if key.values:
        return frozenset(key.values).__contains__
    return re.compile(key.pattern).fullmatch if key.pattern else bool


class FieldReader:
    """Reads the values of one file and collects its problems."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def report(self, node: Node | tuple[int, int], code: str, message: str) -> None:
        """Add a problem at a node, or at a line and column."""
        line, column = (
            (node.line, node.column) if isinstance(node, ScalarNode | SequenceNode | MappingNode) else node
        )
        self.problems.append(Problem(Position(self.path, line, column), code, message))

    def values(self, node: Node, keys: FieldTable, what: str) -> dict[str, Any]:
        """Return the valid values of a mapping by key; `what` names the mapping in messages."""
        if not isinstance(node, MappingNode):
            self.report_type(node, what, "keys with values")
            return {}
        values: dict[str, Any] = {}
        fits = keys.fits
        for name, child in node.values.items():
            if type(child) is ScalarNode and name in fits:
                # The common case, checked fast: a printable text holds no control character.
                text = child.text.strip()
                if text.isprintable() and fits[name](text):
                    values[name] = text
                    continue
            key = keys.get(name)
            if key is None:
                self.report(node.key_position(name), "F201", f"unknown key {name!r}{_nearest(name, keys)}")
            elif (value := self.value(key, child)) is not None:
                values[name] = value
        for name in keys.required:
            if name not in node.values:
                self.report(node, "F203", f"{what} has no {name}: add the key")
        return values

    def value(self, key: FieldSpec, node: Node) -> Any:
        """Return the value of one key, or None if it is not valid."""
        shape = key.shape
        if shape == "text" and isinstance(node, ScalarNode):
            return self._text(key, node)
        if shape == "texts" and isinstance(node, SequenceNode):
            return self._texts(key, node)
        if shape == "flag" and isinstance(node, ScalarNode) and node.text in ("true", "false"):
            return node.text == "true"
        if shape == "count" and isinstance(node, ScalarNode) and _is_count(node.text):
            return int(node.text)
        if shape in ("pairs", "reasons", "amounts") and isinstance(node, MappingNode):
            pairs = {name: self._text(key, child) for name, child in node.values.items()}
            return None if None in pairs.values() else pairs
        if shape == "range" and isinstance(node, SequenceNode):
            return self._range(node)
        if shape == "box" and isinstance(node, SequenceNode):
            return self._box(node)
        if shape == "days" and isinstance(node, ScalarNode) and _is_days(node.text):
            return int(node.text)
        if shape in ("source", "media", "cards", "labels") and not isinstance(node, ScalarNode):
            return node
        if (shape == "list" and isinstance(node, SequenceNode)) or (
            shape == "mapping" and isinstance(node, MappingNode)
        ):
            return node
        self.report_type(node, key.name, _EXPECTED[shape])
        return None

    def report_type(self, node: Node, what: str, expected: str) -> None:
        """Add a problem for a value of the wrong type; `what` names the key or the mapping."""
        if isinstance(node, ScalarNode):
            message = f"wrong value of {what}: expected {expected}, found {node.text[:60]!r}"
        else:
            message = f"wrong type of {what}: expected {expected}, found {_FOUND[type(node)]}"
        self.report(node, "F202", message)

    def _text(self, key: FieldSpec, node: Node) -> str | None:
        if not isinstance(node, ScalarNode):
            self.report_type(node, key.name, "text")
            return None
        text = node.text.strip()
        control = _CONTROL.search(text)
        if not text:
            self.report(node, "F204", f"{key.name} is empty: write a value, or delete the key")
        elif control:
            message = f"{key.name} holds a control character (U+{ord(control[0]):04X}): delete it"
            self.report(node, "F208", message)
        elif key.values and text not in key.values:
            self.report(node, "F210", f"{key.name} is {text!r}: write one of {', '.join(key.values)}")
        elif key.pattern and not re.fullmatch(key.pattern, text):
            self.report(node, "F205", f"invalid {key.name} {text[:60]!r}: {_ADVICE[key.pattern[:4]]}")
        else:
            return text
        return None

    def _texts(self, key: FieldSpec, node: SequenceNode) -> tuple[str, ...] | None:
        if not node.values:
            self.report(node, "F204", f"{key.name} is empty: add a text, or delete the key")
        texts = tuple(self._text(key, child) for child in node.values)
        return tuple(text for text in texts if text is not None) or None

    def _range(self, node: SequenceNode) -> tuple[int, int] | None:
        texts = [child.text for child in node.values if isinstance(child, ScalarNode)]
        if len(texts) == 2 == len(node.values) and all(text.isdecimal() for text in texts):
            return int(texts[0]), int(texts[1])
        self.report(node, "F202", f"at must be {_EXPECTED['range']}")
        return None

    def _box(self, node: SequenceNode) -> tuple[float, ...] | None:
        texts = [child.text for child in node.values if isinstance(child, ScalarNode)]
        if len(texts) == 4 == len(node.values) and all(_NUMBER.fullmatch(text) for text in texts):
            left, top, width, height = box = tuple(map(float, texts))
            if width and height and left + width <= 100 and top + height <= 100:
                return box
        self.report(node, "F202", f"at must be {_EXPECTED['box']}")
        return None


def _is_days(text: str) -> bool:
    return text.isdecimal() and len(text) < 5 and int(text) <= MOST_DAYS


def _is_count(text: str) -> bool:
    # Python refuses to parse a number of thousands of digits.
    return text.isdecimal() and len(text) < 10 and int(text) > 0


_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
_FOUND = {SequenceNode: "a list", MappingNode: "keys with values"}
# By the first four characters of the pattern that does not match.
_ADVICE = {
    "[a-z": "use lowercase letters and digits, with single hyphens between them",
    "sha2": "write sha256: and eight digits of 0-9 and a-f",
    "(?!-": "use lowercase letters and digits, with single hyphens between them",
    "[^\\s": "use words without spaces, with :: only between them",
}


def _nearest(name: str, keys: Iterable[str]) -> str:
    from msc_learn.text.fuzzy import nearest

    best = nearest(name, keys)
    return f"; did you mean {best!r}?" if best else f"; known keys: {', '.join(keys)}"
