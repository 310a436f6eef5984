"""`python -m bench`: every figure in one run, as ratios against peers, the budget beside it."""

import os
import platform
import tempfile
from pathlib import Path

from bench.cards import first_words, write_card_file
from bench.corpus import write_documents
from bench.timing import Figure, first_output, python, rounds

HERE = Path(__file__).parent
MSC_LEARN = ("-m", "msc_learn")
BUILD_BUDGET = {10_000: 0.5}
FIRST_CARD_BUDGET = {100: 0.15, 10_000: 0.30}
HELP_BUDGET = 0.10


def main() -> None:
    """Print all tables."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; medians of processes run in turn\n")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        os.environ["MSC_LEARN_DB"] = str(here / "history.db")
        _builds(here)
        _help(here)
        _first_cards(here)
        _corpus(here)


def _row(name: str, figure: Figure, ours: Figure, budget: float | None = None) -> None:
    ratio = figure.seconds / ours.seconds
    beside = f"   budget {budget:.2f} s" if budget else ""
    print(f"  {name:34}{figure.seconds:8.3f} s {figure.megabytes:6.0f} MB {ratio:7.1f} x{beside}")


def _builds(here: Path) -> None:
    for count in (1_000, 10_000):
        source = str(write_card_file(here / f"cards-{count}.yaml", count))
        plain = str(HERE / "plain_genanki.py")
        ours = python(*MSC_LEARN, "build", source, "-o", "ours.apkg")
        figures = rounds(
            {
                "msc-learn build": ours,
                "C loader + plain genanki": python(plain, "CSafeLoader", source, "c.apkg"),
                "SafeLoader + plain genanki": python(plain, "SafeLoader", source, "safe.apkg"),
            },
            here,
            count=5 if count == 1_000 else 3,
        )
        print(f"Build {count:,} notes from YAML (ratio: times msc-learn's own)")
        for name, figure in figures.items():
            budget = BUILD_BUDGET.get(count) if name == "msc-learn build" else None
            _row(name, figure, figures["msc-learn build"], budget)
        for name in ("ours", "c", "safe"):
            print(f"    {name}.apkg {(here / f'{name}.apkg').stat().st_size / 1e6:.2f} MB")
        print()


def _help(here: Path) -> None:
    figures = rounds(
        {
            "msc-learn --help": python(*MSC_LEARN, "--help"),
            "bare Click --help": python(str(HERE / "bare_click.py"), "--help"),
        },
        here,
        count=15,
    )
    print("Help")
    for name, figure in figures.items():
        budget = HELP_BUDGET if name.startswith("msc") else None
        _row(name, figure, figures["msc-learn --help"], budget)
    print()


def _first_cards(here: Path) -> None:
    print("First card of a quiz, from the start of the process to the question on a pipe")
    bare = first_output(python(str(HERE / "bare_click.py"), "prompt"), b"Q", here)
    print(f"  {'bare Click prompt':34}{bare:8.3f} s")
    for count in (100, 10_000):
        source = write_card_file(here / f"quiz-{count}.yaml", count)
        command = python(*MSC_LEARN, "quiz", str(source))
        spent = first_output(command, first_words(source), here)
        name, budget = f"msc-learn quiz, {count:,} cards", FIRST_CARD_BUDGET[count]
        print(f"  {name:34}{spent:8.3f} s {spent / bare:16.1f} x   budget {budget:.2f} s")


def _corpus(here: Path) -> None:
    count = 2_000
    write_documents(here / "documents", count)
    # Each run writes courses of its own, for a second run over the same ones is other work.
    run = 'exec "$0" -m msc_learn extract documents -o "$(mktemp -d courses-XXXXXX)" --jobs "$1"'
    commands = {f"jobs {jobs}": ("sh", "-c", run, *python(), str(jobs)) for jobs in (1, 2)}
    figures = rounds(commands, here, count=2)
    print(f"\nExtract a folder of {count:,} documents (ratio: times jobs 1; memory of the largest process)")
    for name, figure in figures.items():
        ratio = figures["jobs 1"].seconds / figure.seconds
        speed = f"{count / figure.seconds:8.0f} documents/s"
        print(f"  {name:34}{speed} {figure.megabytes:6.0f} MB {ratio:7.2f} x")


if __name__ == "__main__":
    main()
