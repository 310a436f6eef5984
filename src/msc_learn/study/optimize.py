"""FSRS optimization of one learner: train weights on a history, and adopt parameters."""

from msc_learn.course.model import Course
from msc_learn.history import projection
from msc_learn.history.store import History
from msc_learn.memory.evaluation_set import scored_reviews
from msc_learn.memory.optimize import TrainingResult, train_and_compare
from msc_learn.memory.parameters import Adoption, Parameters
from msc_learn.study.queue import former_cards


def trained(
    history: History, course: Course, course_id: str | None, learner: str, current: Parameters
) -> TrainingResult:
    """Train on the reviews of a learner in one course, or in all courses without `course_id`."""
    reviews = history.reviews(course_id, learner)
    return train_and_compare(scored_reviews(reviews, former_cards(course)), current)


def adopt(history: History, course: Course, adoption: Adoption) -> int:
    """Adopt parameters; return how many cards of the course are now due at another time."""
    before = history.memories(course.id, adoption.learner)
    projection.adopt(history, adoption)
    after = history.memories(course.id, adoption.learner)
    return sum(after[card].due != memory.due for card, memory in before.items())
