"""A learner whose memory is known: reviews drawn by a seed from weights that the scheduler does not know."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, islice

from msc_learn.memory.fsrs6 import clamped, next_memory, retrievability
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import Memory, Rating, Review, State

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
# Much is lost within the first days, and what is learned stays less well than most learners keep it.
FORGETFUL = Parameters(clamped(DEFAULT.weights[n] * {8: 0.75}.get(n, 0.3 if n < 4 else 1) for n in range(21)))
_FIRST, _RECALLED = (24, 10, 50, 16), (0, 20, 65, 15)


def reviews(
    number: int, truth: Parameters, *, seed: int = 1, new: int = 8, start: datetime = START
) -> list[Review]:
    """Return a learner's first reviews: scheduled by the default weights, recalled by the true ones."""
    return [*islice(_reviews(truth, random.Random(seed), new, start), number)]  # noqa: S311


def _reviews(truth: Parameters, lot: random.Random, new: int, start: datetime) -> Iterator[Review]:
    known: dict[str, tuple[Memory, Memory]] = {}
    numbers = count()
    for day in count():
        at = start + timedelta(days=day)
        cards = [card for card, (kept, _) in known.items() if kept.due <= at]
        for card in [*cards, *(f"c{len(known) + n}#1" for n in range(new))]:
            for review in _day(card, known, truth, lot, at):
                name = f"{next(numbers):08d}"
                yield Review(
                    name, "me", "course", card, review.rating, review.at, elapsed=lot.randint(2000, 30000)
                )


def _day(
    card: str, known: dict[str, tuple[Memory, Memory]], truth: Parameters, lot: random.Random, at: datetime
) -> Iterator[Review]:
    while True:
        kept, real = known.get(card, (None, None))
        rating = _rating(real, truth, lot, at)
        review = Review("", "me", "course", card, rating, at)
        after, really = next_memory(kept, review), next_memory(real, review, truth)
        assert after is not None
        assert really is not None
        known[card] = (after, really)
        yield review
        if after.state is State.REVIEW:
            return
        at = after.due


def _rating(real: Memory | None, truth: Parameters, lot: random.Random, at: datetime) -> Rating:
    if real is None:
        return _drawn(lot, _FIRST)
    if real.day == at.date().toordinal():
        return Rating.GOOD
    if lot.random() >= retrievability(real, at, "UTC", truth):
        return Rating.AGAIN
    return _drawn(lot, _RECALLED)


def _drawn(lot: random.Random, weights: Sequence[int]) -> Rating:
    [number] = lot.choices((1, 2, 3, 4), weights)
    return Rating(number)
