"""An exam session without screen, clock or file: the item on show, and the events that may follow."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from msc_learn import __version__
from msc_learn.course.model import Course
from msc_learn.exams.attempt import Attempt, Item, with_event
from msc_learn.exams.draw import draw, seed_of
from msc_learn.exams.events import End, ExamAnswered, ExamBegun, ExamEnded
from msc_learn.exams.form import Form
from msc_learn.exams.scoring import Scoring, scoring_of
from msc_learn.memory.review import event_id
from msc_learn.study.session import Stamp


def beginning(form: Form, course: Course, learner: str, number: int, stamp: Stamp) -> ExamBegun:
    """Return the event that begins the learner's `number`-th attempt at a form, with its items frozen."""
    seed = seed_of(form, learner, number)
    return ExamBegun(
        event_id(stamp.at, stamp.entropy),
        learner,
        course.id,
        "",
        stamp.at,
        stamp.zone,
        form=form.name,
        version=form.version,
        title=form.title,
        number=number,
        minutes=form.minutes,
        pass_mark=form.pass_mark,
        months=form.months,
        seed=seed,
        program=__version__,
        items=draw(form, course, seed),
    )


@dataclass(frozen=True, slots=True)
class Exam:
    """An attempt under way; `at` is the number of the item on show from 0, after the last one that of all."""

    attempt: Attempt
    at: int = 0

    @property
    def scoring(self) -> Scoring:
        """The scoring of the attempt's items."""
        return scoring_of(self.attempt.items)

    @classmethod
    def of(cls, attempt: Attempt) -> "Exam":
        """Begin or resume an attempt at its first open item."""
        return cls(attempt).to_open()

    @property
    def item(self) -> Item | None:
        """The item on show, None after the last one."""
        items = self.attempt.items
        return items[self.at] if self.at < len(items) else None

    def to(self, number: int) -> "Exam":
        """Go to an item, or to the nearest end for a number out of range."""
        return replace(self, at=max(0, min(number, len(self.attempt.items))))

    def to_open(self) -> "Exam":
        """Go to the next open item, from the one on show on; without one, behind the last item."""
        later = (number for number in self.attempt.open_items if number >= self.at)
        return self.to(next(later, len(self.attempt.items)))

    def answer(self, stamp: Stamp, answer: str, picked: Sequence[str] = ()) -> ExamAnswered:
        """Return the event of a typed answer to the item on show, or of the options picked."""
        # A terminal may hand over half a surrogate pair, which cannot be stored.
        storable = answer.encode(errors="replace").decode()
        score = self.scoring.score(self.at, storable, picked)
        card = self.attempt.items[self.at].card
        return ExamAnswered(
            event_id(stamp.at, stamp.entropy),
            self.attempt.learner,
            self.attempt.course,
            card,
            stamp.at,
            stamp.zone,
            attempt=self.attempt.id,
            item=self.at,
            answer=storable,
            picked=tuple(picked),
            score=score,
            elapsed=stamp.elapsed,
        )

    def ending(self, stamp: Stamp, end: End) -> ExamEnded:
        """Return the event that ends the attempt; one out of time ends at its time limit."""
        at = self.attempt.closes if end is End.TIME else stamp.at
        identity = event_id(stamp.at, stamp.entropy)
        whose = (self.attempt.learner, self.attempt.course)
        return ExamEnded(identity, *whose, "", at, stamp.zone, attempt=self.attempt.id, end=end)

    def with_event(self, event: ExamAnswered | ExamEnded) -> "Exam":
        """Return the exam after one of its events was stored."""
        return replace(self, attempt=with_event(self.attempt, event))
