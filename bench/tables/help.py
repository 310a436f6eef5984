"""Help: the least a command line does, beside the least Click program."""

from collections.abc import Iterator
from pathlib import Path

from bench.tables.rows import CLICK, MSC_LEARN, ROOT, row
from bench.timing import python, rounds

OURS = "msc-learn --help"
_ROUNDS = 15


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines of both."""
    yield from lines(_ROUNDS)


def lines(turns: int) -> Iterator[str]:
    """Yield the lines of both, measured as many times."""
    commands = {OURS: python(*MSC_LEARN, "--help"), "bare Click --help": python(*CLICK, "--help")}
    figures = rounds(commands, ROOT, turns)
    yield f"Help, median of {turns} (ratio: times msc-learn's own)"
    for name, figure in figures.items():
        yield row(name, figure, figures[OURS], beside="budget 0.10 s" if name == OURS else "")
    yield ""
