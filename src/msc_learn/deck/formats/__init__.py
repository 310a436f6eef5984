"""The formats decks are written in, one a file; a module is loaded when its format is asked for."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from msc_learn.deck.compile import Compiled

FORMATS = ("apkg", "text")


class Format(Protocol):
    """What the module of a format offers."""

    def default_name(self, course: str) -> str:
        """Return what the file or folder of a course is called where nobody says otherwise."""

    def summary(self, compiled: Compiled) -> str:
        """Return how much would be written, in words."""

    def write(self, compiled: Compiled, path: Path) -> str:
        """Write a compiled course, whole or not at all, and return its digest."""

    def digest(self, compiled: Compiled) -> str:
        """Return the digest of what would be written, independent of clock and machine."""

    def differences(self, compiled: Compiled, path: Path) -> tuple[str, ...]:
        """Return the names of what in an existing file is not as it would be written."""


def format_named(name: str) -> Format:
    """Return a format."""
    return cast(Format, import_module(f"{__name__}.{name}"))


def writer(name: str) -> Callable[[Compiled, Path], str]:
    """Return the function that writes a compiled course in a format."""
    return format_named(name).write
