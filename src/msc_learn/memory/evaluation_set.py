"""The reviews that tell how well a memory was foretold: the first answer of each later day to a card."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from msc_learn.memory.days import day_of
from msc_learn.memory.replay import NEVER_RENAMED, Former
from msc_learn.memory.review import Purpose, Review

Answer = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """A review to be foretold: `answers` to its card up to it, each a rating and the days since the last."""

    at: datetime
    answers: tuple[Answer, ...]

    @property
    def recalled(self) -> bool:
        """Whether the card was recalled."""
        return self.answers[-1][0] > 1


def scored_reviews(reviews: Iterable[Review], former: Former = NEVER_RENAMED) -> tuple[Scored, ...]:
    """Return the scored reviews, the oldest first; later answers of a day are in the past of those to come.

    Cramming is left out. A card in `former` goes on from its former id.
    """
    pasts: dict[tuple[str, str, str], tuple[int, tuple[Answer, ...]]] = {}
    found = []
    for review in reviews:
        if review.purpose is Purpose.CRAM:
            continue
        card = former.get((review.course, review.card), review.card)
        key = (review.learner, review.course, card)
        day = day_of(review.at, review.zone).toordinal()
        before, past = pasts.get(key, (day, ()))
        # A clock set back makes no time negative: the answer counts as one of the same day.
        days = max(day - before, 0)
        pasts[key] = (day, (*past, (int(review.rating), days)))
        if days:
            found.append(Scored(review.at, pasts[key][1]))
    return tuple(sorted(found, key=lambda one: one.at))


def fifths(scored: Sequence[Scored]) -> tuple[tuple[Sequence[Scored], Sequence[Scored]], ...]:
    """Return what to train on and what to hold out, the oldest split first: each fifth is met after the past.

    The first two fifths are never held out, for too little stands before them; few reviews make no split.
    """
    cuts = [len(scored) * number // 5 for number in range(2, 6)]
    return tuple((scored[:start], scored[start:end]) for start, end in pairwise(cuts) if 0 < start < end)
