"""Corpus: a folder of documents to courses of drafts, in one process and in two."""

from collections.abc import Iterator
from pathlib import Path

from bench.corpus import write_documents
from bench.timing import python, rounds

_DOCUMENTS = 1_000
_ROUNDS = 2
# Each run writes courses of its own, for a second run over the same ones is other work.
_RUN = 'exec "$0" -m msc_learn extract documents -o "$(mktemp -d courses-XXXXXX)" --jobs "$1"'


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines of 1,000 documents."""
    yield from lines(here, _DOCUMENTS, _ROUNDS)


def lines(here: Path, count: int, turns: int) -> Iterator[str]:
    """Yield the lines of one and two jobs over `count` documents, measured `turns` times."""
    write_documents(here / "documents", count)
    commands = {f"jobs {jobs}": ("sh", "-c", _RUN, *python(), str(jobs)) for jobs in (1, 2)}
    figures = rounds(commands, here, turns)
    yield f"Extract a folder of {count:,} documents (ratio: times jobs 1; memory of the largest process)"
    for name, figure in figures.items():
        ratio = figures["jobs 1"].seconds / figure.seconds
        speed = f"{count / figure.seconds:8.0f} documents/s"
        yield f"  {name:34}{speed} {figure.megabytes:6.0f} MB {ratio:7.2f} x"
    yield ""
