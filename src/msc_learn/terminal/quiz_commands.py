"""Quiz commands beside answering: undo, skip, bury, suspend, flag, edit, view the source."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from msc_learn.errors import CardFileError
from msc_learn.files import READ_ONLY, is_part_of_program
from msc_learn.messages import message
from msc_learn.study.practice import Practice
from msc_learn.study.session import Stage
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.screen import Terminal

if TYPE_CHECKING:
    from msc_learn.course.card_edit import CardText
    from msc_learn.terminal.editor import Edit

KEYS = (
    ("u", message("quiz.take_back")),
    ("s", "ask this card later"),
    ("b", "not again today"),
    ("x", "suspend it until `msc-learn progress resume`"),
    ("f", "flag it, with a note"),
    ("e", "edit it in your editor"),
    ("v", "view its source in the document, after answering"),
)


class CardLeft(Exception):  # noqa: N818  # not an error: the quiz goes on with its next card
    """The quiz must open its next card, which may be the same one again."""


class Quiz(Protocol):
    """What a command works on."""

    terminal: Terminal
    keyboard: Keyboard
    practice: Practice

    @property
    def edit(self) -> "Edit":
        """What opens a text in the learner's editor."""


def run_command(quiz: Quiz, pressed: str) -> None:
    """Run the command of a key; other keys do nothing. Raises `CardLeft` when another card is open."""
    if pressed == "?":
        _explain(quiz)
    elif pressed in _COMMANDS and quiz.practice.session.card:
        _COMMANDS[pressed](quiz)


def _explain(quiz: Quiz) -> None:
    for key, does in KEYS:
        quiz.terminal.say((does, "dim"), indent=INDENT, mark=(f"{key}  ", "dim"))
    quiz.terminal.blank()


def _undo(quiz: Quiz) -> None:
    if not quiz.practice.undo():
        _say(quiz, message("quiz.nothing_to_take_back"))
        return
    _say(quiz, message("quiz.taken_back"))
    raise CardLeft


def _skip(quiz: Quiz) -> None:
    quiz.practice.skip()
    _say(quiz, "Later.")
    raise CardLeft


def _bury(quiz: Quiz) -> None:
    quiz.practice.bury()
    _say(quiz, message("quiz.buried"))
    raise CardLeft


def _suspend(quiz: Quiz) -> None:
    quiz.practice.suspend()
    _say(quiz, "Suspended.")
    raise CardLeft


def _flag(quiz: Quiz) -> None:
    quiz.terminal.say(("What is wrong with it? Press Enter for no note.", "dim"), indent=INDENT)
    quiz.practice.flag(quiz.keyboard.line().strip())
    _say(quiz, "Flagged. `msc-learn due` lists it.")


def _edit(quiz: Quiz) -> None:
    """Let the learner edit the card in its file, and ask it again."""
    from msc_learn.course import card_edit
    from msc_learn.terminal.editor import edited

    practice = quiz.practice
    note = practice.session.card.note if practice.session.card else None
    if note is None:
        return
    path = Path(note.position.path)
    if is_part_of_program(path):
        _say(quiz, f"{path}: {READ_ONLY}")
        return
    try:
        card = card_edit.read_card(path, note.id)
        if card is None or not card.lines:
            _say(quiz, f"{path}: card {note.id} cannot be edited here: edit the file by hand")
            return
        with quiz.keyboard.given_back():
            done = edited(
                quiz.terminal, quiz.keyboard, card, lambda: card_edit.read_card(path, note.id), quiz.edit
            )
    except CardFileError as error:
        _say(quiz, str(error))
        return
    if done:
        _renew(quiz, done[1])
        raise CardLeft


def _renew(quiz: Quiz, card: "CardText") -> None:
    """Continue with the card as edited, and print the problems that the checks find in it."""
    from msc_learn.document.readers import read_document
    from msc_learn.evidence.context import ContextIndex
    from msc_learn.lint.draft_review import problems_in

    course = quiz.practice.course
    contexts = ContextIndex(read_document(course.document)) if course.document else None
    for problem in problems_in(course, card, contexts):
        text = f"{problem.code} {problem.message}"
        quiz.terminal.say((text, "bad"), indent=INDENT, mark=("! ", "bad"))
    _say(quiz, f"The card is saved in {card.path}.")
    quiz.practice.renew(card.note)


def _view(quiz: Quiz) -> None:
    session = quiz.practice.session
    if session.stage is not Stage.SHOWN or session.card is None:
        _say(quiz, "Answer first: the source would give the answer away.")
        return
    from msc_learn.terminal.source import show_sources

    show_sources(quiz.terminal, quiz.practice.course, session.card.note.sources)


def _say(quiz: Quiz, text: str) -> None:
    quiz.terminal.say((text, "dim"), indent=INDENT)
    quiz.terminal.blank()


_COMMANDS: dict[str, Callable[[Quiz], None]] = {
    "u": _undo,
    "s": _skip,
    "b": _bury,
    "x": _suspend,
    "f": _flag,
    "e": _edit,
    "v": _view,
}
