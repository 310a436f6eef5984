"""What the user can mend: problems with their places, and the exceptions that carry them."""

from collections.abc import Iterable
from dataclasses import dataclass

from msc_learn.position import Position


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: where it is, the code of its kind, and a sentence that begins in lower case."""

    position: Position
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.position}: {self.code} {self.message}"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says, why it matters, and what to do; `bad` and `good` show it wrong and right."""

    meaning: str
    why: str
    remedy: str
    bad: str
    good: str


class MscLearnError(Exception):
    """A failure the user can mend; `problems` holds all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def at(cls, path: object, code: str, message: str) -> "MscLearnError":
        """Make the error of one problem with a whole file."""
        return cls([Problem(Position(str(path)), code, message)])


class DocumentError(MscLearnError):
    """A document that cannot be read."""


class CardFileError(MscLearnError):
    """A course or card file that says something it may not."""


class ExportError(MscLearnError):
    """A file that cannot be written, or a release that may not be made."""


class ExamError(MscLearnError):
    """An exam that cannot be sat now."""


class HistoryError(MscLearnError):
    """A history file that cannot be opened, read or written."""
