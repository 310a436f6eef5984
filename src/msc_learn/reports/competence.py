"""Training report as an HTML page, and item analysis of an exam as a page of its own."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from msc_learn.course.model import Course
from msc_learn.exams.item_analysis import Analysis, ItemFigures
from msc_learn.reports import competence_text
from msc_learn.reports.html import render_page
from msc_learn.reports.phrases import capitalised
from msc_learn.training.competence import Level
from msc_learn.training.report import Standings, Task, Total

_SIGNS = {
    Level.CURRENT: "●",
    Level.DUE_SOON: "◐",
    Level.OVERDUE: "▲",
    Level.EXPIRED: "✕",
    Level.NEVER: "○",
}


def page(report: Standings) -> str:
    """Return the page: totals, who must do what by when, a table for each role, and the exams."""
    return render_page(
        "competence",
        ("stats", "competence"),
        title=f"Training report: {report.course}",
        report=report,
        figures_on_top=_facts(report),
        signs=_SIGNS,
        shares_of=_shares_of,
        **_exams(report.analyses, report.language, report.topics),
    )


def items_page(analyses: Sequence[Analysis], course: Course) -> str:
    """Return the page of the exams and their questions, without people."""
    return render_page(
        "competence",
        ("stats", "competence"),
        title=f"Question analysis: {course.title}",
        report=None,
        **_exams(analyses, course.language, {topic.id: topic.title for topic in course.topics}),
    )


def _exams(
    analyses: Sequence[Analysis], course_language: str, topics: Mapping[str, str]
) -> dict[str, object]:
    """Return the values that both pages need."""
    return {
        "language": "en",
        "course_language": course_language,
        "text": competence_text,
        "analyses": analyses,
        "items_by_topic": partial(_items_by_topic, topics),
    }


def _items_by_topic(topics: Mapping[str, str], exam: Analysis) -> Iterator[tuple[str, list[ItemFigures]]]:
    """Yield the title of each topic with its items that have figures."""
    for topic, items in groupby(exam.with_figures, key=lambda item: item.topic):
        yield topics.get(topic, topic), list(items)


def _facts(report: Standings) -> list[tuple[str, str, str]]:
    people = {row.person.learner for group in report.groups for row in group.rows}
    late = {duty.person.learner for duty in report.duties if duty.task is not Task.READ}
    levels = {level: sum(total.people[level] for total in report.totals) for level in Level}
    of_all = f"of {sum(levels.values()):,} required"
    return [
        ("People", f"{len(people):,}", competence_text.unlisted_text(report.unlisted)),
        ("Must take an exam", f"{len(late):,}", ""),
        *((capitalised(competence_text.LEVELS[level]), f"{n:,}", of_all) for level, n in levels.items()),
    ]


def _shares_of(total: Total) -> Iterator[tuple[Level, float, float]]:
    """Yield each level with the left edge and the width of its part of a bar, in per cent."""
    everyone, left = sum(total.people.values()), 0.0
    for level, people in total.people.items():
        if people:
            width = 100 * people / everyone
            yield level, left, width
            left += width
