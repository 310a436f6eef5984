"""Writing: one card file to a package, beside genanki, the `anki` package and what SQLite alone takes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.cards import write_card_file
from bench.tables.rows import ROOT, build, peer, row, write_shapes
from bench.timing import Command, python, rounds

OURS = "msc-learn build"
GENANKI = "C loader + plain genanki"
SAFE = "SafeLoader + plain genanki"
ANKI = "C loader + plain anki"
RAW = "raw SQLite limit, stored"
DEFLATED = "raw SQLite limit, deflate 6"
FILES = {OURS: "ours", GENANKI: "genanki", SAFE: "safe", ANKI: "anki", RAW: "raw", DEFLATED: "deflated"}
_RAW = ("-m", "bench.peers.raw_rows")
ROUNDS = {1_000: 5, 10_000: 3}
LARGE = {100_000: 1}
BUDGETS = {10_000: "budget 0.50 s", 100_000: "budget 4.00 s, 300 MB"}
LONGEST_SAFE = 10_000
_HEAD = """\
Writing: one card file to an .apkg; whole processes, start and imports included (ratio: times msc-learn's own)
  msc-learn build   reads YAML with the place of each value, checks it, escapes it, compares it with the
                    release.lock of the build before, and deflates a package of fixed bytes
  plain ...         PyYAML, then the same notes, fields, tags and cards through the library as it comes:
                    no checks, no escapes, one short template a note type; genanki stores, anki compresses
                    (anki: add_notes in one batch into a new collection, then export for older versions)
  raw SQLite limit  no YAML: the rows msc-learn wrote, unmarshalled, executemany without a journal, zip
"""


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines of 1,000 and 10,000 notes, and of 100,000 when `large`."""
    yield from lines(here, {**ROUNDS, **LARGE} if large else ROUNDS)


def lines(here: Path, counts: Mapping[int, int]) -> Iterator[str]:
    """Yield the lines for each number of notes, measured as many times as `counts` says."""
    write_shapes(here)
    yield _HEAD
    for count, turns in counts.items():
        yield f"{count:,} notes, median of {turns}: seconds, peak memory, file"
        figures = rounds(_commands(here, count), ROOT, turns, once=(SAFE,))
        for name, figure in figures.items():
            size = output(here, name, count).stat().st_size / 1e6
            beside = "once" if name == SAFE else BUDGETS.get(count, "") if name == OURS else ""
            yield row(name, figure, figures[OURS], beside=beside, megabytes=size)
        yield ""


def output(here: Path, name: str, count: int) -> Path:
    """Return where the program of a row writes its package."""
    return here / f"{FILES[name]}-{count}.apkg"


def _commands(here: Path, count: int) -> dict[str, Command]:
    source = write_card_file(here / f"cards-{count}.yaml", count)
    files = {name: output(here, name, count) for name in FILES}
    rows = _rows(source, files[OURS])
    commands = {
        OURS: build(source, files[OURS]),
        GENANKI: peer("plain_genanki", "CSafeLoader", source, files[GENANKI]),
        SAFE: peer("plain_genanki", "SafeLoader", source, files[SAFE]),
        ANKI: peer("plain_anki", "CSafeLoader", source, files[ANKI]),
        RAW: python(*_RAW, "build", str(rows), "0", str(files[RAW])),
        DEFLATED: python(*_RAW, "build", str(rows), "6", str(files[DEFLATED])),
    }
    return {name: made for name, made in commands.items() if name != SAFE or count <= LONGEST_SAFE}


def _rows(source: Path, package: Path) -> Path:
    """Return the file of rows for the raw limit, taken from a first build of ours."""
    rows = package.with_suffix(".rows")
    rounds({OURS: build(source, package)}, ROOT, 1)
    rounds({RAW: python(*_RAW, "take", str(package), str(rows))}, ROOT, 1)
    return rows
