"""The formats decks are written in, one a module, loaded when its format is asked for.

A module is named here and not imported, for a format may be made at a later station: the study page asks and
grades too.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from msc_learn.deck.compile import Compiled

FORMATS: Mapping[str, str] = {
    "apkg": "msc_learn.deck.formats.apkg",
    "text": "msc_learn.deck.formats.text",
    "html": "msc_learn.page",
    "gift": "msc_learn.lms.gift",
    "moodle-xml": "msc_learn.lms.moodle_xml",
    "csv": "msc_learn.lms.table",
}


class Format(Protocol):
    """What the module of a format offers."""

    @property
    def reads_notes(self) -> bool:
        """Whether it writes from the course's own notes too, not only from what Anki stores of them."""

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
    return cast(Format, import_module(FORMATS[name]))


def writer(name: str) -> Callable[[Compiled, Path], str]:
    """Return the function that writes a compiled course in a format."""
    return format_named(name).write
