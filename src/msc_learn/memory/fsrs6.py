"""When a card should next be asked: FSRS-6 over a learner's own days; the only door to `fsrs`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msc_learn.memory.days import day_of, start_of
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import LEARNER, Memory, Purpose, Rating, Review, State

if TYPE_CHECKING:
    import fsrs

MAXIMUM_DAYS = 36500
# Anki's widths: what of each stretch of an interval may be added or taken, so that cards learned
# together do not stay together for ever.
_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))


# In the order of the numbers that FSRS gives them.
_STATES = (State.LEARNING, State.LEARNING, State.REVIEW, State.RELEARNING)
# When a card that was never asked is due, which FSRS does not read.
_UNUSED = datetime(1970, 1, 1, tzinfo=UTC)


def remember(reviews: Iterable[Review], parameters: Parameters = DEFAULT) -> Memory | None:
    """Return the memory the reviews of one card amount to, in their order; None where none moved it.

    All of them are replayed by the same parameters, whatever held when each was given, as in Anki.
    """
    memory = None
    for review in reviews:
        memory = next_memory(memory, review, parameters)
    return memory


def next_memory(memory: Memory | None, review: Review, parameters: Parameters = DEFAULT) -> Memory | None:
    """Return the memory after a review; a review that was cramming leaves it as it is."""
    if review.purpose is Purpose.CRAM:
        return memory
    day = day_of(review.at, review.zone).toordinal()
    after = _step(memory, review.rating, day, parameters)
    state = _STATES[after.state]
    reps = memory.reps + 1 if memory else 1
    interval = after.due - _noon(day)
    if state is State.REVIEW:
        days = fuzzed(interval.days, chance(review.learner, review.card, reps))
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
    """Return the chance that the card is recalled on the learner's day of `now`."""
    return recall_on(day_of(now, zone).toordinal(), memory, parameters)


def recall_on(day: int, memory: Memory, parameters: Parameters = DEFAULT) -> float:
    """Return the chance that the card is recalled on a day, by its number as in `Memory.day`."""
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
    """Return how long each rating would put the card off; whole days for a day and more."""
    asked = Review("", learner, "", card, Rating.AGAIN, now, zone)
    today = start_of(day_of(now, zone), zone)
    waits = {}
    for rating in Rating:
        after = next_memory(memory, replace(asked, rating=rating), parameters)
        assert after is not None  # noqa: S101  # practice always leaves a memory
        # A day with a change of clocks has 23 or 25 hours and is a day all the same.
        days = round((after.due - today) / timedelta(days=1))
        waits[rating] = timedelta(days=days) if after.state is State.REVIEW else after.due - now
    return waits


def fuzzed(days: int, chance: float) -> int:
    """Return an interval moved a little by a chance from 0 to 1; short ones stay, longer ones keep order."""
    if days < 3:
        return days
    low, high = _around(days)
    return min(low + int(chance * (high - low + 1)), MAXIMUM_DAYS)


@lru_cache(maxsize=4096)
def _around(days: int) -> tuple[int, int]:
    width = 1 + sum(factor * max(min(days, end) - start, 0) for start, end, factor in _FUZZ)
    return max(2, round(days - width)), min(round(days + width), MAXIMUM_DAYS)


def chance(learner: str, card: str, reps: int) -> float:
    """Return the chance of one repetition, from 0 to 1: the same whenever it is asked, so a replay agrees."""
    import hashlib

    digest = hashlib.sha256(f"{learner}\0{card}\0{reps}".encode(errors="surrogatepass")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def warm() -> None:
    """Load the scheduler, so that the learner waits for it while reading a question, not after."""
    _scheduler(DEFAULT)


def allowed(weights: Iterable[float]) -> tuple[float, ...]:
    """Return trained weights to four decimals, each moved to the nearest one that FSRS-6 takes."""
    from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

    bounds = zip(weights, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(round(min(max(weight, low), high), 4) for weight, low, high in bounds)


@lru_cache(maxsize=32)
def _scheduler(parameters: Parameters) -> "fsrs.Scheduler":
    import fsrs

    # Its own fuzz draws from an unseeded source: a preview, an answer and a replay would disagree.
    return fsrs.Scheduler(
        allowed(parameters.weights),
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

    # A card without an id sleeps for a millisecond to be given one.
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

    # Looked up, for an enum that is asked for by its number takes longer than all that is reckoned with it.
    ratings = {rating: fsrs.Rating(int(rating)) for rating in Rating}
    return ratings, {state: fsrs.State(_STATES.index(state, 1)) for state in State}


@lru_cache(maxsize=4096)
def _noon(day: int) -> datetime:
    # FSRS counts spans of 24 hours; a learner's evening and next morning are a day apart all the same.
    found = date.fromordinal(day)
    return datetime(found.year, found.month, found.day, 12, tzinfo=UTC)
