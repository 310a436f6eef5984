"""Whether an event may follow those of its exam: in the line of seals, in time, and worth what it says."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from msc_learn import __version__
from msc_learn.exams.events import (
    MOST_MINUTES,
    MOST_MONTHS,
    End,
    ExamAnswered,
    ExamBegun,
    ExamEnded,
    Examined,
    seal_of,
)
from msc_learn.exams.scoring import Marks
from msc_learn.memory.review import Mode

_TICK = timedelta(milliseconds=1)
_SCORES_AGREE = 1e-9
OVER = "the time was over"


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
        return "its seal does not fit: it was changed after it was written"
    if isinstance(event, ExamBegun):
        return _flaw_of_beginning(event)
    if chain is None:
        return "the beginning of its attempt is missing"
    if chain.ended:
        return "its attempt had ended"
    if event.before != chain.last.seal:
        return "the event before it is missing, comes later, or is another"
    if (event.learner, event.course) != (chain.begun.learner, chain.begun.course):
        return "its attempt is another learner's, or of another course"
    if isinstance(event, ExamAnswered):
        return _flaw_of_answer(event, chain)
    return _flaw_of_end(event, chain) if isinstance(event, ExamEnded) else "it is of no kind that follows"


def _flaw_of_beginning(event: ExamBegun) -> str:
    last = datetime.max.replace(tzinfo=UTC) - timedelta(minutes=MOST_MINUTES, days=31 * MOST_MONTHS)
    return "" if event.at < last else "it lies further in the future than a calendar goes"


def _flaw_of_answer(event: ExamAnswered, chain: Chain) -> str:
    items = chain.begun.items
    if event.item >= len(items) or event.card != items[event.item].card:
        return "it answers an item that the exam does not have"
    if not chain.last.at < event.at < chain.begun.closes:
        return OVER if event.at >= chain.begun.closes else "it lies in time before the event before it"
    if not set(event.picked) <= set(items[event.item].options):
        return "it picks an option that the item does not have"
    # A typed answer is marked again only by the rules that marked it, for a release may change them.
    if items[event.item].mode is Mode.TYPE and chain.begun.program != __version__:
        return ""
    score = chain.marks.score(event.item, event.answer, event.picked)
    if abs(score - event.score) > _SCORES_AGREE:
        return f"it says a score of {event.score:g}, and the answer is worth {score:g}"
    return ""


def _flaw_of_end(event: ExamEnded, chain: Chain) -> str:
    if event.end is End.TIME:
        return "" if event.at == chain.begun.closes else "the time was not over then"
    if not chain.last.at < event.at < chain.begun.closes:
        return OVER if event.at >= chain.begun.closes else "it lies in time before the event before it"
    return ""
