"""A question as learning systems know it: its kind, what it asks, what is right, what is said after it."""

from dataclasses import dataclass
from enum import StrEnum

from msc_learn.deck.media import Picture

GAP = "\ue000"  # stands in a stem where the answer goes; a letter of no alphabet


class QuestionType(StrEnum):
    """The type of a question, by Moodle's name for it."""

    SHORT = "shortanswer"
    NUMERICAL = "numerical"
    CHOICE = "multichoice"
    MATCHING = "matching"
    ESSAY = "essay"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer and what it is worth, in percent: 100 is right, 0 wrong, and below that takes away.

    `text` is HTML in a choice, else plain text on one line; `feedback` is HTML. `tolerance` is how far
    off a number may be.
    """

    text: str
    percent: str
    feedback: str = ""
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, by the id of its card; of a card that hides several things, each has a number behind it.

    `stem` is HTML and may hold one GAP. `pairs` are what a matching question puts side by side, HTML and
    plain text. `feedback` is HTML for everyone afterwards, `model` the answer in it, for who marks an essay.
    `picture` goes with the stem, `shown` with the feedback, each with the words that stand for it.
    """

    id: str
    type: QuestionType
    topic: str
    stem: str
    feedback: str
    model: str
    tags: tuple[str, ...]
    answers: tuple[AnswerOption, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    unit: str = ""
    case: bool = False
    picture: tuple[Picture, str] | None = None
    shown: tuple[Picture, str] | None = None

    @property
    def right(self) -> tuple[AnswerOption, ...]:
        """The answers that earn something."""
        return tuple(answer for answer in self.answers if not answer.percent.startswith(("0", "-")))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a course in study order, and how many cards were left out, by reason."""

    questions: tuple[Question, ...]
    left_out: tuple[tuple[str, int], ...]
