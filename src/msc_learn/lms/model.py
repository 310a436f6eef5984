"""The data model of a question for learning systems: type, text, answers and feedback."""

from dataclasses import dataclass
from enum import StrEnum

from msc_learn.deck.media import Picture

GAP = "\ue000"  # marks the place of the answer in a stem; a private use character


class QuestionType(StrEnum):
    """The type of a question, by Moodle's name for it."""

    SHORT = "shortanswer"
    NUMERICAL = "numerical"
    CHOICE = "multichoice"
    MATCHING = "matching"
    ESSAY = "essay"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer and its score in percent: 100 is right, 0 wrong, and a negative one takes away.

    `text` is HTML in a choice, else plain text on one line; `feedback` is HTML. `tolerance` is the allowed
    deviation of a number.
    """

    text: str
    percent: str
    feedback: str = ""
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its id is that of its card; if a card hides several texts, a number follows.

    `stem` is HTML and may hold one GAP. `pairs` are those of a matching question, HTML and plain text.
    `feedback` is HTML for everyone, `model` the right answer for the person who marks an essay. `picture`
    goes with the stem, `shown` with the feedback, each with its alternative text.
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
        """The answers with a positive score."""
        return tuple(answer for answer in self.answers if not answer.percent.startswith(("0", "-")))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions of a course in study order, and how many cards were left out, by reason."""

    questions: tuple[Question, ...]
    left_out: tuple[tuple[str, int], ...]
