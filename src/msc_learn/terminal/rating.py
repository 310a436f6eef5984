"""What the learner may say of an answer on show: rate it, pass the grader's verdict, or overrule it."""

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
    """The keys on offer with their words, the rating each key gives, and each rating with its interval."""

    offers: tuple[tuple[str, str], ...]
    ratings: Mapping[str, Rating]
    names: Mapping[Rating, str]


def rating_choices(said: "Grade | None", waits: Mapping[Rating, timedelta]) -> RatingChoices:
    """Return what may be said: a rating always, and with a grade one key that passes or overrules it."""
    names = {rating: _name(rating, waits) for rating in Rating}
    numbers = {str(int(rating)): rating for rating in Rating}
    if said is None:
        return RatingChoices(tuple((str(int(rating)), names[rating]) for rating in Rating), numbers, names)
    if said.verdict is Verdict.RIGHT:
        offers = (("Enter", names[Rating.GOOD]), ("1-4", "rate it yourself"))
        return RatingChoices(offers, numbers | {"": Rating.GOOD}, names)
    if said.verdict is Verdict.WRONG:
        offers = (("Enter", names[Rating.AGAIN]), ("r", "I was right"))
        return RatingChoices(offers, numbers | {"": Rating.AGAIN, "r": Rating.GOOD}, names)
    asked = (("r", "it was right"), ("w", "it was wrong"), ("1-4", "rate it yourself"))
    return RatingChoices(asked, numbers | {"r": Rating.GOOD, "w": Rating.AGAIN}, names)


def _name(rating: Rating, waits: Mapping[Rating, timedelta]) -> str:
    name = rating.name.title()
    return f"{name} {span(waits[rating])}" if waits else name
