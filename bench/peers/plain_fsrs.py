"""The peer: py-fsrs's own loop over reviews in memory: no file, no learner's days, no predictions."""

import time
from collections.abc import Sequence

import fsrs

from msc_learn.memory.review import Review


def replay(reviews: Sequence[Review]) -> float:
    """Schedule all reviews and return the seconds that took; what it takes is made ready before."""
    ready = [(one.card, fsrs.Rating(int(one.rating)), one.at) for one in reviews]
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    # Without an id each card would sleep for a millisecond.
    cards = {card: fsrs.Card(card_id=number) for number, (card, _, _) in enumerate(ready)}
    begun = time.perf_counter()
    for card, rating, at in ready:
        cards[card], _ = scheduler.review_card(cards[card], rating, at)
    return time.perf_counter() - begun
