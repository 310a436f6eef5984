"""Rating distribution and answer times of a learner, counted from their reviews."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from msc_learn.memory.days import day_of
from msc_learn.memory.review import MAX_ANSWER_MS, Purpose, Rating, Review

# With fewer answers of a kind, the defaults of Anki's simulator are closer than the learner's own.
MIN_ANSWERS = 20
_FIRST = (0.24, 0.094, 0.495, 0.171)
_AGAIN_THAT_DAY = (0.0519, 0.047, 0.8462, 0.055)
_RECALLED = (0.0, 0.224, 0.631, 0.145)
_SECONDS = (19.4, 17.6, 12.4, 8.9)


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of Again, Hard, Good and Easy, and the seconds that an answer of each rating takes.

    `first` is of a card's first answer, `same_day` of further answers on one day, and `recalled` of cards
    recalled on a later day.
    """

    first: tuple[float, ...] = _FIRST
    same_day: tuple[float, ...] = _AGAIN_THAT_DAY
    recalled: tuple[float, ...] = _RECALLED
    seconds: tuple[float, ...] = _SECONDS


def habits_of(reviews: Iterable[Review]) -> Habits:
    """Return the habits of a learner's practice, with defaults for what has too few answers."""
    first, same_day, recalled = ([0] * len(Rating) for _ in range(3))
    times: list[list[int]] = [[] for _ in Rating]
    days: dict[tuple[str, str], int] = {}
    for review in reviews:
        if review.purpose is Purpose.CRAM:
            continue
        rating, card = review.rating - 1, (review.course, review.card)
        day = day_of(review.at, review.zone).toordinal()
        if review.elapsed > 0:
            times[rating].append(min(review.elapsed, MAX_ANSWER_MS))
        if card not in days:
            first[rating] += 1
        elif day <= days[card]:
            same_day[rating] += 1
        elif review.rating is not Rating.AGAIN:
            recalled[rating] += 1
        days[card] = day
    seconds = zip(times, _SECONDS, strict=True)
    return Habits(
        _shares(first, _FIRST),
        _shares(same_day, _AGAIN_THAT_DAY),
        _shares(recalled, _RECALLED),
        tuple(median(own) / 1000 if len(own) >= MIN_ANSWERS else default for own, default in seconds),
    )


def _shares(counts: Sequence[int], default: tuple[float, ...]) -> tuple[float, ...]:
    total = sum(counts)
    if total < MIN_ANSWERS or counts[0] == total:
        return default
    return tuple(count / total for count in counts)
