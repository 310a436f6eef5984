"""`msc-learn stats` on a terminal: the map of days, told in words where it cannot be drawn."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from conftest import CARDS
from histories import START, told, two_years
from msc_learn.course.load import load_course
from msc_learn.memory.review import Rating, Review
from msc_learn.study.queue import cards_in
from msc_learn.study.report import report_of
from msc_learn.terminal.screen import Terminal
from msc_learn.terminal.stats import print_report

END = START + timedelta(days=729, hours=1)
SHADES = "·░▒▓█"


def printed(
    capsys: pytest.CaptureFixture[str],
    course_folder: Path,
    terminal: Terminal,
    reviews: Sequence[Review] | None = None,
    now: datetime = END,
) -> list[str]:
    """Return the lines printed of two years of study, or of these reviews, without their colours."""
    course = load_course(str(course_folder))
    cards = cards_in(course.topics)
    if reviews is None:
        ids = [card.id for card in cards]
        reviews = two_years(ids, lambda number: Rating.AGAIN if number % 3 == 2 else Rating.GOOD)
    report = report_of("course", cards, told(reviews)[0], now, "UTC")
    print_report(terminal, report, course, cards, "msc-learn quiz")
    return re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()


def drawn(lines: Sequence[str], letters: str = SHADES) -> list[str]:
    """Return the rows of the map."""
    found = [re.fullmatch(rf"  (?:Mon|Wed|Fri|Sun|   ) ([{re.escape(letters)}]+)", line) for line in lines]
    return [match[1] for match in found if match]


@pytest.mark.parametrize(("width", "weeks"), [(80, 53), (60, 53), (40, 34), (20, 14)])
def test_the_map_of_days_takes_the_weeks_there_is_room_for(
    capsys: pytest.CaptureFixture[str], course_folder: Path, width: int, weeks: int
) -> None:
    lines = printed(capsys, course_folder, Terminal(width=width, colour=True))
    assert max(map(len, lines)) <= width
    # The last day is a Friday, so the rows below it end a week earlier.
    assert END.weekday() == 4
    assert [len(row) for row in drawn(lines)] == [weeks] * 5 + [weeks - 1] * 2
    assert f"The last {weeks} weeks" in lines


def test_the_map_shows_each_day_in_its_shade(capsys: pytest.CaptureFixture[str], course_folder: Path) -> None:
    asked = {0: (1, "░"), 1: (2, "░"), 2: (3, "▓"), 3: (9, "█"), 10: (2, "░")}
    reviews = [
        Review(
            f"{back}-{n}", "me", "course", "vegf-name#1", Rating.GOOD, END - timedelta(days=back, minutes=n)
        )
        for back, (answers, _) in asked.items()
        for n in range(answers)
    ]
    lines = printed(capsys, course_folder, Terminal(colour=True), reviews)
    rows = drawn(lines)
    for back, (_, letter) in asked.items():
        day = END - timedelta(days=back)
        weeks = (END + timedelta(days=6 - END.weekday()) - day).days // 7
        assert rows[day.weekday()][52 - weeks] == letter
    assert sum(row.count(SHADES[0]) for row in rows) == sum(map(len, rows)) - 5
    assert "  answers per day:  · none  ░ to 2  ▓ to 3  █ to 9" in lines


def test_without_colour_the_days_are_told_in_words(
    capsys: pytest.CaptureFixture[str], course_folder: Path
) -> None:
    reviews = [
        Review(
            f"{back}", "me", "course", "vegf-name#1", Rating.GOOD, END - timedelta(days=back), elapsed=90_000
        )
        for back in (0, 1, 12)
    ]
    lines = printed(capsys, course_folder, Terminal(), reviews)
    assert not any(letter in line for line in lines for letter in SHADES[1:])
    assert "  from 27 Dec  2 answers on 2 days, 3 min" in lines
    assert "  from 20 Dec  no answers" in lines
    assert "  from 13 Dec  1 answer on 1 day, 2 min" in lines


def test_a_terminal_without_blocks_draws_with_its_own_letters(
    capsys: pytest.CaptureFixture[str], course_folder: Path
) -> None:
    lines = printed(capsys, course_folder, Terminal(colour=True, unicode=False))
    assert len(drawn(lines, ".:+#@")) == 7
    assert not any(letter in line for line in lines for letter in SHADES)


def test_weak_cards_are_named_by_their_question_and_leeches_as_such(
    capsys: pytest.CaptureFixture[str], course_folder: Path
) -> None:
    assert "What does VEGF stand for?" in CARDS
    lines = printed(capsys, course_folder, Terminal())
    assert any(line.endswith("leech") and "?" in line for line in lines)
    assert any(re.fullmatch(r" +\d+ % +\d+  Growth factors", line) for line in lines)
    assert any(line.startswith("Model    ") and "RMSE(bins)" in line for line in lines)
