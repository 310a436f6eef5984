"""Edit the lines of a card in the person's own editor, until they are valid or the change is dropped."""

from collections.abc import Callable

from msc_learn.course import card_edit
from msc_learn.course.card_edit import CardText
from msc_learn.errors import CardFileError, ExportError
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.prompt import ask_key
from msc_learn.terminal.screen import Terminal

CHANGED = "another program has changed this card meanwhile"

Read = Callable[[], CardText | None]
"""Reads the card as its file holds it now."""

Edit = Callable[[str], str]
"""Opens a text in the person's editor and returns it as saved; raises `EditorError`."""


class EditorError(Exception):
    """The editor did not start, or failed; the message says why."""


def edited(
    terminal: Terminal, keyboard: Keyboard, card: CardText, read: Read, edit: Edit
) -> tuple[CardText, CardText] | None:
    """Let the person change a card; return it as it was and as it is written now, or None if unchanged.

    Call it while the keyboard is given back, for the editor needs the terminal as it was. Raises `Quit`
    if the person quits.
    """
    text: str = card.text
    while True:
        try:
            text = edit(text)
        except EditorError as error:
            _say(terminal, str(error), "bad")
        else:
            now = read()
            if now is None or now.lines != card.lines:
                card = now or card
                _say(terminal, f"{CHANGED}; edit again to replace its text with yours", "unsure")
            elif changed := _written(terminal, now, text):
                return (now, changed) if changed is not now else None
        if not _again(terminal, keyboard):
            return None


def _written(terminal: Terminal, card: CardText, text: str) -> CardText | None:
    """Write the edited card and return it, or print what is wrong with it."""
    try:
        changed = card.edited(text)
    except CardFileError as error:
        _say_problems(terminal, error, card)
        return None
    if changed is card:
        _say(terminal, "nothing changed")
        return card
    try:
        card_edit.write_card(changed)
    except ExportError as error:
        # The text is kept for another try: the person may free space on the disk, or copy the text.
        _say(terminal, str(error), "bad")
        return None
    _say(terminal, "edited")
    return changed


def _say_problems(terminal: Terminal, error: CardFileError, card: CardText) -> None:
    """Print what is wrong with edited lines, each with its line in the editor."""
    for problem in error.problems:
        line = max(problem.position.line - card.first + 1, 1)
        _say(terminal, f"line {line}: {problem.code} {problem.message}", "bad")


def _again(terminal: Terminal, keyboard: Keyboard) -> bool:
    with keyboard:
        pressed = ""
        while pressed not in ("e", "d"):
            pressed = ask_key(
                terminal, keyboard, ("e", "edit again"), ("d", "drop the change"), ("q", "quit")
            )
    return pressed == "e"


def _say(terminal: Terminal, text: str, style: str = "dim") -> None:
    terminal.say((text, style), indent=INDENT)
    terminal.blank()
