"""The note types, one a file, named after the kinds of note; a module is loaded when its type is used."""

from functools import cache
from importlib import import_module

from msc_learn.deck.note_types.base import NoteType

NOTE_TYPES = ("question", "cloze", "list", "choice", "occlusion")


@cache
def note_type(name: str) -> NoteType:
    """Return the note type of a kind."""
    found: NoteType = import_module(f"{__name__}.{name}").NOTE_TYPE
    return found
