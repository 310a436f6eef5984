"""The `msc-learn` command: subcommands loaded when called, and the one place that prints errors."""

import atexit
import gc
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from msc_learn import __version__
from msc_learn.errors import MscLearnError
from msc_learn.gc_paused import gc_paused

# The short help stands here too, so that `--help` need not import every command.
COMMANDS = {
    "extract": "Turn a document into draft cards.",
    "review": "Accept, edit or reject drafts one by one.",
    "check": "Report every problem of a course.",
    "coverage": "Show which sentences of the document have a card.",
    "build": "Write the cards as an Anki deck.",
    "diff": "Show what differs between two Anki packages.",
    "quiz": "Take a spaced-repetition sitting.",
    "exam": "Sit an exam.",
    "due": "Show what waits to be reviewed.",
    "stats": "Show how the learning goes.",
    "report": "Show who is current, due or expired, and how the exams do.",
    "optimize": "Fit the schedule to how you remember, or show the work to come.",
    "proposals": "List typed answers that learners passed against the grader.",
    "progress": "Carry, check, bring back or erase what was answered.",
    "retention": "Keep what learners did no longer than needed.",
    "schema": "Print the JSON Schema of card files, course.yaml, exams and so on.",
}

# So many new objects are made before the garbage collector looks through them; Python's own number is 700.
_LASTING = 100_000


class LazyGroup(click.Group):
    """A group that imports the module of a subcommand when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the way from document to memory."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        with gc_paused():
            command: click.Command = import_module(f"msc_learn.cli.{cmd_name}").command
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
    """Turn a document into cards you can trust, an Anki deck, and a quiz that remembers.

    Every command takes a course by its folder, by the name of a shipped one (msc if none is
    given), or as a single card file.
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line; a problem the user can mend is printed to stderr and exits with 1."""
    # All memory goes with the process: to search it for cycles first would cost every command 20 ms.
    atexit.register(gc.freeze)
    # Notes and cards last as long as the command and form no cycles: to walk them often finds nothing.
    gc.set_threshold(_LASTING)
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
    except OSError as error:
        if error.filename is not None:
            raise
        _say_what_cannot_be_printed(error)
        sys.exit(1)
    sys.exit(0)


def _say_what_cannot_be_printed(error: OSError) -> None:
    """Say that the screen or the file that output is led to takes no more."""
    from msc_learn.terminal.streams import print_no_more

    print_no_more()
    # The terminal that was closed is often that of both streams.
    with suppress(OSError):
        click.echo(f"stdout: cannot be written: {error.strerror or error}", err=True)
