"""The training report on a terminal: a table if it is wide enough, else paragraphs."""

from collections.abc import Iterable, Mapping, Sequence

from msc_learn.exams.item_analysis import Analysis, ItemFigures, OptionFigures
from msc_learn.reports.competence_text import (
    FIRST,
    LEVELS,
    MEANING,
    TASKS,
    attempts_text,
    competence_titles,
    deadline,
    drift_text,
    item_figures,
    item_verdict,
    name_of,
    recall_interval,
    recall_text,
    reliability_text,
    share,
    unlisted_text,
    why_empty,
    without_figures,
)
from msc_learn.reports.phrases import count, long_day
from msc_learn.terminal.screen import Row as Line
from msc_learn.terminal.screen import Terminal, one_line, pieces_of
from msc_learn.training.competence import Level
from msc_learn.training.report import CompetenceStatus, Duty, Group, Row, Standings, Total

# From this width on, a table has room for the title of a competence.
_WIDE = 72
_STYLES = {
    Level.CURRENT: "good",
    Level.DUE_SOON: "unsure",
    Level.OVERDUE: "bad",
    Level.EXPIRED: "bad",
    Level.NEVER: "plain",
}
_HEADS = ("", "standing", "valid until", "score", "recall", "seen")


def print_report(terminal: Terminal, report: Standings) -> None:
    """Print the people with their competences, the totals, and who must do what by when."""
    terminal.say((one_line(report.course), "strong"), (f", {long_day(report.day)}", "dim"))
    if empty := why_empty(report):
        terminal.blank()
        terminal.say(empty)
    for group in report.groups:
        if group.rows:
            _print_group(terminal, group)
    _print_totals(terminal, report.totals)
    _print_duties(terminal, report.duties)
    if report.unlisted:
        terminal.blank()
        terminal.say(unlisted_text(report.unlisted))
    terminal.blank()
    terminal.say((MEANING, "dim"))


def print_items(terminal: Terminal, analyses: Iterable[Analysis], topics: Mapping[str, str]) -> None:
    """Print the exams and the figures of their questions, by topic; `topics` holds titles by id."""
    for exam in analyses:
        terminal.say((one_line(exam.title), "strong"), (f"  {exam.form}", "dim"))
        learners, items = exam.reliability.learners, exam.reliability.items
        terminal.say(
            f"{count(learners, 'learner')} with {count(items, 'question')}. {reliability_text(exam)}"
        )
        topic = ""
        if missing := without_figures(exam):
            terminal.say((missing, "dim"))
        for item in exam.with_figures:
            if item.topic != topic:
                topic = item.topic
                terminal.blank()
                terminal.say((one_line(topics.get(topic, topic)), "strong"))
            _print_item(terminal, item)
        terminal.blank()
    terminal.say((FIRST, "dim"))


def _print_group(terminal: Terminal, group: Group) -> None:
    terminal.blank()
    terminal.say((one_line(group.role.title) if group.role else "Everyone who took an exam", "strong"))
    if terminal.width >= _WIDE:
        lines: list[Line] = [(_HEADS, "dim")]
        for row in group.rows:
            lines += _lines(row)
        terminal.table(lines, right=[3, 4, 5], indent=2)
        _print_notes(terminal, group)
        return
    for row in group.rows:
        terminal.say(one_line(name_of(row.person)), indent=2)
        for cell in row.cells:
            _print_cell(terminal, cell)


def _lines(row: Row) -> Iterable[Line]:
    blank = ("",) * (len(_HEADS) - 1)
    yield (one_line(name_of(row.person)), *blank), "strong"
    for cell in row.cells:
        held, recall = cell.holding, cell.recall
        until = held.until.isoformat() if held.until else "–"
        seen = f"{recall.met}/{recall.cards}" if recall else "–"
        figures = (share(held.score), recall_interval(recall), seen)
        title = f"  {one_line(cell.competence.title)}"
        yield (title, LEVELS[held.level], until, *figures), _STYLES[held.level]


def _print_notes(terminal: Terminal, group: Group) -> None:
    """Print what the table has no room for: changed facts and failed attempts."""
    for row in group.rows:
        for cell in row.cells:
            held = cell.holding
            tries = attempts_text(cell) if held.failed else ""
            if notes := ", ".join(filter(None, (drift_text(held), tries))):
                whose = f"{one_line(name_of(row.person))}, {one_line(cell.competence.title)}"
                terminal.say((f"{whose}: {notes}", "dim"), indent=2)


def _print_cell(terminal: Terminal, cell: CompetenceStatus) -> None:
    held = cell.holding
    level = (LEVELS[held.level], _STYLES[held.level])
    terminal.say(f"{one_line(cell.competence.title)}: ", level, indent=4)
    until = [f"valid until {long_day(held.until)}"] if held.until else []
    score = [f"score {share(held.score)}"] if held.score is not None else []
    tries = [attempts_text(cell)] if held.failed or not held.passed else []
    drift = [changed] if (changed := drift_text(held)) else []
    terminal.say((", ".join((*until, *score, *tries, recall_text(cell.recall), *drift)), "dim"), indent=6)


def _print_totals(terminal: Terminal, totals: Sequence[Total]) -> None:
    if not any(sum(total.people.values()) for total in totals):
        return
    terminal.blank()
    terminal.say(("Totals", "strong"))
    for total in totals:
        counts = ", ".join(f"{people} {LEVELS[level]}" for level, people in total.people.items() if people)
        terminal.say(f"{one_line(total.competence.title)}: {counts or 'nobody'}", indent=2)


def _print_duties(terminal: Terminal, duties: Sequence[Duty]) -> None:
    if not duties:
        return
    terminal.blank()
    terminal.say(("To do", "strong"))
    for duty in duties:
        what = f"{TASKS[duty.task]}, {deadline(duty)}"
        who = one_line(name_of(duty.person))
        terminal.say(f"{who}: {what} ({one_line(competence_titles(duty))})", indent=2)


def _print_item(terminal: Terminal, item: ItemFigures) -> None:
    terminal.say(*pieces_of(item.question), (f"  {item.card}", "dim"), indent=2)
    terminal.say((item_figures(item), "dim"), indent=4)
    if verdict := item_verdict(item):
        terminal.say((verdict, "bad" if item.warnings else "dim"), indent=4)
    for option in item.options:
        mark = ("right  " if option.right else "wrong  ", "good" if option.right else "dim")
        terminal.say(*pieces_of(option.option), (f"  {_picked(option)}", "dim"), indent=4, mark=mark)


def _picked(option: OptionFigures) -> str:
    groups = "" if option.upper is None else f", upper {option.upper}, lower {option.lower}"
    return f"chosen by {option.picked} of {option.offered}{groups}"
