"""The output streams: their width and abilities, JSON that is safe on a terminal, and closed terminals."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import Any, TextIO

WIDEST = 80
NARROWEST = 20
# Values of TERM for terminals that cannot move the cursor; rich treats the same ones so.
_PLAIN = ("", "dumb", "unknown")


def width() -> int:
    """Return the maximum width of lines."""
    return max(NARROWEST, min(get_terminal_size((WIDEST, 0)).columns, WIDEST))


def can_move_cursor(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether a stream is a terminal that can move its cursor and erase."""
    return stream.isatty() and (os.name == "nt" or environment.get("TERM", "") not in _PLAIN)


def json_text(answer: object, *, indent: int | None = 1, **how: Any) -> str:
    """Return JSON for stdout; what its encoding lacks, or a terminal would obey, is escaped."""
    text = json.dumps(answer, ensure_ascii=False, indent=indent, **how)
    if can_encode(text, sys.stdout):
        return escape_controls(text)
    return escape_controls(json.dumps(answer, indent=indent, **how))


def can_encode(text: str, stream: TextIO) -> bool:
    """Return whether the encoding of a stream has all characters of a text."""
    try:
        text.encode(stream.encoding or "ascii", "surrogatepass")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def escape_controls(text: str) -> str:
    """Return JSON text with control and bidirectional characters escaped."""
    return "".join(map(_escaped, text))


def _escaped(letter: str) -> str:
    if letter.isprintable() or letter == "\n":
        return letter
    # json does not escape DEL, the last control character of ASCII.
    return json.dumps(letter)[1:-1] if letter != "\x7f" else "\\u007f"


@contextmanager
def printing() -> Iterator[None]:
    """Print; if the terminal was closed, discard all output from now on, so that a session ends in order."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        discard_output()


def discard_output() -> None:
    """Send all later output, and what is still buffered, to the null device."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
