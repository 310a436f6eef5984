"""Merge new drafts into the files of an existing course; what a person may have edited stays unchanged.

Everything is computed first, so that an invalid card file stops the run before anything is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.course.card_edit import with_notes
from msc_learn.course.card_reader import CardFile, read_card_file
from msc_learn.course.load import repeated_ids
from msc_learn.course.locate import NO_CARD_FILES
from msc_learn.course.model import Note
from msc_learn.course.yaml_reader import MappingNode, ScalarNode, read_yaml
from msc_learn.document.decode import decode, read_bytes
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.errors import CardFileError, DocumentError, Problem
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.extract.draft import Draft
from msc_learn.extract.merge.append_cards import appended, with_topics
from msc_learn.extract.merge.new_course import Saved, drafts_by_topic, topic_text
from msc_learn.extract.merge.three_way import EarlierDocument, MergeOutcome, MergeStatus, three_way
from msc_learn.files import write_atomically


@dataclass(frozen=True, slots=True)
class _ExistingFile:
    """An existing card file: its text with its own line ends, and its content."""

    path: Path
    text: str
    file: CardFile

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.file.topic.notes if self.file.topic else ()


def merge_folder(document: Document, data: bytes, drafts: Sequence[Draft], folder: Path) -> Saved:
    """Merge drafts into a course's card files, add new topics to its course.yaml, refresh its document."""
    course = folder / "course.yaml"
    copy = _document_copy(course, document)
    files = _existing(path for path in sorted(folder.glob("*.yaml")) if path.name not in NO_CARD_FILES)
    outcome = _outcome(files, drafts, document if copy else None, _earlier(copy, data))
    groups = drafts_by_topic(document, outcome.new)
    added = {folder / f"{name.id}.yaml": (name, own) for name, own in groups}
    changes = _changed(files, outcome, {path: own for path, (_, own) in added.items()})
    known = {file.path for file in files}
    changes |= {
        path: topic_text(document, name, own) for path, (name, own) in added.items() if path not in known
    }
    course_text = with_topics(course, [name for name, _ in groups])
    for path, text in changes.items():
        write_atomically(path.resolve(), text)
    if course_text is not None:
        write_atomically(course, course_text)
    if copy is not None and (not copy.exists() or read_bytes(copy) != data):
        write_atomically(copy, data)
    return _saved(folder, [(name.id, len(own)) for name, own in groups], outcome)


def merge_file(document: Document, drafts: Sequence[Draft], path: Path) -> Saved:
    """Merge drafts into one card file; raises `DocumentError` if it quotes another document."""
    files = _existing([path])
    named = files[0].file.document
    if named and (path.parent / named).resolve() != Path(document.path).resolve():
        message = f"{path} quotes {named}; extract that document, or write the new name into the file"
        raise DocumentError.at(document.path, "D110", message)
    outcome = _outcome(files, drafts, document if named else None, EarlierDocument())
    new = [replace(draft, note=replace(draft.note, topic=path.stem)) for draft in outcome.new]
    for name, text in _changed(files, outcome, {path: new}).items():
        write_atomically(name.resolve(), text)
    return _saved(path, [(path.stem, len(new))] if new else [], outcome)


def is_course(folder: Path) -> bool:
    """Tell whether a folder is a course."""
    return (folder / "course.yaml").is_file()


def _saved(path: Path, added: Sequence[tuple[str, int]], outcome: MergeOutcome) -> Saved:
    counts = {status.value: outcome.statuses[status] for status in MergeStatus}
    return Saved(path, tuple(added), **counts)


def _outcome(
    files: Sequence[_ExistingFile],
    drafts: Sequence[Draft],
    document: Document | None,
    before: EarlierDocument,
) -> MergeOutcome:
    """Merge drafts; `document` is None if the files do not name it."""
    notes = [note for file in files for note in file.notes]
    return three_way(notes, drafts, QuoteRelocator(document) if document else None, before)


def _earlier(copy: Path | None, data: bytes) -> EarlierDocument:
    """Return the document of the previous run, as far as its copy can be read."""
    if copy is None or not copy.exists():
        return EarlierDocument()
    if read_bytes(copy) == data:
        return EarlierDocument(unchanged=True)
    try:
        return EarlierDocument(QuoteRelocator(read_document(copy)))
    except DocumentError:
        return EarlierDocument()


def _existing(paths: Iterable[Path]) -> tuple[_ExistingFile, ...]:
    """Read the card files to merge into; they must be valid, or edits of a person might be lost."""
    files, problems = list[_ExistingFile](), list[Problem]()
    for path in paths:
        data = read_bytes(path)
        file = read_card_file(decode(data, str(path)), str(path), path.stem)
        problems += file.problems
        try:
            files.append(_ExistingFile(path, data.decode("utf-8"), file))
        except UnicodeDecodeError:
            message = "cannot be changed in place; save it as UTF-8"
            problems += CardFileError.at(path, "F215", message).problems
    problems += repeated_ids(file.file for file in files)
    if problems:
        raise CardFileError(problems)
    return tuple(files)


def _changed(
    files: Sequence[_ExistingFile], outcome: MergeOutcome, added: Mapping[Path, Sequence[Draft]]
) -> dict[Path, str]:
    """Return the new texts of the changed files; raises `CardFileError` with all problems."""
    texts, problems = dict[Path, str](), list[Problem]()
    for file in files:
        changed = {note.id: outcome.changed[note.id] for note in file.notes if note.id in outcome.changed}
        new = added.get(file.path, ())
        try:
            text = with_notes(file.path, file.text, changed) if changed else file.text
            if new:
                text = appended(text, file.path, new)
        except CardFileError as error:
            problems += error.problems
        else:
            texts |= {file.path: text} if changed or new else {}
    if problems:
        raise CardFileError(problems)
    return texts


def _document_copy(course: Path, document: Document) -> Path | None:
    """Return the path of the document copy in a course; it must have the same format."""
    root, problems = read_yaml(decode(read_bytes(course), str(course)), str(course))
    if problems or not isinstance(root, MappingNode):
        raise CardFileError(problems)
    node = root.values.get("document")
    if not isinstance(node, ScalarNode):
        return None
    copy = course.parent / node.text
    if copy.suffix.lower() != Path(document.path).suffix.lower():
        message = f"the course quotes {node.text}; use a {copy.suffix} document"
        raise DocumentError.at(document.path, "D110", message)
    return copy
