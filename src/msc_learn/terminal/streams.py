"""The streams a command prints to: what they can do, and what becomes of those that are full or gone."""

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
# Terminals, by their TERM, that only print; rich takes the same for such.
_PLAIN = ("", "dumb", "unknown")


def width() -> int:
    """Return how wide lines may be."""
    return max(NARROWEST, min(get_terminal_size((WIDEST, 0)).columns, WIDEST))


def is_able(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether a stream is a terminal that does more than print."""
    return stream.isatty() and (os.name == "nt" or environment.get("TERM", "") not in _PLAIN)


def json_text(answer: object, *, indent: int | None = 1, **how: Any) -> str:
    """Return JSON whose letters a terminal shows and never obeys: those that steer one are escaped."""
    return unsteered(json.dumps(answer, ensure_ascii=False, indent=indent, **how))


def unsteered(text: str) -> str:
    """Return the same JSON with those letters escaped that steer a terminal or turn its lines."""
    return "".join(map(_escaped, text))


def _escaped(letter: str) -> str:
    if letter.isprintable() or letter == "\n":
        return letter
    # json leaves the one control character that ASCII puts last.
    return json.dumps(letter)[1:-1] if letter != "\x7f" else "\\u007f"


@contextmanager
def printing() -> Iterator[None]:
    """Print, or from now on into nothing where the terminal was closed, so that a sitting still ends well."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        print_no_more()


def print_no_more() -> None:
    """Let all that is printed from now on, and what waits to be, go nowhere."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
