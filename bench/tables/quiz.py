"""Quiz: its start, an answer stored, a history replayed and opened, workload predicted, each beside peers."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.cards import fields_of, first_words, write_card_file
from bench.peers import clanki
from bench.studying import ANKI, EMPTY, FULL, LIMIT
from bench.tables.rows import CLICK, MSC_LEARN, ROOT
from bench.timing import Start, first_outputs, python

KEPT, READ = "msc-learn quiz, cards kept", "msc-learn quiz, cards read"
CLICK_PROMPT = "bare Click prompt"
CLANKI = "clanki review --plain"

Install = Callable[[Path], Path | None]


@dataclass(frozen=True)
class Sizes:
    """How much is measured, and how often: `cards` with the seconds that a first card may take."""

    cards: Mapping[int, float]
    starts: int
    replays: Mapping[int, int]
    answers: int
    days: int
    simulations: int


SIZES = Sizes({100: 0.15, 10_000: 0.30}, 7, {100_000: 3, 1_000_000: 1}, 1_000, 730, 3)
LARGE = Sizes(SIZES.cards, 7, {100_000: 3, 1_000_000: 3}, 1_000, 730, 3)
_HEAD = """\
Quiz (ratio: times msc-learn's own, the first line of each part)
  cards kept     from the start of the process to the first question on a pipe; the course as an earlier run
                 kept it, which is every start but the first after the cards have changed
  cards read     the same from the card files
  clanki         a review with Anki's library in an environment of its own, over plain notes of the same words
"""


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines; when `large`, the longest history is replayed three times."""
    yield from lines(here, LARGE if large else SIZES)


def lines(here: Path, sizes: Sizes, install: Install = clanki.install) -> Iterator[str]:
    """Yield the lines of all parts; the largest history that is replayed is answered and opened too."""
    yield _HEAD
    yield from _starts(here, sizes, install(here))
    yield from _replays(here, sizes.replays)
    empty, full = str(here / "empty.db"), str(_history(here, max(sizes.replays)))
    yield from _answers(_work("answer", empty, full, sizes.answers), max(sizes.replays))
    yield from _openings(_work("open", empty, full, sizes.answers), max(sizes.replays))
    yield from _simulation(_work("simulate", sizes.days, sizes.simulations), sizes.days)


def _starts(here: Path, sizes: Sizes, peer: Path | None) -> Iterator[str]:
    for count, budget in sizes.cards.items():
        yield f"First card of {count:,} notes, median of {sizes.starts}"
        found = first_outputs(_commands(here, count, peer), ROOT, sizes.starts)
        for name, spent in found.items():
            beside = f"   budget {budget:.2f} s" if name == KEPT else ""
            yield f"{_line(name, spent, found[KEPT])}{beside}"
        if peer is None:
            yield f"  {CLANKI:44}not measured: pip could not install {clanki.RELEASE}"
        yield ""


def _commands(here: Path, count: int, peer: Path | None) -> dict[str, Start]:
    source = write_card_file(here / f"quiz-{count}.yaml", count)
    command, wanted = python(*MSC_LEARN, "quiz", str(source)), first_words(source)
    kept = Start(command, wanted, {"MSC_LEARN_CACHE": str(here / "cache")})
    # A quiz that ends keeps what it read; those that are timed are killed.
    told = {"cwd": ROOT, "check": True, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(("env", f"MSC_LEARN_CACHE={here / 'cache'}", *command), **told)  # type: ignore[call-overload]
    starts = {
        KEPT: kept,
        READ: Start(command, wanted, {"MSC_LEARN_CACHE": "off"}),
        CLICK_PROMPT: Start(python(*CLICK, "prompt"), b"Q"),
    }
    if peer:
        starts[CLANKI] = clanki.start(peer, here / f"anki-{count}", fields_of(source), wanted)
    return starts


def _replays(here: Path, replays: Mapping[int, int]) -> Iterator[str]:
    yield "Replay: a rebuild from the file and back to it; py-fsrs's own loop over the same, all in memory"
    for number, turns in replays.items():
        found = _work("replay", _history(here, number), number, turns)
        for name, key in (("msc-learn progress rebuild", "ours"), ("py-fsrs, review_card alone", "peer")):
            speed = f"   {number / found[key]:9,.0f} reviews/s"
            yield f"{_line(f'{name}, {number:,}', found[key], found['ours'])}{speed}"
    yield ""


def _answers(found: Mapping[str, Any], reviews: int) -> Iterator[str]:
    yield "Answer: until it is on disk and the card is scheduled; ms, median and 99th percentile"
    names = {
        EMPTY: "msc-learn, empty history",
        FULL: f"msc-learn, {reviews:,} reviews",
        LIMIT: "SQLite, one row, WAL, FULL",
        ANKI: "Anki's answer_card, as clanki calls it",
    }
    yield from _spread(names, found)


def _openings(found: Mapping[str, Any], reviews: int) -> Iterator[str]:
    yield "Opening a history, in a process that runs; ms, median and 99th percentile"
    names = {
        EMPTY: "msc-learn, empty history",
        FULL: f"msc-learn, {reviews:,} reviews",
        LIMIT: f"SQLite, {reviews:,} reviews, a page read",
    }
    yield from _spread(names, found)


def _simulation(found: Mapping[str, Any], days: int) -> Iterator[str]:
    yield f"Work to come: {days} days simulated, {found['answers']:,} answers drawn and scheduled"
    yield _line("msc-learn, simulate", found["ours"], found["ours"])
    yield _line("py-fsrs, as many reviews", found["peer"], found["ours"])
    yield ""


def _spread(names: Mapping[str, str], found: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    for key, name in names.items():
        middle, late = found[key]
        ratio = middle / found[EMPTY][0]
        yield f"  {name:44}{middle * 1e3:8.3f} ms {late * 1e3:8.3f} ms {ratio:8.2f} x"
    yield ""


def _line(name: str, seconds: float, ours: float) -> str:
    return f"  {name:44}{seconds:8.3f} s {seconds / ours:8.2f} x"


def _history(here: Path, number: int) -> Path:
    return here / f"history-{number}.db"


def _work(*words: object) -> dict[str, Any]:
    command = python("-m", "bench.studying", *map(str, words))
    found: dict[str, Any] = json.loads(
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    )
    return found
