"""Small fixtures: a command runner, a clock, and courses written into a temporary folder."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from textwrap import wrap

import pytest
from click.testing import CliRunner
from hypothesis import settings

DOCUMENT = """\
# Stromal cells

## Growth factors

MSCs release vascular endothelial growth factor (VEGF). MSC treatment may reduce pain.

## Exosomes

MSC exosomes carry microRNAs and proteins.
"""

CARDS = """\
topic: Growth factors
tags: [growth-factors]
cards:
  - id: vegf-name
    question: What does VEGF stand for?
    answer: vascular endothelial growth factor
    accept: [vascular endothelial growth factors]
    strength: asserted
    source: {section: Growth factors, quote: MSCs release vascular endothelial growth factor (VEGF).}
  - id: exosome-cargo
    cloze: MSC exosomes carry {{c1::microRNAs}} and {{c2::proteins}}.
    strength: asserted
    source: {section: Exosomes, quote: MSC exosomes carry microRNAs and proteins.}
  - id: exosome-cargo-list
    question: Which two things do MSC exosomes carry?
    items: [microRNAs, proteins]
    strength: asserted
    source: {section: Exosomes, quote: MSC exosomes carry microRNAs and proteins.}
  - id: pain-choice
    question: What may MSC treatment reduce?
    answer: pain
    distractors: [fever, weight, sleep]
    strength: hedged
    source: {section: Growth factors, quote: MSC treatment may reduce pain.}
"""

COURSE = """\
title: Stromal cells
deck: Stromal cells
language: en-GB
document: document.md
topics: [growth-factors]
id: stromal
"""

WriteCourse = Callable[..., Path]


def lines_with(text: str, key: str) -> list[str]:
    """Return the lines of an output that hold a key, with ordinary spaces."""
    return [line for line in text.replace("\u00a0", " ").splitlines() if key in line]


def paragraphs_with(text: str, key: str, *paths: object) -> list[str]:
    """Return the paragraphs that hold a key, wrapped anew for snapshots, with PATH for each path."""
    for path in paths:
        # A narrow terminal breaks a long path anywhere.
        text = re.sub(r"\s*".join(map(re.escape, str(path))), "PATH", text)
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return [line for part in parts if key in part for line in wrap(part, 80, break_on_hyphens=False)]


def review_counts(output: str) -> list[int]:
    """Return the numbers that a review ends with: accepted, edited, rejected, skipped and left."""
    summary = [line for line in output.splitlines() if line.count("·") == 4][-1]
    return [int(number) for number in re.findall(r"\d+", summary)]


# `full` looks for new counterexamples on every run. In CI Hypothesis draws the same examples each time.
# `quick` always draws the same ones, so that a failure comes from the change at hand.
# No example has a deadline, because machines are noisy.
settings.register_profile("full", parent=settings(), max_examples=100, deadline=None)
settings.register_profile("quick", parent=settings(), max_examples=20, deadline=None, derandomize=True)
settings.load_profile("full")


# Left out of `make quick`, as measured: browsers, the real Anki, many programs, or very long texts.
SLOW = {
    "test_anki",
    "test_apkg",
    "test_bad_documents",
    "test_bad_input",
    "test_bench_build",
    "test_bench_extraction",
    "test_bench_quiz",
    "test_bench_train",
    "test_cache",
    "test_cards_in_browser",
    "test_clinic",
    "test_corpus",
    "test_diff_command",
    "test_exam_command",
    "test_extract_command",
    "test_gate",
    "test_interruptions",
    "test_lms",
    "test_odd_systems",
    "test_optimize_command",
    "test_page",
    "test_page_exam",
    "test_page_grade",
    "test_page_in_browser",
    "test_page_progress",
    "test_page_queue",
    "test_page_scheduler",
    "test_progress_command",
    "test_quiz",
    "test_readme",
    "test_report_command",
    "test_review_command",
    "test_searches",
    "test_shipped_deck",
    "test_simulation",
    "test_stability",
    "test_stats_report",
    "test_templates",
    "test_text_format",
    "test_trainer",
    "test_updates",
    "test_whole_quiz",
    "test_whole_way",
}
TESTS = Path(__file__).parent
_POSIX = re.compile(r"^import (?:fcntl|pty|termios)$", re.MULTILINE)
# On Windows there is no such terminal to hold keys and windows to.
collect_ignore = (
    [path.name for path in TESTS.glob("test_*.py") if _POSIX.search(path.read_text(encoding="utf-8"))]
    if sys.platform == "win32"
    else []
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave slow files unread where no slow test is wanted: to import them takes seconds."""
    unwanted = "not slow" in config.getoption("markexpr")
    return True if unwanted and collection_path.stem in SLOW else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow files, so that `-m "not slow"` leaves them out."""
    for item in items:
        if item.path.stem in SLOW:
            item.add_marker("slow")


def without_id(path: Path) -> bytes:
    """Return the bytes of a file without the line of the course id, which is random."""
    return re.sub(rb"(?m)^id: \S+-[2-9a-z]{8}\n(?=title|topic)", b"", path.read_bytes())


@pytest.fixture(autouse=True, scope="session")
def signals_as_in_a_shell() -> None:
    """Heed what a run in the background or under nohup ignores: programs of the tests inherit it."""
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the courses that commands read in a folder of the tests' own, in processes they start too."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("MSC_LEARN_CACHE")
    os.environ["MSC_LEARN_CACHE"] = str(folder)
    yield folder
    os.environ.pop("MSC_LEARN_CACHE")
    if before is not None:
        os.environ["MSC_LEARN_CACHE"] = before


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def write_course(tmp_path: Path) -> WriteCourse:
    """Return a function that writes a course of four notes, one of each kind, and returns its folder."""

    def write(
        cards: str = CARDS, *, document: str = DOCUMENT, course: str = COURSE, name: str = "stromal"
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "course.yaml").write_text(course, encoding="utf-8")
        (folder / "document.md").write_text(document, encoding="utf-8")
        (folder / "growth-factors.yaml").write_text(cards, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def course_folder(write_course: WriteCourse) -> Path:
    return write_course()
