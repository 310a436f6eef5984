"""Item analysis by classical test theory: facility, discrimination and distractors, with Moodle's names.

Only the first attempt of each learner counts: at a second one the learner has seen the questions, and two
attempts of one person are not two people. The formulas are those of Moodle's quiz statistics
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

# With fewer learners a correlation of .3 may be chance: figures are shown, and no warning.
ENOUGH_LEARNERS = 30
# Kelley 1939, doi 10.1037/h0057123: groups of 27 % discriminate best.
GROUP_SHARE = 0.27
EASY, HARD, WEAK = 0.95, 0.30, 0.10


class ItemWarning(StrEnum):
    """What the figures show to be wrong with an item."""

    EASY = "too-easy"
    HARD = "too-hard"
    WEAK = "discriminates-little"
    BEATEN = "distractor-beats-key"


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """An option: whether it is right, how many learners were offered it, and how many picked it.

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
    """The figures of an item, which is a card in one version; None where there are too few learners.

    `facility` is the mean score, and `discrimination` the correlation of the item's score with the rest
    score. `efficiency` is their covariance over its largest possible value. `upper_lower` is the mean score
    of the best 27 % less that of the weakest 27 %, `seconds` the median time. `left_out` counts learners
    without an answer.
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
    warnings: tuple[ItemWarning, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether enough learners had the item for warnings."""
        return self.learners >= ENOUGH_LEARNERS


@dataclass(frozen=True, slots=True)
class Analysis:
    """The reliability and the items of an exam, sorted by topic and card."""

    form: str
    title: str
    reliability: Reliability
    items: tuple[ItemFigures, ...]

    @property
    def with_figures(self) -> tuple[ItemFigures, ...]:
        """The items that enough learners had for figures."""
        return tuple(item for item in self.items if item.facility is not None)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One learner's answer to an item: its score, the rest score without it, and the total score."""

    item: Item
    response: Response | None
    score: float
    rest: float
    total: float
    seconds: float | None


def first_attempts(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """Return the first attempt of each learner, if it has ended, sorted by learner."""
    first: dict[str, Attempt] = {}
    for attempt in sorted(attempts, key=lambda attempt: (attempt.begun, attempt.id)):
        first.setdefault(attempt.learner, attempt)
    return tuple(first[learner] for learner in sorted(first) if first[learner].ended and first[learner].items)


def analysis(attempts: Iterable[Attempt]) -> Analysis | None:
    """Return the item analysis of the attempts at one exam, None where none has ended."""
    first = first_attempts(attempts)
    if not first:
        return None
    latest = max(first, key=lambda attempt: (attempt.begun, attempt.id))
    answers: defaultdict[tuple[str, str], list[_Answer]] = defaultdict(list)
    for attempt in first:
        for answer in _answers(attempt):
            answers[answer.item.card, answer.item.version].append(answer)
    items = (_figures(of_item) for of_item in answers.values())
    return Analysis(
        latest.form,
        latest.title,
        reliability([(_names(attempt), scores_of(attempt)) for attempt in first]),
        tuple(sorted(items, key=lambda item: (item.topic, item.card, item.version))),
    )


def scores_of(attempt: Attempt) -> tuple[float, ...]:
    """Return the score of each item of an attempt, 0 for an item without a response."""
    given = attempt.given
    return tuple(given[number].score if number in given else 0.0 for number in range(len(attempt.items)))


def _names(attempt: Attempt) -> tuple[str, ...]:
    return tuple(f"{item.card} {item.version}" for item in attempt.items)


def _answers(attempt: Attempt) -> Iterable[_Answer]:
    scores, given = scores_of(attempt), attempt.given
    others = max(len(scores) - 1, 1)
    spent: Counter[int] = Counter()
    for response in attempt.responses:
        spent[response.item] += response.elapsed
    total = fsum(scores) / len(scores)
    for number, item in enumerate(attempt.items):
        rest = fsum((*scores[:number], *scores[number + 1 :])) / others
        seconds = spent[number] / 1000 if number in given else None
        yield _Answer(item, given.get(number), scores[number], rest, total, seconds)


def _figures(answers: Sequence[_Answer]) -> ItemFigures:
    item = answers[0].item
    left_out = sum(answer.response is None for answer in answers)
    bare = (item.card, item.version, item.topic, item.mode, item.question, len(answers), left_out)
    if len(answers) < FEWEST:
        return ItemFigures(*bare)
    scores, rests = [answer.score for answer in answers], [answer.rest for answer in answers]
    upper, lower = groups(answers)
    has_groups = len(upper) >= FEWEST and len(lower) >= FEWEST
    options = _options(answers, upper if has_groups else None, lower if has_groups else None)
    facility, discriminates = fmean(scores), related(scores, rests)
    warnings = _warnings(facility, discriminates, beaten=has_groups and _is_beaten(upper))
    return ItemFigures(
        *bare,
        facility,
        discriminates,
        efficiency(scores, rests),
        fmean(best.score for best in upper) - fmean(weak.score for weak in lower) if has_groups else None,
        _median([answer.seconds for answer in answers if answer.seconds is not None]),
        options,
        warnings if len(answers) >= ENOUGH_LEARNERS else (),
    )


def related(scores: Sequence[float], rests: Sequence[float]) -> float | None:
    """Return Pearson's correlation of item scores and rest scores, None where either does not vary.

    For scores of 0 and 1 it is the corrected point-biserial correlation (Henrysson 1963,
    doi 10.1007/BF02289618). With the item itself in the total, every item would seem to discriminate.
    """
    if len(set(scores)) < 2 or len(set(rests)) < 2:
        return None
    return min(max(correlation(scores, rests), -1.0), 1.0)


def efficiency(scores: Sequence[float], rests: Sequence[float]) -> float | None:
    """Return the discriminative efficiency: the covariance over its maximum, None where nothing varies."""
    if len(set(scores)) < 2 or len(set(rests)) < 2:
        return None
    return min(covariance(scores, rests) / covariance(sorted(scores), sorted(rests)), 1.0)


def groups(answers: Sequence[_Answer]) -> tuple[list[_Answer], list[_Answer]]:
    """Return the answers of the upper and the lower group: the best and the weakest 27 % by total score.

    Learners with the score of the last one of a group are in it too. If the groups would overlap, both are
    empty.
    """
    totals = sorted(answer.total for answer in answers)
    size = max(round(GROUP_SHARE * len(totals)), 1)
    low, high = totals[size - 1], totals[-size]
    if low >= high:
        return [], []
    upper = [answer for answer in answers if answer.total >= high]
    return upper, [answer for answer in answers if answer.total <= low]


def _options(
    answers: Sequence[_Answer], upper: Sequence[_Answer] | None, lower: Sequence[_Answer] | None
) -> tuple[OptionFigures, ...]:
    """Return the options, the right ones first; learners may have had different ones."""
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
    responses = (answer.response for answer in answers if answer.response)
    return Counter(option for response in responses for option in set(response.picked))


def _warnings(facility: float, discriminates: float | None, *, beaten: bool) -> tuple[ItemWarning, ...]:
    conditions = (
        (ItemWarning.EASY, facility > EASY),
        (ItemWarning.HARD, facility < HARD),
        (ItemWarning.WEAK, discriminates is not None and discriminates < WEAK),
        (ItemWarning.BEATEN, beaten),
    )
    return tuple(warning for warning, holds in conditions if holds)


def _is_beaten(upper: Sequence[_Answer]) -> bool:
    """Return whether the upper group picked a distractor more often than a right option it was offered."""
    offered = Counter(option for answer in upper for option in answer.item.options)
    right = {option for answer in upper for option in answer.item.key}
    picked = _picks(upper)
    shares = {option: picked[option] / times for option, times in offered.items() if times >= FEWEST}
    keys = [share for option, share in shares.items() if option in right]
    others = [share for option, share in shares.items() if option not in right]
    return bool(keys and others) and max(others) > min(keys)


def _median(seconds: Sequence[float]) -> float | None:
    return median(seconds) if len(seconds) >= FEWEST else None
