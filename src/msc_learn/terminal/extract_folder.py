"""Extract the documents of a folder and print problems as they come, then a summary; or JSON lines."""

import shlex
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from msc_learn.errors import Problem
from msc_learn.extract.batch import DocumentOutcome, extract_all, usable_cpus
from msc_learn.extract.corpus import Corpus, find_documents
from msc_learn.files import make_folder
from msc_learn.reports.phrases import count
from msc_learn.terminal.screen import ProgressBar, Terminal, one_line
from msc_learn.terminal.streams import json_text

INTERRUPTED = 130
# Up to this many documents are listed one by one.
_MOST_LISTED = 20
_NEEDS_MORE = "D111"


class Echo(Protocol):
    """Prints a line to stdout, or with `err` to stderr."""

    def __call__(self, message: str, *, err: bool = False) -> None:
        """Print the line."""


@dataclass(slots=True)
class _Tally:
    """The counts of the outcomes so far; `listed` holds the courses of a small folder."""

    good: int = 0
    bad: int = 0
    new: int = 0
    kept: int = 0
    first: str = ""
    listed: list[tuple[str, int]] = field(default_factory=list)
    needing: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: DocumentOutcome) -> None:
        """Count one outcome."""
        if outcome.saved is None:
            self.bad += 1
            return
        self.good += 1
        self.new += outcome.saved.total
        self.kept += outcome.saved.kept
        self.first = self.first or str(outcome.saved.path)
        if len(self.listed) <= _MOST_LISTED:
            self.listed.append((str(outcome.saved.path), outcome.saved.total))

    def is_news(self, problem: Problem) -> bool:
        """Tell whether to print a problem: that a format needs a library is printed once."""
        if problem.code != _NEEDS_MORE:
            return True
        suffix = Path(problem.position.path).suffix.lower()
        self.needing[suffix] += 1
        return self.needing[suffix] == 1


def extract_folder(folder: Path, out: Path, jobs: int | None, echo: Echo, *, as_json: bool) -> int:
    """Extract all documents of a folder, print what becomes of each, and return the exit code."""
    Terminal.here()
    corpus, tally = find_documents(folder, out), _Tally()
    make_folder(out)
    try:
        _run(corpus, jobs or usable_cpus(), tally, echo, as_json=as_json)
    except KeyboardInterrupt:
        done = f"{tally.good + tally.bad:,} of {len(corpus.sources):,} documents are done"
        echo(f"stopped: {done}; to continue, run the same command again", err=True)
        return INTERRUPTED
    for suffix, files in sorted(tally.needing.items()):
        if files > 1 and not as_json:
            more = f"{_NEEDS_MORE} {files - 1:,} more {suffix} files need it too"
            echo(one_line(f"{folder}: {more}"), err=True)
    echo(_summary_line(corpus, tally) if as_json else _summary(corpus, tally, out))
    return 1 if tally.bad else 0


def _run(corpus: Corpus, jobs: int, tally: _Tally, echo: Echo, *, as_json: bool) -> None:
    """Extract, and print the problems of each document when it is done."""
    outcomes = extract_all(corpus.sources, jobs)
    # On one terminal, the bar would mix with the lines.
    hidden = as_json and sys.stdout.isatty()
    with ProgressBar(len(corpus.sources), "documents", hidden=hidden) as bar, closing(outcomes):
        for outcome in outcomes:
            tally.add(outcome)
            for problem in outcome.problems:
                if not as_json and tally.is_news(problem):
                    bar.say(one_line(str(problem)))
            if as_json:
                echo(json_text(_as_json(outcome), indent=None))
            bar.advance()


def _as_json(outcome: DocumentOutcome) -> dict[str, object]:
    if outcome.saved is None:
        rows = [
            {
                "path": at.path,
                "line": at.line,
                "column": at.column,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in outcome.problems
            for at in (problem.position,)
        ]
        return {"path": outcome.path, "problems": rows}
    saved = outcome.saved
    return {
        "path": outcome.path,
        "course": str(saved.path),
        "added": dict(saved.added),
        "new": saved.total,
        "kept": saved.kept,
    }


def _summary_line(corpus: Corpus, tally: _Tally) -> str:
    return json_text(
        {
            "documents": tally.good,
            "new": tally.new,
            "kept": tally.kept,
            "failed": tally.bad,
            "unknown": corpus.unsupported,
            "links": corpus.links,
        },
        indent=None,
    )


def _summary(corpus: Corpus, tally: _Tally, out: Path) -> str:
    made = f"{count(tally.new, 'new draft')} from {count(tally.good, 'document')} of {corpus.folder}"
    lines = [f"{out}: {made}" + (f", {count(tally.kept, 'card')} kept unchanged" if tally.kept else "")]
    if len(tally.listed) <= _MOST_LISTED:
        width = max((len(one_line(path)) for path, _ in tally.listed), default=0)
        lines += [f"  {one_line(path):<{width}}  {drafts:>5}" for path, drafts in tally.listed]
    skipped = [
        f"{count(number, what)} {why}"
        for number, what, why in (
            (tally.bad, "document", "could not be read (see above)"),
            (corpus.unsupported, "file", "of unsupported formats skipped"),
            (corpus.links, "symlinked folder", "skipped"),
        )
        if number
    ]
    lines += ["; ".join(skipped)] if skipped else []
    if tally.first:
        lines.append(
            f"Next: {shlex.join(['msc-learn', 'review', tally.first])}, and the same for each course."
        )
    return "\n".join(one_line(line) for line in lines)
