"""Card generation: which cards Anki makes of a note, by its rules (rslib: template.rs, cardgen.rs, cloze.rs).

A template makes a card if a field that it shows is filled; its own text does not count. In a cloze type, each
number in any field makes a card.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from msc_learn.deck.note_types.base import NoteType
from msc_learn.deck.templates import ALWAYS_FILLED, Conditional, Node, Replacement, named, parse, problems_of
from msc_learn.errors import ExportError
from msc_learn.text import cloze

_BLANK = re.compile(r"(?:[ \t-\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE | re.ASCII)


def is_blank(value: str) -> bool:
    """Return whether Anki treats a field as empty: only ASCII whitespace, `<br>` and bare `<div>`."""
    return not value or (value[0] in " \t\n\v\f\r<" and _BLANK.fullmatch(value) is not None)


@dataclass(frozen=True, slots=True)
class Generation:
    """How a note type makes cards: its fronts without their text, and the index of each field by name."""

    is_cloze: bool
    fronts: tuple[tuple[Node, ...], ...]
    indexes: Mapping[str, int]
    # The indexes of the fields that the fronts name, and a cache: card numbers by which of these are filled.
    _named: tuple[int, ...]
    _cache: dict[tuple[bool, ...], tuple[int, ...]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, kind: NoteType) -> "Generation":
        """Parse the templates of a note type; raises `ExportError` for what Anki would refuse."""
        problems = tuple(problems_of(kind))
        if problems:
            raise ExportError(problems)
        fronts = tuple(_without_text(parse(template.front)) for template in kind.templates)
        indexes = {field.name: index for index, field in enumerate(kind.fields)}
        fields = {node.field for front in fronts for node in named(front)}
        named_indexes = tuple(sorted(indexes[name] for name in fields & {*indexes}))
        return cls(kind.is_cloze, fronts, indexes, named_indexes)

    def numbers(self, values: Sequence[str], tags: Sequence[str] = ()) -> tuple[int, ...]:
        """Return the numbers of a note's cards: templates counted from 1, or cloze numbers up to 500.

        For a note without cards, Anki makes a first card that shows nothing; here it has none.
        """
        if self.is_cloze:
            return _cloze_numbers(values)
        # Few combinations of filled fields occur, so the fronts are walked once for each combination.
        filled = (bool(tags), *[not is_blank(values[index]) for index in self._named])
        numbers = self._cache.get(filled)
        if numbers is None:
            numbers = self._cache[filled] = self._shown(values, tags)
        return numbers

    def _shown(self, values: Sequence[str], tags: Sequence[str]) -> tuple[int, ...]:
        indexes = self.indexes

        def filled(name: str) -> bool:
            if name in indexes and not is_blank(values[indexes[name]]):
                return True
            return name in ALWAYS_FILLED or (name == "Tags" and bool(tags))

        return tuple([number for number, front in enumerate(self.fronts, 1) if _shows(front, filled)])


def _without_text(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(
        replace(node, inside=_without_text(node.inside)) if isinstance(node, Conditional) else node
        for node in nodes
        if not isinstance(node, str)
    )


def _shows(nodes: tuple[Node, ...], filled: Callable[[str], bool]) -> bool:
    for node in nodes:
        if isinstance(node, Conditional):
            if filled(node.field) is not node.negated and _shows(node.inside, filled):
                return True
        elif isinstance(node, Replacement) and filled(node.field):
            return True
    return False


def _cloze_numbers(values: Sequence[str]) -> tuple[int, ...]:
    by_field = [cloze.numbers_of(cloze.parse(value)) for value in values if "{{c" in value]
    return by_field[0] if len(by_field) == 1 else tuple(sorted({n for numbers in by_field for n in numbers}))
