"""Changes of released notes and note types that a release refuses, each with the way out."""

from collections.abc import Iterable, Iterator

from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.note_types.base import NoteType
from msc_learn.deck.release.lock import Lock, ReleasedNote, digest_of_hidden, digest_of_schema
from msc_learn.errors import Problem
from msc_learn.position import Position
from msc_learn.text.markup import to_plain

_SHOWN = 40  # characters of a hidden text in a message


def refusals(lock: Lock, notes: Iterable[RenderedNote], note_types: Iterable[NoteType]) -> Iterator[Problem]:
    """Yield a problem for each change that Anki could not deliver to learners who have the released notes."""
    notes = tuple(notes)
    for note in notes:
        old = lock.notes.get(note.id)
        if old and (old.digest != note.digest or old.kind != note.kind):
            yield from _of_note(old, note)
    for kind in note_types:
        released = lock.note_types.get(kind.name)
        if released and released.schema and released.schema != digest_of_schema(kind):
            yield _forked(kind, notes)


def _of_note(old: ReleasedNote, note: RenderedNote) -> Iterator[Problem]:
    if old.kind != note.kind:
        yield Problem(
            note.position,
            "R103",
            f"{note.id} was released as {old.kind} and is now {note.kind}, which Anki cannot update: "
            "give the note a new id (the old one is then retired)",
        )
        return
    moved = _moved(old, note)
    if moved:
        yield Problem(note.position, "R106", _renumbered(note, moved, max(old.cards) + 1))
    if gone := _gone(old, note, moved):
        yield Problem(
            note.position,
            "R104",
            f"{note.id} was released with {_names(note.kind, gone)}, now gone; learners would keep a blank "
            "card: restore it, or give the note a new id (the old one is then retired)",
        )


def _moved(old: ReleasedNote, note: RenderedNote) -> dict[int, int]:
    """Return the released numbers whose hidden text has moved to another number, each with that number."""
    if not old.hidden:
        return {}
    before = dict(zip(old.cards, old.hidden, strict=True))
    after = {number: digest_of_hidden(text) for number, text in zip(note.cards, note.hidden, strict=True)}
    # A number that hides the same text as before has taken nothing from another number.
    taken = {text: number for number, text in after.items() if before.get(number) != text}
    return {
        number: taken[text] for number, text in before.items() if after.get(number) != text and text in taken
    }


def _gone(old: ReleasedNote, note: RenderedNote, moved: dict[int, int]) -> list[int]:
    """Return the released numbers whose card is gone; if texts moved, those whose text was replaced too."""
    if not moved:
        return [number for number in old.cards if number not in note.cards]
    taken = {*moved.values()}
    return [n for n in old.cards if n not in moved and (n in taken or n not in note.cards)]


def _renumbered(note: RenderedNote, moved: dict[int, int], free: int) -> str:
    hidden = dict(zip(note.cards, note.hidden, strict=True))
    changes = ", ".join(
        f"{_name(note.kind, old)} is now {_name(note.kind, new)} (“{_short(hidden[new])}”)"
        for old, new in moved.items()
    )
    advice = (
        "put the labels back in the released order, and new ones last"
        if note.kind == "occlusion"
        else f"give each text its released number back, and a new gap the next free one, c{free}"
    )
    return (
        f"{note.id} is renumbered: what was {changes}; a learner's schedule follows the number: {advice}; "
        "or give the note a new id (the old one is then retired)"
    )


def _name(kind: str, number: int) -> str:
    return {"cloze": f"c{number}", "occlusion": f"label {number}"}.get(kind, f"card {number}")


def _names(kind: str, numbers: Iterable[int]) -> str:
    """Return the names of cards as an author writes them."""
    if kind == "question":
        return "`reverse: true`"
    return ("card " if kind == "cloze" else "") + ", ".join(_name(kind, number) for number in numbers)


def _short(text: str) -> str:
    plain = " ".join(to_plain(text).split())
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1].rstrip() + "…"


def _forked(kind: NoteType, notes: Iterable[RenderedNote]) -> Problem:
    notes = tuple(notes)
    position = next((note.position for note in notes if note.kind == kind.name), None)
    return Problem(
        position or Position(notes[0].position.path),
        "R107",
        f"the note type {kind.title} was released with other fields or templates than this msc-learn gives "
        f"it; Anki would add a second type, “{kind.title}+”, and deliver no correction: build with the "
        "msc-learn that made the last release, or a newer one; if you changed the note type, undo that and "
        "use one of its spare fields",
    )
