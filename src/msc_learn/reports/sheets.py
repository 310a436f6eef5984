"""The report as tables with typed cells, the same for JSON, CSV and XLSX, and all three but XLSX as text."""

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

# A spreadsheet takes a text that begins so for a formula; the wide forms count in East Asian versions.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its head, the kind of its cells, its width in letters.

    A share is from 0 to 1.
    """

    key: str
    head: str
    kind: Kind = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table by its key and title."""

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
    Column("recall", "Recall foretold", "share", 14),
    Column("recall_low", "From", "share", 8),
    Column("recall_high", "To", "share", 8),
    Column("cards_met", "Cards met", "whole", 10),
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
    Column("left_out", "Left out", "whole", 9),
    Column("facility", "Facility index", "share", 13),
    Column("discrimination", "Discrimination index", "decimal", 18),
    Column("efficiency", "Discriminative efficiency", "decimal", 22),
    Column("upper_lower", "Upper less lower 27 %", "decimal", 20),
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
    """Return the tables of people; that of the standings is the first."""
    standing = (row for group in report.groups for row in _standing(group))
    return (
        Sheet("standings", "Standings", _STANDING, tuple(standing)),
        Sheet("to_do", "To do", _DUTIES, tuple(map(_duty, report.duties))),
        Sheet("totals", "Totals", _TOTALS, tuple(map(_total, report.totals))),
    )


def item_sheets(analyses: Iterable[Analysis]) -> tuple[Sheet, ...]:
    """Return the tables of exams and their items; that of the items is the first."""
    found = tuple(analyses)
    items = ((one.form, *_item(item)) for one in found for item in one.items)
    options = ((one.form, *row) for one in found for item in one.items for row in _options(item))
    return (
        Sheet("items", "Items", _ITEMS, tuple(items)),
        Sheet("options", "Options", _OPTIONS, tuple(options)),
        Sheet("exams", "Exams", _EXAMS, tuple(map(_exam, found))),
    )


def as_csv(sheet: Sheet) -> str:
    """Return a table as RFC 4180 has it; a text that a spreadsheet would take for a formula begins with '."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.head for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_cell(value, column.kind) for value, column in zip(row, sheet.columns, strict=True)])
    return text.getvalue()


def as_json(sheets: Iterable[Sheet], **about: Value) -> str:
    """Return tables as lists of objects, with what is said about them all; days are in ISO 8601."""
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
        said = str(value)
        return f"'{said}" if said.lstrip(" ").startswith(_FORMULA) else said
    return str(_rounded(value, kind))


def _rounded(value: Value, kind: Kind) -> Value:
    """Return a figure with no more digits than it has a right to."""
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
    proven = "; ".join(one.title for one in duty.competences)
    return (*_names(duty.person), duty.task.value, duty.form, proven, duty.by, duty.changed)


def _total(total: Total) -> tuple[Value, ...]:
    return (total.competence.title, sum(total.people.values()), *total.people.values())


def _names(person: Person) -> tuple[str, str]:
    return person.name, person.learner


def _exam(one: Analysis) -> tuple[Value, ...]:
    found = one.reliability
    coefficient = found.coefficient.value if found.coefficient else None
    figures = (found.mean, found.deviation, coefficient, found.value, found.error)
    return (one.form, one.title, found.learners, found.items, *figures)


def _item(item: ItemFigures) -> Sequence[Value]:
    verdict = ", ".join(item.flags) if item.enough else "too-few"
    said = (item.topic, item.card, item.version, to_plain(item.question), item.mode.value)
    figures = (item.facility, item.discrimination, item.efficiency, item.upper_lower, item.seconds)
    return (*said, item.learners, item.left_out, *figures, verdict)


def _options(item: ItemFigures) -> Iterable[tuple[Value, ...]]:
    for one in item.options:
        right = "yes" if one.right else "no"
        counts = (one.offered, one.picked, one.upper, one.lower)
        yield (item.card, item.version, to_plain(one.option), right, *counts)
