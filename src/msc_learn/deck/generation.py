"""Which cards Anki makes of a note, by its own rules (rslib: template.rs, cardgen.rs, cloze.rs).

A template makes a card where a field it shows is filled; its text does not count. In a cloze type, each
number makes one, whatever field it stands in.
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
    """Tell whether Anki takes a field for empty: it holds blanks of ASCII, `<br>` and bare `<div>` alone."""
    return not value or (value[0] in " \t\n\v\f\r<" and _BLANK.fullmatch(value) is not None)


@dataclass(frozen=True, slots=True)
class Generation:
    """How a note type makes cards: its fronts without their text, and the place of each field by name."""

    is_cloze: bool
    fronts: tuple[tuple[Node, ...], ...]
    places: Mapping[str, int]
    # The places of the fields that the fronts name, and the numbers by which of these are filled.
    _named: tuple[int, ...]
    _known: dict[tuple[bool, ...], tuple[int, ...]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, kind: NoteType) -> "Generation":
        """Read the templates of a note type; raise what Anki would refuse."""
        problems = tuple(problems_of(kind))
        if problems:
            raise ExportError(problems)
        fronts = tuple(_without_text(parse(template.front)) for template in kind.templates)
        places = {field.name: place for place, field in enumerate(kind.fields)}
        fields = {node.field for front in fronts for node in named(front)}
        return cls(kind.is_cloze, fronts, places, tuple(sorted(places[name] for name in fields & {*places})))

    def numbers(self, values: Sequence[str], tags: Sequence[str] = ()) -> tuple[int, ...]:
        """Return the numbers of a note's cards: places of templates from 1 on, or cloze numbers to 500.

        Anki gives a note without any a first card that shows nothing; here it has none.
        """
        if self.is_cloze:
            return _deleted(values)
        # Notes differ little in which fields are filled: the fronts are walked once for each way there is.
        known = (bool(tags), *[not is_blank(values[place]) for place in self._named])
        found = self._known.get(known)
        if found is None:
            found = self._known[known] = self._shown(values, tags)
        return found

    def _shown(self, values: Sequence[str], tags: Sequence[str]) -> tuple[int, ...]:
        places = self.places

        def filled(name: str) -> bool:
            if name in places and not is_blank(values[places[name]]):
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


def _deleted(values: Sequence[str]) -> tuple[int, ...]:
    found = [cloze.numbers_of(cloze.parse(value)) for value in values if "{{c" in value]
    return found[0] if len(found) == 1 else tuple(sorted({number for each in found for number in each}))
