"""What a learner may do beside answering: take an answer back, put a card off, set it aside, flag it."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from msc_learn.cli.cardview import INDENT
from msc_learn.study.events import Bury, Flag, Suspend
from msc_learn.study.reviews import event_id

if TYPE_CHECKING:
    from msc_learn.cli.sitting import Sitting

KEYS = (
    ("u", "take the last answer back"),
    ("s", "ask this card later"),
    ("b", "not again today"),
    ("x", "set it aside, until `msc-learn progress resume`"),
    ("f", "flag it, with a note"),
)


class Moved(Exception):  # noqa: N818  # not an error: another card is open
    """The sitting stands at another card, or at the same one anew."""


def move(sitting: "Sitting", pressed: str) -> None:
    """Do what a key says, if it says one of these; raises `Moved` where the card is left."""
    if pressed == "?":
        _explain(sitting)
    elif pressed in _MOVES and sitting.session.card:
        _MOVES[pressed](sitting)


def _explain(sitting: "Sitting") -> None:
    for key, said in KEYS:
        sitting.terminal.say((said, "dim"), indent=INDENT, mark=(f"{key}  ", "dim"))
    sitting.terminal.blank()


def _undo(sitting: "Sitting") -> None:
    session = sitting.session
    if not session.ratings:
        _say(sitting, "No answer of this sitting is left to take back.")
        return
    card, _ = session.ratings[-1]
    now, name = sitting.clock(), _name(sitting)
    whose = (session.learner, session.course)
    sitting.history.undo(*whose, identity=name, at=now, zone=sitting.zone, card=card.id)
    memory = sitting.history.memory(session.course, card.id, session.learner)
    sitting.memories.pop(card.id, None)
    if memory:
        sitting.memories[card.id] = memory
    sitting.session = session.undo()
    _say(sitting, "Taken back.")
    raise Moved


def _skip(sitting: "Sitting") -> None:
    sitting.session = sitting.session.skip(sitting.clock())
    _say(sitting, "Later.")
    raise Moved


def _put_off(kind: type[Bury] | type[Suspend], said: str) -> Callable[["Sitting"], None]:
    def put_off(sitting: "Sitting") -> None:
        sitting.history.record(kind(*_about(sitting)))
        sitting.session = sitting.session.leave_out(sitting.clock())
        _say(sitting, said)
        raise Moved

    return put_off


def _flag(sitting: "Sitting") -> None:
    sitting.terminal.say(("What is wrong with it? Enter for no note.", "dim"), indent=INDENT)
    note = sitting.keys.line().strip()
    sitting.history.record(Flag(*_about(sitting), note=note))
    _say(sitting, "Flagged; `msc-learn due` lists it.")


def _about(sitting: "Sitting") -> tuple[str, str, str, str, datetime, str]:
    session = sitting.session
    card = session.card.id if session.card else ""
    return _name(sitting), session.learner, session.course, card, sitting.clock(), sitting.zone


def _name(sitting: "Sitting") -> str:
    return event_id(sitting.clock(), os.urandom(10))


def _say(sitting: "Sitting", said: str) -> None:
    sitting.terminal.say((said, "dim"), indent=INDENT)
    sitting.terminal.blank()


_MOVES: dict[str, Callable[["Sitting"], None]] = {
    "u": _undo,
    "s": _skip,
    "b": _put_off(Bury, "Not again today."),
    "x": _put_off(Suspend, "Set aside."),
    "f": _flag,
}
