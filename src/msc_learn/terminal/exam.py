"""An exam on a terminal: its rules before it begins, the time left, and its result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from msc_learn.constants import ANSWER_SHOWN, GATE_ITEMS, SOURCES_SHOWN
from msc_learn.exams.attempt import Attempt, End, Item
from msc_learn.exams.error_bounds import interval, pass_probability
from msc_learn.exams.form import Form
from msc_learn.exams.scoring import Scoring
from msc_learn.exams.standing import Standing
from msc_learn.grading.compare import Grade
from msc_learn.memory.days import zone_of
from msc_learn.memory.review import Verdict
from msc_learn.messages import message
from msc_learn.reports.phrases import count, long_day, percent
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.screen import Terminal, pieces_of
from msc_learn.text.markup import to_plain

_KNOWN = (0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class MissedItem:
    """An item without its full point: its index, the given answer, the score and the grade."""

    number: int
    item: Item
    given: str | None
    score: float
    grade: Grade | None


def show_form(terminal: Terminal, form: Form, standing: Standing) -> None:
    """Print the rules of the exam, before it begins."""
    terminal.blank()
    terminal.say((form.title, "strong"))
    terminal.blank()
    time = f"{count(form.items, 'item')} in {count(form.minutes, 'minute')}"
    terminal.say(message("exam.pass_rule", size=time, mark=form.pass_mark), indent=INDENT)
    who = message("exam.pass_mark_set_by", name=form.set_by) if form.set_by else message("exam.pass_mark")
    terminal.say((f"{who}{form.rationale}", "dim"), indent=INDENT)
    left = message("exam.one_attempt")
    if form.attempts > 1:
        left = message("exam.attempts_left", left=standing.left, days=_waiting_time(form))
    terminal.say(message("exam.valid_for", attempts=left, months=count(form.months, "month")), indent=INDENT)
    if form.items < GATE_ITEMS:
        terminal.say((short_exam_warning(form.items, form.pass_mark), "unsure"), indent=INDENT)
    rules = (
        "You see no results before the end, and can change answers until then. A right answer is a point, a"
        " close one half a point. Each answer is saved at once. The clock runs on when you leave."
    )
    terminal.say((rules, "dim"), indent=INDENT)
    terminal.blank()


def _waiting_time(form: Form) -> str:
    days = form.cool_down_days
    return message("exam.days_between", days=count(days, "day")) if days else message("exam.no_days_between")


def short_exam_warning(items: int, pass_mark: int) -> str:
    """Return the warning for a short exam: the probability to pass, by how much of it a person knows."""
    passing = (
        message(
            "exam.who_passes", known=percent(known), share=percent(pass_probability(items, pass_mark, known))
        )
        for known in _KNOWN
    )
    size = count(items, "item")
    return message("exam.too_short", items=size, passing="; ".join(passing), least=GATE_ITEMS)


def time_left(closes: datetime, now: datetime) -> str:
    """Return the time until an exam closes, in whole minutes."""
    minutes = -((now - closes) // timedelta(minutes=1))
    if minutes > 1:
        return message("exam.minutes_left", minutes=minutes)
    return message("exam.under_a_minute_left")


def item_numbers(indices: Sequence[int]) -> str:
    """Return indices as numbers from 1, consecutive ones as a range: 1, 4–6."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ", ".join(f"{run[0] + 1}" + (f"–{run[-1] + 1}" if len(run) > 1 else "") for run in runs)


def local_time(at: datetime, zone: str) -> str:
    """Return a day and time in the learner's time zone: 2 March 2026 at 14:30."""
    local = at.astimezone(zone_of(zone))
    return f"{long_day(local)} at {local:%H:%M}"


def given_answer(attempt: Attempt, number: int) -> str | None:
    """Return the answer that counts for an item, or None if it was left open."""
    response = attempt.given.get(number)
    if response is None:
        return None
    return "; ".join(map(to_plain, response.picked)) if response.picked else response.answer


def missed_items(attempt: Attempt, scoring: Scoring) -> Iterator[MissedItem]:
    """Yield the items without their full point, in order."""
    for number, item in enumerate(attempt.items):
        response = attempt.given.get(number)
        if response is None:
            yield MissedItem(number, item, None, 0.0, None)
        elif response.score < 1:
            grade = scoring.grade(number, response.answer, response.picked)
            yield MissedItem(number, item, given_answer(attempt, number), response.score, grade)


def show_result(terminal: Terminal, attempt: Attempt, scoring: Scoring) -> None:
    """Print the score, whether it passes, its confidence interval, and the missed items."""
    wrong = tuple(missed_items(attempt, scoring))
    terminal.heading("result")
    terminal.blank()
    if attempt.end is End.TIME:
        terminal.say(message("exam.time_over"), indent=INDENT)
    verdict = ("Passed", "good") if attempt.passed else ("Not passed", "bad")
    points = f": {attempt.points:g} of {count(len(attempt.items), 'point')}, {_share(attempt.score)}"
    terminal.say(verdict, f"{points}; the pass mark is {attempt.pass_mark} %.", indent=INDENT)
    terminal.say((_confidence(attempt), "dim"), indent=INDENT)
    if close := _close_answers(attempt, wrong):
        terminal.say((close, "unsure"), indent=INDENT)
    if day := attempt.valid_until:
        terminal.say(message("exam.valid_until", day=long_day(day)), indent=INDENT)
    terminal.blank()
    for missed in wrong:
        _show_missed(terminal, missed)


def _share(share: float) -> str:
    return f"{100 * share:.4g} %"


def _confidence(attempt: Attempt) -> str:
    """Return the 95 % confidence interval of the score, and whether the pass mark lies in it."""
    low, high = interval(attempt.points, len(attempt.items))
    is_inside = low * 100 <= attempt.pass_mark <= high * 100
    name = "exam.margin_crosses" if is_inside else "exam.margin_clear"
    return message(name, low=round(100 * low), high=round(100 * high))


def _close_answers(attempt: Attempt, wrong: Sequence[MissedItem]) -> str:
    """Return that a person should check the close answers, empty if there are none."""
    close = [item for item in wrong if item.grade and item.grade.verdict is Verdict.CLOSE]
    if not close:
        return ""
    most = attempt.points + sum(1 - item.score for item in close)
    least = attempt.points - sum(item.score for item in close)
    mark = attempt.pass_mark * len(attempt.items) / 100
    name = "exam.came_close_turns" if least < mark - 1e-9 <= most else "exam.came_close"
    return message(name, answers=count(len(close), "answer"))


def _show_missed(terminal: Terminal, missed: MissedItem) -> None:
    terminal.say(
        *pieces_of(missed.item.question, "strong"), indent=INDENT, mark=(f"{missed.number + 1}. ", "dim")
    )
    if missed.given is None:
        terminal.say(("left open", "bad"), indent=INDENT)
    else:
        part = " " + message("exam.part_of_a_point", score=f"{missed.score:.2g}") if missed.score else ""
        terminal.say(("you: ", "dim"), _short(missed.given), (part + _reason(missed), "dim"), indent=INDENT)
    terminal.say(("right: ", "dim"), ("; ".join(map(to_plain, missed.item.key)), "good"), indent=INDENT)
    for section, quote in missed.item.sources[:SOURCES_SHOWN]:
        where = f" · {section.replace(' > ', ' › ')}" if section else ""
        terminal.say((f"“{quote}”{where}", "dim"), indent=INDENT)
    terminal.blank()


def _reason(missed: MissedItem) -> str:
    """Return why an answer is not right, without the chosen option, which is shown beside it."""
    reason = to_plain(missed.grade.reason) if missed.grade else ""
    more = reason.removeprefix(message("grading.you_chose", option=missed.given)).removeprefix(": ")
    return f": {more}" if more else ""


def _short(text: str) -> str:
    return text if len(text) <= ANSWER_SHOWN else f"{text[:ANSWER_SHOWN]}…"


def result_of(attempt: Attempt, scoring: Scoring) -> dict[str, Any]:
    """Return the result of an attempt for scripts; while it is under way, nothing gives an answer away."""
    ended = attempt.ended is not None
    return {
        "attempt": attempt.id,
        "learner": attempt.learner,
        "course": attempt.course,
        "form": attempt.form,
        "version": attempt.version,
        "title": attempt.title,
        "begun": attempt.begun.isoformat(),
        "ended": attempt.ended.isoformat() if attempt.ended else None,
        "end": attempt.end,
        "items": len(attempt.items),
        "answered": len(attempt.given),
        "points": attempt.points if ended else None,
        "score": attempt.score if ended else None,
        "pass_mark": attempt.pass_mark,
        "passed": attempt.passed if ended else None,
        "between": list(interval(attempt.points, len(attempt.items))) if ended else None,
        "valid_until": attempt.valid_until.isoformat() if attempt.valid_until else None,
        "missed": [_as_json(missed) for missed in missed_items(attempt, scoring)] if ended else [],
    }


def _as_json(missed: MissedItem) -> dict[str, Any]:
    return {
        "item": missed.number + 1,
        "card": missed.item.card,
        "question": missed.item.question,
        "given": missed.given,
        "right": list(missed.item.key),
        "score": missed.score,
        "verdict": missed.grade.verdict if missed.grade else None,
        "sources": [{"section": section, "quote": quote} for section, quote in missed.item.sources],
    }
