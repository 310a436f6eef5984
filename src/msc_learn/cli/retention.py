"""`msc-learn retention`: how long what learners did is kept."""

import click

from msc_learn.cli import clock
from msc_learn.cli.study_options import db_option
from msc_learn.history.backups import set_aside_of
from msc_learn.history.expiry import Expired, expire
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.days import day_of, months_from, start_of
from msc_learn.reports.phrases import count
from msc_learn.terminal.screen import one_line


@click.group(
    epilog="""\b
Examples:
  msc-learn retention apply --months 24 --dry-run
  msc-learn retention apply --months 24
"""
)
def command() -> None:
    """Keep what learners did no longer than needed."""


@command.command("apply")
@click.option("--months", type=click.IntRange(1, 1200), required=True, help="How long it is kept.")
@click.option("--dry-run", is_flag=True, help="Change nothing; say what would go.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@db_option
def apply_command(months: int, dry_run: bool, yes: bool, db: str | None) -> None:
    """Remove for good what is older than so many months; the backups beside the history go too.

    A learner who did nothing since goes whole. Of the others, the texts of answers and flags from before are
    blanked; ratings and times stay, for when a card is due follows from them.
    """
    now, zone = clock.now(), clock.zone()
    before = start_of(months_from(day_of(now, zone), -months), zone)
    path = history_path(db)
    with History.open(path, create=False) as history:
        found = expire(history, before, dry=True)
        if not found.learners and not found.texts:
            click.echo(f"nothing is older than {count(months, 'month')}")
            return
        if dry_run or not yes:
            _tell(found, zone, "would go", "would be blanked")
        if dry_run:
            return
        if not yes:
            click.confirm(f"Remove this from {path} and its backups for good?", abort=True)
        found = expire(history, before)
    _tell(found, zone, "removed", "blanked")
    click.echo(f"{count(found.backups, 'backup')} removed")
    for aside in set_aside_of(path):
        click.echo(f"{aside}: put aside when a backup was brought back, may hold it still; remove it")


def _tell(found: Expired, zone: str, gone: str, blanked: str) -> None:
    for learner, last in found.learners:
        click.echo(one_line(f"learner '{learner}': {gone}, last active on {day_of(last, zone)}"))
    if found.texts:
        click.echo(f"{count(found.texts, 'text')} of answers and flags {blanked}")
