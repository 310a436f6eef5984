"""The quiz as a program: killed after every line of a sitting, or taken twice at once, it loses nothing."""

import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from conftest import WriteCourse
from msc_learn.history.events import Flag, LogEntry, Suspend, Undo
from msc_learn.history.store import History
from msc_learn.memory.review import Rating, Review
from streams import read_until

FROM_VEGF = """\
    strength: asserted
    source: {section: Growth factors, quote: MSCs release vascular endothelial growth factor (VEGF).}
"""
FROM_EXOSOMES = """\
    strength: asserted
    source: {section: Exosomes, quote: MSC exosomes carry microRNAs and proteins.}
"""
CARDS = f"""\
topic: Growth factors
cards:
  - id: turned
    question: What does VEGF stand for?
    answer: vascular endothelial growth factor
{FROM_VEGF}
  - id: typed
    question: What do MSCs release?
    answer: vascular endothelial growth factor
    typed: true
{FROM_VEGF}
  - id: listed
    question: Which two things do MSC exosomes carry?
    items: [microRNAs, proteins]
{FROM_EXOSOMES}
  - id: chosen
    question: What may MSC treatment reduce?
    answer: pain
    distractors: [fever, weight, sleep]
    strength: hedged
    source: {{section: Growth factors, quote: MSC treatment may reduce pain.}}
  - id: hidden
    cloze: MSC exosomes carry microRNAs and {{{{c1::proteins}}}}.
{FROM_EXOSOMES}
"""
TURNED, TYPED, LISTED = "What does VEGF stand for?", "What do MSCs release?", "Which two things"
CHOSEN, HIDDEN = "What may MSC treatment reduce?", "MSC exosomes carry microRNAs and […]"


class Running:
    """A sitting as a process: lines go in by a pipe, and what it says comes out of another."""

    def __init__(self, folder: Path, database: Path, *options: str) -> None:
        command = (sys.executable, "-m", "msc_learn", "quiz", str(folder), "--db", str(database), *options)
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
        self.said = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def see(self, wanted: str) -> None:
        """Read until the words are there that say that the last line was acted upon."""
        assert self.process.stdout
        self.said += read_until(self.process.stdout.fileno(), wanted.encode()).decode()

    def give(self, lines: str) -> None:
        """Hand lines in."""
        assert self.process.stdin
        self.process.stdin.write(lines.encode())
        self.process.stdin.flush()

    def asks(self) -> tuple[str, str]:
        """Return what the sitting asks, as it stands on the screen, and how many cards it says are left."""
        [*_, (left, again, question)] = re.findall(r"· (\d+) left(?:, (\d+) again)?\n\n  (.*)", self.said)
        return question, str(int(left) + int(again or 0))

    def number_of(self, option: str) -> str:
        """Return the number that an option has on the screen."""
        return re.findall(rf"^  (\d)  {option}$", self.said, re.M)[-1]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Line:
    """A line handed in: what the program says once it has acted, what is stored by then, and what it asks.

    `{pain}` in it stands for the number of that option.
    """

    text: str
    wanted: str
    asked: str
    stored: tuple[str, object] | None = None


SCRIPT = (
    Line("", "Easy", TURNED),
    Line("1", "q quit", TYPED, ("turned#1", Rating.AGAIN)),
    Line("vascular endothelial growth factor", "rate it yourself", TYPED),
    Line("4", "? more", LISTED, ("typed#1", Rating.EASY)),
    Line("n", "? more", LISTED),
    Line("", "Easy", LISTED),
    Line("3", "? more", CHOSEN, ("listed#1", Rating.GOOD)),
    Line("u", "? more", LISTED, ("listed#1", Undo)),
    Line("f", "no note", LISTED),
    Line("two things?", "? more", LISTED, ("listed#1", Flag)),
    Line("", "Easy", LISTED),
    Line("4", "? more", CHOSEN, ("listed#1", Rating.EASY)),
    Line("{pain}", "rate it yourself", CHOSEN),
    Line("4", "? more", HIDDEN, ("chosen#1", Rating.EASY)),
    Line("x", "? more", TURNED, ("hidden#1", Suspend)),
    Line("", "Easy", TURNED),
    Line("4", "Easy 4", "", ("turned#1", Rating.EASY)),
)


@pytest.fixture
def folder(write_course: WriteCourse) -> Path:
    return write_course(CARDS)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def kept(database: Path) -> list[LogEntry]:
    with History.open(database, create=False) as history:
        return list(history.log())


def named(events: Sequence[LogEntry]) -> list[tuple[str, object]]:
    return [(one.card, one.rating if isinstance(one, Review) else type(one)) for one in events]


def assert_rebuilt_alike(database: Path) -> None:
    command = (sys.executable, "-m", "msc_learn", "progress", "rebuild", "--check", "--db", str(database))
    assert subprocess.run(command, check=False, capture_output=True, text=True).stdout == "identical\n"


def take(sitting: Running, script: Sequence[Line]) -> None:
    """Hand the lines in, each when the one before was acted upon."""
    sitting.see("? more")
    for line in script:
        text = line.text.format(pain=sitting.number_of("pain")) if "{" in line.text else line.text
        sitting.give(f"{text}\n")
        sitting.see(line.wanted)


@pytest.mark.parametrize("handed_in", range(len(SCRIPT) + 1))
def test_a_sitting_killed_after_any_line_has_kept_what_it_confirmed_and_goes_on_there(
    folder: Path, database: Path, handed_in: int
) -> None:
    done = SCRIPT[:handed_in]
    with Running(folder, database) as killed:
        take(killed, done)
        killed.process.send_signal(signal.SIGKILL)
        killed.process.wait(20)
    confirmed = [line.stored for line in done if line.stored]
    found = kept(database)
    assert named(found) == confirmed
    assert len({one.id for one in found}) == len(found)
    assert_rebuilt_alike(database)
    asked = done[-1].asked if done else TURNED
    with Running(folder, database) as again:
        if not asked:
            again.see("Nothing is due now.")
        else:
            again.see("q quit")
            assert again.asks()[0].startswith(asked)
            assert again.asks() == killed.asks()
    assert kept(database) == found


def write_many(write_course: WriteCourse, number: int) -> Path:
    """Write a course of cards that are turned over."""
    cards = (
        f"  - id: card-{place}\n    question: Question {place}?\n    answer: pain\n{FROM_VEGF}"
        for place in range(number)
    )
    return write_course("topic: Growth factors\ncards:\n" + "".join(cards))


@pytest.mark.parametrize("learners", [("anna", "anna"), ("anna", "ben")])
def test_two_sittings_at_once_store_every_answer_of_both(
    write_course: WriteCourse, database: Path, learners: tuple[str, str]
) -> None:
    folder = write_many(write_course, 30)
    options = ("--new", "30", "--limit", "30", "--learner")
    with (
        Running(folder, database, *options, learners[0]) as one,
        Running(folder, database, *options, learners[1]) as other,
    ):
        for sitting in (one, other):
            sitting.see("? more")
        for _ in range(30):
            for sitting in (one, other):
                sitting.give("\n4\n")
        for sitting in (one, other):
            said, errors = sitting.process.communicate(timeout=60)
            assert (sitting.process.returncode, errors) == (0, b"")
            assert b"30 answers, 30 recalled" in said
    found = kept(database)
    expected = Counter((learner, f"card-{place}#1") for learner in learners for place in range(30))
    assert Counter((one.learner, one.card) for one in found) == expected
    assert len({one.id for one in found}) == len(found) == 60
    assert_rebuilt_alike(database)


@pytest.mark.wide
@pytest.mark.parametrize("wait", range(24))
def test_a_sitting_killed_at_any_moment_has_kept_every_answer_it_went_on_from(
    write_course: WriteCourse, database: Path, wait: int
) -> None:
    folder = write_many(write_course, 60)
    with Running(folder, database, "--new", "60", "--limit", "60") as killed:
        killed.see("? more")
        killed.give("\n4\n" * 60)
        time.sleep(wait * 0.005)
        killed.process.send_signal(signal.SIGKILL)
        killed.process.wait(20)
        assert killed.process.stdout
        killed.said += killed.process.stdout.read().decode(errors="replace")
    confirmed = len(re.findall(r"Question \d+\?", killed.said)) - 1
    answered = [one.card for one in kept(database)]
    assert answered == [f"card-{place}#1" for place in range(len(answered))]
    assert confirmed <= len(answered) <= confirmed + 1
    assert_rebuilt_alike(database)
    with Running(folder, database, "--new", "60") as again:
        again.see("? more" if len(answered) < 60 else "Nothing is due now.")
        assert f"Question {len(answered)}?" in again.said or len(answered) == 60
