"""`msc-learn retention`: delete learner data after a retention period."""

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
    """Retention here means data retention, not the desired retention of FSRS."""


@command.command("apply")
@click.option("--months", type=click.IntRange(1, 1200), required=True, help="Keep this many months.")
@click.option("--dry-run", is_flag=True, help="Show what would be deleted, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@db_option
def apply_command(months: int, dry_run: bool, yes: bool, db: str | None) -> None:
    """Delete data older than a number of months, and the backups of the history.

    Learners without any activity since then are deleted. For the others, old texts of answers and flags are
    blanked. Ratings and times stay, because due dates are computed from them.
    """
    now, zone = clock.now(), clock.zone()
    before = start_of(months_from(day_of(now, zone), -months), zone)
    path = history_path(db)
    with History.open(path, create=False) as history:
        expired = expire(history, before, dry=True)
        if not expired.learners and not expired.texts:
            click.echo(f"nothing is older than {count(months, 'month')}")
            return
        if dry_run or not yes:
            _print(expired, zone, "would be deleted", "would be blanked")
        if dry_run:
            return
        if not yes:
            click.confirm(f"Permanently delete this from {path}, and delete its backups?", abort=True)
        expired = expire(history, before)
    _print(expired, zone, "deleted", "blanked")
    click.echo(f"{count(expired.backups, 'backup')} deleted")
    for aside in set_aside_of(path):
        click.echo(f"{aside}: set aside when a backup was restored, may still hold this data: delete it")


def _print(expired: Expired, zone: str, deleted: str, blanked: str) -> None:
    for learner, last in expired.learners:
        click.echo(one_line(f"learner '{learner}': {deleted}, last active on {day_of(last, zone)}"))
    if expired.texts:
        click.echo(f"{count(expired.texts, 'text')} of answers and flags {blanked}")
