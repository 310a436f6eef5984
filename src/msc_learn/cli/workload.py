"""The work to come, for several retentions side by side."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import click

from msc_learn.cli import clock
from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.history.store import History
from msc_learn.memory.parameters import Parameters
from msc_learn.memory.rating_habits import habits_of
from msc_learn.memory.replay import renamed, replayed
from msc_learn.memory.review import Memory, Review
from msc_learn.memory.simulation import Plan, WorkPeriod, simulate
from msc_learn.reports.phrases import count, percent
from msc_learn.study.queue import former_cards
from msc_learn.terminal.screen import Row, Terminal
from msc_learn.terminal.streams import json_text

# Shown beside the retention in force where none is named.
_OTHERS = (0.80, 0.90, 0.95)
_WEEKS = 26
_LABEL, _COLUMN = 15, 16
Workload = tuple[WorkPeriod, ...]


def plan_of(days: int, new: int) -> Plan:
    """Return the plan of so many days with so many new cards a day, told by weeks, or by months if long."""
    return Plan(days, 7 if days <= 7 * _WEEKS else 28, new)


def show_workload(
    history: History,
    course: Course,
    cards: Sequence[Card],
    retentions: Sequence[float],
    plan: Plan,
    learner: str,
    *,
    as_json: bool,
) -> None:
    """Print the work to come on these cards for each retention, as a table or as JSON."""
    current = history.parameters(course.id, learner)
    aims = sorted(set(retentions or (*_OTHERS, current.retention)))
    reviews = tuple(history.reviews(course.id, learner))
    works = {aim: _workload(course, cards, reviews, replace(current, retention=aim), plan) for aim in aims}
    if as_json:
        found = [_as_json(aim, work, current) for aim, work in works.items()]
        answer = {"course": course.id, "days": plan.days, "new": plan.new, "retentions": found}
        click.echo(json_text(answer))
        return
    _print(Terminal.here(), works, current, plan)


def _as_json(aim: float, work: Workload, current: Parameters) -> dict[str, Any]:
    periods = [asdict(period) for period in work]
    return {"retention": aim, "in_force": aim == current.retention, "stretches": periods}


def _workload(
    course: Course, cards: Sequence[Card], reviews: Sequence[Review], parameters: Parameters, plan: Plan
) -> Workload:
    former = former_cards(course)
    replay = replayed(enumerate(reviews), lambda key: former.get(key[1:]), lambda *_: parameters)
    found = renamed({card: memory for (*_, card), memory in replay.memories.items()}, former, course.id)
    known: dict[str, Memory] = {card.id: found[card.id] for card in cards if card.id in found}
    new = [card.id for card in cards if card.id not in found]
    return simulate(known, new, parameters, habits_of(reviews), clock.now(), clock.zone(), plan)


def _print(terminal: Terminal, works: dict[float, Workload], current: Parameters, plan: Plan) -> None:
    days = count(plan.days, "day")
    terminal.say((f"The next {days} at {count(plan.new, 'new card')} a day, by desired retention", "strong"))
    room = max(1, (terminal.width - _LABEL) // _COLUMN)
    for start in range(0, len(works), room):
        aims = [*works][start : start + room]
        terminal.blank()
        chosen = [works[aim] for aim in aims]
        names = [percent(aim) + (" now" if aim == current.retention else "") for aim in aims]
        rows = [
            (("", *(cell for name in names for cell in (name, ""))), "strong"),
            (("a day", *("answers", "min") * len(aims)), "dim"),
            *_periods(chosen, plan),
            *_in_all(chosen),
        ]
        terminal.table(rows, right=range(1, 1 + 2 * len(aims)))
    terminal.blank()
    terminal.say(("Drawn by lot from the memory model and from how you rate and how long you take.", "dim"))


def _periods(works: Sequence[Workload], plan: Plan) -> list[Row]:
    rows: list[Row] = []
    for number, together in enumerate(zip(*works, strict=True)):
        first = number * plan.period // 7 + 1
        name = f"week {first}" if plan.period == 7 else f"weeks {first}-{first + 3}"
        cells = [_figure(value / one.days) for one in together for value in (one.answers, one.minutes)]
        rows.append(((name, *cells), "plain"))
    return rows


def _in_all(works: Sequence[Workload]) -> list[Row]:
    answers = [sum(one.answers for one in work) for work in works]
    spent = [sum(one.minutes for one in work) for work in works]
    ends = [work[-1] for work in works]
    pairs = zip(answers, spent, strict=True)
    return [
        (
            ("in all", *(cell for all_, time in pairs for cell in (f"{all_:,.0f}", f"{time / 60:.1f} h"))),
            "strong",
        ),
        (("learned", *(cell for end in ends for cell in (f"{end.learned:,.0f}", ""))), "plain"),
        (("recall", *(cell for end in ends for cell in (percent(end.recall), ""))), "plain"),
    ]


def _figure(value: float) -> str:
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"
