"""`python -m bench.gate`: how many mutated cards the gate catches, and which good cards it refuses."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bench.gate.cases import ROOT, accepted, drafts
from bench.gate.mutations import ROWS
from bench.gate.score import Score, described, score_of

PAGE = ROOT / "docs" / "gate.md"
_TABLE = re.compile(r"^\| Mutation \|.*?(?=^(?!\|))", re.MULTILINE | re.DOTALL)


@click.command()
@click.option("--missed", is_flag=True, help="List the mutated cards that pass, and the good cards refused.")
@click.option("--write", is_flag=True, help=f"Write the table into {PAGE.relative_to(ROOT)}.")
def main(missed: bool, write: bool) -> None:
    """Print how many mutated cards the gate refuses."""
    scores = run()
    for line in table(scores):
        click.echo(line)
    for line in _missed(scores) if missed else ():
        click.echo(line)
    if write:
        write_table(PAGE, scores)


def run() -> tuple[Score, ...]:
    """Apply all mutations to all cards."""
    return score_of("accepted cards", accepted()), score_of("drafts", drafts())


def table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the table: caught of all, by mutation and set of cards."""
    yield f"| Mutation | {' | '.join(f'{score.name} ({score.cards})' for score in scores)} |"
    yield f"| --- |{' --- |' * len(scores)}"
    for name in ROWS:
        caught = (f"{sum(bool(t.codes) for t in score.of(name))}/{len(score.of(name))}" for score in scores)
        yield f"| {name} | {' | '.join(caught)} |"
    yield f"| good cards refused | {' | '.join(str(len(score.refused)) for score in scores)} |"


def write_table(page: Path, scores: Sequence[Score]) -> None:
    """Replace the table on the page."""
    text = page.read_text(encoding="utf-8")
    lines = "".join(f"{line}\n" for line in table(scores))
    page.write_text(_TABLE.sub(lambda _: lines, text, count=1), encoding="utf-8")


def _missed(scores: Sequence[Score]) -> Iterator[str]:
    for score in scores:
        yield f"\n{score.name}: {len(score.missed)} made wrong that pass"
        yield from (f"  {described(trial)}" for trial in score.missed)
        yield from (f"  refused ({', '.join(trial.codes)}): {described(trial)}" for trial in score.refused)


if __name__ == "__main__":
    main()
