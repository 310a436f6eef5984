"""Corrections as text: a folder with one file for each note type, which Anki imports field by field.

A package replaces whole notes, with the learner's own tags and notes. A text file sets only its columns, so
it has only those with the author's texts. It holds notes that changed since their first release; learners
already have the others, and may have edited them.
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
    """Return how many corrections there are, and what they leave out."""
    counts = {"correction": len(_corrected(release)), "file": len(_texts(release))}
    written = " in ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items())
    return f"{written}; new notes, pictures and tags come with the deck only"


def write(release: Release, path: Path) -> str:
    """Write the corrections of a release into a folder and return the digest; each file all or nothing.

    Files of an earlier build that have no corrections any more are removed.
    """
    texts = _texts(release)
    for kind, text in texts.items():
        write_atomically(path / _file_name(release, kind), text)
    for name in _stale(release, path):
        _remove(path / name)
    return _digest(texts)


def digest(release: Release) -> str:
    """Return the digest of the files of a release."""
    return _digest(_texts(release))


def differences(release: Release, path: Path) -> tuple[str, ...]:
    """Return the names of the files of a folder, or of the notes in them, that the release changes."""
    names = {release.guid(note): f"note {note.id}" for note in release.notes}
    names_found = set(_stale(release, path))
    for kind, text in _texts(release).items():
        name = _file_name(release, kind)
        old, new = read_existing(path / name).decode(errors="replace").split("\n"), text.split("\n")
        guids = {_guid(line) for line in {*old} ^ {*new}}
        names_found |= {names.get(guid, f"note {guid}") if guid else name for guid in guids}
        if not guids and old != new:
            names_found.add(name)
    return tuple(sorted(names_found))


def _corrected(release: Release) -> tuple[RenderedNote, ...]:
    """Return the notes that have changed since their first release; new notes and drafts have not.

    Notes with masks are left out: masks belong to a picture, which text does not bring.
    """
    worded = {kind.name for kind in release.note_types if kind.fields[0].holds == "text"}
    released = ((note, release.lock.notes.get(note.id)) for note in release.notes if note.kind in worded)
    return tuple(
        note for note, old in released if old and (old.modified > old.released or old.retired is not None)
    )


def _texts(release: Release) -> Mapping[str, str]:
    """Return the text of each file by its note type; raises `ExportError` if there is nothing to correct."""
    corrected = _corrected(release)
    if not corrected:
        message = "has no correction to write: no released note has changed since its first release"
        raise ExportError.at(release.course.path, "X213", message)
    kinds = {note.kind for note in corrected}
    return {
        kind.name: _text(release, kind, [note for note in corrected if note.kind == kind.name])
        for kind in release.note_types
        if kind.name in kinds
    }


def _file_name(release: Release, kind: str) -> str:
    return f"{release.course.name}-{kind}.txt"


def _text(release: Release, kind: NoteType, notes: list[RenderedNote]) -> str:
    """Return the text of one file.

    If Anki does not find a note type or its first field, it uses the first column, and skips notes whose
    first field is empty. So the first column is empty. Anki reads a column after the last one with a known
    field as tags, which replace the learner's. So the first field, which is always known, comes last.
    """
    indexes = [index for index, field in enumerate(kind.fields) if field.holds == "text"]
    indexes = [*indexes[1:], indexes[0]]
    columns = "\t".join(["", "GUID", "Deck", *(kind.fields[index].name for index in indexes)])
    file = io.StringIO()
    file.write(_HEAD.format(id=kind.id, columns=columns))
    rows = csv.writer(file, "excel-tab", lineterminator="\n")
    for note in notes:
        rows.writerow(["", release.guid(note), note.deck, *(note.fields[index] for index in indexes)])
    return file.getvalue()


def _digest(texts: Mapping[str, str]) -> str:
    return f"sha256:{hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()}"


def _guid(line: str) -> str:
    """Return the GUID in a line of a note, or "" for other lines; no field contains a line ending."""
    return line.split("\t")[1] if line.startswith("\t") else ""


def _stale(release: Release, path: Path) -> Iterator[str]:
    """Return the names of files in a folder that an earlier build wrote and this one does not."""
    texts = _texts(release)
    names = (_file_name(release, kind) for kind in NOTE_TYPES if kind not in texts)
    return (name for name in names if (path / name).exists())


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise ExportError.at(path, "X101", f"cannot be written: {error.strerror or error}") from error


FORMAT = Format("-corrections", summary, write, digest, differences)
