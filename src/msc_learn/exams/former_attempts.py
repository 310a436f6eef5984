"""Exam attempts that 0.1.0 stored under the folder name of a course: which course each is of."""

from msc_learn.course.model import Course
from msc_learn.exams.attempt import Attempt
from msc_learn.exams.store import attempts_under
from msc_learn.history import former_names
from msc_learn.history.former_names import AnsweredCard
from msc_learn.history.store import History
from msc_learn.study.course_history import OwnCards, Whose


def take_attempts(history: History, course: Course, names: frozenset[str] | None = None) -> int:
    """Take over the attempts whose items are cards of a course; return their number.

    With `names`, take those under these names if all their items are cards of the course, whatever they said.
    """
    if not course.has_id:
        return 0
    known = former_names.former_attempts(history, course.id)
    others = former_names.names_in(history) - {course.id} - former_names.known_ids(history)
    stored = [one for name in sorted(names or others) for one in attempts_under(history, name)]
    new = [attempt for attempt in stored if attempt.id not in known]
    own = OwnCards.of(course) if new else None
    ours = [attempt.id for attempt in new if own and _is_of(attempt, own, is_told=bool(names))]
    if ours:
        former_names.take_attempts(history, course.id, ours)
    return len(ours)


def _is_of(attempt: Attempt, own: OwnCards, *, is_told: bool) -> bool:
    if is_told:
        return all(item.card.partition("#")[0] in own.notes for item in attempt.items)
    return own.whose(AnsweredCard(item.card, item.version) for item in attempt.items) is Whose.OURS
