"""`msc-learn quiz`: whole sittings, in a pipe and on a terminal, and what is left when they are cut off."""

import fcntl
import os
import pty
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import CARDS, COURSE, WriteCourse, lines_with, paragraphs_with
from msc_learn.cli.main import cli
from msc_learn.history.store import History
from msc_learn.memory.review import Mode, Purpose, Rating, Review, Verdict
from msc_learn.messages import message
from streams import read_until

Quiz = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def quiz(runner: CliRunner, course_folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Quiz:
    """Return a function that takes a sitting with lines of input, in the zone UTC."""
    monkeypatch.setenv("TZ", "UTC")

    def take(*lines: str, options: tuple[str, ...] = (), where: Path = course_folder) -> Result:
        typed = "".join(f"{line}\n" for line in lines)
        return runner.invoke(cli, ["quiz", str(where), "--db", str(database), *options], input=typed)

    return take


def reviews(database: Path) -> list[Review]:
    with History.open(database) as history:
        return list(history.reviews())


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("msc_learn.cli.clock.now", lambda: now)


def test_a_card_is_turned_over_and_rated(quiz: Quiz, database: Path) -> None:
    result = quiz("", "4", "q")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[1] == snapshot("Growth factors · new · 4 left")
    assert "  What does VEGF stand for?" in lines
    assert "  vascular endothelial growth factor" in lines
    assert "  “MSCs release vascular endothelial growth factor (VEGF).”" in lines
    assert "  asserted · Growth factors" in lines
    assert re.search(r"1 Again 1 min   2 Hard 6 min   3 Good 10 min   4 Easy \d+ d", result.output)
    [only] = reviews(database)
    assert (only.card, only.rating, only.mode, only.course) == (
        "vegf-name#1",
        Rating.EASY,
        Mode.FLIP,
        "stromal",
    )


def test_a_cloze_is_shown_in_place_with_the_hidden_part_marked(quiz: Quiz) -> None:
    output = quiz("", "4", "").output
    assert "MSC exosomes carry […] and proteins." in output
    assert "MSC exosomes carry [microRNAs] and proteins." in output


def test_a_list_is_shown_one_by_one_or_whole(quiz: Quiz) -> None:
    output = quiz("", "4", "", "4", "n", "", "4").output
    assert lines_with(output, "   n ")[0] == snapshot("  Enter answer   n next item   q quit   ? more")
    first, second = output.index("• microRNAs"), output.index("• proteins")
    assert "Enter the rest" in output[first:second]


def test_a_choice_is_picked_by_its_number_and_graded(quiz: Quiz, database: Path) -> None:
    output = quiz("", "4", "", "4", "", "4", "1", "").output
    options = dict(re.findall(r"^  (\d)  (\w+)$", output, re.M))
    assert sorted(options.values()) == ["fever", "pain", "sleep", "weight"]
    picked = reviews(database)[3]
    assert (picked.answer, picked.mode) == (options["1"], Mode.CHOICE)
    right = options["1"] == "pain"
    assert picked.verdict is (Verdict.RIGHT if right else Verdict.WRONG)
    assert picked.rating is (Rating.GOOD if right else Rating.AGAIN)


SEVERAL = """\
topic: Growth factors
cards:
  - id: cargo-choice
    question: What do MSC exosomes carry?
    items: [microRNAs, proteins]
    distractors: [fever, sleep]
    hint: two molecules
    strength: asserted
    source: {section: Exosomes, quote: MSC exosomes carry microRNAs and proteins.}
"""


def numbers(output: str) -> dict[str, str]:
    """Return the number of each option on the screen."""
    return {option: number for number, option in re.findall(r"^  (\d)  (\w+)\r?$", output, re.M)}


@pytest.mark.parametrize(
    ("picked", "verdict", "said"),
    [
        (("microRNAs", "proteins"), Verdict.RIGHT, "Right: 2 of 2"),
        (("proteins",), Verdict.CLOSE, "Close: 1 of 2; missing: microRNAs"),
        (("proteins", "sleep"), Verdict.WRONG, "Wrong: 1 of 2; missing: microRNAs; not right: sleep"),
    ],
)
def test_several_options_are_picked_in_one_line_of_a_pipe(
    quiz: Quiz,
    write_course: WriteCourse,
    database: Path,
    picked: tuple[str, ...],
    verdict: Verdict,
    said: str,
) -> None:
    where = write_course(SEVERAL)
    shown = quiz(where=where).output
    assert "Choose 2:" in shown
    line = ", ".join(numbers(shown)[option] for option in picked)
    output = quiz(line, "3", where=where).output
    assert said in output
    assert "• microRNAs" in output
    [only] = reviews(database)
    assert (sorted(only.answer.split("; ")), only.verdict) == (sorted(picked), verdict)


@pytest.mark.parametrize("line", ["", "5", "1, 9", "none", "0", "9" * 5000])
def test_numbers_that_no_option_has_are_asked_for_again(
    quiz: Quiz, write_course: WriteCourse, database: Path, line: str
) -> None:
    output = quiz(line, "h", where=write_course(SEVERAL)).output
    asked = lines_with(output, "1,2 ")
    assert len(asked) == 3
    assert asked[0] == snapshot("  1,2 choose, with commas between   h hint   q quit")
    assert "Hint: two molecules" in output
    assert reviews(database) == []


def test_the_tenth_option_can_be_picked(quiz: Quiz, write_course: WriteCourse, database: Path) -> None:
    where = write_course(CARDS.replace("[fever, weight, sleep]", "[a, b, c, d, e, f, g, h, i]"))
    shown = quiz("", "4", "", "4", "", "4", "10", where=where, options=("--cram",)).output
    [picked] = re.findall(r"^  10  (\w+)$", shown, re.M)
    assert reviews(database)[-1].answer == picked
    assert re.search(r"1-10.choose", shown)
    assert "commas" not in shown


def test_a_card_that_wants_typing_is_typed_unless_turned_over(
    quiz: Quiz, write_course: WriteCourse, database: Path
) -> None:
    where = write_course(
        CARDS.replace("    accept:", "    reverse: true\n    typed: true\n    accept:", 1).replace(
            "{{c2::proteins}}.\n", "{{c2::proteins}}.\n    typed: true\n", 1
        )
    )
    assert "Type the answer" not in quiz(where=where, options=("--mode", "flip")).output
    typed, rated = "vascular endothelial growth factor", "4"
    quiz(
        typed,
        "",
        "microRNAs",
        "",
        "",
        rated,
        "1",
        "",
        "",
        rated,
        "proteins",
        "",
        where=where,
        options=("--cram",),
    )
    assert {one.card: one.mode for one in reviews(database)} == {
        "vegf-name#1": Mode.TYPE,
        "exosome-cargo#1": Mode.TYPE,
        "exosome-cargo-list#1": Mode.FLIP,
        "pain-choice#1": Mode.CHOICE,
        "vegf-name#2": Mode.FLIP,
        "exosome-cargo#2": Mode.TYPE,
    }


def typed(quiz: Quiz, *lines: str, options: tuple[str, ...] = ()) -> str:
    return quiz(*lines, options=("--mode", "type", *options)).output


@pytest.mark.parametrize(
    ("answer", "key", "verdict", "rating"),
    [
        ("Vascular endothelial growth-factor", "", Verdict.RIGHT, Rating.GOOD),
        ("vascular endothelial growth factor", "4", Verdict.RIGHT, Rating.EASY),
        ("epidermal growth factor", "", Verdict.WRONG, Rating.AGAIN),
        ("epidermal growth factor", "r", Verdict.WRONG, Rating.GOOD),
        ("endothelial growth factor", "r", Verdict.CLOSE, Rating.GOOD),
        ("endothelial growth factor", "w", Verdict.CLOSE, Rating.AGAIN),
        ("", "", Verdict.WRONG, Rating.AGAIN),
    ],
)
def test_a_typed_answer_is_graded_and_may_be_overruled(
    quiz: Quiz, database: Path, answer: str, key: str, verdict: Verdict, rating: Rating
) -> None:
    output = typed(quiz, answer, key, "q")
    assert verdict.title() in output
    [only] = reviews(database)
    assert (only.verdict, only.rating, only.answer, only.mode) == (verdict, rating, answer, Mode.TYPE)


def test_a_close_answer_waits_for_a_word(quiz: Quiz, database: Path) -> None:
    typed(quiz, "endothelial growth factor", "", "z", "r", "q")
    assert reviews(database)[0].rating is Rating.GOOD


def test_leaving_at_a_verdict_keeps_the_answer(quiz: Quiz, database: Path) -> None:
    typed(quiz, "epidermal growth factor")
    assert [one.rating for one in reviews(database)] == [Rating.AGAIN]


def test_leaving_at_a_close_verdict_or_an_open_answer_keeps_nothing_unsaid(
    quiz: Quiz, database: Path
) -> None:
    typed(quiz, "endothelial growth factor")
    quiz("")
    assert reviews(database) == []


def test_control_characters_of_an_answer_are_shown_never_obeyed(quiz: Quiz) -> None:
    steering = "\x1b[2Jgone\x07"
    output = typed(quiz, "", "", "", "", f"microRNAs, {steering}", "w", "q")
    assert "\x1b" not in output
    assert "\x07" not in output
    assert paragraphs_with(output, "␛[2Jgone␇") == snapshot(
        ["Close: 1 of 2; missing: proteins; does not belong: ␛[2Jgone␇ • microRNAs •", "proteins"]
    )


def test_q_and_the_end_of_input_leave_with_a_summary(quiz: Quiz) -> None:
    for lines in (("", "4", "q"), ("", "4")):
        result = quiz(*lines, options=("--cram",))
        assert result.exit_code == 0
        assert "1 recalled (100 %)" in result.output
        assert paragraphs_with(result.output, "100 %") == snapshot(
            ["1 card in under a minute 1 answer, 1 recalled (100 %) Again 0 · Hard 0 · Good 0", "· Easy 1"]
        )


def test_an_empty_input_does_no_harm(quiz: Quiz, database: Path) -> None:
    result = quiz()
    assert result.exit_code == 0
    assert message("quiz.nothing_answered") in result.output
    assert reviews(database) == []


def test_the_next_sitting_goes_on_where_the_last_was_left(quiz: Quiz) -> None:
    quiz("", "4", "q")
    assert quiz("q").output.splitlines()[1] == snapshot("Growth factors · new · 3 left")
    assert "What does VEGF" not in quiz("q").output


def test_what_was_not_known_comes_back_in_the_sitting_and_in_its_summary(quiz: Quiz) -> None:
    output = quiz("", "1", "", "3", options=("--new", "1")).output
    assert lines_with(output, "1 left") == snapshot(
        [
            "Growth factors · new · 1 left",
            "Growth factors · again · 1 left",
            "Growth factors · again · 1 left",
        ]
    )
    lines = output.splitlines()
    again = lines.index("  • What does VEGF stand for?")
    assert lines[again - 1] == snapshot("  Look at again:")


def test_an_empty_queue_says_when_and_how_to_go_on(
    quiz: Quiz, course_folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    at(monkeypatch, now)
    quiz("", "4", options=("--new", "1"))
    result = quiz(options=("--new", "1"))
    assert result.exit_code == 0
    assert "1 card on 1 December 2026" in result.output
    assert "--new" in result.output
    assert "--cram" in result.output
    assert paragraphs_with(result.output, "--cram", course_folder, database) == snapshot(
        [
            "Nothing is due now. Next: 1 card on 1 December 2026. 4 new cards left for the",
            "next days; for more today, raise --new. To study everything anyway: msc-learn",
            "quiz PATH --db PATH --cram",
        ]
    )


def test_a_day_later_what_is_due_is_asked(quiz: Quiz, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    at(monkeypatch, now)
    quiz("", "4", "q")
    at(monkeypatch, now + timedelta(days=20))
    assert "Growth factors · review · " in quiz("q", options=("--new", "0")).output


def test_cramming_is_recorded_and_moves_no_schedule(quiz: Quiz, database: Path) -> None:
    output = quiz("", "3", "q", options=("--cram",)).output
    assert lines_with(output, "   4 ")[0] == snapshot("  1 Again   2 Hard   3 Good   4 Easy")
    assert reviews(database)[0].purpose is Purpose.CRAM
    with History.open(database) as history:
        assert history.memories("stromal") == {}


def test_the_disclaimer_is_said_at_the_first_sitting(quiz: Quiz, write_course: WriteCourse) -> None:
    where = write_course(course=COURSE + "disclaimer: Not medical advice.\n")
    assert "Not medical advice." in quiz("", "4", "q", where=where).output
    assert "Not medical advice." not in quiz("q", where=where).output


def test_a_limit_ends_the_sitting(quiz: Quiz) -> None:
    result = quiz("", "4", "", "4", options=("--limit", "1"))
    assert "1 card (1 new)" in result.output
    assert lines_with(result.output, "(1 new)") == snapshot(["  1 card (1 new) in under a minute"])


@pytest.mark.parametrize("name", ["growth-factors", "Growth Factors"])
def test_a_topic_is_named_by_its_id_or_title(quiz: Quiz, name: str) -> None:
    assert "4 left" in quiz("q", options=("--topic", name)).output


def test_an_unknown_topic_is_wrong_usage_and_lists_those_there_are(quiz: Quiz) -> None:
    result = quiz(options=("--topic", "nowhere"))
    assert result.exit_code == 2
    assert "growth-factors" in result.output


def test_drafts_are_asked_only_on_request(quiz: Quiz, write_course: WriteCourse) -> None:
    where = write_course(CARDS.replace("    strength", "    status: draft\n    strength"))
    assert "No cards here" in quiz(where=where).output
    assert "4 left" in quiz("q", where=where, options=("--drafts",)).output


PICTURE = """\
  - id: cargo-picture
    question: Which cargo is drawn here?
    media: {file: a.svg, alt: a vesicle}
    labels: [{text: microRNAs, at: [1, 2, 9, 5]}, {text: proteins, at: [1, 9, 9, 5]}]
    strength: asserted
    source: {section: Exosomes, quote: MSC exosomes carry microRNAs and proteins.}
"""


def test_cards_on_pictures_are_left_to_others_and_said_once(quiz: Quiz, write_course: WriteCourse) -> None:
    where = write_course(CARDS + PICTURE)
    (where / "a.svg").write_text("<svg/>")
    first = quiz("", "4", "q", where=where).output
    assert "4 left" in first
    assert paragraphs_with(first, "Anki") == snapshot(
        ["2 picture cards are for Anki and the study page: a terminal shows no pictures."]
    )
    assert "Anki" not in quiz("q", where=where).output
    assert "Which cargo is drawn" not in quiz(where=where, options=("--cram",)).output


def test_a_topic_of_pictures_alone_says_where_they_are_asked(quiz: Quiz, write_course: WriteCourse) -> None:
    where = write_course("topic: T\ncards:\n" + PICTURE)
    (where / "a.svg").write_text("<svg/>")
    output = quiz(where=where).output
    assert "2 picture cards" in output
    assert paragraphs_with(output, "", where) == snapshot(
        [
            "No cards here. To include drafts, use --drafts. 2 picture cards are for Anki and",
            "the study page: a terminal shows no pictures.",
        ]
    )


def test_the_words_for_a_picture_stand_below_the_answer_for_they_may_give_it_away(
    quiz: Quiz, write_course: WriteCourse
) -> None:
    pictured = "answer: vascular endothelial growth factor\n    media: {file: a.svg, alt: growth of a vessel}"
    where = write_course(CARDS.replace("answer: vascular endothelial growth factor", pictured, 1))
    (where / "a.svg").write_text("<svg/>")
    output = quiz("", "q", where=where).output
    asked, _, shown = output.partition("  vascular endothelial growth factor")
    assert "growth of a vessel" not in asked
    assert "[picture: growth of a vessel]" in shown


def test_where_no_card_is_on_a_picture_nothing_is_said_of_them(quiz: Quiz) -> None:
    assert "picture" not in quiz("q").output


def test_the_choice_mode_turns_over_what_has_no_options(quiz: Quiz) -> None:
    assert "Enter answer" in quiz("q", options=("--mode", "choice")).output


def test_a_hint_is_shown_when_asked_for(quiz: Quiz, write_course: WriteCourse) -> None:
    where = write_course(CARDS.replace("    accept:", "    hint: four words\n    accept:", 1))
    assert "Hint: four words" not in quiz("", "q", where=where).output
    assert "Hint: four words" in quiz("h", "q", where=where).output
    assert "Hint: four words" in quiz("?", "q", where=where, options=("--mode", "type")).output


def test_the_environment_names_the_history(
    runner: CliRunner, course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "mine" / "history.db"
    monkeypatch.setenv("MSC_LEARN_DB", str(place))
    runner.invoke(cli, ["quiz", str(course_folder)], input="\n4\n")
    assert len(reviews(place)) == 1


def test_a_narrow_terminal_gets_narrow_lines(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, quiz("", "3", "q").output.splitlines())) <= 40


def run(folder: Path, database: Path, *options: str, **rest: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "msc_learn", "quiz", str(folder), "--db", str(database), *options]
    return subprocess.Popen(command, **rest)  # type: ignore[call-overload, no-any-return]


def test_a_locked_history_is_one_line_and_loses_nothing(
    quiz: Quiz, course_folder: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz("", "4", "q")
    monkeypatch.setattr("msc_learn.history.store.WAIT", 0.05)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = run(
        course_folder, database, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    _, said = started.communicate(b"\n3\n", timeout=60)
    other.execute("ROLLBACK")
    other.close()
    assert started.returncode == 1
    assert said.decode().count("\n") == 1
    assert said.decode().startswith(f"{database}: H105 ")
    assert len(reviews(database)) == 1


@pytest.mark.parametrize("answered", [1, 2, 3])
def test_killed_at_any_question_nothing_answered_is_lost(
    course_folder: Path, database: Path, answered: int
) -> None:
    started = run(course_folder, database, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert started.stdin is not None
    assert started.stdout is not None
    for number in range(answered):
        read_until(started.stdout.fileno(), f"· {4 - number} left".encode())
        started.stdin.write(b"\n4\n")
        started.stdin.flush()
    read_until(started.stdout.fileno(), f"· {4 - answered} left".encode())
    started.send_signal(signal.SIGKILL)
    started.wait(20)
    started.stdin.close()
    started.stdout.close()
    assert len(reviews(database)) == answered


class PseudoTerminal:
    """A sitting on a terminal of its own."""

    def __init__(
        self,
        folder: Path,
        database: Path,
        *,
        options: tuple[str, ...] = (),
        said: Path | None = None,
        **environment: str,
    ) -> None:
        self.screen, terminal = pty.openpty()
        errors = os.open(said, os.O_WRONLY | os.O_CREAT) if said else os.dup(terminal)
        told = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment}
        told = {
            name: value for name, value in told.items() if name != "NO_COLOR" or "NO_COLOR" in environment
        }
        self.process = run(
            folder,
            database,
            *options,
            stdin=terminal,
            stdout=terminal,
            stderr=errors,
            env=told,
            start_new_session=True,
            # Only the terminal that steers a program turns Ctrl-C into a signal.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(terminal)
        os.close(errors)

    def see(self, text: str) -> str:
        """Read until the text is on the screen."""
        return read_until(self.screen, text.encode()).decode()

    def press(self, keys: str) -> None:
        """Send keys to the terminal."""
        os.write(self.screen, keys.encode())

    def ends(self) -> int:
        """Return the exit code; what is still printed is read, for Linux holds a writer up otherwise."""
        end = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self.screen], [], [], 0.05)[0]:
                try:
                    os.read(self.screen, 65536)
                except OSError:
                    break
        return self.process.wait(1)


@pytest.fixture
def keyboard(course_folder: Path, database: Path) -> Iterator[PseudoTerminal]:
    opened = PseudoTerminal(course_folder, database)
    yield opened
    opened.process.kill()
    opened.process.wait()
    os.close(opened.screen)


def test_single_keys_are_enough_on_a_terminal(keyboard: PseudoTerminal, database: Path) -> None:
    assert "\x1b[1m" in keyboard.see("quit")
    keyboard.press("\r")
    keyboard.see("Easy")
    keyboard.press("4")
    keyboard.see("3 left")
    keyboard.press("q")
    assert keyboard.ends() == 0
    assert len(reviews(database)) == 1


def test_single_keys_pick_several_options_and_give_them_back(
    write_course: WriteCourse, database: Path
) -> None:
    keyboard = PseudoTerminal(write_course(SEVERAL), database)
    place = numbers(re.sub(r"\x1b\[[\d;]*m", "", keyboard.see("quit")))
    right = sorted(place[option] for option in ("microRNAs", "proteins"))
    keyboard.press(f"\r{right[1]}{place['fever']}{place['fever']}{right[0]}")
    keyboard.see(f"hand in {right[0]}, {right[1]}")
    keyboard.press("\r")
    keyboard.see("2 of 2")
    keyboard.press("\rq")
    assert keyboard.ends() == 0
    os.close(keyboard.screen)
    [only] = reviews(database)
    assert (sorted(only.answer.split("; ")), only.rating) == (["microRNAs", "proteins"], Rating.GOOD)


def test_keys_pressed_ahead_are_not_lost(keyboard: PseudoTerminal, database: Path) -> None:
    keyboard.see("quit")
    keyboard.press("\r4\r4q")
    assert keyboard.ends() == 0
    assert len(reviews(database)) == 2


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_ctrl_c_and_ctrl_d_leave_with_what_was_answered(
    keyboard: PseudoTerminal, database: Path, key: str, code: int
) -> None:
    keyboard.see("quit")
    keyboard.press("\r4")
    keyboard.see("3 left")
    keyboard.press(key)
    assert "1 card (1 new)" in keyboard.see("recalled")
    assert keyboard.ends() == code
    assert len(reviews(database)) == 1


def test_ctrl_c_at_a_line_leaves_too(course_folder: Path, database: Path) -> None:
    keyboard = PseudoTerminal(course_folder, database)
    keyboard.see("quit")
    keyboard.press("\x03")
    assert keyboard.ends() == 130
    os.close(keyboard.screen)


def test_an_answer_is_typed_on_a_terminal(course_folder: Path, database: Path) -> None:
    keyboard = PseudoTerminal(course_folder, database, options=("--mode", "type"))
    keyboard.see("> ")
    keyboard.press("vascular endothelial growth factor\r")
    keyboard.see("rate it yourself")
    keyboard.press("\r")
    keyboard.see("MSC exosomes carry")
    # At once, before the line is open: it must count all the same.
    keyboard.press("\x03")
    keyboard.see("recalled")
    keyboard.process.kill()
    keyboard.process.wait()
    os.close(keyboard.screen)
    assert reviews(database)[0].answer == "vascular endothelial growth factor"


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_none(
    course_folder: Path, database: Path, environment: dict[str, str]
) -> None:
    keyboard = PseudoTerminal(course_folder, database, options=(), said=None, **environment)
    assert "\x1b" not in keyboard.see("quit")
    keyboard.press("\r")
    keyboard.press("\n" if environment.get("TERM") == "dumb" else "")
    assert "\x1b" not in keyboard.see("Easy")
    keyboard.process.kill()
    keyboard.process.wait()
    os.close(keyboard.screen)


@pytest.mark.wide
def test_on_a_terminal_a_locked_history_may_be_waited_for(keyboard: PseudoTerminal, database: Path) -> None:
    keyboard.see("quit")
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    keyboard.press("\r4")
    keyboard.see("try again")
    other.execute("ROLLBACK")
    other.close()
    keyboard.press("\r")
    keyboard.see("3 left")
    assert len(reviews(database)) == 1


@pytest.mark.wide
def test_on_a_terminal_a_card_may_be_put_off_once_the_history_is_free(
    keyboard: PseudoTerminal, database: Path
) -> None:
    keyboard.see("quit")
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    keyboard.press("b")
    keyboard.see("try again")
    other.execute("ROLLBACK")
    other.close()
    keyboard.press("\r")
    keyboard.see("Not again today.")


def test_the_summary_is_as_wide_as_the_window_has_become(course_folder: Path, database: Path) -> None:
    keyboard = PseudoTerminal(course_folder, database, COLUMNS="")
    keyboard.see("quit")
    fcntl.ioctl(keyboard.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    keyboard.press("q")
    heading = re.search(r"── to be continued ─+", keyboard.see(message("quiz.nothing_answered")))
    assert heading
    assert len(heading[0]) == 40
    keyboard.ends()
    os.close(keyboard.screen)


def test_what_is_typed_to_leave_stands_apart_from_the_summary(quiz: Quiz) -> None:
    lines = quiz("q", options=("--mode", "type")).output.splitlines()
    assert not lines[6]
    assert lines[5:8] == snapshot(["  Type the answer · q quit", "", "to be continued"])


def test_help_shows_worked_examples(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["quiz", "--help"])
    assert result.exit_code == 0
    assert "msc-learn quiz --topic mechanisms --mode type" in result.output
    assert "--cram" in result.output
