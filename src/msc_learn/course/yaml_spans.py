"""Spans of the values in a YAML text, for edits that leave all else as it is."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from msc_learn.course.yaml_reader import LOADER


class Span(NamedTuple):
    """Where a value begins and ends, as line and column from 0; `key` is where its key begins.

    `column` is that of its sibling keys; `flow` says whether they are in braces or brackets.
    """

    key: tuple[int, int]
    start: tuple[int, int]
    end: tuple[int, int]
    column: int
    flow: bool


def spans(text: str) -> dict[str, Span]:
    """Return the span of each value of a valid YAML text by its path (`cards.0.id`), in order."""
    collector = _SpanCollector()
    for event in yaml.parse(text, Loader=LOADER):
        collector.add(event)
    return dict(sorted(collector.spans.items(), key=lambda item: item[1].key))


@dataclass(slots=True)
class _Level:
    """An open mapping or list: its path, where it and its key began, and where its last value ended."""

    path: str
    event: Any
    key: tuple[int, int]
    count: int = 0
    pending: tuple[str, tuple[int, int]] | None = None
    last: tuple[int, int] = (0, 0)


class _SpanCollector:
    """Collects from the events of one document where its values begin and end."""

    def __init__(self) -> None:
        self.spans: dict[str, Span] = {}
        self._open: list[_Level] = []

    def add(self, event: Any) -> None:
        """Record what an event begins or ends."""
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
            # The parser notices the end of a block at the next token; the values in it end before.
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
            self.spans[path] = Span(
                key, start, end, _at(around.event.start_mark)[1], bool(around.event.flow_style)
            )


def _at(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column
