"""The schedule: the intervals of FSRS-6, over the learner's own days, the same on every replay."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.constants import MAXIMUM_DAYS
from msc_learn.memory.days import day_of, start_of, zone_of
from msc_learn.memory.fsrs6 import fuzzed, next_memory, preview, remember, retrievability, seeded_uniform
from msc_learn.memory.review import Memory, Purpose, Rating, Review, State

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ZONES = st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Asia/Kolkata", "+05:45", "-11:00"])
GAPS = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 120 * 24 * 60)), min_size=1, max_size=12)


def review(rating: Rating, at: datetime, *, card: str = "a#1", zone: str = "UTC") -> Review:
    return Review("", "me", "course", card, rating, at, zone)


def history(gaps: list[tuple[Rating, int]], zone: str = "UTC") -> list[Review]:
    at, reviews = START, []
    for rating, minutes in gaps:
        at += timedelta(minutes=minutes)
        reviews.append(review(rating, at, zone=zone))
    return reviews


def unfuzzed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("msc_learn.memory.fsrs6.fuzzed", lambda days, draw: days)


@pytest.mark.parametrize(
    ("ratings", "days", "stability", "difficulty"),
    [
        ("3", 0, 2.3065, 2.1181),
        ("33", 2, 2.3065, 2.1112),
        ("333", 11, 10.9710, 2.1043),
        ("3333", 46, 46.3169, 2.0975),
        ("33333", 163, 162.9998, 2.0906),
        ("4", 8, 8.2956, 1.0),
        ("44", 66, 65.6242, 1.0),
        ("444", 397, 396.7750, 1.0),
        ("33313", 2, 1.5718, 7.3778),
        ("1333", 2, 2.1521, 6.3798),
        ("2333", 5, 4.6560, 5.0825),
        ("3323", 26, 26.4271, 4.7388),
        ("3343", 81, 81.0244, 1.0),
    ],
)
def test_the_intervals_are_those_of_fsrs_6_with_its_default_parameters(
    monkeypatch: pytest.MonkeyPatch, ratings: str, days: int, stability: float, difficulty: float
) -> None:
    unfuzzed(monkeypatch)
    memory, at = None, START
    for rating in ratings:
        memory = next_memory(memory, review(Rating(int(rating)), at))
        assert memory is not None
        last, at = at, memory.due
    assert memory is not None
    assert (day_of(memory.due, "UTC") - day_of(last, "UTC")).days == days
    assert memory.stability == pytest.approx(stability, abs=1e-4)
    assert memory.difficulty == pytest.approx(difficulty, abs=1e-4)


@given(GAPS, ZONES)
def test_a_replay_gives_the_same_memory_as_the_live_reviews(
    gaps: list[tuple[Rating, int]], zone: str
) -> None:
    reviews = history(gaps, zone)
    live = None
    for one in reviews:
        live = next_memory(live, one)
    assert remember(reviews) == live
    assert live is not None
    assert live.reps == len(reviews)
    assert live.first == reviews[0].at


@given(GAPS, st.integers(0, 400 * 24 * 60), ZONES)
def test_a_better_rating_never_brings_a_card_back_sooner(
    gaps: list[tuple[Rating, int]], wait: int, zone: str
) -> None:
    reviews = history(gaps, zone)
    now = reviews[-1].at + timedelta(minutes=wait)
    waits = preview(remember(reviews), now, card="a#1", zone=zone)
    assert all(waits[worse] <= waits[better] for worse, better in pairwise(Rating))


@given(GAPS, ZONES, st.sampled_from(Rating))
def test_a_preview_says_what_the_answer_then_does(
    gaps: list[tuple[Rating, int]], zone: str, rating: Rating
) -> None:
    reviews = history(gaps, zone)
    memory, now = remember(reviews), reviews[-1].at + timedelta(days=3)
    after = next_memory(memory, review(rating, now, zone=zone))
    wait = preview(memory, now, card="a#1", zone=zone)[rating]
    assert after is not None
    if after.state is State.REVIEW:
        assert after.due == start_of(day_of(now, zone) + wait, zone)
    else:
        assert after.due == now + wait


@given(st.integers(1, MAXIMUM_DAYS - 1), st.floats(0, 1, exclude_max=True))
def test_fuzz_keeps_order_and_stays_near(days: int, draw: float) -> None:
    moved = fuzzed(days, draw)
    assert moved <= fuzzed(days + 1, draw)
    assert abs(moved - days) <= 3 + days * 0.06
    assert moved == days or days >= 3


def test_fuzz_hangs_on_learner_card_and_repetition_alone() -> None:
    assert seeded_uniform("me", "a#1", 3) == seeded_uniform("me", "a#1", 3)
    assert (
        len(
            {
                seeded_uniform(*one)
                for one in [("me", "a#1", 3), ("you", "a#1", 3), ("me", "b#1", 3), ("me", "a#1", 4)]
            }
        )
        == 4
    )


def test_cramming_moves_nothing(now: datetime) -> None:
    memory = next_memory(None, review(Rating.GOOD, now))
    crammed = Review("", "me", "c", "a#1", Rating.AGAIN, now + timedelta(days=1), purpose=Purpose.CRAM)
    assert next_memory(memory, crammed) is memory
    assert remember([crammed]) is None


@pytest.mark.parametrize(
    ("at", "zone", "due"),
    [
        ("2026-03-02T09:30", "UTC", "2026-03-10T04:00"),
        ("2026-03-02T03:30", "UTC", "2026-03-09T04:00"),  # half past three still belongs to the first
        ("2026-03-02T23:30", "Europe/Zurich", "2026-03-10T03:00"),
        ("2026-03-28T12:00", "Europe/Zurich", "2026-04-05T02:00"),  # the clocks change in between
        ("2026-03-02T23:30", "Asia/Kolkata", "2026-03-10T22:30"),  # five in the morning of the third
    ],
)
def test_a_card_of_a_day_and_more_falls_due_at_four_in_the_learners_morning(
    monkeypatch: pytest.MonkeyPatch, at: str, zone: str, due: str
) -> None:
    unfuzzed(monkeypatch)
    memory = next_memory(None, review(Rating.EASY, datetime.fromisoformat(at + "+00:00"), zone=zone))
    assert memory is not None
    assert memory.due == datetime.fromisoformat(due + "+00:00")


def test_evening_and_next_morning_are_a_day_apart() -> None:
    learned = next_memory(None, review(Rating.EASY, START.replace(hour=22)))
    assert learned is not None
    morning = START.replace(hour=8) + timedelta(days=1)
    after = next_memory(learned, review(Rating.GOOD, morning))
    same_day = next_memory(learned, review(Rating.GOOD, START.replace(hour=23)))
    assert after is not None
    assert same_day is not None
    assert after.stability > same_day.stability


def test_a_lapse_is_counted_and_comes_back_in_ten_minutes() -> None:
    learned = next_memory(None, review(Rating.EASY, START))
    assert learned is not None
    lapsed = next_memory(learned, review(Rating.AGAIN, learned.due))
    assert lapsed is not None
    assert (lapsed.lapses, lapsed.state) == (1, State.RELEARNING)
    assert lapsed.due == learned.due + timedelta(minutes=10)
    assert learned.lapses == 0


def test_recall_falls_to_nine_tenths_after_the_stability() -> None:
    memory = Memory(10, 5, START, START, START, START.date().toordinal(), 1, 0, State.REVIEW)
    assert retrievability(memory, START) == 1
    assert retrievability(memory, START + timedelta(days=10)) == pytest.approx(0.9)


def test_a_clock_set_back_does_no_harm() -> None:
    memory = next_memory(None, review(Rating.EASY, START))
    after = next_memory(memory, review(Rating.GOOD, START - timedelta(days=400)))
    assert after is not None
    assert after.stability > 0


@pytest.mark.parametrize(
    "name", ["Nowhere/Land", "", "../../etc/passwd", "+99:00", "+999999999999", "-x", "\0"]
)
def test_an_unknown_zone_is_utc(name: str) -> None:
    assert zone_of(name) is UTC


@given(st.dates(date(1971, 1, 1), date(2150, 1, 1)), ZONES)
def test_a_day_begins_within_itself(day: date, zone: str) -> None:
    begin = start_of(day, zone)
    assert day_of(begin, zone) == day
    assert day_of(begin - timedelta(milliseconds=1), zone) == day - timedelta(days=1)
