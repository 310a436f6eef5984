"""Reviews and memories as values."""

import dataclasses
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.memory.review import Rating, Review, Verdict, event_id, milliseconds, moment

TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(("rating", "name"), [(1, "AGAIN"), (2, "HARD"), (3, "GOOD"), (4, "EASY")])
def test_ratings_have_the_numbers_of_anki(rating: int, name: str) -> None:
    assert Rating(rating).name == name


@given(TIMES)
def test_a_moment_is_kept_to_the_millisecond(at: datetime) -> None:
    assert timedelta(0) <= at - moment(milliseconds(at)) < timedelta(milliseconds=1)


@given(TIMES, st.binary(min_size=10, max_size=10))
def test_an_event_has_the_name_of_a_uuid_of_version_7(at: datetime, chance: bytes) -> None:
    name = event_id(at, chance)
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", name)


def test_the_names_of_events_sort_by_time(now: datetime) -> None:
    later = now + timedelta(milliseconds=1)
    assert event_id(now, b"\xff" * 10) < event_id(later, b"\0" * 10)


def test_chance_keeps_the_names_of_one_moment_apart(now: datetime) -> None:
    assert len({event_id(now, bytes([n] * 10)) for n in range(200)}) == 200


@pytest.mark.parametrize(
    ("verdict", "rating", "overridden"),
    [
        (Verdict.WRONG, Rating.GOOD, True),
        (Verdict.WRONG, Rating.AGAIN, False),
        (Verdict.RIGHT, Rating.EASY, False),
        (None, Rating.GOOD, False),
    ],
)
def test_a_review_knows_whether_the_verdict_was_overruled(
    now: datetime, verdict: Verdict | None, rating: Rating, overridden: bool
) -> None:
    review = Review("1", "me", "c", "a#1", rating, now, verdict=verdict)
    assert review.overridden is overridden


def test_a_review_cannot_be_changed(now: datetime) -> None:
    review = Review("1", "me", "c", "a#1", Rating.GOOD, now)
    with pytest.raises(dataclasses.FrozenInstanceError):
        review.rating = Rating.EASY  # type: ignore[misc]
