"""The tables, one a file, in the order they are printed."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

TABLES = ("builds", "subdecks", "fields", "help", "quiz", "corpus")


class Table(Protocol):
    """What the module of a table offers."""

    def table(self, here: Path, *, large: bool) -> Iterator[str]:
        """Yield the lines of the table as they are known; files go into `here`, an empty folder."""


def table_named(name: str) -> Table:
    """Return a table."""
    return cast(Table, import_module(f"{__name__}.{name}"))
