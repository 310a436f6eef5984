"""Generated histories of any size: the same reviews in every run, and the same for every peer."""

import heapq
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from msc_learn.history.schema import INSERT_REVIEW, review_row
from msc_learn.history.store import History
from msc_learn.memory.review import Rating, Review

COURSE = "generated"
START = datetime(2016, 1, 4, 7, tzinfo=UTC)
_NEW_A_DAY = 20
# What a learner gives, in 20: again, hard, good, easy.
_RATINGS = (Rating.AGAIN,) * 2 + (Rating.HARD,) * 3 + (Rating.GOOD,) * 13 + (Rating.EASY,) * 2
_LONGEST_GAP = 120


def reviews(number: int) -> list[Review]:
    """Return the first reviews of daily study, by their times: gaps double, and start anew after a lapse."""
    return list(islice(_reviews(random.Random(number)), number))  # noqa: S311 - the same in every run


def write_history(path: Path, found: list[Review]) -> None:
    """Write reviews as they are, without what follows from them: that is for a rebuild to make."""
    with History.open(path):
        pass
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(INSERT_REVIEW, map(review_row, found))


def _reviews(chance: random.Random) -> Iterator[Review]:
    waiting: list[tuple[int, int, int]] = []
    day = cards = number = 0
    while True:
        for card in range(cards, cards + _NEW_A_DAY):
            heapq.heappush(waiting, (day, card, 0))
        cards += _NEW_A_DAY
        at = START + timedelta(days=day)
        while waiting[0][0] <= day:
            _, card, gap = heapq.heappop(waiting)
            rating = chance.choice(_RATINGS)
            yield _review(number, card, rating, at)
            number, at = number + 1, at + timedelta(seconds=7)
            if gap == 0 and rating is not Rating.EASY:
                # A new card, and one that was lapsed, is asked once more the same day.
                yield _review(number, card, Rating.GOOD, at)
                number, at = number + 1, at + timedelta(seconds=7)
            after = 0 if rating is Rating.AGAIN and gap else min(max(1, gap * 2), _LONGEST_GAP)
            heapq.heappush(waiting, (day + max(after, 1), card, after))
        day += 1


def _review(number: int, card: int, rating: Rating, at: datetime) -> Review:
    return Review(f"{number:09d}", "me", COURSE, f"card-{card}#1", rating, at, "Europe/Zurich", elapsed=7000)
