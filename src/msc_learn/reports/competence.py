"""A manager's report as one page of HTML, which needs no network and no script."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from msc_learn.course.model import Course
from msc_learn.exams.item_analysis import Analysis, ItemFigures, OptionFigures
from msc_learn.reports.competence_css import REPORT_STYLE
from msc_learn.reports.competence_text import (
    FIRST,
    LEVELS,
    MEANING,
    TASKS,
    by_of,
    drift_of,
    empty_of,
    figures_of,
    long_day,
    recall_of,
    reliability_of,
    share,
    titles_of,
    tries_of,
    unlisted_of,
    untold_of,
    verdict_of,
)
from msc_learn.reports.html import webpage
from msc_learn.reports.phrases import count
from msc_learn.text.markup import to_html
from msc_learn.training.competence import Level
from msc_learn.training.people import Person
from msc_learn.training.report import Cell, Duty, Group, Row, Standings, Total

# A sign beside each word, so that a glance down a column tells them apart without colour.
_SIGNS = {
    Level.CURRENT: "●",
    Level.DUE_SOON: "◐",
    Level.OVERDUE: "▲",
    Level.EXPIRED: "✕",
    Level.NEVER: "○",
}


def page(report: Standings) -> str:
    """Return the page of people: totals, who must do what by when, roles, and how the exams do."""
    title = f"Training report: {report.course}"
    head = f"<header><h1>{escape(title)}</h1>\n<p>{long_day(report.day)}</p>{_facts(report)}</header>"
    body = [head, "<main>"]
    if empty := empty_of(report):
        body.append(f"<p>{escape(empty)}</p>")
    else:
        body += [_totals(report), _duties(report), *(_group(group, report) for group in report.groups)]
    body += [_exam(one, report.language, report.topics) for one in report.analyses]
    return _page(title, body, MEANING)


def items_page(analyses: Sequence[Analysis], course: Course) -> str:
    """Return the page of exams and their questions alone."""
    title = f"How the questions do: {course.title}"
    topics = {topic.id: topic.title for topic in course.topics}
    head = f"<header><h1>{escape(title)}</h1></header>"
    return _page(title, [head, "<main>", *(_exam(one, course.language, topics) for one in analyses)], "")


def _page(title: str, body: Iterable[str], note: str) -> str:
    foot = f"<footer>{escape(note)}</footer>" if note else ""
    return webpage(title, "en", REPORT_STYLE, [*body, "</main>", foot])


def _facts(report: Standings) -> str:
    people = {row.person.learner for group in report.groups for row in group.rows}
    late = {duty.person.learner for duty in report.duties if duty.task.value != "read-changes"}
    held = sum(_at(level, report.totals) for level in Level)
    of_all = f"of {held:,} to hold"
    facts = [
        ("People", f"{len(people):,}", unlisted_of(report.unlisted)),
        ("With something to pass", f"{len(late):,}", ""),
        *((_sentence(LEVELS[level]), f"{_at(level, report.totals):,}", of_all) for level in Level),
    ]
    cells = "".join(f"<div><dt>{a}</dt><dd>{b}<span>{c}</span></dd></div>" for a, b, c in facts)
    return f'<dl class="facts">{cells}</dl>'


def _at(level: Level, totals: Iterable[Total]) -> int:
    return sum(total.people[level] for total in totals)


def _totals(report: Standings) -> str:
    bars = "".join(_bar(total, report.language) for total in report.totals)
    return f"<section><h2>Totals by competence</h2>{bars}</section>"


def _bar(total: Total, language: str) -> str:
    """Return a bar parted by level, and below it the same in words."""
    everyone, parts, at = sum(total.people.values()), "", 0.0
    for level, people in total.people.items():
        if people:
            wide = 100 * people / everyone
            parts += f'<rect class="{level}" x="{at:.2f}%" y="0" width="{wide:.2f}%" height="100%"/>'
            at += wide
    said = "".join(f"<li>{_level(level, people)}</li>" for level, people in total.people.items() if people)
    return (
        f"<h3>{_said(total.competence.title, language)}</h3>"
        f'<svg class="share" aria-hidden="true">{parts}</svg>'
        f'<ul class="legend">{said or "<li>Nobody must hold it.</li>"}</ul>'
    )


def _duties(report: Standings) -> str:
    if not report.duties:
        return "<section><h2>To do</h2><p>Nobody has anything to do.</p></section>"
    rows = [_duty(duty, report.language) for duty in report.duties]
    heads = ("Who", "What", "By")
    return f"<section><h2>To do</h2>{_table('To do', heads, rows, 'words')}</section>"


def _duty(duty: Duty, language: str) -> Sequence[str]:
    by = _sentence(by_of(duty).removeprefix("by "))
    what = f"{_sentence(TASKS[duty.task])}<small>{_said(titles_of(duty), language)}</small>"
    return _who(duty.person), what, by


def _group(group: Group, report: Standings) -> str:
    title = _said(group.role.title, report.language) if group.role else "Everyone who sat an exam"
    if not group.rows:
        return f"<section><h2>{title}</h2><p>Nobody has this role.</p></section>"
    heads = ("Person", *(_said(one.title, report.language) for one in group.competences))
    rows = [_row(row) for row in group.rows]
    named = group.role.title if group.role else "Everyone"
    return f"<section><h2>{title}</h2>{_table(named, heads, rows, 'words')}</section>"


def _row(row: Row) -> Sequence[str]:
    return _who(row.person), *map(_cell, row.cells)


def _cell(cell: Cell) -> str:
    held = cell.holding
    until = [f"valid until {long_day(held.until)}"] if held.until else []
    grace = [f"in grace until {long_day(held.grace)}"] if held.level is Level.OVERDUE and held.grace else []
    score = [f"score {share(held.score)}"] if held.score is not None else []
    lines = [*until, *grace, ", ".join((*score, tries_of(cell))), recall_of(cell.recall)]
    flag = "flag" if held.changed else ""
    drift = f'<small class="{flag}">{escape(found)}</small>' if (found := drift_of(held)) else ""
    small = "".join(f"<small>{escape(line)}</small>" for line in lines)
    return _level(held.level) + small + drift


def _level(level: Level, people: int | None = None) -> str:
    sign = f'<span aria-hidden="true">{_SIGNS[level]}</span>'
    number = "" if people is None else f"{people:,} "
    return f'<span class="level {level}">{sign} {number}{LEVELS[level]}</span>'


def _exam(one: Analysis, language: str, titles: Mapping[str, str]) -> str:
    found = one.reliability
    flagged = sum(bool(item.flags) for item in one.items)
    had = f"{count(found.learners, 'learner')} with {count(found.items, 'question')} each."
    wrong = f"{count(flagged, 'question')} of {len(one.items):,} to look at." if flagged else ""
    topics = (
        f"<h3>{_said(titles.get(topic, topic), language)}</h3>"
        + "".join(_item(item, language) for item in items)
        for topic, items in groupby(one.told, key=lambda item: item.topic)
    )
    untold = f'<p class="quiet">{said}</p>' if (said := untold_of(one)) else ""
    return (
        f"<section><h2>Questions of {_said(one.title, language)}</h2><p>{had} {reliability_of(one)} {wrong}"
        f'</p><p class="quiet">{escape(FIRST)}</p>{untold}{"".join(topics)}</section>'
    )


def _item(item: ItemFigures, language: str) -> str:
    verdict = verdict_of(item)
    flag = f'<small class="{"flag" if item.flags else ""}">{escape(verdict)}</small>' if verdict else ""
    head = f"{_marked(item.question, language)}<small>{escape(figures_of(item))}</small>{flag}"
    return (
        f'<details class="item"{" open" if item.flags else ""}><summary>{head}</summary>'
        f"{_figures(item)}{_options(item, language)}</details>"
    )


def _figures(item: ItemFigures) -> str:
    efficiency = share(item.efficiency)
    said = f"Card {item.card}, version {item.version}. Discriminative efficiency {efficiency}."
    left_out = f" {count(item.left_out, 'learner')} left it out." if item.left_out else ""
    return f'<p class="quiet">{escape(said + left_out)}</p>'


def _options(item: ItemFigures, language: str) -> str:
    if not item.options:
        return ""
    rows = [
        (
            _marked(one.option, language) + (' <span class="right">right</span>' if one.right else ""),
            *_picks(one),
        )
        for one in item.options
    ]
    heads = ("Option", "Picked", "Upper 27\u00a0%", "Lower 27\u00a0%")
    return _table(f"Options of {item.card}", heads, rows, "")


def _picks(one: OptionFigures) -> tuple[str, str, str]:
    upper, lower = ("–" if number is None else f"{number:,}" for number in (one.upper, one.lower))
    return f"{one.picked:,} of {one.offered:,}", upper, lower


def _who(person: Person) -> str:
    if not person.name:
        return escape(person.learner)
    # A name written from right to left must not turn what stands beside it.
    return f"<bdi>{escape(person.name)}</bdi><small>{escape(person.learner)}</small>"


def _said(text: str, language: str) -> str:
    return f'<span lang="{escape(language)}">{escape(text)}</span>'


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _marked(text: str, language: str) -> str:
    return f'<span lang="{escape(language)}">{to_html(text)}</span>'


def _table(title: str, heads: Iterable[str], rows: Iterable[Sequence[str]], name: str) -> str:
    """Return a table that scrolls sideways by itself where the page is too narrow for it."""
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    place = f'class="wide" tabindex="0" role="region" aria-label="{escape(title)}"'
    kind = f' class="{name}"' if name else ""
    return f"<div {place}><table{kind}><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>"
