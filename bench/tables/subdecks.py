"""Subdecks: course folders with ever more card files of few notes, beside genanki with as many decks."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.cards import write_course
from bench.tables.rows import ROOT, build, peer, row, write_shapes
from bench.timing import rounds

OURS = "msc-learn build"
GENANKI = "C loader + plain genanki"
ROUNDS = {100: 3, 500: 3, 2_000: 1}
_NOTES = 5
_HEAD = """\
Subdecks: a course folder of card files with 5 notes each to an .apkg with a deck for each; whole processes
  ms a subdeck shows the growth: it stays the same where the work is linear in the number of decks
"""


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines of courses up to 2,000 card files."""
    yield from lines(here, ROUNDS)


def lines(here: Path, topics: Mapping[int, int]) -> Iterator[str]:
    """Yield the lines for each number of card files, measured as many times as `topics` says."""
    write_shapes(here)
    yield _HEAD
    for count, turns in topics.items():
        source = write_course(here / f"course-{count}", count, _NOTES)
        commands = {
            OURS: build(source, here / f"ours-{count}.apkg"),
            GENANKI: peer("plain_genanki", "CSafeLoader", source, here / f"genanki-{count}.apkg"),
        }
        yield f"{count:,} subdecks, median of {turns}"
        figures = rounds(commands, ROOT, turns)
        for name, figure in figures.items():
            beside = f"{figure.seconds / count * 1000:6.2f} ms a subdeck"
            yield row(name, figure, figures[OURS], beside=beside)
        yield ""
