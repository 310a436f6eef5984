"""What is printed on a terminal or into a pipe: wrapped, calm, and never obeyed."""

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import click

from msc_learn.course import markup

WIDEST = 80
NARROWEST = 20
# Colours of the terminal's own palette, legible on light and dark; what they say is said in words too.
STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "strong": {"bold": True},
    "em": {"italic": True},
    "dim": {"dim": True},
    "good": {"fg": "green"},
    "bad": {"fg": "red"},
    "unsure": {"fg": "magenta"},
    "answer": {"fg": "green", "bold": True},
}
# For an encoding that has none of these.
_ASCII = str.maketrans({"·": "-", "›": ">", "“": '"', "”": '"', "…": "...", "─": "-", "•": "*", "≈": "~"})
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

_PARTS = re.compile(r"[ \n]|[^ \n]+")
# Letters that take no room and say nothing of their own: soft hyphens, joiners, marks of byte order.
_SILENT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

Piece = tuple[str, str]
"""A text and the name of its style."""


@dataclass(slots=True)
class Terminal:
    """Where a command prints: its width, whether it takes colour, whether keys can be read singly."""

    width: int = WIDEST
    colour: bool = False
    keys: bool = False
    unicode: bool = True

    @classmethod
    def here(cls, environment: Mapping[str, str] = os.environ) -> "Terminal":
        """Read what the standard streams and the environment say."""
        for stream in (sys.stdin, sys.stdout):
            # A byte or a letter the terminal's encoding lacks is shown as a question mark, not a traceback.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        shown = sys.stdout.isatty()
        able = shown and (os.name == "nt" or environment.get("TERM", "") not in ("", "dumb"))
        encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
        return cls(
            width=max(NARROWEST, min(_columns(environment), WIDEST)),
            colour=able and not environment.get("NO_COLOR"),
            keys=able and sys.stdin.isatty(),
            unicode=encoding.replace("-", "").startswith("utf"),
        )

    def say(self, *pieces: Piece | str, indent: int = 0, hanging: int | None = None) -> None:
        """Print pieces of text as one paragraph, wrapped; its later lines stand at `hanging`."""
        for line in self.lines(*pieces, indent=indent, hanging=hanging):
            self._print(line)

    def blank(self) -> None:
        """Print an empty line."""
        click.echo()

    def heading(self, text: str) -> None:
        """Print a quiet line above what follows, drawn out to the edge on a terminal."""
        shown = visible(text)
        rule = self.width - cells(shown) - 4 if self.colour else 0
        self.say((f"── {shown} {'─' * rule}" if rule > 0 else shown, "dim"))

    def row(self, *pieces: Piece, indent: int = 0) -> None:
        """Print one line of a table as it stands, its blanks kept."""
        self._print([(" " * indent, "plain"), *((visible(text), style) for text, style in pieces)])

    def bar(self, length: int) -> str:
        """Return a bar of a chart."""
        return ("▇" if self.unicode else "#") * length

    def lines(
        self, *pieces: Piece | str, indent: int = 0, hanging: int | None = None
    ) -> list[tuple[Piece, ...]]:
        """Return the lines of a paragraph as pieces."""
        shown = [
            (visible(text), style)
            for text, style in ((p, "plain") if isinstance(p, str) else p for p in pieces)
        ]
        return list(_wrapped(shown, self.width, indent, indent if hanging is None else hanging))

    def ask(self, offers: Iterable[tuple[str, str]], indent: int = 0) -> int:
        """Print keys and what each does; returns how many lines it took, for `forget` to take away."""
        pieces: list[Piece] = []
        for pressed, does in offers:
            # No-break spaces hold a key and its words together.
            pieces += [("\u00a0\u00a0 ", "plain")] * bool(pieces)
            pieces += [(pressed, "strong"), ("\u00a0" + does.replace(" ", "\u00a0"), "dim")]
        lines = self.lines(*pieces, indent=indent)
        for line in lines:
            self._print(line)
        return len(lines)

    def forget(self, lines: int) -> None:
        """Take back the last lines where the terminal can, so that only the answers stay."""
        if self.colour and self.keys:
            click.echo(f"\033[{lines}A\033[J", nl=False, color=True)
        else:
            click.echo()

    def _print(self, line: Sequence[Piece]) -> None:
        line = [(text.replace("\u00a0", " "), style) for text, style in line]
        if not self.unicode:
            line = [(text.translate(_ASCII), style) for text, style in line]
        if not self.colour:
            click.echo("".join(text for text, _ in line).rstrip())
            return
        alike = groupby(line, key=lambda piece: piece[1])
        styled = (click.style("".join(text for text, _ in run), **STYLES[style]) for style, run in alike)
        # Told so, click does not look a second time whether this is a terminal.
        click.echo("".join(styled), color=True)


def visible(text: str) -> str:
    """Return the text with control characters shown, never obeyed; only a line end stays what it is."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def pieces_of(text: str, base: str = "plain") -> list[Piece]:
    """Return a card's text in the small markup as pieces; raised and lowered figures as letters for them."""
    return [piece_of(style, value, base) for style, value in markup.spans(text)]


def piece_of(style: str, value: str, base: str = "plain") -> Piece:
    """Return one stretch of the small markup as a piece."""
    if style == "sup":
        able = all(ord(letter) in _RAISED for letter in value)
        return value.translate(_RAISED) if able else f"^{value}", base
    if style == "sub":
        return value.translate(_LOWERED) if all(ord(letter) in _LOWERED for letter in value) else value, base
    if style == "maths":
        return value[2:-2], base
    return value, style if style in ("strong", "em") and base == "plain" else base


def columns(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Return rows as lines with their columns aligned; those named in `right` to the right."""
    table = [tuple(visible(cell) for cell in row) for row in rows]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    lines = []
    for row in table:
        parts = []
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (width - cells(cell))
            parts.append(gap + cell if place in right else cell + gap)
        lines.append("  ".join(parts).rstrip())
    return lines


def cells(text: str) -> int:
    """Return how many columns a text takes: two for a wide letter, none for one that joins another."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _columns(environment: Mapping[str, str]) -> int:
    if (told := environment.get("COLUMNS", "")).isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or WIDEST
    except (OSError, ValueError):
        return WIDEST


def _shown(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    code = ord(character)
    if character in _SILENT:
        return ""
    if character == "\t" or unicodedata.category(character) == "Zs":
        # A no-break space is a space that keeps its neighbours together.
        return " " if character == "\t" else character
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def _wrapped(pieces: Iterable[Piece], width: int, indent: int, hanging: int) -> Iterator[tuple[Piece, ...]]:
    """Yield the lines of a paragraph; a word may run over several pieces and is not parted between them."""
    line, used, gap, fresh = [(" " * indent, "plain")], indent, "", True
    for word in _words(pieces, width - max(indent, hanging)):
        text = "".join(part for part, _ in word)
        if text == " ":
            gap = "" if fresh else " "
            continue
        size = cells(text)
        if text == "\n" or (used + len(gap) + size > width and not fresh):
            yield tuple(line)
            line, used, gap, fresh = [(" " * hanging, "plain")], hanging, "", True
        if text != "\n":
            # A blank within underlined words is underlined with them.
            line += [(gap, word[0][1] if line[-1][1] == word[0][1] else "plain"), *word]
            used, gap, fresh = used + len(gap) + size, "", False
    yield tuple(line)


def _words(pieces: Iterable[Piece], longest: int) -> Iterator[list[Piece]]:
    """Yield words, single blanks and line ends; a word longer than a line is parted."""
    word: list[Piece] = []
    size = 0
    for text, style in pieces:
        for part in _PARTS.findall(text):
            if part in (" ", "\n"):
                yield from ([word] if word else [])
                yield [(part, style)]
                word, size = [], 0
                continue
            while size + cells(part) > longest:
                cut = _fitting(part, longest - size)
                yield [*word, (part[:cut], style)]
                word, size, part = [], 0, part[cut:]
            word.append((part, style))
            size += cells(part)
    if word:
        yield word


def _fitting(text: str, room: int) -> int:
    """Return how many letters fit into the room, at least one."""
    used = 0
    for place, letter in enumerate(text):
        used += cells(letter)
        if used > room:
            return max(place, 1)
    return len(text)
