"""`msc-learn exam`: whole exams, in a pipe and on a terminal, and what is left when they are cut off."""

import fcntl
import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import CARDS, WriteCourse, lines_with, paragraphs_with
from examined import BEGUN, FORM, began, right_answer, write_form
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.errors import HistoryError, MscLearnError
from msc_learn.exams.attempt import Attempt, End, attempts_of
from msc_learn.exams.draw import draw, seed_of
from msc_learn.exams.events import Item
from msc_learn.exams.form import load_form
from msc_learn.exams.session import Exam
from msc_learn.exams.store import append_exam_event, exam_events
from msc_learn.grading.compare import Grade
from msc_learn.history.erase_restore import erase
from msc_learn.history.store import History
from msc_learn.memory.review import Mode, Verdict
from msc_learn.messages import message
from msc_learn.terminal.exam import MissedItem, _show_missed, item_numbers
from msc_learn.terminal.exam_session import ExamSession, Timer
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import Terminal
from msc_learn.text.markup import to_plain
from streams import read_until

Sit = Callable[..., Result]


@pytest.fixture
def folder(course_folder: Path) -> Path:
    write_form(course_folder)
    return course_folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def sit(runner: CliRunner, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Return a function that sits the exam of the course with lines of input, at a time of a clock."""
    monkeypatch.setenv("TZ", "UTC")

    def take(
        *lines: str, minutes: float = 0, options: tuple[str, ...] = (), form: str = "induction"
    ) -> Result:
        at = BEGUN + timedelta(minutes=minutes)
        monkeypatch.setattr("msc_learn.cli.clock.now", lambda: at)
        monkeypatch.setattr("msc_learn.cli.clock.ticks", lambda: 0.0)
        typed = "".join(f"{line}\n" for line in lines)
        course = () if form.endswith(".yaml") else ("--course", str(folder))
        arguments = ["exam", form, *course, "--db", str(database), "--learner", "anna"]
        return runner.invoke(cli, [*arguments, *options], input=typed)

    return take


def items_of(folder: Path, number: int = 1) -> tuple[Item, ...]:
    course = load_course(folder)
    form = load_form(course, "induction")
    return draw(form, course, seed_of(form, "anna", number))


def line_for(item: Item, *, right: bool = True) -> str:
    """Return the line that answers an item."""
    if item.mode is Mode.TYPE:
        return right_answer(item.card) if right else "nonsense"
    return str(next(n for n, option in enumerate(item.options, start=1) if (option in item.key) is right))


def answers(folder: Path, *right: bool, number: int = 1) -> list[str]:
    items = items_of(folder, number)
    return [line_for(item, right=good) for item, good in zip(items, right, strict=False)]


def attempts(database: Path, now: datetime = BEGUN) -> tuple[Attempt, ...]:
    with History.open(database) as history:
        return attempts_of(exam_events(history), now)


def test_an_exam_is_sat_from_beginning_to_end(sit: Sit, folder: Path, database: Path) -> None:
    result = sit("", *answers(folder, True, True, True, True), "h")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[3:6] == snapshot(
        [
            "  4 items in 30 minutes. You pass with 75 % of the points.",
            "  Pass mark, set by the test: A convention.",
            "  Attempts left: 2, at least 7 days apart. A pass is valid for 12 months.",
        ]
    )
    assert lines_with(result.output, "1 of 4") == snapshot(["1 of 4 · 4 open · 30 min left"])
    assert lines_with(result.output, "4 of 4 points") == snapshot(
        ["  Passed: 4 of 4 points, 100 %; the pass mark is 75 %."]
    )
    assert lines_with(result.output, "2 March 2027") == snapshot(["  Valid until 2 March 2027."])
    assert lines_with(result.output, "  Every ") == snapshot(["  Every item has an answer."])
    [attempt] = attempts(database)
    assert (attempt.passed, attempt.end, attempt.learner, attempt.zone) == (
        True,
        End.SUBMITTED,
        "anna",
        "UTC",
    )


def test_too_short_an_exam_says_how_often_chance_decides(sit: Sit) -> None:
    said = " ".join(sit("q").output.split())
    warning = said[said.index("With 4 items") : said.index(" You see no")]
    assert re.split(r"(?<=[:;.]) ", warning) == snapshot(
        [
            "With 4 items, luck often decides:",
            "of people who know 70 % of the material, 65 % pass;",
            "of people who know 80 % of the material, 82 % pass;",
            "of people who know 90 % of the material, 95 % pass.",
            "Use at least 40 items if the result matters.",
        ]
    )


def test_an_exam_not_begun_leaves_nothing(sit: Sit, database: Path) -> None:
    for lines in (("q",), ()):
        assert sit(*lines).exit_code == 0
        assert attempts(database) == ()


def test_nothing_is_said_of_an_answer_before_the_end(sit: Sit, folder: Path) -> None:
    output = sit("", *answers(folder, True, False, True, False), "q").output
    assert not re.search(r"\b(right|wrong|close|passed)\b", output.split("begin", 1)[1], re.IGNORECASE)


def test_each_wrong_answer_is_shown_with_what_is_right_and_where_it_stands(sit: Sit, folder: Path) -> None:
    items = items_of(folder)
    place = next(n for n, item in enumerate(items) if item.card == "vegf-name#1")
    right = [item.card != "vegf-name#1" for item in items]
    output = sit("", *answers(folder, *right), "h").output
    shown = " ".join(output.split("result\n")[1].split())
    assert f"{place + 1}. What does VEGF stand for? you: nonsense: " in shown
    assert "“MSCs release vascular endothelial growth factor (VEGF).” · Growth factors" in shown
    assert paragraphs_with(output, "3 of 4 points") == snapshot(
        [
            "Passed: 3 of 4 points, 75 %; the pass mark is 75 %. 95 % confidence interval of",
            "what you know: 30 to 95 %. The pass mark is inside it, so with other items the",
            "result might have been different. Valid until 2 March 2027.",
        ]
    )
    assert paragraphs_with(output, "nonsense: ") == snapshot(
        [
            "1. What does VEGF stand for? you: nonsense: not the answer right: vascular",
            "endothelial growth factor “MSCs release vascular endothelial growth factor",
            "(VEGF).” · Growth factors",
        ]
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("you chose at `CD34^+`", ""),
        ("you chose at `CD34^+`: no marker", ": no marker"),
        ("not the answer", ": not the answer"),
        ("", ""),
    ],
)
def test_an_option_picked_is_named_once_beside_the_reason(
    reason: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    picked = ("at `CD34^+`",)
    item = Item("c#1", "v", "t", Mode.CHOICE, "Where?", ("there",), ("there", *picked))
    missed = MissedItem(0, item, to_plain(picked[0]), 0.0, Grade(Verdict.WRONG, reason))
    _show_missed(Terminal(), missed)
    assert f"  you: {to_plain(picked[0])}{said}\n" in capsys.readouterr().out


def test_a_close_answer_is_half_a_point_and_named_for_a_person(write_course: WriteCourse, sit: Sit) -> None:
    folder = write_course(CARDS)
    write_form(folder)
    typed = [
        "endothelial growth factor" if item.card == "vegf-name#1" else line_for(item)
        for item in items_of(folder)
    ]
    output = sit("", *typed, "h").output
    assert "3.5 of 4 points, 87.5 %" in output
    assert paragraphs_with(output, "3.5 of 4") == snapshot(
        [
            "Passed: 3.5 of 4 points, 87.5 %; the pass mark is 75 %. 95 % confidence interval",
            "of what you know: 40 to 99 %. The pass mark is inside it, so with other items",
            "the result might have been different. 1 answer came close: ask a person to",
            "check. Valid until 2 March 2027.",
        ]
    )
    assert lines_with(output, "(0.5 ") == snapshot(
        ["  you: endothelial growth factor (0.5 of a point): only a part; missing:"]
    )


def test_items_are_left_open_and_come_back_to(sit: Sit, folder: Path, database: Path) -> None:
    first, second, third, fourth = answers(folder, True, True, True, True)
    back = "b" if items_of(folder)[2].mode is Mode.CHOICE else ":b"
    open_ones = "o" if items_of(folder)[3].mode is Mode.CHOICE else ":o"
    result = sit("", "", second, back, "", third, open_ones, "", first, fourth, "h")
    assert "  2 items open: 1, 4" in result.output.splitlines()
    assert "your answer:" in result.output
    [attempt] = attempts(database)
    assert (attempt.points, len(attempt.responses)) == (4, 4)


def test_an_answer_is_changed_by_going_to_its_number(sit: Sit, folder: Path, database: Path) -> None:
    items = items_of(folder)
    result = sit("", *answers(folder, False, True, True, True), "1", line_for(items[0]), "99", "x", "h")
    assert result.exit_code == 0
    [attempt] = attempts(database)
    assert (attempt.points, len(attempt.responses)) == (4, 5)


def test_one_item_left_open_is_told_as_one(sit: Sit, folder: Path) -> None:
    result = sit("", *answers(folder, True, True, True), "", "h", "n", "q")
    assert lines_with(result.output, "  1 item ")[1] == snapshot("  1 item is open and gets no points.")


def test_handing_in_with_open_items_is_asked_twice(sit: Sit, folder: Path, database: Path) -> None:
    leave = ["", "", "", ""]
    refused = sit("", *leave, "h", "n", "q")
    assert lines_with(refused.output, "  4 items ")[2] == snapshot("  4 items are open and get no points.")
    assert attempts(database)[0].ended is None
    handed = sit("", "", "", "", "h", "y")
    assert lines_with(handed.output, "0 of 4 points, 0 %") == snapshot(
        ["  Not passed: 0 of 4 points, 0 %; the pass mark is 75 %."]
    )
    assert handed.output.count("left open") == 4


def test_an_exam_left_goes_on_where_it_was_and_its_clock_runs_on(
    sit: Sit, folder: Path, database: Path
) -> None:
    given = answers(folder, True, True, True, True)
    left = sit("", *given[:2], "q" if items_of(folder)[2].mode is Mode.CHOICE else ":q")
    assert left.exit_code == 0
    assert "2 March 2026 at 09:30" in left.output
    assert paragraphs_with(left.output, "2 March 2026 at 09:30", folder, database) == snapshot(
        [
            "The clock runs on until 2 March 2026 at 09:30. Go on with: msc-learn exam",
            "induction --course PATH --db PATH --learner anna",
        ]
    )
    again = sit(*given[2:], "h", minutes=20)
    assert lines_with(again.output, "10 min left")[:2] == snapshot(
        ["  Continued: 2 of 4 items answered, 10 min left.", "3 of 4 · 2 open · 10 min left"]
    )
    [attempt] = attempts(database)
    assert (attempt.points, attempt.passed) == (4, True)


def test_the_end_of_a_pipe_leaves_the_exam_open(sit: Sit, folder: Path, database: Path) -> None:
    output = sit("", *answers(folder, True)).output
    assert paragraphs_with(output, "2 March 2026 at 09:30", folder, database) == snapshot(
        [
            "The clock runs on until 2 March 2026 at 09:30. Go on with: msc-learn exam",
            "induction --course PATH --db PATH --learner anna",
        ]
    )
    [attempt] = attempts(database)
    assert (attempt.ended, attempt.points) == (None, 1)


def test_an_exam_whose_time_is_over_is_handed_in_by_the_clock(sit: Sit, folder: Path, database: Path) -> None:
    sit("", *answers(folder, True, True, True))
    result = sit(minutes=31)
    said = " ".join(result.output.split())
    assert "Time is up." in said
    assert "Passed: 3 of 4 points" in said
    [attempt] = attempts(database)
    assert (attempt.end, attempt.ended) == (End.TIME, attempt.closes)
    with History.open(database) as history:
        assert len(exam_events(history)) == 5


def test_an_answer_given_when_the_time_was_over_does_not_count(
    sit: Sit, folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Timer):
        def now(self) -> datetime:
            """Let twelve minutes pass at each look at the clock."""
            self._looks = getattr(self, "_looks", -1) + 1
            return BEGUN + self._looks * timedelta(minutes=12)

    monkeypatch.setattr("msc_learn.terminal.exam_run.Timer", Slow)
    result = sit("", *answers(folder, True, True, True, True))
    assert lines_with(result.output, "late") == snapshot(["  Time is up. This answer came too late."])
    [attempt] = attempts(database)
    assert attempt.end is End.TIME
    assert all(response.at < attempt.closes for response in attempt.responses)


@pytest.mark.parametrize(
    ("clock", "measured", "passed"),
    [
        ((0, 0, 0), (0, 60, 120), 120),
        ((0, 600, 700), (0, 60, 120), 700),
        ((0, -9000, -9000), (0, 60, 120), 120),
        ((0, 3600, 0), (0, 60, 120), 120),
    ],
    ids=["a clock that stands", "a computer that slept", "a clock set back", "a clock set forth and back"],
)
def test_a_clock_set_back_gives_no_more_time(
    clock: tuple[int, ...], measured: tuple[int, ...], passed: int
) -> None:
    clocks, measures = iter(clock), iter(measured)
    timer = Timer(BEGUN, lambda: BEGUN + timedelta(seconds=next(clocks)), lambda: float(next(measures)))
    timer.now()
    assert timer.now() == BEGUN + timedelta(seconds=passed)


def test_a_clock_set_back_between_two_runs_does_not_go_before_what_is_stored(
    sit: Sit, folder: Path, database: Path
) -> None:
    sit("", *answers(folder, True), minutes=0)
    sit(*answers(folder, True, True)[1:], minutes=25)
    result = sit(minutes=-600)
    assert lines_with(result.output, "5 min left")[:1] == snapshot(
        ["  Continued: 2 of 4 items answered, 5 min left."]
    )
    assert sit("q", minutes=-600).exit_code == 0
    [attempt] = attempts(database, BEGUN + timedelta(minutes=26))
    assert attempt.responses[1].at >= BEGUN + timedelta(minutes=25)


def test_attempts_and_the_days_between_them_are_kept_to(sit: Sit, folder: Path) -> None:
    sit("", "", "", "", "", "h", "yes")
    waits = sit("", minutes=60)
    assert isinstance(waits.exception, MscLearnError)
    assert re.search(r"induction\.yaml: E106 .* 9 March 2026 at 09:00,.* 1$", str(waits.exception))
    assert paragraphs_with(str(waits.exception), "", folder / "exams" / "induction.yaml") == snapshot(
        [
            "PATH: E106 the next attempt may begin on 9 March 2026 at 09:00, 7 days after the",
            "last; attempts left: 1",
        ]
    )
    week = 7 * 24 * 60 + 60
    sit("", "", "", "", "", "h", "y", minutes=week)
    none = sit("", minutes=3 * week)
    assert "E106 " in str(none.exception)
    assert paragraphs_with(str(none.exception), "2 of 2", folder / "exams" / "induction.yaml") == snapshot(
        ["PATH: E106 no attempts left: 2 of 2 used, none passed"]
    )
    write_form(folder, FORM.replace("attempts: 2", "attempts: 3"))
    assert "Attempts left: 1" in sit("q", minutes=3 * week).output


def test_a_form_that_changed_meanwhile_changes_no_attempt_under_way(
    sit: Sit, folder: Path, database: Path
) -> None:
    given = answers(folder, True, True, True, True)
    sit("", *given[:1])
    write_form(folder, FORM.replace("75", "100").replace("30", "5"))
    (folder / "growth-factors.yaml").write_text(CARDS.replace("stand for", "mean"), encoding="utf-8")
    result = sit(*given[1:], "h", minutes=10)
    assert result.output.splitlines()[3:6] == snapshot(
        [
            "  The exam form has changed since this attempt began. The attempt continues with",
            "  the old form.",
            "",
        ]
    )
    [attempt] = attempts(database)
    assert (attempt.pass_mark, attempt.minutes, attempt.points) == (75, 30, 4)
    assert all("mean" not in item.question for item in attempt.items)


def test_a_form_that_is_gone_changes_no_attempt_under_way_either(sit: Sit, folder: Path) -> None:
    given = answers(folder, True, True, True, True)
    sit("", *given[:1])
    (folder / "exams" / "induction.yaml").unlink()
    assert "Passed: 4 of 4" in sit(*given[1:], "h").output


def test_the_result_comes_as_json_with_the_screen_on_stderr(sit: Sit, folder: Path) -> None:
    result = sit("", *answers(folder, True, False, True, True), "h", options=("--json",))
    found = json.loads(result.stdout)
    assert "1 of 4" in result.stderr
    assert {
        name: found[name] for name in ("learner", "course", "form", "items", "points", "passed", "pass_mark")
    } == {
        "learner": "anna",
        "course": "stromal",
        "form": "induction",
        "items": 4,
        "points": 3.0,
        "passed": True,
        "pass_mark": 75,
    }
    [missed] = found["missed"]
    assert (missed["item"], missed["score"], missed["verdict"]) == (2, 0.0, "wrong")
    assert missed["sources"]
    assert found["valid_until"] == "2027-03-02"


def test_json_of_an_exam_left_tells_no_answer_right(sit: Sit, folder: Path) -> None:
    told = []
    for right in (True, False):
        result = sit("", *answers(folder, right), ":q", options=("--json",))
        told.append(json.loads(result.stdout))
        (folder.parent / "history.db").unlink()
    for found in told:
        assert (found["answered"], found["ended"]) == (1, None)
        assert found["points"] is found["score"] is found["passed"] is found["between"] is None
        assert found["missed"] == []


def test_the_last_result_is_shown_again(sit: Sit, folder: Path) -> None:
    nothing = sit(options=("--last",))
    assert str(nothing.exception).startswith("induction: E106 ")
    assert str(nothing.exception) == snapshot("induction: E106 learner 'anna' has no finished attempt")
    shown = sit("", *answers(folder, True, True, True, False), "h").output.split("result\n")[1]
    again = sit(options=("--last",), minutes=99).output
    assert again.split("result\n")[1] == shown
    assert json.loads(sit(options=("--last", "--json"), minutes=99).stdout)["points"] == 3


def test_exams_are_listed_where_none_is_named(runner: CliRunner, folder: Path) -> None:
    arguments = ["exam", "--course", str(folder)]
    listed = runner.invoke(cli, arguments)
    assert listed.output == snapshot("induction: Induction (4 items, 30 minutes, pass mark 75 %)\n")
    [row] = json.loads(runner.invoke(cli, [*arguments, "--json"]).output)
    assert row == {"form": "induction", "title": "Induction", "items": 4, "minutes": 30}
    (folder / "exams" / "induction.yaml").unlink()
    assert "has no exams" in runner.invoke(cli, arguments).output


def test_the_shipped_course_has_its_exam(runner: CliRunner) -> None:
    assert "induction: " in runner.invoke(cli, ["exam"]).output


def test_an_exam_is_named_by_its_file_too(sit: Sit, folder: Path, database: Path) -> None:
    file = str(folder / "exams" / "induction.yaml")
    assert "Passed" in sit("", *answers(folder, True, True, True, True), "h", form=file).output
    assert attempts(database)[0].course == "stromal"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("inducton", r"inducton\.yaml: E101 no such exam; the course has: induction"),
        ("../growth-factors", r"E101 no such exam"),
        ("\x1b[31mred", r"␛\[31mred\.yaml: E101 no such exam"),
        ("gone.yaml", r"gone\.yaml: E101 no such exam"),
    ],
)
def test_a_name_that_no_exam_has_is_one_line(sit: Sit, form: str, said: str) -> None:
    result = sit("", form=form)
    assert re.search(said, str(result.exception)), result.exception
    assert "\n" not in str(result.exception)


def test_a_file_that_lies_in_no_course_is_no_exam(sit: Sit, tmp_path: Path) -> None:
    (tmp_path / "alone.yaml").write_text(FORM, encoding="utf-8")
    said = str(sit("", form=str(tmp_path / "alone.yaml")).exception)
    assert "alone.yaml: E101 " in said
    assert paragraphs_with(said, "E101", tmp_path) == snapshot(
        ["PATH/alone.yaml: E101 not an exam of a course: it must be in its folder exams"]
    )


def test_a_file_of_another_ending_is_no_exam(runner: CliRunner, folder: Path) -> None:
    file = folder / "exams" / "induction.yaml"
    said = str(runner.invoke(cli, ["exam", str(file.rename(file.with_suffix(".yml")))]).exception)
    assert "induction.yml: E101 " in said
    assert paragraphs_with(said, "E101", folder) == snapshot(
        ["PATH/exams/induction.yml: E101 not an exam of a course: its name must end in", ".yaml"]
    )


@pytest.mark.parametrize("line", ["0", "5", "1 2", "none", "9" * 5000, "1.5", "-1"])
def test_a_number_that_no_option_has_is_asked_for_again(
    sit: Sit, folder: Path, database: Path, line: str
) -> None:
    items = items_of(folder)
    place = next(n for n, item in enumerate(items) if item.mode is Mode.CHOICE)
    sit("", *[""] * place, line, line_for(items[place]), ":q")
    [attempt] = attempts(database)
    assert attempt.given[place].score == 1
    assert len(attempt.responses) == 1


SEVERAL = """\
topic: Growth factors
cards:
  - id: cargo-choice
    question: What do MSC exosomes carry?
    items: [microRNAs, proteins]
    distractors: [fever, sleep]
    strength: asserted
    source: {section: Exosomes, quote: MSC exosomes carry microRNAs and proteins.}
"""


@pytest.mark.parametrize(
    ("picked", "points"), [(("microRNAs", "proteins"), 1), (("proteins",), 0.5), (("proteins", "sleep"), 0)]
)
def test_several_options_are_picked_in_one_line(
    write_course: WriteCourse, sit: Sit, database: Path, picked: tuple[str, ...], points: float
) -> None:
    folder = write_course(SEVERAL)
    write_form(folder, FORM.replace("4", "1"))
    [item] = items_of(folder)
    line = ", ".join(str(item.options.index(option) + 1) for option in picked)
    assert "Choose 2:" in sit("", line, "h").output
    assert attempts(database)[0].points == points


def test_what_a_card_says_is_shown_and_never_obeyed(write_course: WriteCourse, sit: Sit) -> None:
    folder = write_course(CARDS.replace("What does VEGF stand for?", "What is [red]<b>VEGF</b>[/red]?"))
    write_form(folder, FORM.replace("title: Induction", "title: '[bold]Induction[/bold]'"))
    output = sit("", "\x1b[31mred", "", "", "", "h", "y").output
    assert "[bold]Induction[/bold]" in output
    assert "[red]<b>VEGF</b>[/red]" in output
    assert "\x1b" not in output


@pytest.mark.parametrize(
    ("found", "said"), [((), ""), ((0,), "1"), ((0, 1, 2, 4), "1–3, 5"), ((1, 3, 4), "2, 4–5")]
)
def test_items_that_follow_each_other_are_a_range(found: tuple[int, ...], said: str) -> None:
    assert item_numbers(found) == said


# Cut off, and on a terminal.


def command(folder: Path, database: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "msc_learn", "exam", "induction", "--course", str(folder)),
        *("--db", str(database), "--learner", "anna"),
    ]


def test_an_exam_killed_goes_on_with_every_answer(folder: Path, database: Path) -> None:
    given = answers(folder, True, True, True, True)
    with subprocess.Popen(
        command(folder, database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TZ": "UTC"},
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("\n" + "".join(f"{line}\n" for line in given[:3]))
        process.stdin.flush()
        while "4 of 4" not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGKILL)
    done = subprocess.run(
        command(folder, database), input=f"{given[3]}\nh\n", capture_output=True, text=True, check=True
    )
    assert "3 of 4 items answered" in done.stdout
    assert "Passed: 4 of 4 points" in done.stdout


def test_keys_are_enough_on_a_terminal(folder: Path, database: Path) -> None:
    items = items_of(folder)
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        command(folder, database),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"},
    ):
        os.close(terminal)
        read_until(controller, b"not")
        os.write(controller, b"\n")
        for place, item in enumerate(items, start=1):
            read_until(controller, f"{place} of 4".encode())
            key = line_for(item) + ("\n" if item.mode is Mode.TYPE else "")
            os.write(controller, key.encode())
        read_until(controller, b"Every item")
        os.write(controller, b"h\n")
        shown = read_until(controller, b"Valid until")
    os.close(controller)
    assert b"Passed" in shown
    assert attempts(database)[0].points == 4


def test_ctrl_c_leaves_the_exam_open_and_says_so(folder: Path, database: Path) -> None:
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        command(folder, database),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        # Ctrl-C at a typed line is a signal of the terminal that controls the program.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:
        os.close(terminal)
        read_until(controller, b"not")
        os.write(controller, b"\n")
        read_until(controller, b"1 of 4")
        os.write(controller, b"\x03")
        read_until(controller, b"clock runs on")
    os.close(controller)
    assert process.returncode == 130
    assert attempts(database)[0].ended is None


# Two windows on one attempt.


class Typed(Keyboard):
    """Lines typed one after the other; what is done in between is done by functions among them."""

    def __init__(self, *lines: str | Callable[[], object], single: bool = False) -> None:
        super().__init__(single=single)
        self._lines = iter(lines)

    def line(self) -> str:
        """Return the next line, once what comes before it is done."""
        for line in self._lines:
            if isinstance(line, str):
                return line
            line()
        raise EOFError

    def key(self, back: Callable[[], object] = lambda: None) -> str:
        """Return the next line as a key."""
        return self.line()[:1]


def window(history: History, *lines: str | Callable[[], object], single: bool = False) -> ExamSession:
    """Return a sitting of the one attempt that a history holds, as another window opens it."""
    [attempt] = attempts_of(exam_events(history), BEGUN)
    timer = Timer(BEGUN, lambda: BEGUN, lambda: 0.0)
    return ExamSession(Terminal(), Typed(*lines, single=single), history, Exam.of(attempt), timer, "UTC")


def run(sitting: ExamSession) -> None:
    with suppress(EOFError):
        sitting.run()


def test_answers_of_two_windows_both_count(
    folder: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = answers(folder, True, True, True, True)
    with History.open(database) as one, History.open(database) as other:
        append_exam_event(one, began(folder))
        second = window(other, given[0], given[1])
        first = window(one, lambda: run(second), given[0], given[2], given[3], "h")
        run(first)
        assert paragraphs_with(capsys.readouterr().out, "window") == snapshot(
            ["The exam is also open in another window. Answers from both count."]
        )
        [attempt] = attempts_of(exam_events(one), BEGUN)
    assert (attempt.points, attempt.end, len(attempt.responses)) == (4, End.SUBMITTED, 5)
    assert first.exam.attempt == attempt


def test_an_attempt_handed_in_in_one_window_is_over_in_the_other(
    folder: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = answers(folder, True, True, True, True)
    with History.open(database) as one, History.open(database) as other:
        append_exam_event(one, began(folder))
        second = window(other, *given, "h")
        first = window(one, lambda: run(second), "nonsense" if not given[0].isdecimal() else "1")
        run(first)
        assert paragraphs_with(capsys.readouterr().out, "window") == snapshot(
            ["The exam has ended, perhaps in another window. Further answers do not count."]
        )
        assert first.exam.attempt == second.exam.attempt
        assert (first.exam.attempt.points, len(exam_events(one))) == (4, 6)


def test_an_attempt_erased_while_it_is_sat_is_told(folder: Path, database: Path) -> None:
    with History.open(database) as one, History.open(database) as other:
        append_exam_event(one, began(folder))
        with pytest.raises(HistoryError, match=message("exam.no_beginning")):
            window(one, lambda: erase(other, "anna"), "nonsense", "1").run()
        assert not exam_events(one)


@pytest.mark.parametrize(
    ("pressed", "picked"),
    [
        (("1", "2", ""), {0, 1}),
        (("1", "2", "1", "3", "9", "0", "z", ""), {1, 2}),
        (("4", "b", "2", ""), {1}),
        (("1", "o", "1", "3", ""), {2}),
    ],
)
def test_a_key_takes_an_option_or_gives_it_back(
    write_course: WriteCourse, database: Path, pressed: tuple[str, ...], picked: set[int]
) -> None:
    folder = write_course(SEVERAL)
    write_form(folder, FORM.replace("4", "1"))
    [item] = items_of(folder)
    with History.open(database) as history:
        append_exam_event(history, began(folder))
        run(window(history, *pressed, "h", single=True))
        [attempt] = attempts_of(exam_events(history), BEGUN)
    assert attempt.given[0].picked == tuple(item.options[place] for place in sorted(picked))
    assert attempt.end is End.SUBMITTED


def test_a_history_that_another_program_holds_is_waited_for(
    folder: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = answers(folder, True, True, True, True)
    with History.open(database, wait=0.05) as history:
        append_exam_event(history, began(folder))
        holding = sqlite3.connect(database, isolation_level=None)
        sitting = window(
            history,
            lambda: holding.execute("BEGIN IMMEDIATE"),
            given[0],
            holding.rollback,
            "",
            *given[1:],
            "h",
            single=True,
        )
        run(sitting)
        holding.close()
        assert "stayed locked" in capsys.readouterr().out
        [attempt] = attempts_of(exam_events(history), BEGUN)
    assert (attempt.points, len(attempt.responses)) == (4, 4)


def test_an_exam_does_not_fail_for_want_of_a_backup(
    sit: Sit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise HistoryError.at("history.db", "H106", "cannot be written: the disk is full")

    monkeypatch.setattr("msc_learn.terminal.exam_run.back_up", fail)
    output = sit("", *answers(folder, True, True, True, True), "h").output
    assert "Passed" in output
    assert "history.db: H106 " in output
    assert paragraphs_with(output, "H106") == snapshot(
        ["No backup was made: history.db: H106 cannot be written: the disk is full"]
    )
