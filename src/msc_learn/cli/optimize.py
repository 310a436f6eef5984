"""`msc-learn optimize`: FSRS parameters of a learner, and the workload to come."""

import math
from collections.abc import Sequence
from dataclasses import asdict, replace

import click

from msc_learn.cli import clock
from msc_learn.cli.course_history import open_history, own_course
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option
from msc_learn.constants import HIGHEST_RETENTION, LOWEST_RETENTION, NEW_A_DAY
from msc_learn.course.model import Course
from msc_learn.deck.cards import Card
from msc_learn.history.store import History
from msc_learn.memory import trainer
from msc_learn.memory.optimize import TrainingResult
from msc_learn.memory.parameters import DEFAULT, Adoption, Parameters
from msc_learn.memory.simulation import Plan
from msc_learn.study.optimize import adopt, trained
from msc_learn.study.queue import cards_in
from msc_learn.study.workload import plan_of, workloads
from msc_learn.terminal.optimize import print_adoption, print_result
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.streams import json_text
from msc_learn.terminal.workload import print_workloads

_LONGEST = 3650


def _no_nan(_: click.Context, __: click.Parameter, retentions: Sequence[float]) -> Sequence[float]:
    # FloatRange accepts nan, which is neither below nor above anything.
    if any(map(math.isnan, retentions)):
        raise click.BadParameter("nan is not a number")
    return retentions


@click.command(
    epilog="""\b
Examples:
  msc-learn optimize --dry-run           compare, change nothing
  msc-learn optimize                     adopt trained weights if they predict better
  msc-learn optimize --retention 0.85    fewer reviews, a little more forgotten
  msc-learn optimize --simulate --days 180 --retention 0.8 --retention 0.9
"""
)
@course_argument
@click.option(
    "--retention",
    "retentions",
    type=click.FloatRange(LOWEST_RETENTION, HIGHEST_RETENTION),
    multiple=True,
    metavar="SHARE",
    callback=_no_nan,
    help="Set the desired retention, the probability of recall when a card is due, without training. With"
    f" --simulate, show it (repeatable). From {LOWEST_RETENTION:.2f} to {HIGHEST_RETENTION:.2f}.",
)
@click.option("--default", is_flag=True, help="Go back to the default weights and retention of FSRS.")
@click.option("--all", "everywhere", is_flag=True, help="Apply to all courses that have none of their own.")
@click.option("--dry-run", is_flag=True, help="Show what would be adopted, and change nothing.")
@click.option("--simulate", is_flag=True, help="Show the workload to come instead, and change nothing.")
@click.option(
    "--days",
    type=click.IntRange(1, _LONGEST),
    default=90,
    show_default=True,
    help="With --simulate: simulate this many days.",
)
@click.option(
    "--new",
    type=click.IntRange(0),
    default=NEW_A_DAY,
    show_default=True,
    help="With --simulate: learn this many new cards a day.",
)
@drafts_option
@db_option
@learner_option
@json_option
def command(
    course: str,
    retentions: Sequence[float],
    default: bool,
    everywhere: bool,
    dry_run: bool,
    simulate: bool,
    days: int,
    new: int,
    drafts: bool,
    db: str | None,
    learner: str,
    as_json: bool,
) -> None:
    """The FSRS weights are trained on your own reviews and compared with the weights in use, on reviews held
    out of the training. They are adopted only if they predict better and there are enough reviews. Then all
    reviews are replayed with them, so due dates move. No review is changed.

    The RMSE(bins) shown here covers the first answer to a card on each later day, as in the FSRS benchmark.
    """
    _refuse_conflicts(retentions, default=default, simulate=simulate)
    loaded, topics = course_and_topics(course, ())
    # A history is created only for an explicit choice.
    create = (default or bool(retentions)) and not (dry_run or simulate)
    with open_history(db, loaded, stores=create) as history:
        loaded = own_course(history, loaded)
        if simulate:
            cards = cards_in(topics, drafts=drafts, put_off=history.suspended(loaded.id, learner))
            _simulate(history, loaded, cards, retentions, plan_of(days, new), learner, as_json=as_json)
            return
        course_id = "" if everywhere else loaded.id
        current = history.parameters(course_id, learner)
        result = None
        if default or retentions:
            base = DEFAULT if default else current
            chosen: Parameters | None = replace(base, retention=(*retentions, base.retention)[0])
        else:
            _refuse_untrainable()
            result = trained(history, loaded, course_id or None, learner, current)
            chosen = result.parameters
        moved = 0
        if chosen and not dry_run:
            moved = adopt(history, loaded, Adoption(chosen, clock.now(), course_id, learner))
    if as_json:
        _print_json(course_id, result, chosen, current, moved, dry_run=dry_run)
        return
    terminal = Terminal.here()
    if result:
        print_result(terminal, result, current)
    if chosen:
        print_adoption(terminal, chosen, moved, dry_run=dry_run)


def _refuse_conflicts(retentions: Sequence[float], *, default: bool, simulate: bool) -> None:
    if simulate and default:
        raise click.UsageError("--simulate changes nothing: leave out --default")
    if len(retentions) > 1 and not simulate:
        raise click.UsageError("give --retention once; only --simulate takes several")


def _refuse_untrainable() -> None:
    if not trainer.is_installed():
        raise click.ClickException("training needs an extra: pip install 'msc-learn[optimize]'")


def _simulate(
    history: History,
    course: Course,
    cards: Sequence[Card],
    retentions: Sequence[float],
    plan: Plan,
    learner: str,
    *,
    as_json: bool,
) -> None:
    in_force = history.parameters(course.id, learner).retention
    works = workloads(history, course, cards, retentions, plan, learner, clock.now(), clock.zone())
    if not as_json:
        print_workloads(Terminal.here(), works, in_force, plan)
        return
    rows = [
        {"retention": retention, "in_force": retention == in_force, "stretches": [*map(asdict, work)]}
        for retention, work in works.items()
    ]
    click.echo(json_text({"course": course.id, "days": plan.days, "new": plan.new, "retentions": rows}))


def _print_json(
    course: str,
    result: TrainingResult | None,
    chosen: Parameters | None,
    current: Parameters,
    moved: int,
    *,
    dry_run: bool,
) -> None:
    answer = {
        "course": course,
        "scored": result.scored if result else None,
        "splits": [asdict(split) for split in result.splits] if result else [],
        "gain": result.gain if result else None,
        "error": result.error if result else None,
        "verdict": result.verdict if result else None,
        "adopted": chosen is not None and not dry_run,
        "moved": moved,
        "current": asdict(current) | {"name": current.name},
        "parameters": asdict(chosen) | {"name": chosen.name} if chosen else None,
    }
    click.echo(json_text(answer))
