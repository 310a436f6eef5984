"""`python -m bench [TABLE ...]`: every figure in one run, as ratios against peers, the budget beside it."""

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.tables import TABLES, table_named

_WORDS = ", ".join(TABLES).replace("_", "-")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables that are named, or all."""
    chosen = _parser().parse_args(arguments)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; processes run in turn\n", flush=True)
    for name in chosen.tables or TABLES:
        with tempfile.TemporaryDirectory() as folder:
            # genanki leaves its database behind with the temporary files.
            os.environ.update(MSC_LEARN_DB=str(Path(folder) / "history.db"), TMPDIR=folder)
            for line in table_named(name).table(Path(folder), large=chosen.large):
                print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    names = f"{_WORDS}; all when none is named"
    parser.add_argument("tables", nargs="*", type=_name, metavar="TABLE", help=names)
    parser.add_argument(
        "--large",
        action="store_true",
        help="builds of 100,000 notes too, and more replays of a million reviews: minutes more",
    )
    return parser


def _name(word: str) -> str:
    name = word.replace("-", "_")
    if name not in TABLES:
        raise argparse.ArgumentTypeError(f"there is no table {word}; there are {_WORDS}")
    return name


if __name__ == "__main__":
    main()
