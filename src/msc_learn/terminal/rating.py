"""The keys that rate an answer: a rating, or to accept or overrule the grader's verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from msc_learn.memory.review import Rating, Verdict
from msc_learn.reports.phrases import span

if TYPE_CHECKING:
    from msc_learn.grading.compare import Grade


@dataclass(frozen=True, slots=True)
class RatingChoices:
    """The keys on offer with their labels, the rating of each key, and each rating with its next interval."""

    offers: tuple[tuple[str, str], ...]
    ratings: Mapping[str, Rating]
    names: Mapping[Rating, str]


def rating_choices(grade: "Grade | None", waits: Mapping[Rating, timedelta]) -> RatingChoices:
    """Return the keys: the four ratings, and with a grade one key that accepts or overrules it."""
    names = {rating: _name(rating, waits) for rating in Rating}
    numbers = {str(int(rating)): rating for rating in Rating}
    if grade is None:
        return RatingChoices(tuple((str(int(rating)), names[rating]) for rating in Rating), numbers, names)
    if grade.verdict is Verdict.RIGHT:
        offers = (("Enter", names[Rating.GOOD]), ("1-4", "rate it yourself"))
        return RatingChoices(offers, numbers | {"": Rating.GOOD}, names)
    if grade.verdict is Verdict.WRONG:
        offers = (("Enter", names[Rating.AGAIN]), ("r", "I was right"))
        return RatingChoices(offers, numbers | {"": Rating.AGAIN, "r": Rating.GOOD}, names)
    close = (("r", "it was right"), ("w", "it was wrong"), ("1-4", "rate it yourself"))
    return RatingChoices(close, numbers | {"r": Rating.GOOD, "w": Rating.AGAIN}, names)


def _name(rating: Rating, waits: Mapping[Rating, timedelta]) -> str:
    name = rating.name.title()
    return f"{name} {span(waits[rating])}" if waits else name
