"""The work to come: the same on every run, in line with the retention, from the learner's own habits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import simulated
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.rating_habits import MIN_ANSWERS, Habits, habits_of
from msc_learn.memory.review import Memory, Purpose, Rating, Review, State
from msc_learn.memory.simulation import Plan, WorkPeriod, simulate

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CARDS = [f"c{number}#1" for number in range(500)]


def work(
    plan: Plan, retention: float = 0.9, cards: list[str] | None = None, habits: Habits | None = None
) -> tuple[WorkPeriod, ...]:
    new = CARDS if cards is None else cards
    return simulate({}, new, Parameters(retention=retention), habits or Habits(), NOW, "UTC", plan)


def test_two_years_of_five_hundred_cards() -> None:
    plan = Plan(730, 28)
    low, high = work(plan, 0.8), work(plan, 0.9)
    assert low == work(plan, 0.8)
    assert len(low) == 27
    assert sum(one.days for one in low) == 730
    assert low[-1].days == 2
    assert [one.met for one in low][:2] == [280, 500]
    # Fewer answers are paid for with less recall, and the answers of a day become fewer as cards settle.
    assert sum(one.answers for one in low) < sum(one.answers for one in high)
    assert sum(one.minutes for one in low) < sum(one.minutes for one in high)
    assert 0.8 < low[-1].recall < high[-1].recall < 1
    for found in (low, high):
        assert found[-2].answers < found[6].answers < found[1].answers


@settings(max_examples=15)
@given(st.integers(1, 40), st.integers(1, 15), st.integers(0, 12), st.integers(0, 30))
def test_stretches_are_of_the_days_asked_for_and_no_card_is_met_beyond_the_limit(
    days: int, stretch: int, new: int, cards: int
) -> None:
    found = work(Plan(days, stretch, new), cards=CARDS[:cards])
    assert sum(one.days for one in found) == days
    assert len(found) == -(-days // stretch)
    met = 0.0
    for end, one in enumerate(found, start=1):
        assert one.met == min(cards, new * min(end * stretch, days))
        assert one.answers >= one.met - met
        assert one.learned <= one.met
        assert 0 <= one.recall <= 1
        met = one.met


def test_overdue_cards_are_all_done_today_and_none_comes_before_its_day() -> None:
    day = NOW.date().toordinal() - 9
    start = NOW - timedelta(days=9)

    def memory(due: int) -> Memory:
        at = NOW + timedelta(days=due)
        return Memory(8, 5, at, start, start, day, 3, 0, State.REVIEW)

    memories = {"a#1": memory(-300), "b#1": memory(0), "c#1": memory(2)}
    plan = Plan(3, 1)
    habits = Habits(recalled=(0, 0, 1, 0), same_day=(0, 0, 0, 1))
    found = simulate(memories, [], DEFAULT, habits, NOW, "Europe/Zurich", plan)
    assert found[0].answers >= 2
    assert found[1].answers < 1
    assert found[2].answers >= 1


def test_a_learner_who_knows_all_at_once_answers_each_new_card_once() -> None:
    easy = Habits(first=(0, 0, 0, 1), seconds=(1, 1, 1, 30))
    [only] = work(Plan(1, 1, 20), habits=easy)
    assert (only.answers, only.minutes, only.met, only.learned) == (20, 10, 20, 20)
    assert only.recall == 1


def test_a_card_that_will_not_stay_ends_no_day_in_a_loop() -> None:
    never = Habits(first=(1, 0, 0, 0), same_day=(1, 0, 0, 0))
    [only] = work(Plan(1, 1, 1), habits=never)
    assert 1 < only.answers < 30


def test_nothing_to_learn_is_no_work() -> None:
    assert work(Plan(8, 7), cards=[]) == (WorkPeriod(7, 0, 0, 0, 0, 0), WorkPeriod(1, 0, 0, 0, 0, 0))


def test_habits_are_counted_from_the_reviews() -> None:
    first = [(Rating.AGAIN, 0.0)] * 10 + [(Rating.EASY, 0.0)] * 30
    reviews = [
        Review(f"{n}", "me", "c", f"{n}#1", rating, NOW + timedelta(days=day), elapsed=elapsed)
        for n, (rating, day) in enumerate(first)
        for elapsed in [20_000 if rating is Rating.AGAIN else 1000 * n]
    ]
    found = habits_of(reviews)
    assert found.first == (0.25, 0, 0, 0.75)
    assert (found.same_day, found.recalled) == (Habits().same_day, Habits().recalled)
    assert found.seconds == (*Habits().seconds[:3], 24.5)


def test_later_answers_are_parted_by_day() -> None:
    times = [
        (Rating.GOOD, 0.0),
        (Rating.HARD, 0.01),
        (Rating.EASY, 5.0),
        (Rating.AGAIN, 9.0),
        (Rating.GOOD, 9.01),
    ]
    reviews = [
        Review(f"{n} {day}", "me", "c", f"{n}#1", rating, NOW + timedelta(days=day))
        for rating, day in times
        for n in range(MIN_ANSWERS)
    ]
    found = habits_of(reviews)
    assert found.first == (0, 0, 1, 0)
    assert found.same_day == (0, 0.5, 0.5, 0)
    assert found.recalled == (0, 0, 0, 1)
    assert found.seconds == Habits().seconds


@pytest.mark.parametrize("number", [0, 1, MIN_ANSWERS - 1])
def test_of_what_was_done_too_seldom_the_habits_are_those_of_others(number: int) -> None:
    assert habits_of(simulated.reviews(number, DEFAULT)) == Habits()


def test_cramming_makes_no_habit_and_an_unending_failure_no_loop() -> None:
    crammed = [Review(f"{n}", "me", "c", "a#1", Rating.EASY, NOW, purpose=Purpose.CRAM) for n in range(40)]
    failed = [Review(f"f{n}", "me", "c", "a#1", Rating.AGAIN, NOW) for n in range(40)]
    assert habits_of(crammed) == Habits()
    assert habits_of(failed).same_day == Habits().same_day


def test_habits_of_a_known_learner_come_back() -> None:
    found = habits_of(simulated.reviews(3000, DEFAULT))
    assert found.first == pytest.approx((0.24, 0.10, 0.50, 0.16), abs=0.05)
    assert found.recalled == pytest.approx((0, 0.20, 0.65, 0.15), abs=0.05)
    assert found.seconds == pytest.approx((16, 16, 16, 16), abs=2)
