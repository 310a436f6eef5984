"""Corrections as text: a folder with one file a note type, which Anki imports field by field.

A package replaces whole notes, the learner's tags and own field with them. A text sets only the columns it
has, so it has those of the author's text alone. It holds notes that changed since their first release: of
the others a learner has the words already, and may have edited them.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from msc_learn.deck.compile import Release
from msc_learn.deck.fields import RenderedNote
from msc_learn.deck.formats.base import Format, read_existing
from msc_learn.deck.note_types import NOTE_TYPES
from msc_learn.deck.note_types.base import NoteType
from msc_learn.errors import ExportError
from msc_learn.files import write_atomically

_HEAD = """\
#separator:tab
#html:true
#if matches:update current
#notetype:{id}
#guid column:2
#deck column:3
#columns:{columns}
"""


def summary(release: Release) -> str:
    """Return how many corrections there are, in words, and what they leave out."""
    counts = {"correction": len(_corrected(release)), "file": len(_files(release))}
    said = " in ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())
    return f"{said}; new notes, pictures and tags come with the deck only"


def write(release: Release, path: Path) -> str:
    """Write the corrections of a release into a folder, each file whole or not at all.

    Files of an earlier build that hold nothing any more are removed. Returns the digest.
    """
    files = _files(release)
    for name, text in files.items():
        write_atomically(path / name, text)
    for name in _stale(release, path):
        _remove(path / name)
    return _digest(files)


def digest(release: Release) -> str:
    """Return the digest of the files of a release."""
    return _digest(_files(release))


def differences(release: Release, path: Path) -> tuple[str, ...]:
    """Return the names of the files of a folder, or of the notes in them, that are not as release."""
    names = {release.guid(note): f"note {note.id}" for note in release.notes}
    found = set(_stale(release, path))
    for name, text in _files(release).items():
        old, new = read_existing(path / name).decode(errors="replace").split("\n"), text.split("\n")
        guids = {_guid(line) for line in {*old} ^ {*new}}
        found |= {names.get(guid, f"note {guid}") if guid else name for guid in guids}
        if not guids and old != new:
            found.add(name)
    return tuple(sorted(found))


def _corrected(release: Release) -> tuple[RenderedNote, ...]:
    """Return the notes that are not as they were first released; new ones and drafts are none of them.

    Masks belong to the picture they lie on, which no text brings: notes of that type are left out.
    """
    worded = {kind.name for kind in release.note_types if kind.fields[0].holds == "text"}
    released = ((note, release.lock.notes.get(note.id)) for note in release.notes if note.kind in worded)
    return tuple(
        note for note, old in released if old and (old.modified > old.released or old.retired is not None)
    )


def _files(release: Release) -> Mapping[str, str]:
    """Return the text of each file by its name; raise where there is nothing to correct."""
    corrected = _corrected(release)
    if not corrected:
        message = "has no correction to write: no released note has changed since its first release"
        raise ExportError.at(release.course.path, "X213", message)
    kinds = {note.kind for note in corrected}
    return {
        _file_name(release, kind.name): _text(
            release, kind, [note for note in corrected if note.kind == kind.name]
        )
        for kind in release.note_types
        if kind.name in kinds
    }


def _file_name(release: Release, kind: str) -> str:
    return f"{release.course.id}-{kind}.txt"


def _text(release: Release, kind: NoteType, notes: list[RenderedNote]) -> str:
    """Return the text of one file.

    Where Anki does not find a note type, or its first field, it puts the first column there, and passes over
    a note whose first field is empty: so the first column is. And it takes a column after the last one it
    finds a field for as tags, which replace the learner's: so the first field, always found, comes last.
    """
    places = [place for place, field in enumerate(kind.fields) if field.holds == "text"]
    places = [*places[1:], places[0]]
    columns = "\t".join(["", "GUID", "Deck", *(kind.fields[place].name for place in places)])
    file = io.StringIO()
    file.write(_HEAD.format(id=kind.id, columns=columns))
    rows = csv.writer(file, "excel-tab", lineterminator="\n")
    for note in notes:
        rows.writerow(["", release.guid(note), note.deck, *(note.fields[place] for place in places)])
    return file.getvalue()


def _digest(files: Mapping[str, str]) -> str:
    return f"sha256:{hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()}"


def _guid(line: str) -> str:
    """Return the GUID in a line, which holds one whole note: no field has a line end; none in other lines."""
    return line.split("\t")[1] if line.startswith("\t") else ""


def _stale(release: Release, path: Path) -> Iterator[str]:
    """Yield the names of files in a folder that an earlier build wrote and this one does not."""
    files = _files(release)
    names = (_file_name(release, kind) for kind in NOTE_TYPES)
    return (name for name in names if name not in files and (path / name).exists())


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise ExportError.at(path, "X101", f"cannot be written: {error.strerror or error}") from error


FORMAT = Format("-corrections", summary, write, digest, differences)
