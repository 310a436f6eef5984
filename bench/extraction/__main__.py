"""`python -m bench.extraction`: what the drafts make of documents whose facts are known."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bench.extraction.gold import Gold, GoldError, gold_of
from bench.extraction.page import PAGE, write_table
from bench.extraction.score import Score, as_json, score_of, totals
from bench.extraction.speed import cold_start, words_per_second
from bench.extraction.table import lines, missed_lines
from msc_learn.errors import MscLearnError

HERE = Path(__file__).parent
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.option("--documents", type=_FOLDER, default=HERE / "documents", help="Folder of documents.")
@click.option("--gold", type=_FOLDER, default=HERE / "gold", help="Folder of gold lists.")
@click.option("--document", "name", help="Score this one alone, by the name of its gold list.")
@click.option("--missed", is_flag=True, help="List the missed facts; of a held-out one only with --document.")
@click.option("--json", "as_data", is_flag=True, help="Print the figures as JSON.")
@click.option("--write", is_flag=True, help="Write the figures of all documents into docs/extraction.md.")
def main(documents: Path, gold: Path, name: str | None, missed: bool, as_data: bool, write: bool) -> None:
    """Print how much of what documents teach their draft cards ask for."""
    try:
        lists = _lists(gold, name)
        scores = [score_of(entry, documents) for entry in lists]
    except (GoldError, MscLearnError) as error:
        raise click.ClickException(str(error)) from error
    if write:
        write_table(PAGE, scores, totals(scores))
    pace = _pace([documents / entry.document for entry in lists])
    listed = [score for score in scores if missed and (name or not score.held_out)]
    for line in _as_json(scores, listed, pace) if as_data else _as_text(scores, listed, pace):
        click.echo(line)


def _lists(folder: Path, name: str | None) -> list[Gold]:
    paths = sorted(path for path in folder.glob("*.yaml") if name in (None, path.stem))
    if not paths:
        raise click.UsageError(f"{folder} holds no gold list" + (f" {name}.yaml" if name else ""))
    # What the rules were tuned on stands above what was held out.
    return sorted(map(gold_of, paths), key=lambda gold: gold.held_out)


def _pace(paths: Sequence[Path]) -> dict[str, float]:
    return {"words_per_second": words_per_second(paths), "cold_start_seconds": cold_start(paths[0])}


def _as_text(scores: Sequence[Score], listed: Sequence[Score], pace: dict[str, float]) -> Iterator[str]:
    yield from lines(scores, totals(scores) if len(scores) > 1 else [])
    yield f"{pace['words_per_second']:,.0f} words/s; cold start {pace['cold_start_seconds']:.2f} s"
    for score in listed:
        yield from missed_lines(score)


def _as_json(scores: Sequence[Score], listed: Sequence[Score], pace: dict[str, float]) -> Iterator[str]:
    found = {
        "documents": [as_json(score, missed=score in listed) for score in scores],
        "totals": [as_json(score) for score in totals(scores)],
        **pace,
    }
    yield json.dumps(found, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    main()
