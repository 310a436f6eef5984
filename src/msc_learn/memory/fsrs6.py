"""FSRS-6 scheduler with deterministic fuzz, over a learner's days; the only door to `fsrs`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msc_learn.constants import FUZZ, MAXIMUM_DAYS
from msc_learn.memory.days import day_of, start_of
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import LEARNER, Memory, Purpose, Rating, Review, State

if TYPE_CHECKING:
    import fsrs

# Indexed by the numbers of `fsrs.State`, which begin at 1.
_STATES = (State.LEARNING, State.LEARNING, State.REVIEW, State.RELEARNING)
# The due time of a new card, which FSRS does not read.
_UNUSED = datetime(1970, 1, 1, tzinfo=UTC)


def remember(reviews: Iterable[Review], parameters: Parameters = DEFAULT) -> Memory | None:
    """Return the memory after replaying the reviews of one card in their order; None without practice.

    As in Anki, all of them are replayed with the same parameters, whatever was in force at the time.
    """
    memory = None
    for review in reviews:
        memory = next_memory(memory, review, parameters)
    return memory


def next_memory(memory: Memory | None, review: Review, parameters: Parameters = DEFAULT) -> Memory | None:
    """Return the memory after a review; cramming leaves it as it is."""
    if review.purpose is Purpose.CRAM:
        return memory
    day = day_of(review.at, review.zone).toordinal()
    after = _step(memory, review.rating, day, parameters)
    state = _STATES[after.state]
    reps = memory.reps + 1 if memory else 1
    interval = after.due - _noon(day)
    if state is State.REVIEW:
        days = fuzzed(interval.days, seeded_uniform(review.learner, review.card, reps))
        due = start_of(date.fromordinal(day + days), review.zone)
    else:
        due = review.at + interval
    learned = memory is not None and memory.state is State.REVIEW
    return Memory(
        stability=after.stability or 0.0,
        difficulty=after.difficulty or 0.0,
        due=due,
        first=memory.first if memory else review.at,
        last=review.at,
        day=day,
        reps=reps,
        lapses=(memory.lapses if memory else 0) + (learned and review.rating is Rating.AGAIN),
        state=state,
        step=after.step,
        version=review.version,
    )


def retrievability(
    memory: Memory, now: datetime, zone: str = "UTC", parameters: Parameters = DEFAULT
) -> float:
    """Return the probability that the card is recalled on the learner's day of `now`."""
    return recall_on(day_of(now, zone).toordinal(), memory, parameters)


def recall_on(day: int, memory: Memory, parameters: Parameters = DEFAULT) -> float:
    """Return the probability that the card is recalled on a day, an ordinal as in `Memory.day`."""
    return _scheduler(parameters).get_card_retrievability(_card(memory), _noon(day))


def preview(
    memory: Memory | None,
    now: datetime,
    *,
    card: str,
    learner: str = LEARNER,
    zone: str = "UTC",
    parameters: Parameters = DEFAULT,
) -> dict[Rating, timedelta]:
    """Return the interval that each rating would give; whole days from one day on."""
    asked = Review("", learner, "", card, Rating.AGAIN, now, zone)
    today = start_of(day_of(now, zone), zone)
    waits = {}
    for rating in Rating:
        after = next_memory(memory, replace(asked, rating=rating), parameters)
        assert after is not None  # noqa: S101  # practice always gives a memory
        # A day with a clock change has 23 or 25 hours and still counts as one.
        days = round((after.due - today) / timedelta(days=1))
        waits[rating] = timedelta(days=days) if after.state is State.REVIEW else after.due - now
    return waits


def fuzzed(days: int, draw: float) -> int:
    """Return an interval with fuzz from a draw in 0 to 1; short ones stay, longer ones keep their order."""
    if days < 3:
        return days
    low, high = _around(days)
    return min(low + int(draw * (high - low + 1)), MAXIMUM_DAYS)


@lru_cache(maxsize=4096)
def _around(days: int) -> tuple[int, int]:
    width = 1 + sum(factor * max(min(days, end) - start, 0) for start, end, factor in FUZZ)
    return max(2, round(days - width)), min(round(days + width), MAXIMUM_DAYS)


def seeded_uniform(learner: str, card: str, reps: int) -> float:
    """Seeded uniform draw from 0 to 1 for one repetition, so that every replay gives the same fuzz."""
    import hashlib

    digest = hashlib.sha256(f"{learner}\0{card}\0{reps}".encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def warm() -> None:
    """Load the scheduler while the learner reads a question, so that the answer need not wait for it."""
    _scheduler(DEFAULT)


def clamped(weights: Iterable[float]) -> tuple[float, ...]:
    """Return weights rounded to four decimals and clamped to the bounds of FSRS-6."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    bounds = zip(weights, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(round(min(max(weight, low), high), 4) for weight, low, high in bounds)


@lru_cache(maxsize=32)
def _scheduler(parameters: Parameters) -> "fsrs.Scheduler":
    import fsrs

    # Its own fuzz is not seeded: preview, answer and replay would disagree.
    return fsrs.Scheduler(
        clamped(parameters.weights),
        parameters.retention,
        enable_fuzzing=False,
        maximum_interval=MAXIMUM_DAYS,
    )


def _step(memory: Memory | None, rating: Rating, day: int, parameters: Parameters) -> "fsrs.Card":
    ratings, _ = _numbers()
    after, _ = _scheduler(parameters).review_card(_card(memory), ratings[rating], _noon(day))
    return after


def _card(memory: Memory | None) -> "fsrs.Card":
    import fsrs

    # For a card without an id, `fsrs` sleeps a millisecond to make one.
    if memory is None:
        return fsrs.Card(card_id=0, due=_UNUSED)
    _, states = _numbers()
    return fsrs.Card(
        card_id=0,
        state=states[memory.state],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=_noon(memory.day),
    )


@cache
def _numbers() -> "tuple[dict[Rating, fsrs.Rating], dict[State, fsrs.State]]":
    import fsrs

    # A lookup by enum value would take longer than all the arithmetic of a review.
    ratings = {rating: fsrs.Rating(int(rating)) for rating in Rating}
    return ratings, {state: fsrs.State(_STATES.index(state, 1)) for state in State}


@lru_cache(maxsize=4096)
def _noon(day: int) -> datetime:
    # FSRS counts spans of 24 hours; a learner's evening and next morning must be one day apart.
    on = date.fromordinal(day)
    return datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
