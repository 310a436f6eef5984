"""One key asked for, and the wish to leave, as a sitting and a review share them."""

from collections.abc import Callable

from msc_learn.cli.cardview import INDENT
from msc_learn.cli.keys import Keys
from msc_learn.cli.terminal import Terminal


class Left(Exception):  # noqa: N818  # not an error: the person has had enough
    """The person leaves."""


def asked(
    terminal: Terminal,
    keys: Keys,
    *offers: tuple[str, str],
    meanwhile: Callable[[], object] = lambda: None,
) -> str:
    """Show the keys on offer, wait for one, and take their line away again; raises `Left` at q.

    `meanwhile` is done once the keys stand there: something to load while the person reads.
    """
    lines = terminal.ask(offers, indent=INDENT)
    meanwhile()
    try:
        pressed = keys.key(lambda: terminal.ask(offers, indent=INDENT))
    finally:
        terminal.forget(lines)
    if pressed == "q":
        raise Left
    return pressed
