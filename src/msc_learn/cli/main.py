"""The `msc-learn` command: subcommands are imported when called; the one place that prints errors."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from inspect import cleandoc
from io import TextIOWrapper
from typing import NoReturn, Protocol, cast

import click

from msc_learn import __version__
from msc_learn.errors import MscLearnError, Problem
from msc_learn.position import Position

# The first line of each command's help: kept here, so that `--help` need not import every command.
COMMANDS = {
    "new": "Make a course, empty or as a copy of another.",
    "extract": "Turn a document into draft cards.",
    "review": "Accept, edit or reject drafts one by one.",
    "check": "Report every problem of a course.",
    "coverage": "Show which sentences of the document have a card.",
    "build": "Build an Anki deck, a study page or questions for an LMS.",
    "diff": "Compare two Anki packages.",
    "quiz": "Study due and new cards with spaced repetition.",
    "exam": "Take an exam.",
    "due": "Show how many cards are due, by topic.",
    "stats": "Show your study statistics.",
    "report": "Show who is current, due or expired, and how the exams do.",
    "optimize": "Fit the schedule to your memory, or show the workload to come.",
    "proposals": "List typed answers that learners accepted against the grader.",
    "progress": "Export, import, restore or erase your review history.",
    "retention": "Delete learner data that is no longer needed.",
    "schema": "Print the JSON Schema of card files, course.yaml and more.",
}


class CommandModule(Protocol):
    """A module of `cli/` named in `COMMANDS`; the docstring of `command` is its help after that line."""

    command: click.Command


# Number of new objects that starts the garbage collector; the default of Python is 700.
_GC_THRESHOLD = 100_000


class LazyGroup(click.Group):
    """A click group that imports a subcommand when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in order of use, from document to memory."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a subcommand and put its first line before its help; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module = cast(CommandModule, import_module(f"msc_learn.cli.{cmd_name}"))
        command, first_line = module.command, COMMANDS[cmd_name]
        if not (command.help or "").startswith(first_line):
            command.help = f"{first_line}\n\n{cleandoc(command.help or '')}"
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: msc-learn quiz",
)
@click.version_option(__version__, prog_name="msc-learn")
def cli() -> None:
    """Turn a document into checked flashcards, an Anki deck and a spaced-repetition quiz.

    COURSE is a folder, a single card file, or the name of a shipped course. The default is msc.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line; a problem that the user can fix is printed to stderr, with exit code 1."""
    # At exit, a search for reference cycles would cost every command 20 ms.
    atexit.register(gc.freeze)
    # Notes and cards live as long as the command and form no cycles, so frequent searches find nothing.
    gc.set_threshold(_GC_THRESHOLD)
    _escape_what_cannot_be_encoded()
    try:
        cli.main(args, prog_name="msc-learn", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except MscLearnError as error:
        from msc_learn.terminal.screen import one_line

        for problem in error.problems:
            click.echo(one_line(str(problem)), err=True)
        sys.exit(1)
    except UnicodeError as error:  # stdin is the only text that is decoded as it comes
        click.echo(f"stdin: cannot be read: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            _report_unwritable_output(error)
        else:
            _report_unusable_path(error)
        sys.exit(1)
    sys.exit(0)


def _escape_what_cannot_be_encoded() -> None:
    """Make stdout and stderr escape characters that their encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _report_unusable_path(error: OSError) -> None:
    """Report a path that the system refuses, such as a name of 300 letters."""
    from msc_learn.terminal.screen import one_line

    path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(error.filename)
    problem = Problem(Position(path), "X106", f"cannot be used: {error.strerror or error}")
    click.echo(one_line(str(problem)), err=True)


def _report_unwritable_output(error: OSError) -> None:
    """Report that the screen, or the file to which output is redirected, cannot be written."""
    from msc_learn.terminal.streams import discard_output

    discard_output()
    # A closed terminal is often that of stderr too.
    with suppress(OSError):
        click.echo(f"stdout: cannot be written: {error.strerror or error}", err=True)
