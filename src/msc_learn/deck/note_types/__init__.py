"""The note types, one file for each kind of note. A module is loaded if its type is used."""

from functools import cache
from importlib import import_module
from typing import cast

from msc_learn.deck.note_types.base import NoteType, NoteTypeModule

NOTE_TYPES = ("question", "cloze", "list", "choice", "occlusion")


@cache
def note_type(name: str) -> NoteType:
    """Return the note type of a kind, by its name in `NOTE_TYPES`."""
    return cast(NoteTypeModule, import_module(f"{__name__}.{name}")).NOTE_TYPE
