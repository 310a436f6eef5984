"""One answer at one time (`Review`), and what a learner is held to remember of a card (`Memory`)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

# The one learner of a history that names none; a group gives each person a name of their own.
LEARNER = "me"
_PSEUDONYM = re.compile(r"[A-Za-z0-9_-]{1,40}")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# What moved the schedule when a review was stored: the model, its release, its parameters, the aim.
SCHEDULER = "fsrs-6 6.3.2 default 0.9"


class Rating(IntEnum):
    """How well a card was recalled, as in Anki."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Verdict(StrEnum):
    """What the grader made of a typed or chosen answer."""

    RIGHT = "right"
    CLOSE = "close"
    WRONG = "wrong"


class Mode(StrEnum):
    """How a card is asked: turned over, typed, or picked from options."""

    FLIP = "flip"
    TYPE = "type"
    CHOICE = "choice"


class Purpose(StrEnum):
    """Whether a review moves the schedule: practice does, cramming does not."""

    PRACTICE = "practice"
    CRAM = "cram"


class State(StrEnum):
    """Where a card stands: in its first steps, learned, or in its steps after a lapse."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Review:
    """An event: one answer, as it is kept for ever.

    `at` is in UTC, to the millisecond, and `zone` the learner's time zone, which says where their day
    ends. `verdict` is the machine's; where the learner overrode it, `rating` says otherwise. `version` is
    the digest of what the card claimed, empty where none was kept.
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
        """Whether the learner passed an answer the grader had called wrong."""
        return self.verdict is Verdict.WRONG and self.rating is not Rating.AGAIN


@dataclass(frozen=True, slots=True)
class Memory:
    """What the reviews of a card amount to; `step` counts its learning steps, None once it is learned.

    `day` is the learner's own day of the last review, which ends at four in the morning; `version` is what
    the card claimed then.
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
        """Return whether the card should be asked by now."""
        return self.due <= now


def is_pseudonym(name: str) -> bool:
    """Return whether a learner may go by this name: up to 40 letters from a to z, digits, - and _."""
    return _PSEUDONYM.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was done within one quarter of an hour: how many answers, and the milliseconds they took."""

    quarter: int
    zone: str
    answers: int
    elapsed: int


@dataclass(frozen=True, slots=True)
class Recall:
    """A review of a learned card: when, whether it was recalled, and the chance that was foretold."""

    at: int
    card: str
    recalled: bool
    chance: float


def milliseconds(at: datetime) -> int:
    """Return a moment as whole milliseconds since 1970, as it is stored."""
    return (at - _EPOCH) // _MILLISECOND


def moment(stored: int) -> datetime:
    """Return the moment of a number of milliseconds since 1970."""
    return _EPOCH + stored * _MILLISECOND


def event_id(at: datetime, chance: bytes) -> str:
    """Return a name no other event has, and that sorts by time (a UUID of version 7)."""
    random = int.from_bytes(chance[:10], "big")
    value = milliseconds(at) << 80 | 7 << 76 | (random >> 68 & 0xFFF) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
