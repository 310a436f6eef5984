"""A corpus: the documents of a folder, and the course folder of each."""

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from msc_learn.course.locate import CARD_FILE_SUFFIXES
from msc_learn.document.readers import SUFFIXES
from msc_learn.errors import DocumentError, ExportError, Problem
from msc_learn.extract.merge.existing_course import is_course
from msc_learn.position import Position


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A document and the folder of its course, or a folder that cannot be listed and the problem."""

    path: str
    course: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder in path order, and the number of skipped files and folders.

    `unsupported` counts files in other formats, `links` symlinked folders. Hidden ones are not counted.
    """

    folder: Path
    sources: tuple[SourceFile, ...]
    unsupported: int = 0
    links: int = 0


@dataclass(slots=True)
class _Walk:
    """What a walk has found so far; paths are relative to the folder."""

    documents: list[str] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    unsupported: int = 0
    links: int = 0


def find_documents(folder: Path, output: Path) -> Corpus:
    """Return the documents of a folder and its subfolders, each with its course folder below `output`.

    Hidden files and folders are skipped, and so is `output`. A link to a file is read as that file. Links to
    folders are not followed, so that the walk cannot loop and stays in the folder. Raises `DocumentError`
    if there is no document, and `ExportError` if `output` cannot take courses.
    """
    _refuse_output(folder, output)
    walk = _walked(folder, output)
    if not walk.documents and not walk.problems:
        known = ", ".join(SUFFIXES)
        raise DocumentError.at(folder, "D119", f"contains no document; supported are {known}")
    documents = sorted(walk.documents, key=_parts)
    courses = _courses(documents, output)
    sources = [
        (name, SourceFile(str(folder / name), str(output / course)))
        for name, course in zip(documents, courses, strict=True)
    ]
    sources += [(name, SourceFile(str(folder / name), problem=problem)) for name, problem in walk.problems]
    sources.sort(key=lambda pair: _parts(pair[0]))
    return Corpus(folder, tuple(source for _, source in sources), walk.unsupported, walk.links)


def _parts(name: str) -> list[str]:
    return name.split(os.sep)


def _refuse_output(folder: Path, output: Path) -> None:
    if output.is_dir() and output.samefile(folder):
        message = "is the folder of the documents; name another folder for the courses"
        raise ExportError.at(output, "X104", message)
    if is_course(output):
        raise ExportError.at(output, "X104", "is a course, not a folder of courses; name another folder")
    if os.path.lexists(output) and not output.is_dir():
        raise ExportError.at(output, "X102", "is a file; name a folder for the courses")


def _walked(folder: Path, output: Path) -> _Walk:
    walk = _Walk()
    skipped = output.stat() if output.is_dir() else None
    # A loop, because folders can be nested deeper than the recursion limit.
    waiting = [str(folder)]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                waiting += _subfolders(entries, folder, skipped, walk)
        except OSError as error:
            problem = Problem(Position(current), "D103", f"cannot be read: {error.strerror or error}")
            walk.problems.append((os.path.relpath(current, folder), problem))
    return walk


def _subfolders(
    entries: Iterable[os.DirEntry[str]], folder: Path, skipped: os.stat_result | None, found: _Walk
) -> Iterator[str]:
    """Record the files of a folder, and yield its subfolders to walk."""
    start = len(os.path.join(folder, ""))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        linked = entry.is_symlink()
        if os.path.isdir(entry.path) if linked else entry.is_dir():
            if linked:
                found.links += 1
            elif skipped is None or not os.path.samestat(os.stat(entry.path), skipped):
                yield entry.path
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:
            found.documents.append(entry.path[start:])
        else:
            found.unsupported += 1


def _courses(documents: list[str], output: Path) -> list[str]:
    """Return the course of each document: its path without the suffix, or with `-suffix` if that is taken.

    Names that differ only in case or Unicode normalisation count as equal, because some file systems treat
    them so. Of documents with equal names the first keeps it, unless another already has its course there:
    a new document never moves the course of another. Folders take precedence over documents.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in documents:
        groups[_key(_stem(name))].append(name)
    folders = {_key(parent) for parent in _parents(documents)}
    named: dict[str, str] = {}
    for key, names in groups.items():
        keeper = _keeper(names, output, free=key not in folders)
        if keeper is not None:
            named[keeper] = _stem(keeper)
    taken = folders | {_key(course) for course in named.values()}
    for name in documents:
        if name not in named:
            named[name] = _free_name(name, taken)
            taken.add(_key(named[name]))
    return [named[name] for name in documents]


def _keeper(names: list[str], output: Path, *, free: bool) -> str | None:
    """Return the document that keeps its path without the suffix as its course name, if any."""
    # A course name with the suffix of a card file would be mistaken for one.
    allowed = [name for name in names if not _stem(name).lower().endswith(CARD_FILE_SUFFIXES)]
    if free and len(allowed) == 1:
        return allowed[0]
    for name in allowed:
        if (output / _stem(name) / f"document{_suffix(name)}").is_file():
            return name
    return allowed[0] if allowed and free else None


def _free_name(name: str, taken: set[str]) -> str:
    base = f"{_stem(name)}-{_suffix(name)[1:]}"
    numbered = (f"{base}-{number}" for number in count(2))
    return base if _key(base) not in taken else next(name for name in numbered if _key(name) not in taken)


def _parents(documents: Iterable[str]) -> set[str]:
    parents = {os.path.dirname(name) for name in documents}
    for parent in tuple(parents):
        while parent := os.path.dirname(parent):
            parents.add(parent)
    return parents - {""}


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().rstrip(" .")


def _stem(name: str) -> str:
    return os.path.splitext(name)[0]


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
