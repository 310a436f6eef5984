"""Workload of one learner for several desired retentions, simulated side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.history.store import History
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.rating_habits import habits_of
from msc_learn.memory.replay import renamed, replayed
from msc_learn.memory.review import Review
from msc_learn.memory.simulation import Plan, WorkPeriod, simulate
from msc_learn.study.queue import former_cards

Workload = tuple[WorkPeriod, ...]
# Shown beside the retention in force if none is named.
_RETENTIONS = (0.80, 0.90, 0.95)
_WEEKLY_UP_TO = 26 * 7


def plan_of(days: int, new: int) -> Plan:
    """Return a plan by weeks, or by months of four weeks if it is longer than half a year."""
    return Plan(days, 7 if days <= _WEEKLY_UP_TO else 28, new)


def workloads(
    history: History,
    course: Course,
    cards: Sequence[Card],
    retentions: Sequence[float],
    plan: Plan,
    learner: str,
    now: datetime,
    zone: str,
) -> Mapping[float, Workload]:
    """Return the simulated workload of these cards for each desired retention, the lowest first."""
    current = history.parameters(course.id, learner)
    reviews = tuple(history.reviews(course.id, learner))
    return {
        retention: _workload(course, cards, reviews, replace(current, retention=retention), plan, now, zone)
        for retention in sorted(set(retentions or (*_RETENTIONS, current.retention)))
    }


def _workload(
    course: Course,
    cards: Sequence[Card],
    reviews: Sequence[Review],
    parameters: Parameters,
    plan: Plan,
    now: datetime,
    zone: str,
) -> Workload:
    former = former_cards(course)
    replay = replayed(enumerate(reviews), lambda key: former.get(key[1:]), lambda *_: parameters)
    memories = renamed({card: memory for (*_, card), memory in replay.memories.items()}, former, course.id)
    seen = {card.id: memories[card.id] for card in cards if card.id in memories}
    new = [card.id for card in cards if card.id not in memories]
    return simulate(seen, new, parameters, habits_of(reviews), now, zone, plan)
