"""The training report as tables with typed cells, for JSON, CSV and XLSX; JSON and CSV as text."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from msc_learn.exams.item_analysis import Analysis, ItemFigures
from msc_learn.text.markup import to_plain
from msc_learn.training.competence import Level
from msc_learn.training.people import Person
from msc_learn.training.report import Duty, Group, Standings, Total

Value = str | int | float | date | None
Kind = Literal["text", "whole", "decimal", "share", "day"]

# A spreadsheet reads a text that begins like this as a formula (CSV injection). The wide forms count in
# East Asian versions.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its head, the kind of its cells, its width in characters.

    A share is a number from 0 to 1.
    """

    key: str
    head: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its key in JSON and its title."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_PERSON = (Column("name", "Name", width=24), Column("learner", "Learner", width=16))
_COMPETENCE = Column("competence", "Competence", width=32)
_STANDING = (
    Column("role", "Role", width=18),
    *_PERSON,
    _COMPETENCE,
    Column("standing", "Standing", width=11),
    Column("passed_on", "Passed on", "day"),
    Column("valid_until", "Valid until", "day"),
    Column("score", "Score", "share", 8),
    Column("last_attempt", "Last attempt", "day"),
    Column("last_score", "Last score", "share", 10),
    Column("attempts", "Attempts", "whole", 9),
    Column("failed_since_pass", "Failed since pass", "whole", 16),
    Column("attempts_left", "Attempts left", "whole", 12),
    Column("facts_changed", "Facts changed", "whole", 13),
    Column("cards_changed", "Cards changed", width=24),
    Column("facts_gone", "Facts gone", "whole", 10),
    Column("recall", "Predicted recall", "share", 14),
    Column("recall_low", "From", "share", 8),
    Column("recall_high", "To", "share", 8),
    Column("cards_met", "Cards seen", "whole", 10),
    Column("cards", "Cards", "whole", 8),
)
_DUTIES = (
    *_PERSON,
    Column("task", "To do", width=14),
    Column("exam", "Exam", width=18),
    Column("competences", "For", width=48),
    Column("by", "By", "day"),
    Column("facts_changed", "Facts changed", "whole", 13),
)
_TOTALS = (
    _COMPETENCE,
    Column("people", "People", "whole", 8),
    *(Column(level.replace("-", "_"), level.replace("-", " ").capitalize(), "whole") for level in Level),
)
_EXAMS = (
    Column("exam", "Exam", width=18),
    Column("title", "Title", width=32),
    Column("learners", "Learners", "whole", 9),
    Column("items", "Items", "whole", 8),
    Column("mean", "Mean score", "share"),
    Column("deviation", "Standard deviation", "share", 17),
    Column("coefficient", "Coefficient", width=18),
    Column("reliability", "Reliability", "decimal"),
    Column("error", "Standard error", "share", 14),
)
_ITEMS = (
    Column("exam", "Exam", width=18),
    Column("topic", "Topic", width=18),
    Column("card", "Card", width=26),
    Column("version", "Version", width=14),
    Column("question", "Question", width=60),
    Column("mode", "Asked by", width=9),
    Column("learners", "Learners", "whole", 9),
    Column("left_out", "Skipped", "whole", 9),
    Column("facility", "Facility index", "share", 13),
    Column("discrimination", "Discrimination index", "decimal", 18),
    Column("efficiency", "Discriminative efficiency", "decimal", 22),
    Column("upper_lower", "Upper minus lower 27 %", "decimal", 20),
    Column("seconds", "Median seconds", "decimal", 14),
    Column("verdict", "Verdict", width=32),
)
_OPTIONS = (
    Column("exam", "Exam", width=18),
    Column("card", "Card", width=26),
    Column("version", "Version", width=14),
    Column("option", "Option", width=48),
    Column("right", "Right", width=7),
    Column("offered", "Offered", "whole", 8),
    Column("picked", "Picked", "whole", 8),
    Column("upper", "Picked by upper 27 %", "whole", 19),
    Column("lower", "Picked by lower 27 %", "whole", 19),
)


def sheets_of(report: Standings) -> tuple[Sheet, ...]:
    """Return the tables of people, the standings first."""
    standing = (row for group in report.groups for row in _standing(group))
    return (
        Sheet("standings", "Standings", _STANDING, tuple(standing)),
        Sheet("to_do", "To do", _DUTIES, tuple(map(_duty, report.duties))),
        Sheet("totals", "Totals", _TOTALS, tuple(map(_total, report.totals))),
    )


def item_sheets(analyses: Iterable[Analysis]) -> tuple[Sheet, ...]:
    """Return the tables of exams and their items, the items first."""
    exams = tuple(analyses)
    items = ((exam.form, *_item(item)) for exam in exams for item in exam.items)
    options = ((exam.form, *row) for exam in exams for item in exam.items for row in _options(item))
    return (
        Sheet("items", "Items", _ITEMS, tuple(items)),
        Sheet("options", "Options", _OPTIONS, tuple(options)),
        Sheet("exams", "Exams", _EXAMS, tuple(map(_exam, exams))),
    )


def as_csv(sheet: Sheet) -> str:
    """Return a table as CSV (RFC 4180); an apostrophe stands before a text that looks like a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.head for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(value, column.kind) for value, column in zip(row, sheet.columns, strict=True)])
    return text.getvalue()


def as_json(sheets: Iterable[Sheet], **about: Value) -> str:
    """Return tables as JSON: lists of objects, after the values in `about`; days are in ISO 8601."""
    tables = {
        sheet.key: [
            {
                column.key: _rounded(value, column.kind)
                for column, value in zip(sheet.columns, row, strict=True)
            }
            for row in sheet.rows
        ]
        for sheet in sheets
    }
    return json.dumps({**about, **tables}, ensure_ascii=False, indent=1, default=str) + "\n"


def _cell(value: Value, kind: Kind) -> str:
    if value is None:
        return ""
    if kind == "text":
        text = str(value)
        return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
    return str(_rounded(value, kind))


def _rounded(value: Value, kind: Kind) -> Value:
    """Return a figure without digits that its precision does not support."""
    if not isinstance(value, float):
        return value
    return round(value, 4 if kind == "share" else 3)


def _standing(group: Group) -> Iterable[tuple[Value, ...]]:
    role = group.role.title if group.role else ""
    for row in group.rows:
        for cell in row.cells:
            held, recall = cell.holding, cell.recall
            yield (
                *(role, *_names(row.person), cell.competence.title),
                *(held.level.value, held.passed, held.until, held.score, held.last, held.last_score),
                *(held.attempts, held.failed, cell.left),
                *(len(held.changed), " ".join(held.changed), len(held.gone)),
                *((recall.share, recall.low, recall.high) if recall else (None, None, None)),
                *((recall.met, recall.cards) if recall else (None, None)),
            )


def _duty(duty: Duty) -> tuple[Value, ...]:
    titles = "; ".join(competence.title for competence in duty.competences)
    return (*_names(duty.person), duty.task.value, duty.form, titles, duty.by, duty.changed)


def _total(total: Total) -> tuple[Value, ...]:
    return (total.competence.title, sum(total.people.values()), *total.people.values())


def _names(person: Person) -> tuple[str, str]:
    return person.name, person.learner


def _exam(exam: Analysis) -> tuple[Value, ...]:
    scores = exam.reliability
    coefficient = scores.coefficient.value if scores.coefficient else None
    figures = (scores.mean, scores.deviation, coefficient, scores.value, scores.error)
    return (exam.form, exam.title, scores.learners, scores.items, *figures)


def _item(item: ItemFigures) -> Sequence[Value]:
    verdict = ", ".join(item.warnings) if item.enough else "too-few"
    about = (item.topic, item.card, item.version, to_plain(item.question), item.mode.value)
    figures = (item.facility, item.discrimination, item.efficiency, item.upper_lower, item.seconds)
    return (*about, item.learners, item.left_out, *figures, verdict)


def _options(item: ItemFigures) -> Iterable[tuple[Value, ...]]:
    for option in item.options:
        right = "yes" if option.right else "no"
        counts = (option.offered, option.picked, option.upper, option.lower)
        yield (item.card, item.version, to_plain(option.option), right, *counts)
