"""What an attempt at an exam amounts to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from msc_learn.exams.attempt import Attempt, End, Item, Response
from msc_learn.memory.review import Mode
from msc_learn.training.competence import holding
from msc_learn.training.competence_file import Competence

BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def attempt(*scores: float, items: int = 10, pass_mark: int = 80, ended: bool = True) -> Attempt:
    asked = tuple(Item(f"card-{n}#1", "v", "topic", Mode.TYPE, "?", ("answer",)) for n in range(items))
    given = tuple(Response(n, "", (), score, BEGUN, 1000) for n, score in enumerate(scores))
    end = (BEGUN + timedelta(minutes=5), End.SUBMITTED) if ended else (None, None)
    return Attempt(
        *("a", "anna", "msc", "induction", "v", "Induction", BEGUN, "UTC", 45, pass_mark, 12, "seed"),
        items=asked,
        responses=given,
        ended=end[0],
        end=end[1],
    )


@pytest.mark.parametrize(
    ("scores", "passed"),
    [
        ((1,) * 8, True),
        ((1,) * 7, False),
        ((*(1,) * 7, 0.5, 0.5), True),
        ((*(1,) * 7, 0.5), False),
        ((0.1,) * 10, False),
        ((0.8,) * 10, True),
    ],
)
def test_an_attempt_passes_from_the_pass_mark_on(scores: tuple[float, ...], passed: bool) -> None:
    assert attempt(*scores).passed is passed


def test_an_item_left_out_counts_as_nothing() -> None:
    assert attempt(1, 1, 1, 1, 1).score == 0.5


def test_the_last_response_to_an_item_counts() -> None:
    first = attempt(0)
    again = replace(first, responses=(*first.responses, Response(0, "", (), 1, BEGUN, 500)))
    assert (first.points, again.points) == (0, 1)


def test_an_attempt_under_way_is_not_passed() -> None:
    assert not attempt(*(1,) * 10, ended=False).passed


def test_time_is_over_when_the_minutes_of_the_form_are() -> None:
    assert attempt().closes == BEGUN + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("ended", "zone", "until"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), "UTC", date(2026, 2, 28)),
        # Half past seven in the morning in Auckland, and still the day before in UTC.
        (datetime(2026, 2, 28, 18, 30, tzinfo=UTC), "Pacific/Auckland", date(2026, 4, 1)),
        # One at night, which belongs to the day before.
        (datetime(2026, 3, 1, 0, tzinfo=UTC), "Europe/Zurich", date(2026, 3, 28)),
    ],
)
def test_a_pass_is_valid_by_the_days_of_the_learner(ended: datetime, zone: str, until: date) -> None:
    found = replace(attempt(*(1,) * 10), begun=ended, ended=ended, zone=zone, months=1)
    assert found.valid_until == until
    competence = Competence("basics", "Basics", "induction")
    assert holding(competence, [found], ended, zone, {}).until == until


def test_a_failed_attempt_is_valid_until_no_day() -> None:
    assert attempt().valid_until is None
