"""The command line as a whole: help that teaches, and one place that prints errors."""

import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner
from inline_snapshot import snapshot

from msc_learn import __version__
from msc_learn.cli.main import COMMANDS, cli, main
from msc_learn.errors import CardFileError, Problem
from msc_learn.position import Position


def test_help_lists_every_command_with_what_it_does(runner: CliRunner) -> None:
    result = runner.invoke(cli, ["--help"], prog_name="msc-learn")
    assert result.exit_code == 0
    for name, about in COMMANDS.items():
        assert name in result.output
        assert about in result.output
    assert result.output == snapshot("""\
Usage: msc-learn [OPTIONS] COMMAND [ARGS]...

  Turn a document into checked flashcards, an Anki deck and a spaced-repetition
  quiz.

  COURSE is a folder, a single card file, or the name of a shipped course. The
  default is msc.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Commands:
  new        Make a course, empty or as a copy of another.
  extract    Turn a document into draft cards.
  review     Accept, edit or reject drafts one by one.
  check      Report every problem of a course.
  coverage   Show which sentences of the document have a card.
  build      Build an Anki deck, a study page or questions for an LMS.
  diff       Compare two Anki packages.
  quiz       Study due and new cards with spaced repetition.
  exam       Take an exam.
  due        Show how many cards are due, by topic.
  stats      Show your study statistics.
  report     Show who is current, due or expired, and how the exams do.
  optimize   Fit the schedule to your memory, or show the workload to come.
  proposals  List typed answers that learners accepted against the grader.
  progress   Export, import, restore or erase your review history.
  retention  Delete learner data that is no longer needed.
  schema     Print the JSON Schema of card files, course.yaml and more.

  Start with: msc-learn quiz
""")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_a_worked_example(runner: CliRunner, name: str) -> None:
    result = runner.invoke(cli, [name, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"msc-learn {name}" in result.output.split("Example")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_module_has_one_command_whose_help_goes_on_from_its_first_line(name: str) -> None:
    assert isinstance(import_module(f"msc_learn.cli.{name}").command, click.Command)
    for _ in range(2):
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert (command.help or "").startswith(f"{COMMANDS[name]}\n\n")
        assert (command.help or "").count(COMMANDS[name]) == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--version"], 0), (["fly"], 2), (["build", "--format", "pdf"], 2), ([], 2)]
)
def test_exit_codes_tell_wrong_usage_from_success(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == code
    assert (code == 0) == (__version__ in capsys.readouterr().out)


def test_problems_are_printed_a_line_each_in_file_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [Problem(Position("b.yaml", 2, 1), "F1", "second"), Problem(Position("a.yaml"), "F2", "first")]

    def fail(*_: object, **__: object) -> None:
        raise CardFileError(problems)

    monkeypatch.setattr(cli, "main", fail)
    with pytest.raises(SystemExit) as stop:
        main([])
    assert stop.value.code == 1
    assert capsys.readouterr().err == "a.yaml: F2 first\nb.yaml:2:1: F1 second\n"


def test_the_module_runs_as_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "msc_learn", "--version"], capture_output=True, text=True, check=True
    )
    assert __version__ in done.stdout


def test_help_loads_no_library_but_click() -> None:
    code = (
        "import sys\nfrom msc_learn.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'yaml', 'genanki', 'rich', 'fsrs', 'sqlite3', 'rapidfuzz', 'markdown_it', 'platformdirs'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_build_loads_no_network() -> None:
    code = (
        "import sys\nimport msc_learn.cli.build, msc_learn.deck.formats.apkg\n"
        "sys.exit(' '.join({'asyncio', 'ssl', 'socket', 'cached_property'} & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
