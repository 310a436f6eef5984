"""Cloze deletions, `{{c1::hidden::hint}}`, read as Anki reads them: nested and with several numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Anki's own grammar (rslib/src/cloze.rs): an opening takes digits and commas, a closing is `}}`.
_TOKEN = re.compile(r"(\{\{c\d[\d,]*::|\}\})")
HIGHEST = 500


@dataclass(frozen=True, slots=True)
class Deletion:
    """A hidden stretch: its numbers, what it holds (text and further deletions), and its hint."""

    numbers: tuple[int, ...]
    parts: tuple["str | Deletion", ...]
    hint: str = ""


Parts = tuple[str | Deletion, ...]


def parse(text: str) -> Parts:
    """Return the text as plain stretches and deletions; an unclosed or stray mark is plain text."""
    stack: list[tuple[str, list[str | Deletion]]] = [("", [])]
    for index, piece in enumerate(_TOKEN.split(text)):
        is_mark = index % 2
        if is_mark and piece != "}}":
            stack.append((piece, []))
        elif is_mark and len(stack) > 1:
            opening, parts = stack.pop()
            stack[-1][1].append(_deletion(opening, parts))
        elif piece:
            stack[-1][1].append(piece)
    while len(stack) > 1:
        opening, parts = stack.pop()
        stack[-1][1].extend([opening, *parts])
    return tuple(stack[0][1])


@lru_cache(maxsize=64)
def _numbers(opening: str) -> tuple[int, ...]:
    return tuple(sorted({int(number) for number in opening[len("{{c") : -len("::")].split(",") if number}))


def _deletion(opening: str, parts: list[str | Deletion]) -> Deletion:
    numbers = _numbers(opening)
    last = parts[-1] if parts else ""
    if isinstance(last, str) and "::" in last:
        shown, _, hint = last.partition("::")
        return Deletion(numbers, (*parts[:-1], shown), hint)
    return Deletion(numbers, tuple(parts))


def deletions(parts: Parts) -> list[Deletion]:
    """Return every deletion, outer ones before those inside them."""
    found: list[Deletion] = []
    for part in parts:
        if isinstance(part, Deletion):
            found += (part, *deletions(part.parts))
    return found


def numbers_of(parts: Parts) -> tuple[int, ...]:
    """Return the numbers that make a card, in order; 0 makes none, and Anki stops at 500."""
    return tuple(sorted({n for part in deletions(parts) for n in part.numbers if 1 <= n <= HIGHEST}))


def plain(parts: Parts) -> str:
    """Return the text with every deletion shown."""
    return "".join([part if isinstance(part, str) else plain(part.parts) for part in parts])


def front(parts: Parts, number: int) -> str:
    """Return the text with the deletions of `number` hidden behind `[…]` or `[hint]`."""
    return "".join(
        [
            part
            if isinstance(part, str)
            else f"[{part.hint or '…'}]"
            if number in part.numbers
            else front(part.parts, number)
            for part in parts
        ]
    )


def hidden(parts: Parts, number: int) -> tuple[str, ...]:
    """Return what the deletions of `number` hide, in order."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, Deletion):
            if number in part.numbers:
                found.append(plain(part.parts))
            else:
                found.extend(hidden(part.parts, number))
    return tuple(found)
