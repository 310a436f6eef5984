"""Long fields: one note whose field is made of one piece over and over, which shows what is not linear."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.tables.rows import ROOT
from bench.timing import python

# Most are marks that open something and never close it.
PIECES = ("cell ", "<x ", "**a ", "*a ", "~a", "^a", "[a ", "{{c1::a}} ", r"\(a ")
PEER_PIECES = ("cell ", "<x ")
KILOBYTES = (4, 16, 64, 256)
PEER_KILOBYTES = (4, 16, 64)
_HEAD = """\
Long fields: a package of one note with a field of so many kB of one piece, the start of the process left out
  ms, less those of a short field, and microseconds a kB, which stay the same where the work is linear
  ours reads YAML, checks, escapes and deflates; genanki gets the field in memory and stores
  -: not run, for the size before took more than 2 s
"""


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines of fields up to 256 kB, for genanki up to 64 kB."""
    yield from lines(KILOBYTES, PEER_KILOBYTES)


def lines(ours: Sequence[int], peers: Sequence[int]) -> Iterator[str]:
    """Yield a line for each piece, with the figures for each size in kB, of ours and of genanki."""
    yield _HEAD
    yield f"  {'piece':20}" + "".join(f"{f'{size} kB':>23}" for size in ours)
    for writer, pieces, sizes in (("ours", PIECES, ours), ("genanki", PEER_PIECES, peers)):
        for piece in pieces:
            yield _line(writer, piece, sizes)
    yield ""


def _line(writer: str, piece: str, sizes: Sequence[int]) -> str:
    command = python("-m", "bench.longfield", writer, piece, *map(str, sizes))
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    cells = (_cell(seconds, size) for seconds, size in zip(found, sizes, strict=True))
    return f"  {writer:8}{f'“{piece}”':12}" + "".join(f"{cell:>23}" for cell in cells)


def _cell(seconds: float | None, size: int) -> str:
    return "-" if seconds is None else f"{seconds * 1e3:,.1f} ms {seconds * 1e6 / size:7,.0f} µs"
