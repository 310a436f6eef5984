"""Problems that the user can fix, with their positions, and the exceptions that carry them."""

from collections.abc import Iterable
from dataclasses import dataclass

from msc_learn.position import Position


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix: its position, its code, and a message that begins in lower case."""

    position: Position
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.position}: {self.code} {self.message}"


@dataclass(frozen=True, slots=True)
class Code:
    """The meaning of a code, why it matters, and what to do; `bad` and `good` are examples."""

    meaning: str
    why: str
    remedy: str
    bad: str
    good: str


class MscLearnError(Exception):
    """A failure that the user can fix; `problems` holds all problems, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def at(cls, path: object, code: str, message: str) -> "MscLearnError":
        """Return the error of one problem with a whole file."""
        return cls([Problem(Position(str(path)), code, message)])


class DocumentError(MscLearnError):
    """A document that cannot be read."""


class CardFileError(MscLearnError):
    """A course or card file that is not valid."""


class ExportError(MscLearnError):
    """A file that cannot be written or read back, or a release that is refused."""


class ExamError(MscLearnError):
    """An exam that cannot be taken now."""


class HistoryError(MscLearnError):
    """A history file that cannot be opened, read or written."""
