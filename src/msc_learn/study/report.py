"""Study report: everything that `stats` shows of one learner and one course, as values."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from msc_learn.deck.cards import Card
from msc_learn.history.store import History
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of
from msc_learn.memory.evaluation_set import ScoredReview, scored_reviews
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.replay import Former, present_ids
from msc_learn.memory.review import MAX_ANSWER_MS, Memory, Purpose, Recall, StudyTime
from msc_learn.study import retention, statistics
from msc_learn.study.calibration import Calibration, calibration
from msc_learn.study.due_counts import Forecast, forecast
from msc_learn.study.retention import Month, Retention, WeakCard, WeakTopic
from msc_learn.study.statistics import AnswerTime, Day, Pace, Stability, Work


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """What a history holds of one learner and one course.

    `parameters` are those in force; `suspended` cards, by their ids, are not due on any day.
    """

    memories: Mapping[str, Memory]
    study_times: Sequence[StudyTime]
    recalls: Sequence[Recall]
    scored: Sequence[ScoredReview]
    answer_times: Sequence[AnswerTime]
    parameters: Parameters = DEFAULT
    suspended: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """How the learning goes; each field is a key of the JSON, and nested values have keys of their own.

    `course` is its id, `day` the learner's today, `cards` how many are new, learning, young and mature.
    `today` and `total` are answers, days and minutes; `streak` and `longest_streak` are days in a row.
    `days` are those with answers of the last 53 weeks. Retention is of 30 days, in all, and by month.
    `calibration` compares prediction and recall. `forecast` has the cards due on each of 30 days from today,
    and those overdue. `stabilities` counts cards by the days until recall falls to 90 %. Weak and slow items
    are given by id. Shares and probabilities are from 0 to 1, and null if there is nothing to count.
    """

    course: str
    day: date
    cards: Mapping[str, int]
    today: Work
    total: Work
    streak: int
    longest_streak: int
    days: tuple[Day, ...]
    retention_30_days: Retention
    retention: Retention
    retention_by_month: tuple[Month, ...]
    calibration: Calibration
    forecast: Forecast
    stabilities: tuple[Stability, ...]
    weakest_topics: tuple[WeakTopic, ...]
    weakest_cards: tuple[WeakCard, ...]
    pace: Pace


def record_of(history: History, course: str, learner: str, former: Former) -> StudyRecord:
    """Return what a history holds of a learner and a course, under the present ids of its cards."""
    recalls, reviews, ids = (
        history.recalls(course, learner),
        history.reviews(course, learner),
        present_ids(former),
    )
    practised = [review for review in reviews if review.purpose is Purpose.PRACTICE]
    return StudyRecord(
        history.memories(course, learner),
        history.study_times(course, learner),
        recalls,
        scored_reviews(practised, former, {(recall.at, recall.card) for recall in recalls}),
        [
            (ids.get((course, review.card), review.card), min(review.elapsed, MAX_ANSWER_MS))
            for review in practised
        ],
        history.parameters(course, learner),
        history.suspended(course, learner),
    )


def report_of(course: str, cards: Sequence[Card], record: StudyRecord, now: datetime, zone: str) -> Report:
    """Return the report; answers, days and streak are of the whole course, the rest of these cards."""

    def predicted(memory: Memory) -> float:
        return fsrs6.retrievability(memory, now, zone, record.parameters)

    today, memories = day_of(now, zone), record.memories
    ids = {card.id for card in cards}
    asked = [card for card in cards if card.id not in record.suspended]
    recalls = [recall for recall in record.recalls if recall.card in ids]
    scored = [review for review in record.scored if review.card in ids]
    answer_times = [(card, elapsed) for card, elapsed in record.answer_times if card in ids]
    streak, longest = statistics.streaks(record.study_times, today)
    total = statistics.work(record.study_times)
    return Report(
        course=course,
        day=today,
        cards=statistics.levels(cards, memories),
        today=statistics.work(record.study_times, today, today),
        total=total,
        streak=streak,
        longest_streak=longest,
        days=statistics.days(record.study_times, statistics.first_day(today), today),
        retention_30_days=retention.retention(recalls, now - retention.RECENT),
        retention=retention.retention(recalls),
        retention_by_month=retention.by_month(recalls, zone),
        calibration=calibration(recalls, scored),
        forecast=forecast(asked, memories, now, zone),
        stabilities=statistics.stabilities(cards, memories),
        weakest_topics=retention.weakest_topics(cards, recalls),
        weakest_cards=retention.weakest_cards(cards, memories, predicted),
        pace=statistics.pace(answer_times, total),
    )
