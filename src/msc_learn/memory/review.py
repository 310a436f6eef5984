"""Spaced-repetition review (`Review`), and the memory state of a card (`Memory`)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from functools import cache

from msc_learn.constants import SCHEDULER
from msc_learn.memory.days import day_of

# The default learner; in a group, each person has a name of their own.
LEARNER = "me"
_PSEUDONYM = re.compile(r"[A-Za-z0-9_-]{1,40}")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# Study time is counted by quarter of an hour: time zones differ by whole quarters, so a day ends with one.
QUARTER_HOUR_MS = 900_000
# In milliseconds: the rest of a longer pause was spent away from the card.
MAX_ANSWER_MS = 120_000


class Rating(IntEnum):
    """How well a card was recalled, as in Anki."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Verdict(StrEnum):
    """The grader's verdict on a typed or chosen answer."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"


class Mode(StrEnum):
    """How a card is asked: flipped, typed, or chosen from options."""

    FLIP = "flip"
    TYPE = "type"
    CHOICE = "choice"


class Purpose(StrEnum):
    """Whether a review moves the schedule: practice does, cramming does not."""

    PRACTICE = "practice"
    CRAM = "cram"


class State(StrEnum):
    """Anki's card state: in its learning steps, learned, or in its steps after a lapse."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Review:
    """An event: one answer to a card.

    `at` is in UTC, to the millisecond; `zone` is the learner's time zone, from which their day follows.
    `elapsed` is in milliseconds. `verdict` is the grader's; if the learner overrode it, `rating` differs.
    `version` is the claim digest of the card, empty if it was not stored.
    """

    id: str
    learner: str
    course: str
    card: str
    rating: Rating
    at: datetime
    zone: str = "UTC"
    elapsed: int = 0
    mode: Mode = Mode.FLIP
    answer: str = ""
    verdict: Verdict | None = None
    purpose: Purpose = Purpose.PRACTICE
    scheduler: str = SCHEDULER
    version: str = ""

    @property
    def overridden(self) -> bool:
        """Whether the learner accepted an answer that the grader had marked wrong."""
        return self.verdict is Verdict.WRONG and self.rating is not Rating.AGAIN


@dataclass(frozen=True, slots=True)
class Memory:
    """FSRS memory state of a card; `step` counts its learning steps, None once it is learned.

    `day` is the ordinal of the learner's day of the last review, which ends at four in the morning;
    `version` is the claim digest of the card at that review.
    """

    stability: float
    difficulty: float
    due: datetime
    first: datetime
    last: datetime
    day: int
    reps: int
    lapses: int
    state: State
    step: int | None = None
    version: str = ""

    def is_due(self, now: datetime) -> bool:
        """Return whether the card is due."""
        return self.due <= now


def is_pseudonym(name: str) -> bool:
    """Return whether this is a valid learner name: 1-40 letters, digits, '-' or '_'."""
    return _PSEUDONYM.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class StudyTime:
    """The answers given within a quarter of an hour, counted from 1970, and the milliseconds they took."""

    quarter: int
    zone: str
    answers: int
    elapsed: int


@dataclass(frozen=True, slots=True)
class Recall:
    """A review of a learned card: when (ms since 1970), whether it was recalled, and the predicted recall."""

    at: int
    card: str
    recalled: bool
    predicted: float


@cache
def day_of_quarter(quarter: int, zone: str) -> date:
    """Return the learner's day of a quarter of an hour, counted from 1970."""
    return day_of(moment(quarter * QUARTER_HOUR_MS), zone)


def milliseconds(at: datetime) -> int:
    """Return a time as whole milliseconds since 1970, as it is stored."""
    return (at - _EPOCH) // _MILLISECOND


def moment(stored: int) -> datetime:
    """Return the time, in UTC, of a number of milliseconds since 1970."""
    return _EPOCH + stored * _MILLISECOND


def event_id(at: datetime, entropy: bytes) -> str:
    """Return a UUID of version 7: unique by ten bytes of entropy, and sorted by time."""
    random = int.from_bytes(entropy[:10], "big")
    value = milliseconds(at) << 80 | 7 << 76 | (random >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
