"""Positions of the values of one card, compact in memory: a course of 100,000 cards holds as many."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msc_learn.course.yaml_reader import MappingNode, ScalarNode


class ValuePositions(Mapping[str, tuple[int, int]]):
    """The line and column of each value by its key path (`answer`, `items.2`, `source.0.quote`)."""

    __slots__ = ("_line", "_names", "_places")

    def __init__(self, names: tuple[str, ...], line: int, places: tuple[int, ...]) -> None:
        self._names, self._line, self._places = names, line, places

    @classmethod
    def of(cls, node: MappingNode) -> "ValuePositions":
        """Return the positions of the values of a card, and of the values inside them."""
        names: list[str] = []
        places: list[int] = []
        # Lines count from that of the card, so that cards of the same layout share the tuples.
        first = node.line
        for name, child in node.values.items():
            names.append(name)
            if type(child) is ScalarNode:
                mark = child.mark
                places += mark.line + 1 - first, mark.column + 1
                continue
            places += child.line - first, child.column
            inner = child.values.items() if isinstance(child, MappingNode) else enumerate(child.values)  # type: ignore[union-attr]
            for key, value in inner:
                names.append(f"{name}.{key}")
                places += value.line - first, value.column
        return cls(_shared(tuple(names)), first, _shared(tuple(places)))

    def __getitem__(self, key: str) -> tuple[int, int]:
        try:
            at = 2 * self._names.index(key)
        except ValueError:
            raise KeyError(key) from None
        return self._line + self._places[at], self._places[at + 1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@lru_cache(maxsize=1024)
def _shared(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return values
