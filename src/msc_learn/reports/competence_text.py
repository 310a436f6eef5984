"""Words of the training report that the terminal and the HTML page share."""

from msc_learn.exams.item_analysis import ENOUGH_LEARNERS, Analysis, ItemFigures, ItemWarning
from msc_learn.exams.reliability import FEWEST as MIN_LEARNERS
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
    Task.SIT_AGAIN: "take the exam again",
    Task.RENEW: "renew",
    Task.SIT: "take the exam",
    Task.READ: "read what changed",
    Task.DECIDE: "no attempt left: decide whether to allow one more",
}
WARNINGS = {
    ItemWarning.EASY: "too easy",
    ItemWarning.HARD: "too hard",
    ItemWarning.WEAK: "low discrimination",
    ItemWarning.BEATEN: "a wrong option beats the right one",
}
NOBODY = "Nobody has taken an exam yet. To see what each person must pass, use --people FILE."
NO_ROLE = "None of the people listed has a role in this report."
MEANING = (
    "Recall is predicted by the memory model: the share of the cards seen in practice that the learner would "
    f"recall today, with a 95 % confidence interval. It is shown from {MIN_CARDS} cards on. Cards not yet "
    "seen do not count. Answers given in practice belong to the learner and are not part of this report."
)
FIRST = (
    "Only the first attempt of each learner counts. Facility is the mean score. Discrimination is the "
    "correlation of a question's score with the score in the rest of the exam. With fewer than "
    f"{ENOUGH_LEARNERS} learners there is no verdict."
)


def name_of(person: Person) -> str:
    """Return the name of a person with the pseudonym, or the pseudonym alone."""
    return f"{person.name} ({person.learner})" if person.name else person.learner


def share(value: float | None) -> str:
    """Return a share as a percentage, or a dash for None."""
    return "–" if value is None else no_break(percent(value))


def recall_interval(recall: PredictedRecall | None) -> str:
    """Return the 95 % interval of the predicted recall, or a dash if there is none."""
    if recall is None or recall.low is None or recall.high is None:
        return "–"
    return interval(recall.low, recall.high)


def cards_seen(recall: PredictedRecall | None) -> str:
    """Return how many cards the learner has seen: 38 of 40 cards seen."""
    return f"{recall.met:,} of {count(recall.cards, 'card')} seen" if recall else ""


def recall_text(recall: PredictedRecall | None) -> str:
    """Return the predicted recall, its interval, and how many cards it is based on."""
    if recall is None:
        return "recall not shown"
    if recall.share is None:
        return f"recall not shown, {cards_seen(recall)}"
    return f"recall {share(recall.share)} ({recall_interval(recall)}), {cards_seen(recall)}"


def drift_text(held: Holding) -> str:
    """Return how many facts have changed or gone since the last pass, empty for none."""
    changed = f"{count(len(held.changed), 'fact')} changed since the pass" if held.changed else ""
    gone = f"{count(len(held.gone), 'card')} no longer asked" if held.gone else ""
    return ", ".join(part for part in (changed, gone) if part)


def attempts_text(cell: CompetenceStatus) -> str:
    """Return how many attempts there were, how many failed since the last pass, and how many are left."""
    held = cell.holding
    if not held.attempts:
        return "no attempt"
    if not held.failed:
        return count(held.attempts, "attempt")
    since = f"{held.failed} failed since the pass" if held.passed else "none passed"
    left = "" if cell.left is None else f", {cell.left or 'none'} left"
    return f"{count(held.attempts, 'attempt')}, {since}{left}, last score {share(held.last_score)}"


def why_empty(report: Standings) -> str:
    """Return why a report shows no people, empty if it shows some."""
    if any(group.rows for group in report.groups):
        return ""
    return NOBODY if any(group.role is None for group in report.groups) else NO_ROLE


def unlisted_text(learners: int) -> str:
    """Return how many learners took an exam and are not among the people listed, empty for none."""
    return f"Not on the list of people: {count(learners, 'learner')} with an exam." if learners else ""


def deadline(duty: Duty) -> str:
    """Return when a duty must be done, or how many facts there are to read."""
    if duty.task is Task.READ:
        return f"{count(duty.changed, 'fact')} changed"
    return f"by {long_day(duty.by)}" if duty.by else "now"


def competence_titles(duty: Duty) -> str:
    """Return the titles of the competences that a duty is for."""
    return "; ".join(competence.title for competence in duty.competences)


def item_figures(item: ItemFigures) -> str:
    """Return the figures of a question in a line."""
    seconds = f", {item.seconds:.0f}\u00a0s" if item.seconds is not None else ""
    parts = (
        count(item.learners, "learner"),
        f"facility {share(item.facility)}",
        f"discrimination {decimal(item.discrimination)}",
        f"upper minus lower 27\u00a0% {decimal(item.upper_lower)}",
    )
    return ", ".join(parts) + seconds


def item_verdict(item: ItemFigures) -> str:
    """Return what is wrong with a question, that too few learners had it, or nothing."""
    if not item.enough:
        return "too few learners for a verdict"
    return "; ".join(WARNINGS[warning] for warning in item.warnings)


def without_figures(exam: Analysis) -> str:
    """Return how many questions have no figures because too few learners had them, empty for none."""
    few = count(len(exam.items) - len(exam.with_figures), "question")
    if exam.items == exam.with_figures:
        return ""
    return f"No figures for {few}: fewer than {MIN_LEARNERS} learners had each."


def reliability_text(exam: Analysis) -> str:
    """Return the figures of an exam's scores in a sentence."""
    scores = exam.reliability
    if scores.mean is None or scores.deviation is None:
        return "Too few learners for figures."
    spread = f"Mean score {share(scores.mean)}, standard deviation {points(scores.deviation)}"
    if scores.value is None or scores.error is None or scores.coefficient is None:
        return f"{spread}."
    few = "" if scores.learners >= ENOUGH_LEARNERS else "; too few learners for a verdict"
    value = f"reliability {decimal(scores.value)} ({scores.coefficient})"
    return f"{spread}, {value}, standard error of a score {points(scores.error)}{few}."


def points(value: float) -> str:
    """Return a difference of shares in percentage points."""
    return count(round(100 * value), "point")


def decimal(value: float | None) -> str:
    """Return a figure with two decimals, or a dash for None."""
    return "–" if value is None else f"{value + 0:.2f}".replace("-", "−")
