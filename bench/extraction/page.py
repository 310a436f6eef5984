"""The scoreboard in docs/extraction.md, which a test compares with a run."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.extraction.score import Score
from bench.extraction.table import share

PAGE = Path(__file__).parents[2] / "docs" / "extraction.md"
_TABLE = re.compile(r"^\| Document \|.*?(?=^(?!\|))", re.MULTILINE | re.DOTALL)
_HEAD = "| Document | kind | words | facts | cards | covered | cards a fact | defects | strength kept |"


def table(scores: Sequence[Score], sums: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the table: one per document, then the totals."""
    yield _HEAD
    yield "| --- | --- | --: | --: | --: | --: | --: | --: | --: |"
    for score in (*scores, *sums):
        yield f"| {' | '.join(_cells(score))} |"


def _cells(score: Score) -> Iterator[str]:
    counts = score.counts
    yield f"{score.name}{' *' if score.held_out and score.kind else ''}"
    yield score.kind
    yield f"{counts.words:,}"
    yield str(counts.facts)
    yield str(counts.cards)
    yield share(counts.covered_weight, counts.weight)
    yield f"{counts.cards / counts.covered:.2f}" if counts.covered else "-"
    yield share(counts.defective, counts.cards)
    yield share(counts.kept, counts.cautious)


def write_table(page: Path, scores: Sequence[Score], sums: Sequence[Score]) -> None:
    """Replace the table on the page."""
    lines = "".join(f"{line}\n" for line in table(scores, sums))
    text = page.read_text(encoding="utf-8")
    page.write_text(_TABLE.sub(lambda _: lines, text, count=1), encoding="utf-8")
