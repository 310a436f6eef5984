"""The work of the table of long fields, in a process of its own: prints seconds as JSON."""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import genanki

from bench.peers.plain_genanki import models_of
from msc_learn.course.load import load_course
from msc_learn.deck.compile import compile_course
from msc_learn.deck.formats.apkg import to_bytes
from msc_learn.deck.release.lock import Lock

# What takes longer is run once; after what takes too long, nothing longer is run.
_SLOW, _TOO_SLOW = 0.2, 2.0
_TURNS = 9

Writer = Callable[[Path, str, bool], float]


def main(writer: str, piece: str, *sizes: str) -> None:
    """Print the seconds for a field of each size in kB beyond those of a short field; null is not run."""
    with tempfile.TemporaryDirectory() as folder:
        seconds = _all_seconds(WRITERS[writer], Path(folder), piece, [int(size) for size in sizes])
        print(json.dumps(list(seconds)))


def _all_seconds(write: Writer, here: Path, piece: str, sizes: Sequence[int]) -> Iterator[float | None]:
    is_cloze = piece.startswith("{{")
    base = min(write(here, piece * (turn + 1), is_cloze) for turn in range(_TURNS))
    last = 0.0
    for size in sizes:
        if last > _TOO_SLOW:
            yield None
            continue
        last = _seconds(write, here, (piece * (size * 1000 // len(piece))).rstrip(), is_cloze)
        yield max(last - base, 0.0)


def _seconds(write: Writer, here: Path, text: str, is_cloze: bool) -> float:
    """Return the best of all turns; no two texts are equal, so that none is remembered from the last time."""
    best = write(here, f"0 {text}", is_cloze)
    if best > _SLOW:
        return best
    return min(best, *(write(here, f"{turn} {text}", is_cloze) for turn in range(1, _TURNS)))


def _ours(here: Path, text: str, is_cloze: bool) -> float:
    path = here / "field.yaml"
    body = f"cloze: 'A {{{{c2::gap}}}} {text}'" if is_cloze else f"question: 'A {text}'\n    answer: b"
    path.write_text(f"topic: T\ncards:\n  - id: a\n    {body}\n", encoding="utf-8")
    start = time.perf_counter()
    to_bytes(compile_course(load_course(path), Lock(), 1))
    return time.perf_counter() - start


def _genanki(here: Path, text: str, is_cloze: bool) -> float:
    assert not is_cloze, "the peer is measured with a question only"
    model = models_of({"question": ["Question", "Answer", "Extra"]})["question"]
    start = time.perf_counter()
    deck = genanki.Deck(2059400110, "T")
    deck.add_note(genanki.Note(model=model, fields=[f"A {text}", "b", ""]))
    genanki.Package(deck).write_to_file(io.BytesIO())
    return time.perf_counter() - start


WRITERS: dict[str, Writer] = {"ours": _ours, "genanki": _genanki}

if __name__ == "__main__":
    main(*sys.argv[1:])
