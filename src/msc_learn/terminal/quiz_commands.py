"""What a learner may do beside answering: take an answer back, put a card off, flag it, mend it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msc_learn.errors import CardFileError
from msc_learn.study.session import Stage
from msc_learn.terminal.card import INDENT

if TYPE_CHECKING:
    from msc_learn.course.card_edit import CardText
    from msc_learn.terminal.quiz_session import Sitting

KEYS = (
    ("u", "take the last answer back"),
    ("s", "ask this card later"),
    ("b", "not again today"),
    ("x", "set it aside, until `msc-learn progress resume`"),
    ("f", "flag it, with a note"),
    ("e", "edit it in your editor"),
    ("v", "view its source in the document, once it is answered"),
)


class Moved(Exception):  # noqa: N818  # not an error: another card is open
    """The sitting stands at another card, or at the same one anew."""


def move(sitting: "Sitting", pressed: str) -> None:
    """Do what a key says, if it says one of these; raises `Moved` where the card is left."""
    if pressed == "?":
        _explain(sitting)
    elif pressed in _MOVES and sitting.practice.session.card:
        _MOVES[pressed](sitting)


def _explain(sitting: "Sitting") -> None:
    for key, said in KEYS:
        sitting.terminal.say((said, "dim"), indent=INDENT, mark=(f"{key}  ", "dim"))
    sitting.terminal.blank()


def _undo(sitting: "Sitting") -> None:
    if not sitting.practice.undo():
        _say(sitting, "No answer of this sitting is left to take back.")
        return
    _say(sitting, "Taken back.")
    raise Moved


def _skip(sitting: "Sitting") -> None:
    sitting.practice.skip()
    _say(sitting, "Later.")
    raise Moved


def _bury(sitting: "Sitting") -> None:
    sitting.practice.bury()
    _say(sitting, "Not again today.")
    raise Moved


def _suspend(sitting: "Sitting") -> None:
    sitting.practice.suspend()
    _say(sitting, "Set aside.")
    raise Moved


def _flag(sitting: "Sitting") -> None:
    sitting.terminal.say(("What is wrong with it? Enter for no note.", "dim"), indent=INDENT)
    sitting.practice.flag(sitting.keys.line().strip())
    _say(sitting, "Flagged; `msc-learn due` lists it.")


def _edit(sitting: "Sitting") -> None:
    """Let the learner mend the card where it is written, and ask it anew."""
    from msc_learn.course import card_edit
    from msc_learn.terminal.editor import edited

    practice = sitting.practice
    note = practice.session.card.note if practice.session.card else None
    if note is None:
        return
    path = Path(note.position.path)
    try:
        card = card_edit.read_card(path, note.id)
        if card is None or not card.lines:
            _say(sitting, f"{path}: card {note.id} cannot be changed here; change it by hand")
            return
        with sitting.keys.given_back():
            done = edited(sitting.terminal, sitting.keys, card, lambda: card_edit.read_card(path, note.id))
    except CardFileError as error:
        _say(sitting, str(error))
        return
    if done:
        _take(sitting, done[1])
        raise Moved


def _take(sitting: "Sitting", card: "CardText") -> None:
    """Go on with a card as it was edited, and say what the checks find in it."""
    from msc_learn.document.readers import read_document
    from msc_learn.evidence.context import ContextIndex
    from msc_learn.lint.draft_review import problems_in

    course = sitting.practice.course
    grounds = ContextIndex(read_document(course.document)) if course.document else None
    for problem in problems_in(course, card, grounds):
        said = f"{problem.code} {problem.message}"
        sitting.terminal.say((said, "bad"), indent=INDENT, mark=("! ", "bad"))
    _say(sitting, f"{card.path} holds the card as you left it.")
    sitting.practice.renew(card.note)


def _view(sitting: "Sitting") -> None:
    session = sitting.practice.session
    if session.stage is not Stage.SHOWN or session.card is None:
        _say(sitting, "Answer first: the source would tell.")
        return
    from msc_learn.terminal.source import show_sources

    show_sources(sitting.terminal, sitting.practice.course, session.card.note.sources)


def _say(sitting: "Sitting", said: str) -> None:
    sitting.terminal.say((said, "dim"), indent=INDENT)
    sitting.terminal.blank()


_MOVES: dict[str, Callable[["Sitting"], None]] = {
    "u": _undo,
    "s": _skip,
    "b": _bury,
    "x": _suspend,
    "f": _flag,
    "e": _edit,
    "v": _view,
}
