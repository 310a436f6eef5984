"""Ask for one key, as the quiz, the exam and the review of drafts do."""

from collections.abc import Callable, Sequence

from msc_learn.terminal.card import INDENT
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import Terminal


class Quit(Exception):  # noqa: N818  # not an error: a normal way to end
    """The person quits."""


def ask_key(
    terminal: Terminal,
    keyboard: Keyboard,
    *offers: tuple[str, str],
    meanwhile: Callable[[], object] = lambda: None,
) -> str:
    """Show the keys on offer, wait for one, and erase their line; raises `Quit` at q.

    `meanwhile` runs once the keys are shown: it loads something while the person reads.
    """
    lines = terminal.ask(offers, indent=INDENT)
    meanwhile()
    try:
        pressed = _key_of(keyboard.key(lambda: terminal.ask(offers, indent=INDENT)), offers)
    finally:
        terminal.erase(lines)
    if pressed == "q":
        raise Quit
    return pressed


def _key_of(line: str, offers: Sequence[tuple[str, str]]) -> str:
    """Return the key that a line means: a single letter, or the key whose description begins like the line.

    Any other word is not a key: `easy` before the answer must not edit, and `suspend` must not skip.
    """
    first, *_ = (*line.split(), "")
    if first in ("yes", "no") or len(first) == 1:
        return first[0]
    keys = [key for key, does in offers if first and does.lower().startswith(line)]
    return keys[0].replace("Enter", "") if len(keys) == 1 else line
