"""Parser of cloze deletions, `{{c1::hidden::hint}}`, as in Anki: nested and with several numbers."""

import re
from dataclasses import dataclass
from functools import lru_cache

# Anki's own grammar (rslib/src/cloze.rs): an opening takes digits and commas, a closing is `}}`.
_TOKEN = re.compile(r"(\{\{c[0-9,]+::|\}\})")
HIGHEST = 500
_LARGEST = 65_535  # Anki reads no number above this
_DEEPEST = 10  # and ignores an opening inside this many others


@dataclass(frozen=True, slots=True)
class Deletion:
    """A cloze deletion: its numbers, its parts (text and nested deletions), and its hint."""

    numbers: tuple[int, ...]
    parts: tuple["str | Deletion", ...]
    hint: str = ""


Parts = tuple[str | Deletion, ...]


@lru_cache(maxsize=16)
def parse(text: str) -> Parts:
    """Parse a text into plain parts and deletions.

    A stray mark is text, and so is everything after an opening that is never closed.
    """
    pieces = _TOKEN.split(text)
    stack: list[tuple[int, list[str | Deletion]]] = [(0, [])]
    for index, piece in enumerate(pieces):
        is_closing = index % 2 and piece == "}}"
        if is_closing and len(stack) > 1:
            opened, parts = stack.pop()
            stack[-1][1].append(_deletion(pieces[opened], parts))
        elif index % 2 and not is_closing and _numbers(piece):
            if len(stack) <= _DEEPEST:
                stack.append((index, []))
        elif piece:
            stack[-1][1].append(piece)
    if len(stack) > 1:
        stack[0][1].append("".join(pieces[stack[1][0] :]))
    return tuple(stack[0][1])


@lru_cache(maxsize=64)
def _numbers(opening: str) -> tuple[int, ...]:
    numbers = [number.lstrip("0") or "0" for number in opening[len("{{c") : -len("::")].split(",") if number]
    return tuple(sorted({int(n) for n in numbers if len(n) <= len(str(_LARGEST)) and int(n) <= _LARGEST}))


def _deletion(opening: str, parts: list[str | Deletion]) -> Deletion:
    numbers = _numbers(opening)
    last = parts[-1] if parts else ""
    if isinstance(last, str) and "::" in last:
        shown, _, hint = last.partition("::")
        return Deletion(numbers, (*parts[:-1], shown), hint)
    return Deletion(numbers, tuple(parts))


def deletions(parts: Parts) -> list[Deletion]:
    """Return every deletion, outer before inner."""
    flat: list[Deletion] = []
    for part in parts:
        if isinstance(part, Deletion):
            flat += (part, *deletions(part.parts))
    return flat


def numbers_of(parts: Parts) -> tuple[int, ...]:
    """Return the card numbers in order. Number 0 makes no card; Anki treats all above 500 as 500."""
    return tuple(sorted({min(n, HIGHEST) for part in deletions(parts) for n in part.numbers if n}))


def flaw_of(text: str, parts: Parts) -> str:
    """Return why Anki would show a text otherwise than written, or an empty string; `parts` is it parsed."""
    all_deletions = deletions(parts)
    if text.count("{{c") > len(all_deletions) and len(_openings(text)) > len(all_deletions):
        return "has a {{c…:: without its }}, or one nested more than ten deep"
    over = [number for deletion in all_deletions for number in deletion.numbers if number > HIGHEST]
    return f"has the number {over[0]}; write one from 1 to {HIGHEST}" if over else ""


def _openings(text: str) -> list[str]:
    return [mark for mark in _TOKEN.findall(text) if mark != "}}" and _numbers(mark)]


def plain(parts: Parts) -> str:
    """Return the text with no deletion hidden."""
    return "".join([part if isinstance(part, str) else plain(part.parts) for part in parts])


def front(parts: Parts, number: int) -> str:
    """Return the front of a card: the deletions of `number` replaced by `[…]` or `[hint]`."""
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
    """Return the hidden texts of `number`, in order."""
    texts: list[str] = []
    for part in parts:
        if isinstance(part, Deletion):
            if number in part.numbers:
                texts.append(plain(part.parts))
            else:
                texts.extend(hidden(part.parts, number))
    return tuple(texts)
