"""Write drafts as a new course folder or a single card file, completely or not at all (atomically)."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn import __version__
from msc_learn.course import card_writer
from msc_learn.course.course_id import random_id
from msc_learn.course.model import Course, Topic
from msc_learn.document.model import Document
from msc_learn.errors import ExportError
from msc_learn.extract.draft import Draft
from msc_learn.extract.topics import TopicName, Topics
from msc_learn.files import umask, write_atomically
from msc_learn.position import Position


@dataclass(frozen=True, slots=True)
class Saved:
    """What a run has written: the course, and how many cards are new in each topic.

    Each existing card is counted once: `refreshed`, an unedited draft got its new text; `drifted` or
    `orphaned`, its sentence has changed or is gone, and the card is marked; `restored`, its sentence is back
    and the mark removed; `kept`, all others.
    """

    path: Path
    added: tuple[tuple[str, int], ...]
    kept: int = 0
    refreshed: int = 0
    drifted: int = 0
    orphaned: int = 0
    restored: int = 0

    @property
    def total(self) -> int:
        """How many cards are new."""
        return sum(count for _, count in self.added)


def drafts_by_topic(document: Document, drafts: Sequence[Draft]) -> list[tuple[TopicName, list[Draft]]]:
    """Return the topics that have drafts, each with its drafts, in document order."""
    groups = [
        (name, [draft for draft in drafts if draft.note.topic == name.id])
        for name in Topics(document).in_order()
    ]
    return [(name, own) for name, own in groups if own]


def save_folder(document: Document, data: bytes, drafts: Sequence[Draft], folder: Path) -> Saved:
    """Write a new course to a temporary folder and rename it, so that no partial course is left behind."""
    groups = drafts_by_topic(document, drafts)
    copied = f"document{Path(document.path).suffix.lower()}"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise ExportError.at(folder, "X101", f"cannot be written: {error.strerror or error}") from error
    try:
        write_atomically(temporary / copied, data)
        write_atomically(
            temporary / "course.yaml", course_text(document, copied, groups, random_id(folder.name))
        )
        for name, own in groups:
            write_atomically(temporary / f"{name.id}.yaml", topic_text(document, name, own))
        temporary.chmod(0o777 & ~umask())
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except OSError as error:
        raise ExportError.at(folder, "X101", f"cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Saved(folder, tuple((name.id, len(own)) for name, own in groups))


def save_file(document: Document, drafts: Sequence[Draft], path: Path) -> Saved:
    """Write all drafts as one card file that names its document."""
    write_atomically(path, single_text(document, drafts, path, random_id(path.stem)))
    return Saved(path, ((path.stem, len(drafts)),))


def course_text(
    document: Document, copied: str, groups: list[tuple[TopicName, list[Draft]]], id_: str
) -> str:
    """Return the course.yaml of a new course with an id."""
    topics = tuple(Topic(name.id, name.title, (), Position("")) for name, _ in groups)
    course = Course(
        id=id_,
        title=document.title,
        deck=document.title.replace("::", ": "),
        language="en",
        topics=topics,
        root=Path(),
        path=Path(),
        document=Path(copied),
    )
    header = f"# A course, written by msc-learn {__version__} from {Path(document.path).name}.\n"
    return card_writer.course_file(course, header=header)


def topic_text(document: Document, name: TopicName, drafts: Sequence[Draft]) -> str:
    """Return the card file of a topic."""
    return _text(document, name, drafts, "")


def single_text(document: Document, drafts: Sequence[Draft], path: Path, id_: str) -> str:
    """Return all drafts as one card file, a course of its own with an id."""
    own = [replace(draft, note=replace(draft.note, topic=path.stem)) for draft in drafts]
    return _text(document, TopicName(path.stem, document.title), own, path_from(path, document.path), id_)


def path_from(path: Path, document: str) -> str:
    """Return the path of a document relative to a card file."""
    return Path(os.path.relpath(Path(document).resolve(), path.resolve().parent)).as_posix()


def _text(
    document: Document, name: TopicName, drafts: Sequence[Draft], document_path: str, id_: str = ""
) -> str:
    topic = Topic(name.id, name.title, tuple(draft.note for draft in drafts), Position(""))
    header = card_writer.HEADER.format(version=__version__, document=Path(document.path).name)
    labels = {draft.note.id: draft.label for draft in drafts}
    return card_writer.card_file(topic, header=header, course_id=id_, document=document_path, labels=labels)
