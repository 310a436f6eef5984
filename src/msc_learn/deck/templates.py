"""Templates as Anki reads them, and what it would refuse in those of a note type.

Text, replacements `{{filter:Field}}` and conditionals `{{#Field}}…{{/Field}}`, `{{^Field}}…{{/Field}}`;
comments are text, fields named in them aside. `{{=<% %>=}}` at the start makes `<%Field%>` the mark.
"""

import dataclasses
import re
from collections.abc import Iterator

from msc_learn.deck.note_types.base import NoteType
from msc_learn.errors import Problem
from msc_learn.position import Position

# What Anki fills of itself; on generating cards, all but Tags and FrontSide count as filled.
ALWAYS_FILLED = frozenset({"Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"})
SPECIAL = ALWAYS_FILLED | {"FrontSide", "Tags"}
_OTHER_MARKS = "{{=<% %>=}}"
_TOKEN = re.compile(r"\{\{(.*?)\}\}|<!--.*?-->", re.DOTALL)
_OTHER_TOKEN = re.compile(r"<%(.*?)%>|<!--.*?-->", re.DOTALL)
# `{{#c1}}` asks for the card of a cloze number; 2**32 and more is no number to Anki.
_CLOZE_NUMBER = re.compile(r"c\+?0*([0-9]{1,10})")


@dataclasses.dataclass(frozen=True, slots=True)
class Replacement:
    """`{{filter:Field}}`, with the filters in the order they are written; `at` is its offset."""

    field: str
    filters: tuple[str, ...] = ()
    at: int = dataclasses.field(default=0, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Conditional:
    """What is shown only where a field is filled or, negated, where it is not."""

    field: str
    negated: bool
    inside: tuple["Node", ...]
    at: int = dataclasses.field(default=0, compare=False)


Node = str | Replacement | Conditional


class TemplateError(Exception):
    """A template that cannot be read: what is wrong, and the offset `at` of it."""

    def __init__(self, message: str, at: int) -> None:
        self.at = at
        super().__init__(message)


def parse(template: str) -> tuple[Node, ...]:
    """Return the parts of one side of a template; raise TemplateError where a conditional does not match."""
    stack: list[tuple[str, bool, int, list[Node]]] = [("", False, 0, [])]
    for sign, name, at in _tokens(template):
        if sign in ("#", "^"):
            stack.append((name, sign == "^", at, []))
        elif sign == "/":
            opened, negated, start, inside = stack.pop()
            if not stack or opened != name:
                there = f"{{{{/{opened}}}}} must come first" if stack else f"no {{{{#{name}}}}} is open"
                raise TemplateError(f"has {{{{/{name}}}}} where {there}", at)
            stack[-1][3].append(Conditional(opened, negated, tuple(inside), start))
        elif sign == "=":
            *filters, shown = name.split(":")
            stack[-1][3].append(Replacement(shown, tuple(filters), at))
        else:
            stack[-1][3].append(name)
    if len(stack) > 1:
        opened, negated, start, _ = stack[-1]
        mark = f"{{{{{'^' if negated else '#'}{opened}}}}}"
        raise TemplateError(f"has {mark} with no {{{{/{opened}}}}} after it", start)
    return tuple(stack[0][3])


def _tokens(template: str) -> Iterator[tuple[str, str, int]]:
    """Yield each part: a sign (`#`, `^`, `/`, `=` for a replacement, none for text), a text, an offset."""
    at, token = 0, _TOKEN
    start = len(template) - len(template.lstrip())
    while template.startswith(_OTHER_MARKS, start):
        at = start = start + len(_OTHER_MARKS)
        token = _OTHER_TOKEN
    for match in token.finditer(template, at):
        if match.start() > at:
            yield "", template[at : match.start()], at
        inside, at = match[1], match.end()
        if inside is None:
            yield "", match[0], match.start()
            continue
        inside = inside.lstrip("{").strip()
        if len(inside) > 1 and inside[0] in "#^/":
            yield inside[0], inside[1:].lstrip(), match.start()
        else:
            yield "=", inside, match.start()
    if at < len(template):
        yield "", template[at:], at


def named(nodes: tuple[Node, ...]) -> Iterator[Replacement | Conditional]:
    """Yield all that names a field, outer ones before those inside them."""
    for node in nodes:
        if not isinstance(node, str):
            yield node
        if isinstance(node, Conditional):
            yield from named(node.inside)


def problems_of(kind: NoteType) -> Iterator[Problem]:
    """Yield what Anki would refuse in the templates of a note type."""
    fronts: dict[str, str] = {}
    for template in kind.templates:
        yield from _of_side(kind, f"front of {template.name}", template.front, is_front=True)
        yield from _of_side(kind, f"back of {template.name}", template.back, is_front=False)
        first = fronts.setdefault(template.front, template.name)
        if first != template.name:
            where = Position(f"{kind.title}, front of {template.name}")
            yield Problem(where, "X211", f"is the same as that of {first}; each must differ")


def _of_side(kind: NoteType, side: str, text: str, *, is_front: bool) -> Iterator[Problem]:
    try:
        found = [node for node in named(parse(text)) if not _asks_for_a_number(node)]
    except TemplateError as error:
        yield Problem(_place(kind, side, text, error.at), "X211", str(error))
        return
    names = [field.name for field in kind.fields]
    for node in found:
        if node.field and node.field not in names and node.field not in SPECIAL:
            message = f"names the field {node.field!r}, which there is not; write one of {', '.join(names)}"
            yield Problem(_place(kind, side, text, node.at), "X210", message)
    whole = Position(f"{kind.title}, {side}")
    if is_front and not found:
        yield Problem(whole, "X211", "names no field; write {{…}} with one")
    if kind.is_cloze and not any(isinstance(node, Replacement) and "cloze" in node.filters for node in found):
        yield Problem(whole, "X211", "hides nothing; write {{cloze:…}} with a field")


def _asks_for_a_number(node: Replacement | Conditional) -> bool:
    number = _CLOZE_NUMBER.fullmatch(node.field) if isinstance(node, Conditional) else None
    return number is not None and int(number[1]) < 2**32


def _place(kind: NoteType, side: str, text: str, at: int) -> Position:
    line = text.count("\n", 0, at) + 1
    return Position(f"{kind.title}, {side}", line, at - text.rfind("\n", 0, at))
