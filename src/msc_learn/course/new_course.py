"""A new course: an empty one, or an own copy of a course that exists, such as a shipped one."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from msc_learn import __version__
from msc_learn.course import card_writer
from msc_learn.course.assign_id import file_of_id
from msc_learn.course.course_id import name_of, random_id
from msc_learn.course.model import Course, Topic
from msc_learn.document.decode import read_bytes
from msc_learn.errors import ExportError
from msc_learn.files import umask, write_atomically
from msc_learn.position import Position

_TOPIC = "first-topic"
# What a copy leaves behind: the releases are those of the original, whose cards have other GUIDs.
_NOT_COPIED = ("release.lock", ".*", "__pycache__")


def write_empty(folder: Path, title: str) -> str:
    """Write a course with one topic without cards, all or nothing, and return its id.

    Raises `ExportError` if the folder is there and not empty, or cannot be written.
    """
    id_ = random_id(folder.name)
    topic = Topic(_TOPIC, "First topic", (), Position(""))
    course = Course(id_, title, title.replace("::", ": "), "en", (topic,), folder, folder)
    header = f"# A course, made by msc-learn {__version__}.\n"

    def fill(temporary: Path) -> None:
        write_atomically(temporary / "course.yaml", card_writer.course_file(course, header=header))
        write_atomically(temporary / f"{_TOPIC}.yaml", card_writer.card_file(topic))

    _make(folder, fill)
    return id_


def write_copy(course: Course, folder: Path) -> str:
    """Write a copy of a course with an id of its own, all or nothing, and return the id.

    Raises `ExportError` if the folder is there and not empty, or cannot be written.
    """
    id_ = random_id(folder.name)
    data = read_bytes(file_of_id(course))
    old = re.compile(rb"\bid: *(['\"]?)" + re.escape(course.id.encode()) + rb"\1")
    if not course.has_id or not course.path.is_dir() or len(old.findall(data)) != 1:
        message = "cannot be copied: its course.yaml has no line `id:`; let `build` write one first"
        raise ExportError.at(course.path, "X104", message)

    def fill(temporary: Path) -> None:
        shutil.copytree(
            course.path, temporary, ignore=shutil.ignore_patterns(*_NOT_COPIED), dirs_exist_ok=True
        )
        write_atomically(temporary / "course.yaml", old.sub(f"id: {id_}".encode(), data))

    _make(folder, fill)
    return id_


def _make(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a temporary folder and rename it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportError.at(folder, "X103", "is there already and not empty; name another folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise ExportError.at(folder, "X101", f"cannot be written: {error.strerror or error}") from error
    try:
        fill(temporary)
        temporary.chmod(0o777 & ~umask())
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except OSError as error:
        raise ExportError.at(folder, "X101", f"cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def default_title(folder: Path) -> str:
    """Return the title of a new course, from the name of its folder."""
    name = name_of(folder).replace("-", " ")
    return name[:1].upper() + name[1:]
