"""What the terminal and the page of a manager's report say in the same words."""

from msc_learn.exams.item_analysis import ENOUGH, Analysis, Flag, ItemFigures
from msc_learn.reports.phrases import count, long_day, no_break, percent
from msc_learn.reports.stats_text import interval
from msc_learn.training.competence import Holding, Level
from msc_learn.training.people import Person
from msc_learn.training.recall import MIN_CARDS, PredictedRecall
from msc_learn.training.report import CompetenceStatus, Duty, Standings, Task

LEVELS = {
    Level.CURRENT: "current",
    Level.DUE_SOON: "due soon",
    Level.OVERDUE: "overdue",
    Level.EXPIRED: "expired",
    Level.NEVER: "never passed",
}
TASKS = {
    Task.SIT_AGAIN: "sit the exam again",
    Task.RENEW: "renew",
    Task.SIT: "sit the exam",
    Task.READ: "read what changed",
    Task.DECIDE: "has no attempt left: decide on another",
}
FLAGS = {
    Flag.EASY: "too easy",
    Flag.HARD: "too hard",
    Flag.WEAK: "discriminates little",
    Flag.BEATEN: "a wrong option beats the right one",
}
NOBODY = "Nobody has sat an exam yet; name the people with --people FILE to see what each must pass."
NO_ROLE = "Nobody of the people named has a role of this report."
MEANING = (
    "Recall is foretold by the memory model: of the cards met in practice, so many would be recalled today, "
    f"with 95 % confidence if the model is right. It is told from {MIN_CARDS} cards on; of cards never met "
    "nothing is known. Answers given in practice are the learner's own and no part of this report."
)
FIRST = (
    "Only the first attempt of each learner counts. Facility is the mean score, discrimination the "
    f"correlation of a question with the rest of the exam. Below {ENOUGH} learners there are figures and no "
    "verdict."
)


def called(person: Person) -> str:
    """Return what a person is called: the name with the pseudonym, or the pseudonym alone."""
    return f"{person.name} ({person.learner})" if person.name else person.learner


def share(value: float | None) -> str:
    """Return a share in per cent, or a dash for none."""
    return "–" if value is None else no_break(percent(value))


def span_of(found: PredictedRecall | None) -> str:
    """Return the interval of the recall foretold, or a dash for none."""
    known = found is not None and found.low is not None and found.high is not None
    return interval(found.low or 0, found.high or 0) if known and found else "–"


def met_of(found: PredictedRecall | None) -> str:
    """Return how many cards were met: 38 of 40 cards met."""
    return f"{found.met:,} of {count(found.cards, 'card')} met" if found else ""


def recall_of(found: PredictedRecall | None) -> str:
    """Return the recall foretold, its interval, and of how many cards it is."""
    if found is None:
        return "recall not told"
    if found.share is None:
        return f"recall not told, {met_of(found)}"
    return f"recall {share(found.share)} ({span_of(found)}), {met_of(found)}"


def drift_of(held: Holding) -> str:
    """Return how many facts of the last pass are others now, empty for none."""
    changed = f"{count(len(held.changed), 'fact')} changed since the pass" if held.changed else ""
    gone = f"{count(len(held.gone), 'card')} of it no longer asked" if held.gone else ""
    return ", ".join(part for part in (changed, gone) if part)


def tries_of(cell: CompetenceStatus) -> str:
    """Return how many attempts there were, how many failed since the last pass, and how many are left."""
    held = cell.holding
    if not held.attempts:
        return "no attempt"
    if not held.failed:
        return count(held.attempts, "attempt")
    since = f"{held.failed} failed since the pass" if held.passed else "none passed"
    left = "" if cell.left is None else f", {cell.left or 'none'} left"
    return f"{count(held.attempts, 'attempt')}, {since}{left}, the last with {share(held.last_score)}"


def empty_of(report: Standings) -> str:
    """Return why a report has no people, empty where it has some."""
    if any(group.rows for group in report.groups):
        return ""
    return NOBODY if any(group.role is None for group in report.groups) else NO_ROLE


def unlisted_of(learners: int) -> str:
    """Return how many learners sat an exam and are none of the people named, empty for none."""
    return f"Not among the people named: {count(learners, 'learner')} who sat an exam." if learners else ""


def by_of(duty: Duty) -> str:
    """Return by when something is to be done."""
    if duty.task is Task.READ:
        return f"{count(duty.changed, 'fact')} changed"
    return f"by {long_day(duty.by)}" if duty.by else "now"


def titles_of(duty: Duty) -> str:
    """Return the titles of the competences that a duty is for."""
    return "; ".join(one.title for one in duty.competences)


def figures_of(item: ItemFigures) -> str:
    """Return the figures of an item in a line."""
    seconds = f", {item.seconds:.0f}\u00a0s" if item.seconds is not None else ""
    parts = (
        count(item.learners, "learner"),
        f"facility {share(item.facility)}",
        f"discrimination {decimal(item.discrimination)}",
        f"upper less lower 27\u00a0% {decimal(item.upper_lower)}",
    )
    return ", ".join(parts) + seconds


def verdict_of(item: ItemFigures) -> str:
    """Return what is wrong with an item, that there are too few learners to say, or nothing."""
    return "; ".join(FLAGS[flag] for flag in item.flags) if item.enough else "too few for a verdict"


def untold_of(one: Analysis) -> str:
    """Return how many questions too few learners had for figures, empty for none."""
    few = count(len(one.items) - len(one.told), "question")
    return f"No figures of {few}: fewer than {MIN_CARDS} learners had each." if one.items != one.told else ""


def reliability_of(one: Analysis) -> str:
    """Return the figures of an exam's scores in a sentence."""
    found = one.reliability
    if found.mean is None or found.deviation is None:
        return "Too few learners for figures."
    said = f"Mean score {share(found.mean)}, standard deviation {points(found.deviation)}"
    if found.value is None or found.error is None or found.coefficient is None:
        return f"{said}."
    few = "" if found.learners >= ENOUGH else "; too few learners for a verdict"
    said += f", reliability {decimal(found.value)} ({found.coefficient})"
    return f"{said}, standard error of a score {points(found.error)}{few}."


def points(value: float) -> str:
    """Return a difference of shares in points of a hundred."""
    return count(round(100 * value), "point")


def decimal(value: float | None) -> str:
    """Return a figure with two decimals, or a dash for none."""
    return "–" if value is None else f"{value + 0:.2f}".replace("-", "−")
