"""Parser of Anki's card templates, and the problems for which Anki would refuse a note type.

A template holds text, replacements `{{filter:Field}}`, and conditionals `{{#Field}}…{{/Field}}` and
`{{^Field}}…{{/Field}}`. Comments are text, except for fields in them. `{{=<% %>=}}` at the start changes the
delimiters to `<%Field%>`.
"""

import dataclasses
import re
from collections.abc import Iterator

from msc_learn.deck.note_types.base import NoteType
from msc_learn.errors import Problem
from msc_learn.position import Position

# Fields that Anki fills itself. For card generation, all but Tags and FrontSide count as filled.
ALWAYS_FILLED = frozenset({"Card", "CardFlag", "CardID", "Deck", "Subdeck", "Type"})
SPECIAL = ALWAYS_FILLED | {"FrontSide", "Tags"}
_OTHER_MARKS = "{{=<% %>=}}"
_TOKEN = re.compile(r"\{\{(.*?)\}\}|<!--.*?-->", re.DOTALL)
_OTHER_TOKEN = re.compile(r"<%(.*?)%>|<!--.*?-->", re.DOTALL)
# `{{#c1}}` tests for the card of a cloze number; Anki reads numbers below 2**32.
_CLOZE_NUMBER = re.compile(r"c\+?0*([0-9]{1,10})")


@dataclasses.dataclass(frozen=True, slots=True)
class Replacement:
    """`{{filter:Field}}`, with the filters in the order they are written; `at` is the offset."""

    field: str
    filters: tuple[str, ...] = ()
    at: int = dataclasses.field(default=0, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Conditional:
    """A part that is shown only if a field is filled or, if `negated`, only if it is empty."""

    field: str
    negated: bool
    inside: tuple["Node", ...]
    at: int = dataclasses.field(default=0, compare=False)


Node = str | Replacement | Conditional


class TemplateError(Exception):
    """A template that cannot be parsed: what is wrong, and the offset `at`."""

    def __init__(self, message: str, at: int) -> None:
        self.at = at
        super().__init__(message)


def parse(template: str) -> tuple[Node, ...]:
    """Return the parts of one side of a template; raises `TemplateError` if a conditional is not closed."""
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
    """Yield all replacements and conditionals, outer ones before those inside them."""
    for node in nodes:
        if not isinstance(node, str):
            yield node
        if isinstance(node, Conditional):
            yield from named(node.inside)


def problems_of(kind: NoteType) -> Iterator[Problem]:
    """Yield the problems for which Anki would refuse the templates of a note type."""
    fronts: dict[str, str] = {}
    for template in kind.templates:
        yield from _of_side(kind, f"front of {template.name}", template.front, is_front=True)
        yield from _of_side(kind, f"back of {template.name}", template.back, is_front=False)
        first = fronts.setdefault(template.front, template.name)
        if first != template.name:
            position = Position(f"{kind.title}, front of {template.name}")
            yield Problem(position, "X211", f"is the same as the front of {first}: change one of them")


def _of_side(kind: NoteType, side: str, text: str, *, is_front: bool) -> Iterator[Problem]:
    try:
        nodes = [node for node in named(parse(text)) if not _tests_a_number(node)]
    except TemplateError as error:
        yield Problem(_position(kind, side, text, error.at), "X211", str(error))
        return
    names = [field.name for field in kind.fields]
    for node in nodes:
        if node.field and node.field not in names and node.field not in SPECIAL:
            message = f"unknown field {node.field!r}: write one of {', '.join(names)}"
            yield Problem(_position(kind, side, text, node.at), "X210", message)
    whole = Position(f"{kind.title}, {side}")
    if is_front and not nodes:
        yield Problem(whole, "X211", "uses no field: write {{…}} with the name of one")
    if kind.is_cloze and not any(isinstance(node, Replacement) and "cloze" in node.filters for node in nodes):
        yield Problem(whole, "X211", "hides nothing: write {{cloze:…}} with the name of a field")


def _tests_a_number(node: Replacement | Conditional) -> bool:
    number = _CLOZE_NUMBER.fullmatch(node.field) if isinstance(node, Conditional) else None
    return number is not None and int(number[1]) < 2**32


def _position(kind: NoteType, side: str, text: str, at: int) -> Position:
    line = text.count("\n", 0, at) + 1
    return Position(f"{kind.title}, {side}", line, at - text.rfind("\n", 0, at))
