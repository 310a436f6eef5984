"""What the tables share: lines of figures, and the commands of ours and of the peers."""

import json
from pathlib import Path

from bench.timing import Command, Figure, python
from msc_learn.deck.note_types import note_type

# Processes start here, so that `python -m` finds the peers.
ROOT = Path(__file__).parents[2]
MSC_LEARN = ("-m", "msc_learn")
CLICK = ("-m", "bench.peers.bare_click")
SHAPES = "shapes.json"
_KINDS = ("question", "cloze")


def row(name: str, figure: Figure, ours: Figure, *, beside: str = "", megabytes: float | None = None) -> str:
    """Return a line: seconds, peak memory, the size of the file where there is one, times ours, a remark."""
    file = f"{megabytes:9.2f} MB" if megabytes is not None else ""
    ratio = figure.seconds / ours.seconds
    line = f"  {name:34}{figure.seconds:8.3f} s {figure.megabytes:6.0f} MB{file} {ratio:8.2f} x   {beside}"
    return line.rstrip()


def write_shapes(here: Path) -> None:
    """Write the names of the fields of our note types, for the peers to fill the same."""
    names = {kind: [field.name for field in note_type(kind).fields] for kind in _KINDS}
    (here / SHAPES).write_text(json.dumps(names), encoding="utf-8")


def build(source: Path, output: Path) -> Command:
    """Return our command for a package from a card file or a course folder."""
    return python(*MSC_LEARN, "build", str(source), "-o", str(output))


def peer(module: str, loader: str, source: Path, output: Path) -> Command:
    """Return a peer's command for the same package, with the shapes that lie beside it."""
    shapes = output.with_name(SHAPES)
    return python("-m", f"bench.peers.{module}", loader, str(source), str(shapes), str(output))
