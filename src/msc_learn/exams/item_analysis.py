"""How the questions of an exam do: classical test theory, under the names Moodle gives its figures.

Only the first attempt of each learner counts: a second one has seen the questions, and two attempts of one
person are not two people. The formulas are those of Moodle's quiz statistics
(docs.moodle.org/dev/Quiz_statistics_calculations) unless a function names another source.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from statistics import correlation, covariance, fmean, median

from msc_learn.exams.attempt import Attempt, Item, Response
from msc_learn.exams.reliability import FEWEST, Reliability, reliability
from msc_learn.memory.review import Mode

# Below so many learners a correlation of .3 may as well be none: figures, and no verdict.
ENOUGH = 30
# Kelley 1939, doi 10.1037/h0057123: groups of 27 % tell items apart best.
PART = 0.27
EASY, HARD, WEAK = 0.95, 0.30, 0.10


class Flag(StrEnum):
    """What is wrong with an item, as far as figures can tell."""

    EASY = "too-easy"
    HARD = "too-hard"
    WEAK = "discriminates-little"
    BEATEN = "distractor-beats-key"


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """An option: whether it is right, to how many learners it was offered, and by how many picked.

    `upper` and `lower` count the picks of the best and the weakest learners, None where these are too few.
    """

    option: str
    right: bool
    offered: int
    picked: int
    upper: int | None = None
    lower: int | None = None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """An item, which is a card in one version, and how `learners` did on it; None for what cannot be told.

    `facility` is the mean score; `discrimination` the correlation of the item's score with that of all
    others; `efficiency` that covariance over the largest it could be; `upper_lower` the mean score of the
    best 27 % less that of the weakest; `seconds` the median time. `left_out` counts who gave no answer.
    """

    card: str
    version: str
    topic: str
    mode: Mode
    question: str
    learners: int
    left_out: int
    facility: float | None = None
    discrimination: float | None = None
    efficiency: float | None = None
    upper_lower: float | None = None
    seconds: float | None = None
    options: tuple[OptionFigures, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether enough learners had the item for a verdict."""
        return self.learners >= ENOUGH


@dataclass(frozen=True, slots=True)
class Analysis:
    """An exam by its name and title, the figures of its scores, and its items, by topic and card."""

    form: str
    title: str
    reliability: Reliability
    items: tuple[ItemFigures, ...]

    @property
    def told(self) -> tuple[ItemFigures, ...]:
        """The items of which there are figures."""
        return tuple(item for item in self.items if item.facility is not None)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One learner's answer to an item: its score, the share of all other points, and of all points."""

    item: Item
    response: Response | None
    score: float
    rest: float
    total: float
    seconds: float | None


def first_attempts(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Return the first attempt of each learner, where it has ended, by learner."""
    first: dict[str, Attempt] = {}
    for one in sorted(attempts, key=lambda one: (one.begun, one.id)):
        first.setdefault(one.learner, one)
    return tuple(first[learner] for learner in sorted(first) if first[learner].ended and first[learner].items)


def analysis(attempts: Iterable[Attempt]) -> Analysis | None:
    """Return the analysis of attempts at one exam, None where none has ended."""
    first = first_attempts(attempts)
    if not first:
        return None
    latest = max(first, key=lambda one: (one.begun, one.id))
    answers: defaultdict[tuple[str, str], list[_Answer]] = defaultdict(list)
    for one in first:
        for answer in _answers(one):
            answers[answer.item.card, answer.item.version].append(answer)
    items = (_figures(found) for found in answers.values())
    return Analysis(
        latest.form,
        latest.title,
        reliability([(_names(one), scores_of(one)) for one in first]),
        tuple(sorted(items, key=lambda item: (item.topic, item.card, item.version))),
    )


def scores_of(attempt: Attempt) -> tuple[float, ...]:
    """Return the score of each item of an attempt; one left out has 0."""
    given = attempt.given
    return tuple(given[place].score if place in given else 0.0 for place in range(len(attempt.items)))


def _names(attempt: Attempt) -> tuple[str, ...]:
    return tuple(f"{item.card} {item.version}" for item in attempt.items)


def _answers(attempt: Attempt) -> Iterable[_Answer]:
    scores, given = scores_of(attempt), attempt.given
    others = max(len(scores) - 1, 1)
    spent: Counter[int] = Counter()
    for response in attempt.responses:
        spent[response.item] += response.elapsed
    for place, item in enumerate(attempt.items):
        rest = fsum((*scores[:place], *scores[place + 1 :])) / others
        total = fsum(scores) / len(scores)
        seconds = spent[place] / 1000 if place in given else None
        yield _Answer(item, given.get(place), scores[place], rest, total, seconds)


def _figures(answers: Sequence[_Answer]) -> ItemFigures:
    item = answers[0].item
    left_out = sum(answer.response is None for answer in answers)
    bare = (item.card, item.version, item.topic, item.mode, item.question, len(answers), left_out)
    if len(answers) < FEWEST:
        return ItemFigures(*bare)
    scores, rests = [answer.score for answer in answers], [answer.rest for answer in answers]
    upper, lower = groups(answers)
    parted = len(upper) >= FEWEST and len(lower) >= FEWEST
    options = _options(answers, upper if parted else None, lower if parted else None)
    facility, discriminates = fmean(scores), related(scores, rests)
    flags = _flags(facility, discriminates, beaten=parted and _is_beaten(upper))
    return ItemFigures(
        *bare,
        facility,
        discriminates,
        efficiency(scores, rests),
        fmean(one.score for one in upper) - fmean(one.score for one in lower) if parted else None,
        _median([one.seconds for one in answers if one.seconds is not None]),
        options,
        flags if len(answers) >= ENOUGH else (),
    )


def related(scores: Sequence[float], rests: Sequence[float]) -> float | None:
    """Return Pearson's correlation, None where either does not vary.

    With scores of 0 and 1 and the rest of the test it is the corrected point-biserial (Henrysson 1963,
    doi 10.1007/BF02289618): with the item itself in the total, every item would seem to discriminate.
    """
    if len(set(scores)) < 2 or len(set(rests)) < 2:
        return None
    return min(max(correlation(scores, rests), -1.0), 1.0)


def efficiency(scores: Sequence[float], rests: Sequence[float]) -> float | None:
    """Return the covariance over the largest that these scores allow, None where none of them varies."""
    if len(set(scores)) < 2 or len(set(rests)) < 2:
        return None
    return min(covariance(scores, rests) / covariance(sorted(scores), sorted(rests)), 1.0)


def groups(answers: Sequence[_Answer]) -> tuple[list[_Answer], list[_Answer]]:
    """Return the answers of the best and the weakest 27 % by their scores in the whole exam.

    Who ties with the last one of a group is in it, so that no order of names decides; where the two would
    overlap, both are empty.
    """
    totals = sorted(answer.total for answer in answers)
    size = max(round(PART * len(totals)), 1)
    low, high = totals[size - 1], totals[-size]
    if low >= high:
        return [], []
    return [one for one in answers if one.total >= high], [one for one in answers if one.total <= low]


def _options(
    answers: Sequence[_Answer], upper: Sequence[_Answer] | None, lower: Sequence[_Answer] | None
) -> tuple[OptionFigures, ...]:
    """Return the options, those that are right first; not all learners need have had the same."""
    offered = Counter(option for answer in answers for option in answer.item.options)
    right = {option for answer in answers for option in answer.item.key}
    picked, best, weakest = _picks(answers), _picks(upper or ()), _picks(lower or ())
    return tuple(
        OptionFigures(
            option,
            option in right,
            offered[option],
            picked[option],
            None if upper is None else best[option],
            None if lower is None else weakest[option],
        )
        for option in sorted(offered, key=lambda option: (option not in right, option))
    )


def _picks(answers: Iterable[_Answer]) -> Counter[str]:
    return Counter(option for one in answers if one.response for option in set(one.response.picked))


def _flags(facility: float, discriminates: float | None, *, beaten: bool) -> tuple[Flag, ...]:
    found = (
        (Flag.EASY, facility > EASY),
        (Flag.HARD, facility < HARD),
        (Flag.WEAK, discriminates is not None and discriminates < WEAK),
        (Flag.BEATEN, beaten),
    )
    return tuple(flag for flag, holds in found if holds)


def _is_beaten(upper: Sequence[_Answer]) -> bool:
    """Say whether the best learners picked a wrong option more often than a right one they were offered."""
    offered = Counter(option for answer in upper for option in answer.item.options)
    right = {option for answer in upper for option in answer.item.key}
    picked = _picks(upper)
    shares = {option: picked[option] / times for option, times in offered.items() if times >= FEWEST}
    keys = [share for option, share in shares.items() if option in right]
    others = [share for option, share in shares.items() if option not in right]
    return bool(keys and others) and max(others) > min(keys)


def _median(seconds: Sequence[float]) -> float | None:
    return median(seconds) if len(seconds) >= FEWEST else None
