"""First card: from the start of a quiz to the first question, beside a bare Click prompt."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.cards import first_words, write_card_file
from bench.tables.rows import CLICK, MSC_LEARN, ROOT
from bench.timing import first_output, python

BUDGETS = {100: 0.15, 10_000: 0.30}


def table(here: Path, *, large: bool = False) -> Iterator[str]:
    """Yield the lines of quizzes with 100 and 10,000 cards."""
    yield from lines(here, BUDGETS)


def lines(here: Path, budgets: Mapping[int, float], *, turns: int = 7) -> Iterator[str]:
    """Yield two lines for each number of cards, measured `turns` times: read, and kept since an earlier run.

    The budget, in seconds, is for every start but the first after the cards have changed.
    """
    yield "First card of a quiz, from the start of the process to the question on a pipe"
    bare = first_output(python(*CLICK, "prompt"), b"Q", ROOT, turns)
    yield f"  {'bare Click prompt':34}{bare:8.3f} s"
    for count, budget in budgets.items():
        source = write_card_file(here / f"quiz-{count}.yaml", count)
        command = python(*MSC_LEARN, "quiz", str(source))
        for cache, said in (("off", "read"), (str(here / "cache"), "kept")):
            environment = {**os.environ, "MSC_LEARN_CACHE": cache}
            # A quiz that ends keeps what it read; those that are timed are killed.
            subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            spent = first_output(command, first_words(source), ROOT, turns, environment)
            name = f"msc-learn quiz, {count:,} cards, {said}"
            beside = f"   budget {budget:.2f} s" if said == "kept" else ""
            yield f"  {name:34}{spent:8.3f} s {spent / bare:16.1f} x{beside}"
    yield ""
