"""A second run: only what is new is added, at the end; what a person may have touched stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msc_learn.course import emit
from msc_learn.course.cardfile import CardFile, read_card_file
from msc_learn.course.yamltext import Items, Keys, Scalar, read
from msc_learn.document.decode import decode, read_bytes
from msc_learn.document.model import Document
from msc_learn.errors import CardFileError, DocumentError
from msc_learn.extract.draft import Draft
from msc_learn.extract.save import Saved, by_topic, topic_text
from msc_learn.extract.topics import TopicName
from msc_learn.files import write_atomically


@dataclass(frozen=True, slots=True)
class _Text:
    """An existing file: its text with its own line ends, and the ids of its cards."""

    path: Path
    text: str
    ids: frozenset[str]


def merge_folder(document: Document, data: bytes, drafts: Sequence[Draft], folder: Path) -> Saved:
    """Add new drafts to a course's card files and new topics to its course.yaml; refresh its document."""
    course = folder / "course.yaml"
    copied = _document_of(course, document)
    existing = {path.stem: _existing(path) for path in sorted(folder.glob("*.yaml")) if path != course}
    known = {card for file in existing.values() for card in file.ids}
    groups = by_topic(document, [draft for draft in drafts if draft.note.id not in known])
    changes = {
        folder / f"{name.id}.yaml": (
            _appended(existing[name.id], mine) if name.id in existing else topic_text(document, name, mine)
        )
        for name, mine in groups
    }
    course_text = _with_topics(course, [name for name, _ in groups])
    for path, text in changes.items():
        write_atomically(path, text)
    if course_text is not None:
        write_atomically(course, course_text)
    if copied is not None and (not copied.exists() or read_bytes(copied) != data):
        write_atomically(copied, data)
    return Saved(folder, tuple((name.id, len(mine)) for name, mine in groups), len(known))


def merge_file(document: Document, drafts: Sequence[Draft], path: Path) -> Saved:
    """Add new drafts to one card file."""
    file = _existing(path)
    new = [draft for draft in drafts if draft.note.id not in file.ids]
    if new:
        write_atomically(path, _appended(file, [_in_topic(draft, path.stem) for draft in new]))
    return Saved(path, ((path.stem, len(new)),) if new else (), len(file.ids))


def is_course(folder: Path) -> bool:
    """Tell whether a folder holds a course."""
    return (folder / "course.yaml").is_file()


def _in_topic(draft: Draft, topic: str) -> Draft:
    return replace(draft, note=replace(draft.note, topic=topic))


def _existing(path: Path) -> _Text:
    """Read a card file that shall be added to; it must be in order, or the person's words might be lost."""
    data = read_bytes(path)
    file = _read(decode(data, str(path)), path)
    text = data.decode("utf-8")
    return _Text(path, text, frozenset(name for name, _ in file.ids))


def _read(text: str, path: Path) -> CardFile:
    file = read_card_file(text, str(path), path.stem)
    if file.problems or file.topic is None:
        raise CardFileError(file.problems)
    return file


def _appended(file: _Text, drafts: Sequence[Draft]) -> str:
    """Return the text of a file with drafts at its end; everything before stays byte for byte."""
    plain = file.text.replace("\r\n", "\n").removeprefix("\ufeff")
    kept, indent = _open_end(plain, file.path)
    labels = {draft.note.id: draft.label for draft in drafts}
    tags = _file_tags(plain, file.path)
    added = emit.cards([draft.note for draft in drafts], shared=tags, labels=labels, indent=indent)
    ending = "\r\n" if "\r\n" in file.text else "\n"
    before = file.text if kept == len(plain) else file.text.rstrip()[: -len("[]")].rstrip()
    text = before + ("" if before.endswith("\n") else ending) + added.replace("\n", ending)
    ids = {name for name, _ in _read(text.replace("\r\n", "\n").removeprefix("\ufeff"), file.path).ids}
    if not ids >= file.ids | set(labels):
        raise _no_room(file.path)
    return text


def _open_end(text: str, path: Path) -> tuple[int, int]:
    """Return where the list of cards ends and how far its hyphens are indented, if it is open to more."""
    root, _ = read(text, str(path))
    items = root.values.get("cards") if isinstance(root, Keys) else None
    if not isinstance(root, Keys) or not isinstance(items, Items) or list(root.values)[-1] != "cards":
        raise _no_room(path)
    if not items.values:
        if not text.rstrip().endswith("[]"):
            raise _no_room(path)
        return len(text.rstrip()) - len("[]"), 2
    if text.split("\n")[items.line - 1][items.column - 1 :][:1] != "-":
        raise _no_room(path)
    return len(text), items.column - 1


def _file_tags(text: str, path: Path) -> tuple[str, ...]:
    root, _ = read(text, str(path))
    tags = root.values.get("tags") if isinstance(root, Keys) else None
    return (
        tuple(tag.text for tag in tags.values if isinstance(tag, Scalar)) if isinstance(tags, Items) else ()
    )


def _no_room(path: Path) -> CardFileError:
    message = "new cards cannot be added; make `cards:` the last key, with each card begun by a hyphen"
    return CardFileError(CardFileError.at(path, "F214", message).problems)


def _document_of(course: Path, document: Document) -> Path | None:
    """Return the copy of the document that a course keeps; it must be of the same format."""
    root, problems = read(decode(read_bytes(course), str(course)), str(course))
    if problems or not isinstance(root, Keys):
        raise CardFileError(problems)
    node = root.values.get("document")
    if not isinstance(node, Scalar):
        return None
    copied = course.parent / node.text
    if copied.suffix.lower() != Path(document.path).suffix.lower():
        message = f"the course quotes {node.text}; give a {copied.suffix} document"
        raise DocumentError.at(document.path, "D110", message)
    return copied


def _with_topics(course: Path, names: Sequence[TopicName]) -> str | None:
    """Return course.yaml with topics it does not list yet added in place, or None where it has them all."""
    text = decode(read_bytes(course), str(course))
    root, _ = read(text, str(course))
    topics = root.values.get("topics") if isinstance(root, Keys) else None
    if not isinstance(topics, Items):
        raise CardFileError.at(course, "F203", "course.yaml has no topics")
    listed = [node for node in topics.values if isinstance(node, Scalar)]
    new = [name.id for name in names if name.id not in {node.text for node in listed}]
    return _inserted(text, topics, listed, new) if new else None


def _inserted(text: str, topics: Items, listed: list[Scalar], new: list[str]) -> str:
    lines = text.split("\n")
    flow = lines[topics.line - 1][topics.column - 1 :][:1] == "["
    if not flow:
        at = listed[-1].line
        blank = " " * (topics.column - 1)
        return "\n".join([*lines[:at], *(f"{blank}- {name}" for name in new), *lines[at:]])
    last = listed[-1] if listed else topics
    start = sum(len(line) + 1 for line in lines[: last.line - 1]) + last.column - 1
    at = text.index("]", start)
    head = text[:at].rstrip()
    return head + (", " if listed and not head.endswith(",") else "") + ", ".join(new) + text[at:]
