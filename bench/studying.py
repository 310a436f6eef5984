"""The work of the table of the quiz, in processes of its own: each prints seconds as JSON."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.peers import anki_reviews, plain_fsrs, raw_insert
from bench.studied import COURSE, START, reviews, write_history
from msc_learn.history.projection import rebuild
from msc_learn.history.store import History
from msc_learn.memory.parameters import DEFAULT
from msc_learn.memory.rating_habits import Habits
from msc_learn.memory.review import Rating, Review, event_id
from msc_learn.memory.simulation import RUNS, Plan, simulate

EMPTY, FULL, LIMIT, ANKI = "empty", "full", "limit", "anki"
_LATER = START + timedelta(days=20 * 365)
_NEW_A_DAY = 10
# The first answers wait for what is loaded on use.
_UNMEASURED = 5


def replay(path: str, number: str, turns: str) -> Mapping[str, object]:
    """Make a history of so many reviews; return the seconds of its rebuild, and py-fsrs's over the same."""
    found = reviews(int(number))
    write_history(Path(path), found)
    ours, peer = [], []
    with History.open(Path(path)) as history:
        for _ in range(int(turns)):
            begun = time.perf_counter()
            rebuild(history)
            ours.append(time.perf_counter() - begun)
            peer.append(plain_fsrs.replay(found))
    return {"ours": median(ours), "peer": median(peer)}


def answer(empty: str, full: str, number: str) -> Mapping[str, tuple[float, float]]:
    """Answer so many times in two histories and with the peers, in turn; return medians and late times."""
    notes = [[f"{place} cell?", "a factor"] for place in range(int(number) + _UNMEASURED)]
    with (
        History.open(Path(empty)) as one,
        History.open(Path(full)) as other,
        closing(raw_insert.connect(Path(f"{empty}.limit"))) as database,
        closing(anki_reviews.make(Path(f"{empty}.anki2"), "Generated", notes)) as collection,
    ):
        return _timed(
            {
                EMPTY: lambda turn: _append(one, turn),
                FULL: lambda turn: _append(other, turn),
                LIMIT: lambda _: raw_insert.insert(database),
                ANKI: lambda _: anki_reviews.answer(collection),
            },
            int(number),
        )


def open_(empty: str, full: str, number: str) -> Mapping[str, tuple[float, float]]:
    """Open two histories so many times in turn, and the larger with SQLite alone; return as `answer`."""
    return _timed(
        {
            EMPTY: lambda _: _open(Path(empty)),
            FULL: lambda _: _open(Path(full)),
            LIMIT: lambda _: raw_insert.open_and_read(Path(full)),
        },
        int(number),
    )


def simulated(days: str, turns: str) -> Mapping[str, float]:
    """Simulate so many days; return the seconds, the answers, and py-fsrs's seconds for as many answers."""
    plan = Plan(int(days), 28, _NEW_A_DAY)
    cards = [f"card-{place}#1" for place in range(int(days) * _NEW_A_DAY)]
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    ours, peer, answers = [], [], 0
    for _ in range(int(turns)):
        begun = time.perf_counter()
        found = simulate({}, cards, DEFAULT, Habits(), now, "UTC", plan)
        ours.append(time.perf_counter() - begun)
        answers = round(sum(stretch.answers for stretch in found) * RUNS)
        peer.append(plain_fsrs.replay(reviews(answers)))
    return {"ours": median(ours), "peer": median(peer), "answers": answers}


def _timed(ways: Mapping[str, Callable[[int], float]], number: int) -> dict[str, tuple[float, float]]:
    """Go each way so many times, in turn; return the median and the 99th percentile of each."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(number + _UNMEASURED):
        for name, way in ways.items():
            spent = way(turn)
            if turn >= _UNMEASURED:
                found[name].append(spent)
    return {name: (median(times), quantiles(times, n=100)[-1]) for name, times in found.items()}


def _append(history: History, turn: int) -> float:
    at = _LATER + timedelta(minutes=turn)
    name = event_id(at, turn.to_bytes(10, "big"))
    review = Review(name, "me", COURSE, f"card-{turn}#1", Rating.GOOD, at, "Europe/Zurich", elapsed=7000)
    begun = time.perf_counter()
    history.append(review)
    return time.perf_counter() - begun


def _open(path: Path) -> float:
    begun = time.perf_counter()
    with History.open(path):
        pass
    return time.perf_counter() - begun


WORK: dict[str, Callable[..., Mapping[str, object]]] = {
    "replay": replay,
    "answer": answer,
    "open": open_,
    "simulate": simulated,
}

if __name__ == "__main__":
    # Anki says on the screen what took it long.
    with redirect_stdout(sys.stderr):
        answered = WORK[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(answered))
