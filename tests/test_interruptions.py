"""A sitting cut off from outside: ended, its terminal closed or stopped; and output that takes no more."""

import os
import resource
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import CARDS, WriteCourse
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import Terminal
from test_quiz import PseudoTerminal, reviews

Begin = Callable[..., PseudoTerminal]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def begin(course_folder: Path, database: Path) -> Iterator[Begin]:
    """Return a function that begins a sitting on a terminal of its own."""
    begun: list[PseudoTerminal] = []

    def begin(*options: str) -> PseudoTerminal:
        begun.append(PseudoTerminal(course_folder, database, options=options))
        return begun[-1]

    yield begin
    for keyboard in begun:
        keyboard.process.kill()
        keyboard.process.wait()
        if keyboard.screen >= 0:
            os.close(keyboard.screen)


def hang_up(keyboard: PseudoTerminal) -> None:
    """Close the terminal that a sitting runs on."""
    os.close(keyboard.screen)
    keyboard.screen = -1


def waits(keyboard: PseudoTerminal) -> None:
    """Let the program come to rest: a signal just before it does is heeded at the next key only."""
    state = Path(f"/proc/{keyboard.process.pid}/stat")
    while state.exists() and state.read_text().rpartition(") ")[2][0] != "S":
        time.sleep(0.01)


def modes(keyboard: PseudoTerminal) -> list[object]:
    """Return how the terminal is set."""
    return termios.tcgetattr(keyboard.screen)


# What was pressed and is on the screen when the sitting is cut off, and how many answers are then kept.
PLACES = {
    "question": ((), "", "quit", 0),
    "answer turned over": ((), "\r", "Easy", 0),
    "next question": ((), "\r4", "3 left", 1),
    "line": (("--mode", "type"), "", "> ", 0),
    "line half typed": (("--mode", "type"), "vascul", "vascul", 0),
    "verdict": (("--mode", "type"), "vascular endothelial growth factor\r", "rate it yourself", 1),
    "note of a flag": ((), "f", "> ", 0),
    "keys told": ((), "?", "flag it", 0),
}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("place", PLACES)
def test_a_sitting_that_is_ended_keeps_its_answers_and_sets_the_terminal_back(
    begin: Begin, database: Path, place: str, number: signal.Signals
) -> None:
    options, pressed, seen, kept = PLACES[place]
    keyboard = begin(*options)
    before = modes(keyboard)
    keyboard.see("> " if options else "quit")
    keyboard.press(pressed)
    if pressed:
        keyboard.see(seen)
    waits(keyboard)
    keyboard.process.send_signal(number)
    shown = keyboard.see("ready now" if kept == 0 else "recalled")
    assert "Traceback" not in shown
    assert keyboard.ends() == 130
    assert modes(keyboard) == before
    assert len(reviews(database)) == kept


@pytest.mark.parametrize("place", PLACES)
def test_a_sitting_whose_terminal_is_closed_keeps_its_answers(
    begin: Begin, database: Path, place: str
) -> None:
    options, pressed, seen, kept = PLACES[place]
    keyboard = begin(*options)
    keyboard.see("> " if options else "quit")
    keyboard.press(pressed)
    if pressed:
        keyboard.see(seen)
    waits(keyboard)
    hang_up(keyboard)
    assert keyboard.process.wait(20) == 130
    assert len(reviews(database)) == kept


def test_a_closed_terminal_leaves_no_traceback(course_folder: Path, database: Path, tmp_path: Path) -> None:
    said = tmp_path / "said"
    keyboard = PseudoTerminal(course_folder, database, said=said)
    keyboard.see("quit")
    keyboard.press("\r4")
    keyboard.see("3 left")
    hang_up(keyboard)
    assert keyboard.process.wait(20) == 130
    assert said.read_text() == ""
    assert len(reviews(database)) == 1


def test_back_from_ctrl_z_what_may_be_pressed_is_said_again(begin: Begin, database: Path) -> None:
    keyboard = begin()
    before = modes(keyboard)
    keyboard.see("quit")
    # No shell stands behind this terminal to call a program back, so the system lets it run on at once.
    keyboard.press("\x1a")
    keyboard.see("quit")
    keyboard.press("\r4")
    keyboard.see("3 left")
    keyboard.press("q")
    assert keyboard.ends() == 0
    assert modes(keyboard) == before
    assert len(reviews(database)) == 1


def test_an_end_is_heeded_only_where_the_learner_is_waited_for() -> None:
    with Keyboard(single=False) as keys:
        # Nothing is raised here, where an answer could be on its way to the disk.
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            keys.key()


def test_a_second_ctrl_c_is_not_waited_with() -> None:
    with Keyboard(single=False):
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_what_the_program_was_started_to_ignore_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Keyboard(single=False):
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_sitting_leaves_the_signals_as_it_found_them() -> None:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    with Keyboard(single=False):
        pass
    assert [signal.getsignal(number) for number in numbers] == before


def test_a_window_made_narrow_gets_narrow_lines_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Terminal.here({"TERM": "xterm"})
    assert terminal.resized() is terminal
    monkeypatch.setenv("COLUMNS", "40")
    assert terminal.resized() == Terminal(width=40, unicode=terminal.unicode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no file here that is always full")
@pytest.mark.parametrize("command", [("quiz", "--cram"), ("due",), ("stats",)])
def test_output_that_takes_no_more_is_one_line(
    course_folder: Path, database: Path, command: tuple[str, ...]
) -> None:
    program = [sys.executable, "-m", "msc_learn", *command, str(course_folder), "--db", str(database)]
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, input=b"\n4\n", timeout=60)
    assert ended.stderr == b"stdout: cannot be written: No space left on device\n"
    assert ended.returncode == 1


def test_a_disk_that_fills_in_a_sitting_is_one_line_and_keeps_what_was_answered(
    write_course: WriteCourse, database: Path
) -> None:
    course_folder = write_course(CARDS.partition("  - id: exosome-cargo")[0])

    def one_file_is_small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))

    program = [sys.executable, "-m", "msc_learn", "quiz", str(course_folder), "--db", str(database)]
    lines = "".join(f"{'long ' * 1000}{number}\n\n" for number in range(40))
    ended = subprocess.run(
        [*program, "--cram", "--mode", "type"],
        input=lines.encode(),
        capture_output=True,
        timeout=60,
        preexec_fn=one_file_is_small,
    )
    assert ended.returncode == 1
    assert ended.stderr.decode().startswith(f"{database}: H106 cannot be written: the disk is full")
    assert ended.stderr.count(b"\n") == 1
    # What the screen says was rated is stored; the answer that no longer could be is the one without it.
    assert len(reviews(database)) == ended.stdout.count(b"\n  Again\n") - 1 > 0
