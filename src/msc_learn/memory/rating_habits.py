"""How a learner rates and how long an answer takes them, counted from their reviews."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from msc_learn.memory.days import day_of
from msc_learn.memory.review import Purpose, Rating, Review

# Below so many answers of a kind, those of others say more: the figures Anki's own simulator starts from.
ENOUGH = 20
_FIRST = (0.24, 0.094, 0.495, 0.171)
_AGAIN_THAT_DAY = (0.0519, 0.047, 0.8462, 0.055)
_RECALLED = (0.0, 0.224, 0.631, 0.145)
_SECONDS = (19.4, 17.6, 12.4, 8.9)
# A pause longer than this was spent away from the card.
_LONGEST = 120_000


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of Again, Hard, Good and Easy at a card's first answer, at later answers of the same day, and
    where a card was recalled on a later day; and the seconds an answer of each takes."""

    first: tuple[float, ...] = _FIRST
    same_day: tuple[float, ...] = _AGAIN_THAT_DAY
    recalled: tuple[float, ...] = _RECALLED
    seconds: tuple[float, ...] = _SECONDS


def habits_of(reviews: Iterable[Review]) -> Habits:
    """Return the habits of a learner's practice; of what was done too seldom, the habits of others."""
    first, same_day, recalled = ([0] * len(Rating) for _ in range(3))
    times: list[list[int]] = [[] for _ in Rating]
    days: dict[tuple[str, str], int] = {}
    for review in reviews:
        if review.purpose is Purpose.CRAM:
            continue
        rating, card = review.rating - 1, (review.course, review.card)
        day = day_of(review.at, review.zone).toordinal()
        if review.elapsed > 0:
            times[rating].append(min(review.elapsed, _LONGEST))
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
        tuple(median(own) / 1000 if len(own) >= ENOUGH else others for own, others in seconds),
    )


def _shares(counts: Sequence[int], others: tuple[float, ...]) -> tuple[float, ...]:
    total = sum(counts)
    if total < ENOUGH or counts[0] == total:
        return others
    return tuple(count / total for count in counts)
