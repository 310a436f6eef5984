"""How an exam looks in a terminal: what it is, where it stands, and what came of it."""

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
from msc_learn.reports.phrases import count, percent
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.screen import Terminal, pieces_of
from msc_learn.text.markup import to_plain

_KNOWN = (0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class MissedItem:
    """An item without its whole point: its number from 0, what was given, and what was made of it."""

    number: int
    item: Item
    given: str | None
    score: float
    grade: Grade | None


def show_form(terminal: Terminal, form: Form, standing: Standing) -> None:
    """Print what the exam is, before it begins."""
    terminal.blank()
    terminal.say((form.title, "strong"))
    terminal.blank()
    time = f"{count(form.items, 'item')} in {count(form.minutes, 'minute')}"
    terminal.say(message("exam.pass_rule", size=time, mark=form.pass_mark), indent=INDENT)
    who = message("exam.pass_mark_set_by", name=form.set_by) if form.set_by else message("exam.pass_mark")
    terminal.say((f"{who}{form.rationale}", "dim"), indent=INDENT)
    left = message("exam.one_attempt")
    if form.attempts > 1:
        left = message("exam.attempts_left", left=standing.left, days=_apart(form))
    terminal.say(message("exam.valid_for", attempts=left, months=count(form.months, "month")), indent=INDENT)
    if form.items < GATE_ITEMS:
        terminal.say((short_exam_warning(form.items, form.pass_mark), "unsure"), indent=INDENT)
    said = (
        "Nothing is said of an answer before the end; until then it can be changed. A right answer is a"
        " point, a close one half. Each is on disk before the next item; the clock runs on when you leave."
    )
    terminal.say((said, "dim"), indent=INDENT)
    terminal.blank()


def _apart(form: Form) -> str:
    days = form.cool_down_days
    return message("exam.days_between", days=count(days, "day")) if days else message("exam.no_days_between")


def short_exam_warning(items: int, pass_mark: int) -> str:
    """Return how often someone passes an exam that is too short to decide, by what they know."""
    chances = (
        message(
            "exam.who_passes", known=percent(known), share=percent(pass_probability(items, pass_mark, known))
        )
        for known in _KNOWN
    )
    passing = "; ".join(chances)
    return message("exam.too_short", items=count(items, "item"), passing=passing, least=GATE_ITEMS)


def time_left(closes: datetime, now: datetime) -> str:
    """Return how long an exam goes on, in whole minutes."""
    minutes = -((now - closes) // timedelta(minutes=1))
    if minutes > 1:
        return message("exam.minutes_left", minutes=minutes)
    return message("exam.under_a_minute_left")


def item_numbers(found: Sequence[int]) -> str:
    """Return numbers from 0 as a learner counts, with those that follow each other as a range."""
    runs: list[list[int]] = []
    for number in found:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0] + 1}" + (f"–{run[-1] + 1}" if len(run) > 1 else "") for run in runs)


def local_time(at: datetime, zone: str) -> str:
    """Return a moment with its day, in the learner's zone."""
    there = at.astimezone(zone_of(zone))
    return f"{there.day} {there:%B %Y} at {there:%H:%M}"


def given_answer(attempt: Attempt, number: int) -> str | None:
    """Return the answer that counts for an item, None where it was left open."""
    response = attempt.given.get(number)
    if response is None:
        return None
    return "; ".join(map(to_plain, response.picked)) if response.picked else response.answer


def missed_items(attempt: Attempt, scoring: Scoring) -> Iterator[MissedItem]:
    """Yield the items that did not get their whole point, in their order."""
    for number, item in enumerate(attempt.items):
        response = attempt.given.get(number)
        if response is None:
            yield MissedItem(number, item, None, 0.0, None)
        elif response.score < 1:
            grade = scoring.grade(number, response.answer, response.picked)
            yield MissedItem(number, item, given_answer(attempt, number), response.score, grade)


def show_result(terminal: Terminal, attempt: Attempt, scoring: Scoring) -> None:
    """Print the score, whether it passes, how sure that is, and each item that was missed."""
    wrong = tuple(missed_items(attempt, scoring))
    terminal.heading("result")
    terminal.blank()
    if attempt.end is End.TIME:
        terminal.say(message("exam.time_over"), indent=INDENT)
    verdict = ("Passed", "good") if attempt.passed else ("Not passed", "bad")
    points = f": {attempt.points:g} of {count(len(attempt.items), 'point')}, {_share(attempt.score)}"
    terminal.say(verdict, f"{points}; the pass mark is {attempt.pass_mark} %.", indent=INDENT)
    terminal.say((_margin(attempt), "dim"), indent=INDENT)
    if near := _near(attempt, wrong):
        terminal.say((near, "unsure"), indent=INDENT)
    if day := attempt.valid_until:
        terminal.say(f"Valid until {day.day} {day:%B %Y}.", indent=INDENT)
    terminal.blank()
    for one in wrong:
        _show_missed(terminal, one)


def _share(share: float) -> str:
    return f"{100 * share:.4g} %"


def _margin(attempt: Attempt) -> str:
    """Return how far chance may have decided, in words."""
    low, high = interval(attempt.points, len(attempt.items))
    is_inside = low * 100 <= attempt.pass_mark <= high * 100
    name = "exam.margin_crosses" if is_inside else "exam.margin_clear"
    return message(name, low=round(100 * low), high=round(100 * high))


def _near(attempt: Attempt, wrong: Sequence[MissedItem]) -> str:
    """Return that a person should look at close answers, where there are such."""
    near = [one for one in wrong if one.grade and one.grade.verdict is Verdict.CLOSE]
    if not near:
        return ""
    most = attempt.points + sum(1 - one.score for one in near)
    least = attempt.points - sum(one.score for one in near)
    mark = attempt.pass_mark * len(attempt.items) / 100
    name = "exam.came_close_turns" if least < mark - 1e-9 <= most else "exam.came_close"
    return message(name, answers=count(len(near), "answer"))


def _show_missed(terminal: Terminal, one: MissedItem) -> None:
    terminal.say(*pieces_of(one.item.question, "strong"), indent=INDENT, mark=(f"{one.number + 1}. ", "dim"))
    if one.given is None:
        terminal.say(("left open", "bad"), indent=INDENT)
    else:
        part = " " + message("exam.part_of_a_point", score=f"{one.score:.2g}") if one.score else ""
        terminal.say(("you: ", "dim"), _short(one.given), (part + _reason(one), "dim"), indent=INDENT)
    terminal.say(("right: ", "dim"), ("; ".join(map(to_plain, one.item.key)), "good"), indent=INDENT)
    for section, quote in one.item.sources[:SOURCES_SHOWN]:
        where = f" · {section.replace(' > ', ' › ')}" if section else ""
        terminal.say((f"“{quote}”{where}", "dim"), indent=INDENT)
    terminal.blank()


def _reason(one: MissedItem) -> str:
    """Return why an answer is not right, without the option that stands beside it."""
    reason = to_plain(one.grade.reason) if one.grade else ""
    more = reason.removeprefix(message("grading.you_chose", option=one.given)).removeprefix(": ")
    return f": {more}" if more else ""


def _short(text: str) -> str:
    return text if len(text) <= ANSWER_SHOWN else f"{text[:ANSWER_SHOWN]}…"


def result_of(attempt: Attempt, scoring: Scoring) -> dict[str, Any]:
    """Return what came of an attempt, for scripts; of one under way nothing that tells an answer right."""
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
        "missed": [_plain(one) for one in missed_items(attempt, scoring)] if ended else [],
    }


def _plain(one: MissedItem) -> dict[str, Any]:
    return {
        "item": one.number + 1,
        "card": one.item.card,
        "question": one.item.question,
        "given": one.given,
        "right": list(one.item.key),
        "score": one.score,
        "verdict": one.grade.verdict if one.grade else None,
        "sources": [{"section": section, "quote": quote} for section, quote in one.item.sources],
    }
