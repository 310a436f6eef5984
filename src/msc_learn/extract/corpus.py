"""A folder of documents: which there are, and the course that each of them becomes."""

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
    """A document and the folder of its course, or the folder that cannot be listed and why."""

    path: str
    course: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder holds: its sources in the order of their paths, and how much was passed over.

    `others` counts the files of no known format, `links` the linked folders; hidden ones are not counted.
    """

    folder: Path
    sources: tuple[SourceFile, ...]
    others: int = 0
    links: int = 0


@dataclass(slots=True)
class _Found:
    """What a walk has met so far; paths are relative to the folder."""

    documents: list[str] = field(default_factory=list)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    others: int = 0
    links: int = 0


def find_documents(folder: Path, out: Path) -> Corpus:
    """Return the documents of a folder and all below it, each with its course below `out`.

    Hidden files and folders are passed over, and so is `out`. A link to a file is read as that file; no
    link to a folder is followed, so that no loop can arise and nothing outside the folder is read unasked.
    Raises `DocumentError` where there is no document, `ExportError` where `out` cannot take courses.
    """
    _refuse_place(folder, out)
    found = _walked(folder, out)
    if not found.documents and not found.problems:
        known = ", ".join(SUFFIXES)
        raise DocumentError.at(folder, "D119", f"holds no document; documents are {known}")
    documents = sorted(found.documents, key=_parts)
    courses = _courses(documents, out)
    sources = [
        (name, SourceFile(str(folder / name), str(out / course)))
        for name, course in zip(documents, courses, strict=True)
    ]
    sources += [(name, SourceFile(str(folder / name), problem=problem)) for name, problem in found.problems]
    sources.sort(key=lambda pair: _parts(pair[0]))
    return Corpus(folder, tuple(source for _, source in sources), found.others, found.links)


def _parts(name: str) -> list[str]:
    return name.split(os.sep)


def _refuse_place(folder: Path, out: Path) -> None:
    if out.is_dir() and out.samefile(folder):
        raise ExportError.at(out, "X104", "is the folder of the documents; name another for the courses")
    if is_course(out):
        raise ExportError.at(out, "X104", "is a course, and a folder of courses is needed; name another")
    if os.path.lexists(out) and not out.is_dir():
        raise ExportError.at(out, "X102", "is a file; name a folder for the courses")


def _walked(folder: Path, out: Path) -> _Found:
    found = _Found()
    place = out.stat() if out.is_dir() else None
    # A list in place of recursion: folders may lie deeper than calls can.
    waiting = [str(folder)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                waiting += _below(entries, folder, place, found)
        except OSError as error:
            problem = Problem(Position(here), "D103", f"cannot be read: {error.strerror or error}")
            found.problems.append((os.path.relpath(here, folder), problem))
    return found


def _below(
    entries: Iterable[os.DirEntry[str]], folder: Path, place: os.stat_result | None, found: _Found
) -> Iterator[str]:
    """Note the files of a folder, and yield the folders in it that are to be walked."""
    start = len(os.path.join(folder, ""))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        linked = entry.is_symlink()
        if os.path.isdir(entry.path) if linked else entry.is_dir():
            if linked:
                found.links += 1
            elif place is None or not os.path.samestat(os.stat(entry.path), place):
                yield entry.path
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:
            found.documents.append(entry.path[start:])
        else:
            found.others += 1


def _courses(documents: list[str], out: Path) -> list[str]:
    """Return the course of each document: its path without the ending, or with `-ending` if that is taken.

    Names that differ only in capitals, or in how an accent is written, count as one, for some disks see
    no difference. Of documents that meet in one name the first keeps it, unless a later one has its course
    there already: so a document that is added moves no other's course. A folder goes before a document.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in documents:
        groups[_key(_stem(name))].append(name)
    folders = {_key(parent) for parent in _parents(documents)}
    named: dict[str, str] = {}
    for key, names in groups.items():
        keeper = _keeper(names, out, free=key not in folders)
        if keeper is not None:
            named[keeper] = _stem(keeper)
    taken = folders | {_key(course) for course in named.values()}
    for name in documents:
        if name not in named:
            named[name] = _free_name(name, taken)
            taken.add(_key(named[name]))
    return [named[name] for name in documents]


def _keeper(names: list[str], out: Path, *, free: bool) -> str | None:
    """Return which document is called by its path without the ending, if any is."""
    # A course whose name ends like a card file would be taken for one.
    able = [name for name in names if not _stem(name).lower().endswith(CARD_FILE_SUFFIXES)]
    if free and len(able) == 1:
        return able[0]
    for name in able:
        if (out / _stem(name) / f"document{_ending(name)}").is_file():
            return name
    return able[0] if able and free else None


def _free_name(name: str, taken: set[str]) -> str:
    base = f"{_stem(name)}-{_ending(name)[1:]}"
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


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].lower()
