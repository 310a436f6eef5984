"""`msc-learn diff`: compare two Anki packages, and show what an import delivers."""

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from msc_learn.cli.options import json_option
from msc_learn.deck.formats.apkg.reader import read_package
from msc_learn.deck.package_diff.anki_package import AnkiPackage
from msc_learn.deck.package_diff.delivery import ImportEffect, delivery
from msc_learn.deck.package_diff.difference import Difference, difference
from msc_learn.errors import ExportError, Problem
from msc_learn.terminal.diff import show_difference
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.streams import json_text


@click.command(
    epilog="""\b
Examples:
  msc-learn diff released.apkg decks/msc.apkg
  msc-learn diff released.apkg decks/msc.apkg --all
  msc-learn diff old.apkg new.apkg --json
  msc-learn diff old.apkg new.apkg --exit-code     in a pipeline: exit code 1 if they differ"""
)
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD.apkg")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW.apkg")
@click.option(
    "--all", "whole", is_flag=True, help="List everything, not only the first 20 items of each list."
)
@click.option("--exit-code", is_flag=True, help="Exit with code 1 if the packages differ.")
@json_option
def command(old: Path, new: Path, whole: bool, exit_code: bool, as_json: bool) -> None:
    """It lists what is new, changed, retired and moved. It also shows what importing NEW with Anki's default
    settings delivers to a learner who has OLD, and what it does not. Any .apkg file in Anki's older format
    can be compared, from any program.
    """
    before, after = _read(old, new)
    changes = difference(before, after)
    effects = delivery(after, changes)
    if as_json:
        click.echo(json_text(_as_json((old, before), (new, after), changes, effects)))
    else:
        show_difference(Terminal.here(), (str(old), before), (str(new), after), changes, effects, whole=whole)
    sys.exit(1 if exit_code and changes else 0)


def _read(old: Path, new: Path) -> tuple[AnkiPackage, AnkiPackage]:
    """Read both packages; raises `ExportError` with the problems of both."""
    if os.path.exists(old) and os.path.exists(new) and os.path.samefile(old, new):
        raise ExportError.at(
            new, "X209", "this is the same file as the old one: name a copy of the released deck"
        )
    packages: list[AnkiPackage] = []
    problems: list[Problem] = []
    for path in dict.fromkeys((old, new)):
        try:
            packages.append(read_package(path))
        except ExportError as error:
            problems += error.problems
    if problems:
        raise ExportError(problems)
    return packages[0], packages[1]


def _as_json(
    old: tuple[Path, AnkiPackage],
    new: tuple[Path, AnkiPackage],
    changes: Difference,
    effects: tuple[ImportEffect, ...],
) -> dict[str, object]:
    """Return the JSON: notes by GUID, and in `delivery` what an import delivers or not."""
    sides = {
        side: {
            "path": str(path),
            "notes": len(package.notes),
            "cards": package.cards,
            "repeated": package.repeated,
        }
        for side, (path, package) in (("old", old), ("new", new))
    }
    delivered = [
        {
            "rule": effect.rule.name.lower().replace("_", "-"),
            "arrives": effect.rule.arrives,
            "what": effect.rule.what,
            "why": effect.rule.why,
            "keys": effect.keys,
            "names": effect.names,
        }
        for effect in effects
    ]
    return {**sides, "differ": bool(changes), "difference": asdict(changes), "delivery": delivered}
