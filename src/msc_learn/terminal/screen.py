"""Print wrapped, styled text on a terminal or into a pipe, control characters made visible; imports rich."""

import os
import sys
import time
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msc_learn.terminal.streams import WIDEST, can_move_cursor, printing, width
from msc_learn.text import markup

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.text import Text

# Colours of the terminal's own palette, legible on light and dark. No meaning depends on colour alone.
STYLES = {
    "plain": "none",
    "strong": "bold",
    "em": "italic",
    "dim": "dim",
    "good": "green",
    "bad": "red",
    "unsure": "magenta",
    "answer": "bold green",
}
# Replacements for an encoding without these characters.
_ASCII = str.maketrans(
    {"·": "-", "›": ">", "“": '"', "”": '"', "…": "...", "─": "-", "–": "-", "•": "*", "≈": "~"}
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# rich breaks lines at every blank. This private-use character stands for no-break spaces until the lines
# are made; `visible` lets none through from a text.
_HELD = "\ue000"
_HOLD = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", _HELD))
# Characters without width or meaning of their own: soft hyphens, joiners, byte order marks.
_SILENT = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

Piece = tuple[str, str]
"""A text and the name of its style."""

Row = tuple[Sequence[str], str]
"""The cells of a table's row and the name of their style."""


@dataclass(frozen=True)
class Terminal:
    """Where a command prints: its width, and whether it takes colour, single keys and Unicode."""

    width: int = WIDEST
    colour: bool = False
    keys: bool = False
    unicode: bool = True

    @classmethod
    def here(cls, environment: Mapping[str, str] = os.environ, *, plain: bool = False) -> "Terminal":
        """Return the terminal of this process; `plain` turns off colour and single keys."""
        for stream in (sys.stdin, sys.stdout):
            # A character that the encoding of the terminal lacks becomes a question mark, not a traceback.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        able = not plain and can_move_cursor(sys.stdout, environment)
        encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower()
        return cls(
            width=width(),
            colour=able and not environment.get("NO_COLOR"),
            keys=able and sys.stdin.isatty(),
            unicode=encoding.replace("-", "").startswith("utf"),
        )

    def resized(self) -> "Terminal":
        """Return the terminal with the width that its window has now."""
        return self if self.width == width() else replace(self, width=width())

    def say(self, *pieces: Piece | str, indent: int = 0, mark: Piece = ("", "plain")) -> None:
        """Print a wrapped paragraph with a hanging indent after the mark."""
        self._print(self.lines(*pieces, indent=indent, mark=mark))

    def lines(self, *pieces: Piece | str, indent: int = 0, mark: Piece = ("", "plain")) -> "list[Text]":
        """Return the lines of a paragraph."""
        before = self._text(" " * indent, mark)
        blank = self._text(" " * before.cell_len)
        wrapped = self._text(*pieces).wrap(self._console, self.width - before.cell_len)
        return [_finished((blank if number else before) + line) for number, line in enumerate(wrapped)]

    def blank(self) -> None:
        """Print an empty line."""
        with printing():
            self._console.line()

    def heading(self, text: str) -> None:
        """Print a dim heading, with a line to the right edge on a terminal."""
        rule = self.width - self._text(text).cell_len - 4 if self.colour else 0
        self.say((f"── {text} {'─' * rule}" if rule > 0 else text, "dim"))

    def table(self, rows: Sequence[Row], *, right: Collection[int], indent: int = 0) -> None:
        """Print rows in aligned columns, those indexed in `right` to the right; the others may shrink."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        single: dict[str, Any] = {"no_wrap": True, "overflow": "ellipsis" if self.unicode else "crop"}
        table = Table.grid(padding=(0, 2, 0, 0))
        for column in range(len(rows[0][0])):
            # Without a minimum, a column of empty cells would take a character from its neighbours.
            table.add_column(
                justify="right" if column in right else "left", no_wrap=column in right, min_width=1
            )
        for cells, style in rows:
            table.add_row(*(self._text(cell, **single) for cell in cells), style=style)
        for line in self._console.render_lines(Padding.indent(table, indent), pad=False):
            self._print([_finished(Text.assemble(*((part.text, part.style or "") for part in line)))])

    def bar(self, length: int) -> str:
        """Return a bar of a chart."""
        return ("▇" if self.unicode else "#") * length

    def shade(self, step: int) -> str:
        """Return a character for a step from 0, nothing, to 4, most."""
        return ("·░▒▓█" if self.unicode else ".:+#@")[step]

    def ask(self, offers: Iterable[tuple[str, str]], indent: int = 0) -> int:
        """Print keys and what each does; return the number of lines, for `erase`."""
        pieces: list[Piece] = []
        for pressed, does in offers:
            # No-break spaces hold a key and its words together.
            pieces += [(pressed, "strong"), ("\u00a0" + does.replace(" ", "\u00a0"), "dim"), ("   ", "plain")]
        lines = self.lines(*pieces[:-1], indent=indent)
        self._print(lines)
        return len(lines)

    def erase(self, lines: int) -> None:
        """Erase the last lines, so that only answers stay; print an empty line if the terminal cannot."""
        if not (self.colour and self.keys):
            self.blank()
            return
        from rich.control import Control
        from rich.segment import ControlType

        one_up = [(ControlType.CURSOR_UP, 1), (ControlType.ERASE_IN_LINE, 2)]
        with printing():
            self._console.control(Control(*one_up * lines))

    @cached_property
    def _console(self) -> "Console":
        """Return the rich console, loaded when something is first printed."""
        from rich.console import Console
        from rich.theme import Theme

        return Console(
            width=self.width,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            no_color=not self.colour,
            theme=Theme(STYLES),
            markup=False,
            emoji=False,
            highlight=False,
        )

    def _text(self, *pieces: Piece | str, **how: Any) -> "Text":
        from rich.text import Text

        parts = ((piece, "plain") if isinstance(piece, str) else piece for piece in pieces)
        return Text.assemble(*((self._safe(text), style) for text, style in parts), **how)

    def _safe(self, text: str) -> str:
        shown = visible(text).translate(_HOLD)
        return shown if self.unicode else shown.translate(_ASCII)

    def _print(self, lines: "Iterable[Text]") -> None:
        with printing():
            for line in lines:
                self._console.print(line, soft_wrap=True)


class ProgressBar:
    """A progress bar on the last line of stderr, erased when the work is done.

    It appears after a second, and only on a terminal that can move its cursor.
    """

    def __init__(
        self,
        total: int,
        unit: str,
        *,
        hidden: bool = False,
        environment: Mapping[str, str] = os.environ,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._unit, self._now, self._start = total, unit, now, now()
        self._able = not hidden and can_move_cursor(sys.stderr, environment)
        self._plain = bool(environment.get("NO_COLOR"))
        self._done = 0
        self._shown: Progress | None = None

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown is not None:
            self._shown.stop()

    def advance(self) -> None:
        """Count one more item as done."""
        self._done += 1
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=self._done)
        elif self._able and self._now() - self._start >= 1:
            self._shown = self._progress()
            self._shown.start()

    def say(self, line: str) -> None:
        """Print a line to stderr, above the bar if it is shown."""
        if self._shown is None:
            sys.stderr.write(line + "\n")
        else:
            self._shown.console.print(line, style="none", soft_wrap=True)

    def _progress(self) -> "Progress":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(
            stderr=True,
            force_terminal=True,
            color_system=None if self._plain else "standard",
            markup=False,
            emoji=False,
            highlight=False,
        )
        columns = (MofNCompleteColumn(), TextColumn(self._unit), BarColumn(), TimeRemainingColumn())
        progress = Progress(
            *columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        progress.add_task("", total=self._total, completed=self._done)
        return progress


def one_line(text: str) -> str:
    """Return the text with visible control characters, line ends too, so that it takes one line."""
    return visible(text).replace("\n", "␊")


def visible(text: str) -> str:
    """Return the text with visible control characters, which a terminal would obey; line ends stay."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def pieces_of(text: str, base: str = "plain") -> list[Piece]:
    """Return a card text in markup as styled pieces; superscripts and subscripts as Unicode characters."""
    return [piece_of(style, value, base) for style, value in markup.spans(text)]


def piece_of(style: str, value: str, base: str = "plain") -> Piece:
    """Return one span of the markup as a piece."""
    if style == "sup":
        has_all = all(ord(letter) in _RAISED for letter in value)
        return value.translate(_RAISED) if has_all else f"^{value}", base
    if style == "sub":
        return value.translate(_LOWERED) if all(ord(letter) in _LOWERED for letter in value) else value, base
    if style == "maths":
        return value[2:-2], base
    return value, style if style in ("strong", "em") and base == "plain" else base


def _finished(line: "Text") -> "Text":
    """Return a line with its no-break spaces restored as blanks, and none at its end."""
    line.plain = line.plain.replace(_HELD, " ")
    line.rstrip()
    return line


def _shown(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    code = ord(character)
    if character in _SILENT:
        return ""
    if character == "\t" or unicodedata.category(character) == "Zs":
        # A no-break space stays: it keeps its neighbours together.
        return " " if character == "\t" else character
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"
