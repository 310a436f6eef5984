"""Load a course from its folder, from the name of a shipped course, or from a single card file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from msc_learn.course.card_reader import CardFile, course_id_in, leaves_folder, read_card_file
from msc_learn.course.course_id import legacy_id_of
from msc_learn.course.field_reader import FieldReader, FieldTable
from msc_learn.course.fields import COURSE_KEYS
from msc_learn.course.locate import NO_CARD_FILES, find_course
from msc_learn.course.model import Course
from msc_learn.course.yaml_reader import MappingNode, read_yaml
from msc_learn.document.decode import read_text
from msc_learn.errors import CardFileError, MscLearnError, Problem
from msc_learn.gc_paused import gc_paused
from msc_learn.position import Position

_COURSE = FieldTable(COURSE_KEYS)


def load_course(where: str | Path) -> Course:
    """Return a course without problems; raises `CardFileError` with all problems."""
    course, problems = read_course(where)
    if problems:
        raise CardFileError(problems)
    return course


def read_course(where: str | Path) -> tuple[Course, tuple[Problem, ...]]:
    """Return what can be read of a course, and the problems of all its files.

    Raises `CardFileError` if there is no course at all.
    """
    path = find_course(where)
    with gc_paused():
        course, problems = _read_folder(path) if path.is_dir() else _read_single(path)
    return course, tuple(sorted({*problems, *_missing_media(course)}))


def _read_single(path: Path) -> tuple[Course, tuple[Problem, ...]]:
    file = read_card_file(read_text(path), str(path), path.stem)
    title = file.topic.title if file.topic else path.stem
    course = Course(
        id=file.course_id or legacy_id_of(path),
        has_id=bool(file.course_id),
        title=title,
        deck=title,
        language="en",
        topics=(file.topic,) if file.topic else (),
        root=path.parent,
        path=path,
        document=path.parent / file.document if file.document else None,
    )
    return course, (*file.problems, *repeated_ids([file]), *_missing_document(course, Position(str(path))))


def _read_folder(path: Path) -> tuple[Course, tuple[Problem, ...]]:
    file = path / "course.yaml"
    if not file.is_file():
        raise CardFileError.at(path, "F213", "is not a course: it has no course.yaml")
    root, problems = read_yaml(read_text(file), str(file))
    reader = FieldReader(str(file))
    values = reader.values(root, _COURSE, "the course") if root is not None else {}
    names = values.get("topics", ())
    if isinstance(root, MappingNode):
        _check_topics(reader, root, path, names)
        _check_document(reader, root, path, values)
    files = [_read_listed(path, name) for name in names]
    course = _course(path, values, files, course_id_in(reader, root, values) if root is not None else "")
    all_problems = (*problems, *reader.problems, *(problem for file in files for problem in file.problems))
    missing = () if reader.problems else _missing_document(course, Position(str(file)))
    return course, (*all_problems, *missing, *repeated_ids(files))


def _course(path: Path, values: dict[str, Any], files: Iterable[CardFile], id_: str) -> Course:
    title = values.get("title", path.resolve().name)
    return Course(
        id=id_ or legacy_id_of(path),
        has_id=bool(id_),
        title=title,
        deck=values.get("deck", title),
        language=values.get("language", "en"),
        topics=tuple(file.topic for file in files if file.topic),
        root=path,
        path=path,
        document=path / values["document"] if "document" in values else None,
        disclaimer=values.get("disclaimer", ""),
        licence=values.get("licence", ""),
    )


def _check_topics(reader: FieldReader, root: MappingNode, path: Path, names: tuple[str, ...]) -> None:
    node = root.values.get("topics", root)
    for name in names:
        if _is_no_topic(name):
            reader.report(node, "F209", f"topic {name!r} must be the name of a card file in this folder")
    listed = Counter(names)
    for name in (name for name, times in listed.items() if times > 1):
        reader.report(node, "F206", f"topic {name!r} is listed twice: delete one")
    for file in sorted(path.glob("*.yaml")):
        if file.name not in NO_CARD_FILES and file.stem not in listed:
            reader.report(node, "F212", f"{file.name} is in the folder but not in topics: add {file.stem}")


def _check_document(reader: FieldReader, root: MappingNode, path: Path, values: dict[str, Any]) -> None:
    name = values.get("document", "")
    if leaves_folder(name) or not (path / name).resolve().is_relative_to(path.resolve()):
        message = f"{name!r} leaves the course folder: copy the document into it"
        reader.report(root.values["document"], "F209", message)
        del values["document"]


def _read_listed(path: Path, name: str) -> CardFile:
    """Return a card file that course.yaml lists; a name that leads outside the folder is not followed."""
    if _is_no_topic(name):
        return CardFile(None)
    try:
        text = read_text(path / f"{name}.yaml")
    except MscLearnError as error:
        return CardFile(None, problems=error.problems)
    file = read_card_file(text, str(path / f"{name}.yaml"), name)
    if file.document and file.topic is not None:
        return _misplaced(file, "in a course folder, course.yaml names the document: move the key there")
    if file.course_id:
        return _misplaced(file, "in a course folder, course.yaml has the id of the course: delete this one")
    return file


def _misplaced(file: CardFile, message: str) -> CardFile:
    position = file.topic.position if file.topic else Position("")
    return replace(file, problems=(*file.problems, Problem(position, "F207", message)))


def _is_no_topic(name: str) -> bool:
    return leaves_folder(name) or "/" in name or f"{name}.yaml" in NO_CARD_FILES


def _missing_document(course: Course, position: Position) -> tuple[Problem, ...]:
    if course.document is None or course.document.is_file():
        return ()
    message = f"the document {course.document} does not exist: correct the path, or delete the key"
    return (Problem(position, "F212", message),)


def repeated_ids(files: Iterable[CardFile]) -> Iterable[Problem]:
    """Yield a problem for each card whose id another card has."""
    first: dict[str, Position] = {}
    for name, position in (named for file in files for named in file.ids):
        other = first.setdefault(name, position)
        if other is not position:
            yield Problem(position, "F206", f"duplicate id {name!r}, also at {other}: change one of them")


def _missing_media(course: Course) -> Iterable[Problem]:
    root = course.root.resolve()
    for note in course.notes:
        if note.media is None:
            continue
        path, position = course.root / note.media.path, note.position_of("media.file")
        if not path.resolve().is_relative_to(root):
            message = f"{note.media.path!r} is a link out of the course folder: copy the picture into it"
            yield Problem(position, "F209", message)
        elif not path.is_file():
            message = f"the picture {note.media.path} does not exist: correct the path, or add the file"
            yield Problem(position, "F212", message)
