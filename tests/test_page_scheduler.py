"""The study page's schedule: in a real browser, the numbers of the terminal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of, start_of
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import Memory, Purpose, Rating, Review, milliseconds, moment
from pages import Rules, assert_same, is_close, plain_memory, plain_parameters, plain_review, rules

BOUNDS = tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))
# Both halves of the world, half hours, a zone whose clock moves by half an hour, a day that never was.
ZONES = (
    *("UTC", "Europe/Zurich", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "+05:45", "-11:00", "-03:30", "no/zone"),
)
MINUTES_A_YEAR = 366 * 24 * 60
STARTS = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
GAPS = st.one_of(st.integers(0, 30), st.integers(0, 3 * 24 * 60), st.integers(-600, MINUTES_A_YEAR))
ANSWERS = st.lists(
    st.tuples(st.sampled_from(Rating), GAPS, st.sampled_from((*(Purpose.PRACTICE,) * 5, Purpose.CRAM))),
    min_size=1,
    max_size=16,
)


@st.composite
def parameters_of(draw: st.DrawFn) -> Parameters:
    """Draw weights from all that FSRS-6 takes, or those of its authors, and a retention."""
    retention = draw(st.sampled_from([0.7, 0.85, 0.9, 0.95, 0.97]))
    if draw(st.booleans()):
        return replace(DEFAULT, retention=retention)
    # From a seed: at an interval of just a half day the last bit of a power would decide.
    random = draw(st.randoms(use_true_random=False, note_method_calls=False))
    return Parameters(tuple(random.uniform(low, high) for low, high in BOUNDS), retention)


@st.composite
def histories(draw: st.DrawFn) -> list[Review]:
    at, zone, found = draw(STARTS), draw(st.sampled_from(ZONES)), []
    card = draw(st.sampled_from(["vegf-name#1", "µ-opioid#2", "a#1"]))
    for rating, gap, purpose in draw(ANSWERS):
        at = moment(milliseconds(at)) + timedelta(minutes=gap)
        found.append(Review("", "me", "course", card, rating, at, zone, purpose=purpose))
    return found


@pytest.fixture(scope="module")
def page() -> Iterator[Rules]:
    with rules() as opened:
        yield opened


FOLLOW = """([reviews, parameters]) => {
  const steps = [];
  let memory = null;
  for (const review of reviews) {
    const { at, card, learner, zone } = review;
    const waits = Fsrs6.preview(memory, at, { card, learner, zone, parameters });
    memory = Fsrs6.next(memory, review, parameters);
    const later = at + 40 * 86400000;
    steps.push({
      memory,
      waits: [1, 2, 3, 4].map((rating) => waits[rating]),
      recall: memory && Fsrs6.retrievability(memory, later, zone, parameters),
    });
  }
  return { steps, remembered: Fsrs6.remember(reviews, parameters) };
}"""


def assert_followed(found: dict[str, Any], reviews: list[Review], parameters: Parameters) -> None:
    memory: Memory | None = None
    for step, review in zip(found["steps"], reviews, strict=True):
        waits = fsrs6.preview(
            memory,
            review.at,
            card=review.card,
            learner=review.learner,
            zone=review.zone,
            parameters=parameters,
        )
        assert step["waits"] == [wait / timedelta(milliseconds=1) for wait in waits.values()]
        memory = fsrs6.next_memory(memory, review, parameters)
        assert_same(step["memory"], memory)
        if memory:
            later = review.at + timedelta(days=40)
            assert is_close(step["recall"], fsrs6.retrievability(memory, later, review.zone, parameters))
    assert_same(found["remembered"], memory)


@settings(max_examples=40)
@given(st.lists(st.tuples(histories(), parameters_of()), min_size=1, max_size=12))
def test_memories_previews_and_chances_are_those_of_the_terminal(
    page: Rules, asked: list[tuple[list[Review], Parameters]]
) -> None:
    given_answers = [
        [list(map(plain_review, reviews)), plain_parameters(parameters)] for reviews, parameters in asked
    ]
    found = page.evaluate(f"asked => asked.map({FOLLOW})", given_answers)
    for one, (reviews, parameters) in zip(found, asked, strict=True):
        assert_followed(one, reviews, parameters)


def test_without_parameters_the_default_ones_hold(page: Rules) -> None:
    reviews = [
        Review("", "me", "course", "a#1", rating, datetime(2026, 3, day, 12, tzinfo=UTC))
        for day, rating in ((1, Rating.GOOD), (2, Rating.GOOD), (9, Rating.AGAIN), (10, Rating.EASY))
    ]
    found = page.evaluate("reviews => Fsrs6.remember(reviews)", list(map(plain_review, reviews)))
    assert_same(found, fsrs6.remember(reviews))
    assert page.evaluate("Fsrs6.DEFAULT") == plain_parameters(DEFAULT)


@pytest.mark.parametrize("zone", ZONES)
def test_days_begin_and_end_as_in_the_terminal_the_year_round(page: Rules, zone: str) -> None:
    """2011 has the day that Apia left out; from 2026 on, all changes of clocks to come."""
    days = [date(year, 1, 1) + timedelta(days=n) for year in (2011, 2026, 2027) for n in range(366)]
    numbers = [day.toordinal() for day in days]
    starts = page.evaluate("([days, zone]) => days.map((day) => Days.startOf(day, zone))", [numbers, zone])
    assert starts == [milliseconds(start_of(day, zone)) for day in days]
    # On either side of four in the morning, and of the hours at which clocks change.
    moments = [start + minutes * 60_000 for start in starts for minutes in (-181, -61, -60, -1, 0, 1, 59, 60)]
    found = page.evaluate("([all, zone]) => all.map((ms) => Days.dayOf(ms, zone))", [moments, zone])
    assert found == [day_of(moment(ms), zone).toordinal() for ms in moments]


@pytest.mark.parametrize(
    "zone", ["", "UTC", "+05:30", "-5", "+1:", "+30", "+5:x", "+05:30:15", "Mars/Base", "-0"]
)
def test_a_zone_is_read_as_in_the_terminal(page: Rules, zone: str) -> None:
    at = datetime(2026, 7, 1, 3, 59, tzinfo=UTC)
    moments = [at + timedelta(minutes=30 * n) for n in range(48)]
    found = page.evaluate(
        "([all, zone]) => all.map((ms) => Days.dayOf(ms, zone))",
        [list(map(milliseconds, moments)), zone],
    )
    assert found == [day_of(one, zone).toordinal() for one in moments]


@given(st.lists(st.floats(-1, 120, allow_nan=False), min_size=21, max_size=21))
def test_weights_that_fsrs_does_not_take_are_moved_to_those_it_takes(
    page: Rules, weights: list[float]
) -> None:
    """The first answer, rated Easy, shows the fourth weight; the second, a week on, most of the others."""
    reviews = [
        Review("", "me", "course", "a#1", Rating.EASY, datetime(2026, 3, day, 12, tzinfo=UTC))
        for day in (1, 8)
    ]
    parameters = Parameters(tuple(weights))
    sent = [list(map(plain_review, reviews)), plain_parameters(parameters)]
    found = page.evaluate("([reviews, parameters]) => Fsrs6.remember(reviews, parameters)", sent)
    expected = fsrs6.remember(reviews, parameters)
    assert expected is not None
    for name in ("stability", "difficulty"):
        assert is_close(found[name], plain_memory(expected)[name])


def test_an_interval_of_just_a_half_day_is_rounded_as_in_the_terminal(page: Rules) -> None:
    easy = Review("", "me", "course", "a#1", Rating.EASY, datetime(2026, 3, 1, 12, tzinfo=UTC))
    halves = [
        Parameters((*DEFAULT.weights[:3], half / 2, *DEFAULT.weights[4:]), retention)
        for half in range(1, 60, 2)
        for retention in (0.8, 0.9)
    ]
    found = page.evaluate(
        "([review, all]) => all.map((parameters) => Fsrs6.next(null, review, parameters).due)",
        [plain_review(easy), list(map(plain_parameters, halves))],
    )
    expected = [fsrs6.next_memory(None, easy, parameters) for parameters in halves]
    assert found == [milliseconds(memory.due) for memory in expected if memory]
