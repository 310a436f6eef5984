"""One learner's go at an exam: what was asked, frozen when it began, what was answered, how it ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from msc_learn.exams.events import End as End
from msc_learn.exams.events import Item as Item
from msc_learn.memory.days import day_of, months_from


@dataclass(frozen=True, slots=True)
class Response:
    """What was answered to the item numbered from 0: as typed, or the options picked; `score` is 0 to 1.

    `elapsed` is in milliseconds. Of several responses to one item the last one counts.
    """

    item: int
    answer: str
    picked: tuple[str, ...]
    score: float
    at: datetime
    elapsed: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt under way or ended; `version` is the digest of the form as it then stood.

    `pass_mark` is in per cent, `minutes` and `months` are those of the form; times are in UTC.
    """

    id: str
    learner: str
    course: str
    form: str
    version: str
    title: str
    begun: datetime
    zone: str
    minutes: int
    pass_mark: int
    months: int
    seed: str
    items: tuple[Item, ...]
    responses: tuple[Response, ...] = ()
    ended: datetime | None = None
    end: End | None = None

    @property
    def given(self) -> dict[int, Response]:
        """The response that counts for each item that has one, by the item's number."""
        return {response.item: response for response in self.responses}

    @property
    def points(self) -> float:
        """The sum of the scores, at most the number of items."""
        return sum(response.score for response in self.given.values())

    @property
    def score(self) -> float:
        """The share of the points that could be had, from 0 to 1; an item left out counts as 0."""
        return self.points / len(self.items)

    @property
    def passed(self) -> bool:
        """Whether an ended attempt reached the pass mark."""
        # In points, for a share of 0.8 and a mark of 80 need not meet as binary fractions.
        return self.ended is not None and self.points * 100 >= self.pass_mark * len(self.items) - 1e-9

    @property
    def open_items(self) -> tuple[int, ...]:
        """The numbers of the items that no answer was given to, from 0."""
        return tuple(number for number in range(len(self.items)) if number not in self.given)

    @property
    def closes(self) -> datetime:
        """When the time allowed is over."""
        return self.begun + timedelta(minutes=self.minutes)

    @property
    def valid_until(self) -> date | None:
        """The last of the learner's days on which a pass is valid, None where there is no pass."""
        return months_from(day_of(self.ended, self.zone), self.months) if self.ended and self.passed else None
