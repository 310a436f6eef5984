"""`python -m bench.extraction`: score the drafts of documents whose facts are known."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bench.extraction.gold import Gold, GoldError, gold_of
from bench.extraction.page import PAGE, write_table
from bench.extraction.score import Score, as_json, score_of, totals
from bench.extraction.speed import Speed, cold_start, words_per_second
from bench.extraction.table import lines, missed_lines
from msc_learn.errors import MscLearnError

HERE = Path(__file__).parent
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.option("--documents", type=_FOLDER, default=HERE / "documents", help="Folder of documents.")
@click.option("--gold", type=_FOLDER, default=HERE / "gold", help="Folder of gold lists.")
@click.option("--document", "name", help="Score only this document, by the name of its gold list.")
@click.option(
    "--missed", is_flag=True, help="List missed facts; for a held-out document only with --document."
)
@click.option("--json", "as_data", is_flag=True, help="Print the figures as JSON.")
@click.option("--write", is_flag=True, help="Write the figures to docs/extraction.md.")
def main(documents: Path, gold: Path, name: str | None, missed: bool, as_data: bool, write: bool) -> None:
    """Print how many facts of the documents the draft cards ask for."""
    try:
        lists = _lists(gold, name)
        scores = [score_of(entry, documents) for entry in lists]
    except (GoldError, MscLearnError) as error:
        raise click.ClickException(str(error)) from error
    if write:
        write_table(PAGE, scores, totals(scores))
    speed = _speed({entry.name: documents / entry.document for entry in lists})
    listed = [score for score in scores if missed and (name or not score.held_out)]
    for line in _as_json(scores, listed, speed) if as_data else _as_text(scores, listed, speed):
        click.echo(line)


def _lists(folder: Path, name: str | None) -> list[Gold]:
    paths = sorted(path for path in folder.glob("*.yaml") if name in (None, path.stem))
    if not paths:
        raise click.UsageError(f"{folder} contains no gold list" + (f" {name}.yaml" if name else ""))
    # Documents that the rules were tuned on come before held-out ones.
    return sorted(map(gold_of, paths), key=lambda gold: gold.held_out)


def _speed(paths: dict[str, Path]) -> Speed:
    each = {name: words_per_second([path]) for name, path in paths.items()}
    everything = list(paths.values())
    return Speed(each, words_per_second(everything), cold_start(everything[0]))


def _as_text(scores: Sequence[Score], listed: Sequence[Score], speed: Speed) -> Iterator[str]:
    yield from lines(scores, totals(scores) if len(scores) > 1 else [])
    yield "Speed: words read and drafted per second, each document alone"
    yield from (f"  {name:24}{each:10,.0f}" for name, each in speed.each.items())
    yield f"{speed.together:,.0f} words/s together; cold start {speed.cold_start:.2f} s"
    for score in listed:
        yield from missed_lines(score)


def _as_json(scores: Sequence[Score], listed: Sequence[Score], speed: Speed) -> Iterator[str]:
    figures = {
        "documents": [as_json(score, missed=score in listed) for score in scores],
        "totals": [as_json(score) for score in totals(scores)],
        "words_per_second": {**speed.each, "together": speed.together},
        "cold_start_seconds": speed.cold_start,
    }
    yield json.dumps(figures, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
