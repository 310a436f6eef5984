"""Everything that `stats` says of one learner and one course, as values."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

from msc_learn.deck.cards import Card
from msc_learn.memory import fsrs6
from msc_learn.memory.days import day_of
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.memory.review import Memory, Recall, Stretch
from msc_learn.study import retention, statistics
from msc_learn.study.calibration import Calibration, calibration
from msc_learn.study.due_counts import Forecast, forecast
from msc_learn.study.predicted_answers import Answer
from msc_learn.study.retention import Month, Retention, WeakCard, WeakTopic
from msc_learn.study.statistics import Day, Pace, Stability, Work


@dataclass(frozen=True, slots=True)
class Events:
    """What a history holds of one learner and one course.

    `parameters` are those in force; cards that are `suspended` by their ids fall due on no day.
    """

    memories: Mapping[str, Memory]
    stretches: Sequence[Stretch]
    recalls: Sequence[Recall]
    answers: Sequence[Answer]
    parameters: Parameters = DEFAULT
    suspended: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """How the learning goes; a field is a key of the JSON, and a value within it has keys of its own.

    `course` is its id, `day` the learner's today, `cards` how many are new, learning, young and mature.
    `today` and `total` are answers, days and minutes; `streak` and `longest_streak` days in a row;
    `days` those of the last 53 weeks with answers. The retentions are of 30 days, in all, and by month.
    `calibration` sets prediction against fact, `forecast` has the cards of 30 days from today and those
    overdue, `stabilities` the cards by days until recall falls to 90 %. What is weak and slow is named by
    id. Shares and chances are from 0 to 1, and null where there is nothing to count.
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


def report_of(course: str, cards: Sequence[Card], events: Events, now: datetime, zone: str) -> Report:
    """Return the report; answers, days and streak are of all the course, the rest of these cards."""

    def chance(memory: Memory) -> float:
        return fsrs6.retrievability(memory, now, zone, events.parameters)

    today, memories = day_of(now, zone), events.memories
    known = {card.id for card in cards}
    asked = [card for card in cards if card.id not in events.suspended]
    recalls = [recall for recall in events.recalls if recall.card in known]
    answers = [answer for answer in events.answers if answer.card in known]
    streak, longest = statistics.streaks(events.stretches, today)
    total = statistics.work(events.stretches)
    return Report(
        course=course,
        day=today,
        cards=statistics.levels(cards, memories),
        today=statistics.work(events.stretches, today, today),
        total=total,
        streak=streak,
        longest_streak=longest,
        days=statistics.days(events.stretches, statistics.first_day(today), today),
        retention_30_days=retention.retention(recalls, now - retention.RECENT),
        retention=retention.retention(recalls),
        retention_by_month=retention.by_month(recalls, zone),
        calibration=calibration(recalls, answers),
        forecast=forecast(asked, memories, now, zone),
        stabilities=statistics.stabilities(cards, memories),
        weakest_topics=retention.weakest_topics(cards, recalls),
        weakest_cards=retention.weakest_cards(cards, memories, chance),
        pace=statistics.pace(answers, total),
    )
