"""Append drafts to a card file and topics to course.yaml without changing what is there."""

from collections.abc import Sequence
from pathlib import Path

from msc_learn.course import card_writer
from msc_learn.course.card_reader import read_card_file
from msc_learn.course.yaml_reader import MappingNode, ScalarNode, SequenceNode, read_yaml
from msc_learn.document.decode import decode, read_bytes
from msc_learn.errors import CardFileError
from msc_learn.extract.draft import Draft
from msc_learn.extract.topics import TopicName


def appended(text: str, path: Path, drafts: Sequence[Draft]) -> str:
    """Return the text of a card file with drafts at its end; everything before stays byte for byte.

    Raises `CardFileError` if cards cannot be appended to the file.
    """
    plain = _plain(text)
    end, indent = _end_of_cards(plain, path)
    labels = {draft.note.id: draft.label for draft in drafts}
    tags = _file_tags(plain, path)
    added = card_writer.cards([draft.note for draft in drafts], shared=tags, labels=labels, indent=indent)
    ending = "\r\n" if "\r\n" in text else "\n"
    before = text if end == len(plain) else text.rstrip()[: -len("[]")].rstrip()
    result = before + ("" if before.endswith("\n") else ending) + added.replace("\n", ending)
    if not _ids(result, path) >= _ids(text, path) | set(labels):
        raise _cannot_append(path)
    return result


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").removeprefix("\ufeff")


def _ids(text: str, path: Path) -> set[str]:
    return {name for name, _ in read_card_file(_plain(text), str(path), path.stem).ids}


def _end_of_cards(text: str, path: Path) -> tuple[int, int]:
    """Return where the list of cards ends and the indent of its hyphens; raises `CardFileError`."""
    root, _ = read_yaml(text, str(path))
    items = root.values.get("cards") if isinstance(root, MappingNode) else None
    if (
        not isinstance(root, MappingNode)
        or not isinstance(items, SequenceNode)
        or list(root.values)[-1] != "cards"
    ):
        raise _cannot_append(path)
    if not items.values:
        if not text.rstrip().endswith("[]"):
            raise _cannot_append(path)
        return len(text.rstrip()) - len("[]"), 2
    if text.split("\n")[items.line - 1][items.column - 1 :][:1] != "-":
        raise _cannot_append(path)
    return len(text), items.column - 1


def _file_tags(text: str, path: Path) -> tuple[str, ...]:
    root, _ = read_yaml(text, str(path))
    tags = root.values.get("tags") if isinstance(root, MappingNode) else None
    return (
        tuple(tag.text for tag in tags.values if isinstance(tag, ScalarNode))
        if isinstance(tags, SequenceNode)
        else ()
    )


def _cannot_append(path: Path) -> CardFileError:
    message = "new cards cannot be added; make `cards:` the last key and start each card with a hyphen"
    return CardFileError(CardFileError.at(path, "F214", message).problems)


def with_topics(course: Path, names: Sequence[TopicName]) -> str | None:
    """Return course.yaml with the topics it does not list yet, or None if it lists all."""
    text = decode(read_bytes(course), str(course))
    root, _ = read_yaml(text, str(course))
    topics = root.values.get("topics") if isinstance(root, MappingNode) else None
    if not isinstance(topics, SequenceNode):
        raise CardFileError.at(course, "F203", "course.yaml has no topics")
    listed = [node for node in topics.values if isinstance(node, ScalarNode)]
    new = [name.id for name in names if name.id not in {node.text for node in listed}]
    return _inserted(text, topics, listed, new) if new else None


def _inserted(text: str, topics: SequenceNode, listed: list[ScalarNode], new: list[str]) -> str:
    lines = text.split("\n")
    flow = lines[topics.line - 1][topics.column - 1 :][:1] == "["
    if not flow:
        end = listed[-1].line
        indent = " " * (topics.column - 1)
        return "\n".join([*lines[:end], *(f"{indent}- {name}" for name in new), *lines[end:]])
    last = listed[-1] if listed else topics
    start = sum(len(line) + 1 for line in lines[: last.line - 1]) + last.column - 1
    end = text.index("]", start)
    head = text[:end].rstrip()
    return head + (", " if listed and not head.endswith(",") else "") + ", ".join(new) + text[end:]
