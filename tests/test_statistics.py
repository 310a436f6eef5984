"""Statistics of a history: each one against a slow and plain computation from the reviews themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import floor, log, sqrt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from histories import START, told, two_years
from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.memory.evaluation_set import ScoredReview
from msc_learn.memory.metrics import Population, metrics_of, rmse_bins, wilson_interval
from msc_learn.memory.review import Memory, Purpose, Rating, Recall, Review, State, milliseconds
from msc_learn.position import Position
from msc_learn.study.calibration import calibration
from msc_learn.study.due_counts import forecast
from msc_learn.study.report import Report, report_of
from msc_learn.study.retention import Retention, by_month, retention, weakest_topics
from msc_learn.study.statistics import (
    STABILITIES,
    Day,
    Work,
    days,
    first_day,
    pace,
    quartiles,
    shade,
    stabilities,
    streaks,
    work,
)

HERE = Position("cards.yaml")
CARDS = tuple(
    Card(Note(name, Kind.QUESTION, topic, HERE, question=f"{name}?", answer="!"), 1)
    for name, topic in (("a", "one"), ("b", "one"), ("c", "two"), ("d", "two"))
)
ZONES = ("UTC", "Asia/Tokyo", "America/New_York")


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from((0, 0, 0, 1, 2, 9, 40)),  # days since the last one
        st.integers(1, 600),  # and minutes
        st.sampled_from("abcx"),
        st.sampled_from((Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.EASY)),
        st.sampled_from(ZONES),
        st.integers(0, 200_000),  # milliseconds
        st.sampled_from((Purpose.PRACTICE, Purpose.PRACTICE, Purpose.CRAM)),
    ),
    max_size=40,
)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[Review, ...]:
    """Draw a history: answers in the order of time, near and far apart, by a learner who travels."""
    at, found = START, []
    for number, (apart, minutes, card, rating, zone, elapsed, purpose) in enumerate(draw(ANSWERS)):
        at += timedelta(days=apart, minutes=minutes)
        found.append(
            Review(
                str(number), "me", "course", f"{card}#1", rating, at, zone, elapsed=elapsed, purpose=purpose
            )
        )
    return tuple(found)


def slow_day(review: Review) -> date:
    return (review.at.astimezone(ZoneInfo(review.zone)) - timedelta(hours=4)).date()


@given(reviews())
def test_days_hold_each_answer_and_its_time_once(found: Sequence[Review]) -> None:
    events, _ = told(found)
    expected = []
    for day in sorted({slow_day(review) for review in found}):
        there = [review for review in found if slow_day(review) == day]
        spent = sum(min(review.elapsed, 120_000) for review in there)
        expected.append(Day(day, len(there), round(spent / 60_000, 2)))
    assert list(days(events.study_times)) == expected
    since = date(2026, 2, 1)
    assert list(days(events.study_times, since)) == [day for day in expected if day.day >= since]


@given(reviews())
def test_a_streak_is_a_run_of_days_with_answers(found: Sequence[Review]) -> None:
    events, _ = told(found)
    studied = {slow_day(review) for review in found}
    today = max(studied, default=START.date())

    def run(end: date) -> int:
        return 1 + run(end - timedelta(days=1)) if end in studied else 0

    assert streaks(events.study_times, today) == (run(today), max(map(run, studied), default=0))


@given(reviews())
def test_the_mean_time_is_that_of_practice(found: Sequence[Review]) -> None:
    events, _ = told(found)
    found = [review for review in found if review.purpose is Purpose.PRACTICE]
    result = pace(events.answer_times, Work(10, 4, 30.0))
    times = {
        name: [min(r.elapsed, 120_000) / 1000 for r in found if r.card == name]
        for name in sorted({review.card for review in found})
    }
    every = [time for of_card in times.values() for time in of_card]
    assert result.minutes_a_day == 7.5
    assert result.seconds_an_answer == (pytest.approx(sum(every) / len(every)) if every else None)
    slowest = {slow.id: (slow.answers, slow.seconds) for slow in result.slowest_cards}
    assert slowest.keys() == times.keys()
    for name, of_card in times.items():
        assert slowest[name] == pytest.approx((len(of_card), sum(of_card) / len(of_card)))
    seconds = [slow.seconds for slow in result.slowest_cards]
    assert seconds == sorted(seconds, reverse=True)


@given(st.lists(st.integers(1, 60), max_size=40))
def test_shades_part_the_days_with_answers_into_quarters(counts: list[int]) -> None:
    found = [Day(START.date(), count, 1) for count in counts]
    limits = quartiles(found)
    shades = [shade(count, limits) for count in sorted(counts)]
    assert shades == sorted(shades)
    assert all(1 <= step <= 4 for step in shades)
    assert shade(0, limits) == 0
    for quarter in range(1, 4):
        assert not counts or sum(step <= quarter for step in shades) >= len(counts) * quarter / 4


@pytest.mark.parametrize("today", [date(2026, 11, 16), date(2026, 11, 19), date(2026, 11, 22)])
def test_a_map_begins_on_a_monday_and_ends_this_week(today: date) -> None:
    begin = first_day(today)
    assert begin.weekday() == 0
    assert (today - begin).days // 7 == 52
    assert first_day(today, 1) == date(2026, 11, 16)


@given(st.integers(1, 500), st.data())
def test_the_ends_of_an_interval_are_where_the_share_is_just_credible(
    trials: int, data: st.DataObject
) -> None:
    hits = data.draw(st.integers(0, trials))
    share = hits / trials
    low, high = wilson_interval(hits, trials)
    assert 0 <= low <= share <= high <= 1
    for end in (low, high):
        reach = 1.959964 * sqrt(end * (1 - end) / trials)
        assert abs(share - end) == pytest.approx(reach, abs=1e-6)


def plain(kept: Sequence[Recall]) -> tuple[int, float, float]:
    known = [recall for recall in kept if recall.recalled]
    return len(kept), len(known) / len(kept), sum(recall.predicted for recall in kept) / len(kept)


@given(reviews(), st.sampled_from(ZONES))
def test_retention_of_a_month_is_that_of_its_reviews(found: Sequence[Review], zone: str) -> None:
    _, recalls = told(found)

    def month(recall: Recall) -> str:
        at = datetime.fromtimestamp(recall.at / 1000, ZoneInfo(zone)) - timedelta(hours=4)
        return f"{at.year}-{at.month:02}"

    result = by_month(recalls, zone)
    assert [one.month for one in result] == sorted({month(recall) for recall in recalls})
    for one in result:
        kept = one.retention
        expected = plain([recall for recall in recalls if month(recall) == one.month])
        assert (kept.reviews, kept.recalled, kept.predicted) == pytest.approx(expected)


@given(reviews())
def test_the_scored_reviews_of_learned_cards_are_those_with_a_prediction(found: Sequence[Review]) -> None:
    events, recalls = told(found)
    practised = [review for review in found if review.purpose is Purpose.PRACTICE]
    assert [card for card, _ in events.answer_times] == [review.card for review in practised]
    learned = [(milliseconds(one.at), one.card, one.recalled) for one in events.scored if one.learned]
    assert learned == [(recall.at, recall.card, recall.recalled) for recall in recalls]


@given(reviews())
def test_bins_divide_the_reviews_by_their_prediction(found: Sequence[Review]) -> None:
    events, recalls = told(found)
    result = calibration(recalls, events.scored)
    expected = []
    for place in range(20):
        begin, end = place / 20, (place + 1) / 20
        kept = [
            one for one in recalls if begin <= one.predicted < end or (one.predicted == 1 and place == 19)
        ]
        if kept:
            expected.append((begin, end, *plain(kept)))
    assert [(b.begin, b.end, b.reviews, b.recalled, b.predicted) for b in result.bins] == [
        pytest.approx(one) for one in expected
    ]
    assert all(one.low <= one.recalled <= one.high for one in result.bins)
    if recalls:
        _, recalled, predicted = plain(recalls)
        assert result.difference == pytest.approx(recalled - predicted)
    else:
        assert result.difference is None


def slow_rmse(found: Sequence[Review], recalls: Sequence[Recall]) -> float | None:
    """Return RMSE(bins) as a table of rows would have it: a row a review, then groups, then the mean."""
    rows = []
    for recall in recalls:
        past = [r for r in found if r.card == recall.card and r.purpose is Purpose.PRACTICE]
        past = [review for review in past if milliseconds(review.at) <= recall.at]
        gaps = [0, *((slow_day(b) - slow_day(a)).days for a, b in pairwise(past))]
        later = [review for review, gap in zip(past, gaps, strict=True) if gap > 0]
        lapses = sum(review.rating is Rating.AGAIN for review in later[:-1])
        group = (
            round(2.48 * 3.62 ** floor(log(gaps[-1]) / log(3.62)), 2),
            round(1.99 * 1.89 ** floor(log(1 + len(later)) / log(1.89))),
            round(1.65 * 1.73 ** floor(log(lapses) / log(1.73))) if lapses else 0,
        )
        rows.append((group, float(recall.recalled), recall.predicted))
    if not rows:
        return None
    total = 0.0
    for group in {row[0] for row in rows}:
        known = [row[1] for row in rows if row[0] == group]
        chances = [row[2] for row in rows if row[0] == group]
        total += len(known) * (sum(known) / len(known) - sum(chances) / len(chances)) ** 2
    return sqrt(total / len(rows))


@given(reviews())
def test_the_error_over_bins_is_that_of_the_benchmark(found: Sequence[Review]) -> None:
    events, recalls = told(found)
    expected = slow_rmse(found, recalls)
    result = calibration(recalls, events.scored).rmse_bins
    assert result == (None if expected is None else pytest.approx(expected))


def test_a_model_that_predicts_each_bin_has_no_error() -> None:
    later = [ScoredReview(START, ((3, 0), (1 if n == 0 else 3, 3)), f"{n}#1") for n in range(10)]
    assert rmse_bins(later, [0.9] * 10, Population.LATER_DAYS) == pytest.approx(0)
    assert rmse_bins(later[1:], [0.9] * 9, Population.LATER_DAYS) == pytest.approx(0.1)
    assert rmse_bins([], [], Population.LATER_DAYS) is None
    assert rmse_bins(later, [0.9] * 10, Population.LEARNED_CARDS) is None


def test_one_function_gives_the_error_of_both_populations_of_one_history() -> None:
    # A card recalled each day, but for every seventh answer; Hard keeps it in its learning steps for long.
    ratings = (Rating.HARD, Rating.HARD, Rating.AGAIN, Rating.GOOD, Rating.GOOD, Rating.AGAIN, Rating.GOOD)
    found = two_years([card.id for card in CARDS], lambda number: ratings[number % 7])[:400]
    record, recalls = told(found)
    by_review = {(recall.at, recall.card): recall.predicted for recall in recalls}
    predicted = [by_review.get((milliseconds(one.at), one.card), 0.5) for one in record.scored]
    learned = rmse_bins(record.scored, predicted, Population.LEARNED_CARDS)
    later = rmse_bins(record.scored, predicted, Population.LATER_DAYS)
    assert calibration(recalls, record.scored).rmse_bins == learned
    assert metrics_of(record.scored, predicted).rmse == later
    assert len(recalls) < len(record.scored)
    assert learned != pytest.approx(later, abs=0.001)


@given(st.lists(st.integers(-60, 60), max_size=4))
def test_the_forecast_counts_each_card_on_its_day(ahead: list[int]) -> None:
    now = START
    memories = {
        card.id: memory(due=now + timedelta(days=day)) for card, day in zip(CARDS, ahead, strict=False)
    }
    result = forecast(CARDS, memories, now, "UTC")
    assert result.overdue == len([day for day in ahead if day < 0])
    assert list(result.days) == [ahead.count(day) for day in range(30)]
    assert sum(result.coming) == sum(day < 30 for day in ahead)


def memory(*, due: datetime = START, stability: float = 10.0) -> Memory:
    return Memory(stability, 5, due, START, START, START.toordinal(), 3, 0, State.REVIEW)


@given(st.lists(st.sampled_from((0.3, 0.999, 1.0, 6.9, 7.0, 21.0, 89.0, 90.0, 365.0, 9000.0)), max_size=4))
def test_classes_of_stability_hold_each_card_once(found: list[float]) -> None:
    memories = {c.id: memory(stability=days_) for c, days_ in zip(CARDS, found, strict=False)}
    result = stabilities(CARDS, memories)
    assert [one.low for one in result] == [0, *STABILITIES]
    for one in result:
        assert one.cards == sum(one.low <= days_ < (one.high or 10**6) for days_ in found)


@pytest.mark.parametrize(
    ("one", "two", "weakest"),
    [
        ((30, 10), (30, 20), ["one", "two"]),
        ((29, 0), (30, 20), ["two"]),
        ((30, 30), (30, 29), ["two"]),
        ((30, 30), (0, 0), []),
    ],
)
def test_weak_topics_are_those_of_which_least_was_recalled(
    one: tuple[int, int], two: tuple[int, int], weakest: list[str]
) -> None:
    recalls = [
        Recall(number, card, number < known, 0.9)
        for card, (asked, known) in (("b#1", one), ("c#1", two), ("gone#1", (99, 0)))
        for number in range(asked)
    ]
    assert [topic.id for topic in weakest_topics(CARDS, recalls)] == weakest


def report(found: Sequence[Review], now: datetime) -> Report:
    return report_of("course", CARDS, told(found)[0], now, "UTC")


def test_a_report_of_nothing_says_nothing() -> None:
    result = report([], START)
    assert result.total == Work(0, 0, 0.0)
    assert (result.streak, result.days, result.retention) == (0, (), Retention())
    assert (result.calibration.bins, result.calibration.rmse_bins) == ((), None)
    assert (result.weakest_topics, result.weakest_cards, result.pace.slowest_cards) == ((), (), ())
    assert sum(result.forecast.coming) == 0


def test_a_report_of_one_answer_counts_one() -> None:
    result = report([Review("1", "me", "course", "a#1", Rating.GOOD, START, elapsed=6000)], START)
    assert (result.today, result.total) == (Work(1, 1, 0.1), Work(1, 1, 0.1))
    assert result.streak == 1
    assert result.pace.seconds_an_answer == 6
    assert result.retention == Retention()


def test_a_report_leaves_cards_that_are_gone_out_of_recall_but_not_out_of_answers() -> None:
    found = [
        Review(str(day), "me", "course", "gone#1", Rating.EASY, START + timedelta(days=day))
        for day in range(0, 90, 30)
    ]
    result = report(found, START + timedelta(days=90))
    assert result.total.answers == 3
    assert result.retention.reviews == 0
    assert result.calibration.rmse_bins is None
    assert result.pace.slowest_cards == ()


def test_two_years_of_study_agree_with_themselves() -> None:
    found = two_years(
        [card.id for card in CARDS], lambda number: Rating.AGAIN if number % 9 == 4 else Rating.GOOD
    )
    now = START + timedelta(days=729, hours=1)
    events, recalls = told(found)
    result = report(found, now)
    assert result.total.answers == len(found)
    assert sum(month.retention.reviews for month in result.retention_by_month) == result.retention.reviews
    assert sum(one.reviews for one in result.calibration.bins) == result.retention.reviews == len(recalls)
    assert sum(one.cards for one in result.stabilities) == 4
    assert result.calibration.rmse_bins == pytest.approx(slow_rmse(found, recalls))
    assert result.days[0].day >= first_day(result.day)
    assert result.retention == retention(recalls)
    assert work(events.study_times) == result.total
