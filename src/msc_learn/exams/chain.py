"""Whether an event may follow those of its exam: in the line of seals, in time, and worth what it says."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from msc_learn import __version__
from msc_learn.constants import MOST_MINUTES, MOST_MONTHS, SCORE_TOLERANCE
from msc_learn.exams.events import (
    End,
    ExamAnswered,
    ExamBegun,
    ExamEnded,
    Examined,
    seal_of,
)
from msc_learn.exams.scoring import Marks
from msc_learn.memory.review import Mode
from msc_learn.messages import message

_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Chain:
    """An attempt as far as it is stored: how it began, and its last event."""

    begun: ExamBegun
    last: Examined
    marks: Marks = field(compare=False, repr=False)

    @classmethod
    def of(cls, begun: ExamBegun, last: Examined | None = None) -> "Chain":
        """Make the chain of an attempt that has come to its `last` event."""
        return cls(begun, last or begun, Marks(begun.items))

    @property
    def ended(self) -> bool:
        """Whether the attempt has ended."""
        return isinstance(self.last, ExamEnded)


def sealed(event: Examined, last: Examined | None) -> Examined:
    """Return an event with its seal, after the last one: in time too, though the clock was set back."""
    at = max(event.at, last.at + _TICK) if last else event.at
    if isinstance(event, ExamEnded) and event.end is End.TIME:
        at = event.at
    event = replace(event, at=at, before=last.seal if last else "")
    return replace(event, seal=seal_of(event))


def flaw_of(event: Examined, chain: Chain | None) -> str:
    """Return why an event cannot follow its attempt so far, empty where it can.

    What a beginning names before it is for the caller to find.
    """
    if event.seal != seal_of(event):
        return message("exam.bad_seal")
    if isinstance(event, ExamBegun):
        return _flaw_of_beginning(event)
    if chain is None:
        return message("exam.no_beginning")
    if chain.ended:
        return message("exam.had_ended")
    if event.before != chain.last.seal:
        return message("exam.other_before")
    if (event.learner, event.course) != (chain.begun.learner, chain.begun.course):
        return message("exam.other_learner")
    if isinstance(event, ExamAnswered):
        return _flaw_of_answer(event, chain)
    return _flaw_of_end(event, chain) if isinstance(event, ExamEnded) else "it is of no kind that follows"


def _flaw_of_beginning(event: ExamBegun) -> str:
    last = datetime.max.replace(tzinfo=UTC) - timedelta(minutes=MOST_MINUTES, days=31 * MOST_MONTHS)
    return "" if event.at < last else message("exam.too_far_ahead")


def _flaw_of_answer(event: ExamAnswered, chain: Chain) -> str:
    items = chain.begun.items
    if event.item >= len(items) or event.card != items[event.item].card:
        return message("exam.unknown_item")
    if not chain.last.at < event.at < chain.begun.closes:
        return message("exam.time_was_over") if event.at >= chain.begun.closes else message("exam.too_early")
    if not set(event.picked) <= set(items[event.item].options):
        return message("exam.unknown_option")
    # A typed answer is marked again only by the rules that marked it, for a release may change them.
    if items[event.item].mode is Mode.TYPE and chain.begun.program != __version__:
        return ""
    score = chain.marks.score(event.item, event.answer, event.picked)
    if abs(score - event.score) > SCORE_TOLERANCE:
        return message("exam.wrong_score", claimed=f"{event.score:g}", score=f"{score:g}")
    return ""


def _flaw_of_end(event: ExamEnded, chain: Chain) -> str:
    if event.end is End.TIME:
        return "" if event.at == chain.begun.closes else message("exam.time_not_over")
    if not chain.last.at < event.at < chain.begun.closes:
        return message("exam.time_was_over") if event.at >= chain.begun.closes else message("exam.too_early")
    return ""
