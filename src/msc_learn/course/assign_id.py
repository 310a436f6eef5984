"""Writes the id of a course into its files, once; no other byte changes.

Two clones of a course must never get two ids, so the id is written before anything is stored under it, and
somebody who cannot write it is told the line to add.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from msc_learn.course.course_id import random_id
from msc_learn.course.load import load_course
from msc_learn.course.model import Course
from msc_learn.course.yaml_reader import MappingNode, read_yaml
from msc_learn.document.decode import byte_order_mark, decode, read_bytes
from msc_learn.errors import CardFileError, ExportError, Problem
from msc_learn.files import write_atomically
from msc_learn.position import Position

# As `decode` breaks lines, so that the parser counts the same ones.
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|[^\r\n\x85\u2028\u2029]+\Z")
_WAIT = 5.0  # seconds for another program that gives the same course its id


def file_of_id(course: Course) -> Path:
    """Return the file that has the id of a course."""
    return course.path / "course.yaml" if course.path.is_dir() else course.path


def missing_id(course: Course, id_: str, reason: str) -> Problem:
    """Return the problem of a course without an id that cannot be written; `id_` is proposed to the user."""
    message = f"the course has no id, and {reason}: add the line `id: {id_}` above the first key"
    return Problem(Position(str(file_of_id(course)), 1, 1), "F219", message)


def with_id(course: Course, released: str = "") -> Course:
    """Return the course with an id in its files; one without gets the `released` one, or a random one, now.

    Raises `CardFileError` if the id cannot be written.
    """
    if course.has_id:
        return course
    file, id_ = file_of_id(course), released or random_id(course.name)
    try:
        with _alone(file):
            if not load_course(course.path).has_id:
                _write(file, id_, course)
    except (OSError, ExportError) as error:
        reason = getattr(error, "strerror", None) or "its file cannot be written"
        raise CardFileError([missing_id(course, id_, reason[0].lower() + reason[1:])]) from error
    return load_course(course.path)


def _write(file: Path, id_: str, course: Course) -> None:
    data = read_bytes(file)
    text = _with_line(data, id_, str(file))
    root, problems = read_yaml(decode(text, str(file)), str(file))
    if problems or not isinstance(root, MappingNode) or "id" not in root.values:
        raise CardFileError([missing_id(course, id_, "it cannot be added in place")])
    write_atomically(file.resolve(), text)


def _with_line(data: bytes, id_: str, path: str) -> bytes:
    """Return the bytes of a YAML file with the key `id` before its first key."""
    mark, encoding = byte_order_mark(data)
    text = data[len(mark) :].decode(encoding)
    root, _ = read_yaml(decode(data, path), path)
    if not isinstance(root, MappingNode):
        return data
    lines = _LINE.findall(text)
    first = lines[root.line - 1]
    if first[root.column - 1] == "{":
        head, key = first[: root.column], f"id: {id_}, "
    else:
        ending = first[len(first.rstrip("\r\n")) :] or "\n"
        head, key = first[: root.column - 1], f"id: {id_}{ending}{' ' * (root.column - 1)}"
    lines[root.line - 1] = f"{head}{key}{first[len(head) :]}"
    return mark + "".join(lines).encode(encoding)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep other programs from giving the same course another id meanwhile."""
    lock, until = file.with_name(f".{file.name}.id"), time.monotonic() + _WAIT
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > until:  # left by a program that was killed
                break
            time.sleep(0.01)
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()
