"""Keyboard and text editor of the person at the terminal, as click finds them."""

import click

from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import Terminal


def keyboard_of(terminal: Terminal) -> Keyboard:
    """Return the keyboard: single keys where the terminal can give them, lines elsewhere."""
    return Keyboard(single=terminal.keys, getchar=click.getchar)


def edit_yaml(text: str) -> str:
    """Open a text in the person's editor and return it as saved; raises `EditorError`."""
    try:
        return click.edit(text, extension=".yaml") or text
    except click.ClickException as error:
        from msc_learn.terminal.editor import EditorError

        raise EditorError(error.format_message()) from error
