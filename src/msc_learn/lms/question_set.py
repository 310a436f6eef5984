"""The questions of a release, and how many there are of each type."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msc_learn.deck.compile import Release
from msc_learn.deck.media import Picture
from msc_learn.errors import ExportError
from msc_learn.lms.model import QuestionSet, QuestionType
from msc_learn.lms.questions import questions_of

_NAMES = {
    QuestionType.SHORT: "short answer",
    QuestionType.NUMERICAL: "number",
    QuestionType.CHOICE: "choice",
    QuestionType.MATCHING: "matching question",
    QuestionType.ESSAY: "essay to be marked by a person",
}


def question_set(release: Release, pictures: Mapping[str, Picture] | None) -> QuestionSet:
    """Return the questions of a release; raises `ExportError` if there are none.

    `pictures` is None for a format that holds no pictures.
    """
    questions = questions_of(release.course, pictures)
    if not questions.questions:
        message = "has no card that can be asked there: pictures go with --format moodle-xml or apkg"
        raise ExportError.at(release.course.path, "X220", message)
    return questions


def summary_of(questions: QuestionSet) -> str:
    """Return how many questions there are, by type, and what was left out."""
    types = Counter(question.type for question in questions.questions)
    total = counted([("question", len(questions.questions))])
    parts = ", ".join(_counted_type(type_, types[type_]) for type_ in QuestionType if types[type_])
    left_out = f"; left out: {counted(questions.left_out)}" if questions.left_out else ""
    return f"{total} ({parts}){left_out}"


def _counted_type(type_: QuestionType, count: int) -> str:
    first, *rest = _NAMES[type_].split(" to ")
    return " to ".join((counted([(first, count)]), *rest))


def counted(counts: Iterable[tuple[str, int]]) -> str:
    """Return counts as text, such as `2 cards, 1 note`; each name is a singular that takes an s."""
    return ", ".join(f"{count} {name}{'s' * (count != 1)}" for name, count in counts if count)
