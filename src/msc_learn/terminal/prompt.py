"""One key asked for, and the wish to leave, as a sitting and a review share them."""

from collections.abc import Callable, Sequence

from msc_learn.terminal.card import INDENT
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import Terminal


class Quit(Exception):  # noqa: N818  # not an error: the person has had enough
    """The person leaves."""


def ask_key(
    terminal: Terminal,
    keys: Keyboard,
    *offers: tuple[str, str],
    meanwhile: Callable[[], object] = lambda: None,
) -> str:
    """Show the keys on offer, wait for one, and take their line away again; raises `Quit` at q.

    `meanwhile` is done once the keys stand there: something to load while the person reads.
    """
    lines = terminal.ask(offers, indent=INDENT)
    meanwhile()
    try:
        pressed = _meant(keys.key(lambda: terminal.ask(offers, indent=INDENT)), offers)
    finally:
        terminal.forget(lines)
    if pressed == "q":
        raise Quit
    return pressed


def _meant(line: str, offers: Sequence[tuple[str, str]]) -> str:
    """Return the key a line means: the one it begins with, or the one whose words it begins.

    Any other word is no key: `easy` before the answer does not edit, nor does `suspend` skip.
    """
    first, *_ = (*line.split(), "")
    if first in ("yes", "no") or len(first) == 1:
        return first[0]
    found = [key for key, does in offers if first and does.lower().startswith(line)]
    return found[0].replace("Enter", "") if len(found) == 1 else line
