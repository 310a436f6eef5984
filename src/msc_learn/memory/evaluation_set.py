"""Evaluation set for the memory model: the first answer to a card on each later day, with its past."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from msc_learn.memory.days import day_of
from msc_learn.memory.replay import NEVER_RENAMED, Former, present_ids
from msc_learn.memory.review import Purpose, Review, milliseconds

# A rating, and the days since the answer before it.
PastAnswer = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScoredReview:
    """A review whose recall a model predicts: `answers` are all answers to its card up to and with it.

    `learned` is set where the card had left its learning steps, if that is known.
    """

    at: datetime
    answers: tuple[PastAnswer, ...]
    card: str = ""
    learned: bool = False

    @property
    def recalled(self) -> bool:
        """Whether the card was recalled."""
        return self.answers[-1][0] > 1


def scored_reviews(
    reviews: Iterable[Review],
    former: Former = NEVER_RENAMED,
    learned: Collection[tuple[int, str]] = frozenset(),
) -> tuple[ScoredReview, ...]:
    """Return the scored reviews, the oldest first, under the present ids of their cards.

    Cramming is left out; a second answer on one day is not scored, but is part of the past of later ones.
    `learned` has the time in milliseconds and the card of each review of a learned card.
    """
    ids = present_ids(former)
    pasts: dict[tuple[str, str, str], tuple[int, tuple[PastAnswer, ...]]] = {}
    scored = []
    for review in reviews:
        if review.purpose is Purpose.CRAM:
            continue
        card = ids.get((review.course, review.card), review.card)
        key = (review.learner, review.course, card)
        day = day_of(review.at, review.zone).toordinal()
        before, past = pasts.get(key, (day, ()))
        # After a clock was set back, the answer counts as one of the same day.
        days = max(day - before, 0)
        pasts[key] = (day, (*past, (int(review.rating), days)))
        if days:
            is_learned = (milliseconds(review.at), card) in learned
            scored.append(ScoredReview(review.at, pasts[key][1], card, is_learned))
    return tuple(sorted(scored, key=lambda review: review.at))


def time_splits(
    scored: Sequence[ScoredReview],
) -> tuple[tuple[Sequence[ScoredReview], Sequence[ScoredReview]], ...]:
    """Time-series cross-validation: return (training set, held-out fifth) pairs, the oldest pair first.

    The first two fifths are never held out, since too little comes before them. Few reviews make no split.
    """
    cuts = [len(scored) * number // 5 for number in range(2, 6)]
    return tuple((scored[:start], scored[start:end]) for start, end in pairwise(cuts) if 0 < start < end)
