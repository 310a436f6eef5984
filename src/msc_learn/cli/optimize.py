"""`msc-learn optimize`: the schedule fitted to a learner, and the work to come."""

import math
from collections.abc import Sequence
from dataclasses import asdict, replace

import click

from msc_learn.cli import clock
from msc_learn.cli.options import course_argument, drafts_option, json_option
from msc_learn.cli.study_options import course_and_topics, db_option, learner_option
from msc_learn.cli.workload import plan_of, show_workload
from msc_learn.constants import HIGHEST_RETENTION, LOWEST_RETENTION, NEW_A_DAY
from msc_learn.course.model import Course
from msc_learn.history.location import history_path
from msc_learn.history.projection import adopt
from msc_learn.history.store import History
from msc_learn.memory import trainer
from msc_learn.memory.evaluation_set import scored_reviews
from msc_learn.memory.optimize import (
    MIN_REVIEWS_TO_ADOPT,
    Split,
    TrainingResult,
    TrainingVerdict,
    train_and_compare,
)
from msc_learn.memory.parameters import DEFAULT, Adoption, Parameters
from msc_learn.reports.phrases import count, percent
from msc_learn.study.queue import cards_in, former_cards
from msc_learn.terminal.screen import Row, Terminal
from msc_learn.terminal.streams import json_text

_LONGEST = 3650
_SAID = {
    TrainingVerdict.FEW: f"Not adopted: training needs at least {MIN_REVIEWS_TO_ADOPT:,} scored reviews.",
    TrainingVerdict.WORSE: "Not adopted: on the newest reviews, the trained weights predict no better.",
    TrainingVerdict.WITHIN_ERROR: "Not adopted: the gain is within its standard error, so it may be chance.",
}


def _no_nan(_: click.Context, __: click.Parameter, shares: Sequence[float]) -> Sequence[float]:
    # A range lets it pass, for it is neither below nor above anything.
    if any(math.isnan(share) for share in shares):
        raise click.BadParameter("nan is no share")
    return shares


@click.command(
    epilog="""\b
Examples:
  msc-learn optimize --dry-run           compare, change nothing
  msc-learn optimize                     adopt trained weights if they win
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
    help="Aim at this chance of recall when a card falls due, without training; with --simulate, show it"
    f" (repeatable). From {LOWEST_RETENTION:.2f} to {HIGHEST_RETENTION:.2f}.",
)
@click.option("--default", is_flag=True, help="Go back to the weights and retention of FSRS.")
@click.option("--all", "everywhere", is_flag=True, help="For all courses that have none of their own.")
@click.option("--dry-run", is_flag=True, help="Say what would be adopted, and change nothing.")
@click.option("--simulate", is_flag=True, help="Show the work to come instead; changes nothing.")
@click.option(
    "--days",
    type=click.IntRange(1, _LONGEST),
    default=90,
    show_default=True,
    help="With --simulate: so many days.",
)
@click.option(
    "--new",
    type=click.IntRange(0),
    default=NEW_A_DAY,
    show_default=True,
    help="With --simulate: so many new cards a day.",
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
    """Fit the schedule to how you remember, or show the work to come.

    The weights of the memory model are trained on your own reviews and compared, on reviews held out of
    the training, with those in use. They are adopted only if they foretell better and there are enough
    reviews. Then all reviews are replayed by them, so due dates move; no review is changed.
    """
    _refuse_what_clashes(retentions, default=default, simulate=simulate)
    loaded, topics = course_and_topics(course, ())
    # Only what is said outright makes a history where there is none.
    create = (default or bool(retentions)) and not (dry_run or simulate)
    with History.open(history_path(db), create=create, former=former_cards(loaded)) as history:
        if simulate:
            plan = plan_of(days, new)
            cards = cards_in(topics, drafts=drafts, put_off=history.suspended(loaded.id, learner))
            show_workload(history, loaded, cards, retentions, plan, learner, as_json=as_json)
            return
        of = "" if everywhere else loaded.id
        current = history.parameters(of, learner)
        finding = None
        if default or retentions:
            base = DEFAULT if default else current
            chosen: Parameters | None = replace(base, retention=(*retentions, base.retention)[0])
        else:
            finding = _found(history, loaded, of, current, learner)
            chosen = finding.parameters
        moved = 0
        if chosen and not dry_run:
            moved = _adopt(history, loaded, Adoption(chosen, clock.now(), of, learner))
    if as_json:
        _print_json(of, finding, chosen, current, moved, dry_run=dry_run)
        return
    terminal = Terminal.here()
    if finding:
        _print_finding(terminal, finding, current)
    if chosen:
        _print_adoption(terminal, chosen, moved, dry_run=dry_run)


def _refuse_what_clashes(retentions: Sequence[float], *, default: bool, simulate: bool) -> None:
    if simulate and default:
        raise click.UsageError("--simulate changes nothing: leave out --default")
    if len(retentions) > 1 and not simulate:
        raise click.UsageError("a schedule has one --retention; only --simulate takes several")


def _found(history: History, course: Course, of: str, current: Parameters, learner: str) -> TrainingResult:
    if not trainer.is_installed():
        raise click.ClickException("training needs more: pip install 'msc-learn[optimize]'")
    reviews = history.reviews(of or None, learner)
    return train_and_compare(scored_reviews(reviews, former_cards(course)), current)


def _adopt(history: History, course: Course, adoption: Adoption) -> int:
    """Adopt parameters; returns how many cards of the course fall due at another time."""
    before = history.memories(course.id, adoption.learner)
    adopt(history, adoption)
    after = history.memories(course.id, adoption.learner)
    return sum(after[card].due != memory.due for card, memory in before.items())


def _print_finding(terminal: Terminal, finding: TrainingResult, current: Parameters) -> None:
    scored = count(finding.scored, "scored review")
    terminal.say(f"{scored}: first answers of a day to cards met on an earlier day.")
    if finding.splits:
        *earlier, newest = finding.splits
        terminal.blank()
        held = count(newest.held_out, "newest review")
        terminal.say((f"On the {held}, trained on the {newest.trained_on:,} before", "strong"))
        terminal.table(_rows(newest, current), right=[1, 2], indent=2)
        for split in reversed(earlier):
            terminal.say((_in_short(split), "dim"), indent=2)
        held_out = count(sum(split.held_out for split in finding.splits), "review")
        gain = f"{finding.gain:.4f} ± {finding.error:.4f}"
        terminal.say((f"gain in log loss over the {held_out} held out: {gain}", "dim"), indent=2)
    if finding.verdict in _SAID:
        terminal.blank()
        terminal.say(_SAID[finding.verdict])


def _rows(split: Split, current: Parameters) -> list[Row]:
    sets = [("default weights", split.default)]
    sets += [("weights in use", split.current)] if current.weights != DEFAULT.weights else []
    sets += [("trained weights", split.trained)]
    rows = [((name, f"{one.log_loss:.4f}", f"{one.rmse:.4f}"), "plain") for name, one in sets]
    return [(("", "log loss", "RMSE (bins)"), "dim"), *rows]


def _in_short(split: Split) -> str:
    losses = f"log loss {split.best:.4f}, trained {split.trained.log_loss:.4f}"
    return f"the {split.held_out:,} before those, trained on {split.trained_on:,}: {losses}"


def _print_adoption(terminal: Terminal, chosen: Parameters, moved: int, *, dry_run: bool) -> None:
    weights = "the default weights" if chosen.weights == DEFAULT.weights else "weights of your own"
    said = f"{weights}, {percent(chosen.retention)} desired retention"
    terminal.blank()
    if dry_run:
        terminal.say(f"Would adopt: {said}.")
        return
    moves = "now falls due at another time" if moved == 1 else "now fall due at other times"
    terminal.say(f"Adopted: {said}. {count(moved, 'card')} {moves}.")


def _print_json(
    course: str,
    finding: TrainingResult | None,
    chosen: Parameters | None,
    current: Parameters,
    moved: int,
    *,
    dry_run: bool,
) -> None:
    answer = {
        "course": course,
        "scored": finding.scored if finding else None,
        "splits": [asdict(split) for split in finding.splits] if finding else [],
        "gain": finding.gain if finding else None,
        "error": finding.error if finding else None,
        "verdict": finding.verdict if finding else None,
        "adopted": chosen is not None and not dry_run,
        "moved": moved,
        "current": asdict(current) | {"name": current.name},
        "parameters": asdict(chosen) | {"name": chosen.name} if chosen else None,
    }
    click.echo(json_text(answer))
