"""What was answered in practice, each answer with the chance of recall that had been foretold for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from msc_learn.memory.days import day_of
from msc_learn.memory.replay import Former
from msc_learn.memory.review import Purpose, Rating, Recall, Review, milliseconds, moment

# No clock is set off by less than a quarter of an hour, so a day ends with one.
QUARTER = 900_000
# A longer pause is not spent on the card.
PAUSE = 120_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of practice: the card, the learner's day, what was rated, the milliseconds it took.

    `chance` is the chance of recall foretold, None where the card was not yet learned.
    """

    card: str
    day: date
    rating: Rating
    elapsed: int
    chance: float | None


def answers_of(reviews: Iterable[Review], recalls: Iterable[Recall], former: Former) -> tuple[Answer, ...]:
    """Return the answers of practice of one learner, in their order, under the ids cards have now."""
    names: Mapping[tuple[str, str], str] = {(course, old): new for (course, new), old in former.items()}
    chances = {(recall.at, recall.card): recall.chance for recall in recalls}
    found = (
        (review, milliseconds(review.at), names.get((review.course, review.card), review.card))
        for review in reviews
        if review.purpose is Purpose.PRACTICE
    )
    return tuple(
        Answer(
            card,
            quarter_day(at // QUARTER, review.zone),
            review.rating,
            min(review.elapsed, PAUSE),
            chances.get((at, card)),
        )
        for review, at, card in found
    )


@cache
def quarter_day(quarter: int, zone: str) -> date:
    """Return the learner's day of a quarter of an hour, counted from 1970."""
    return day_of(moment(quarter * QUARTER), zone)
