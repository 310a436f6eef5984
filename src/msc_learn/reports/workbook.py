"""Tables as an XLSX workbook; the only module that imports XlsxWriter."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from importlib.util import find_spec
from typing import Any

from msc_learn.reports.sheets import Kind, Sheet, Value

_FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "whole": {"num_format": "0"},
    "decimal": {"num_format": "0.00"},
    "share": {"num_format": "0%"},
    "day": {"num_format": "yyyy-mm-dd"},
}
# A text stays a text: no formula, link or number is made of it.
_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32767


def is_installed() -> bool:
    """Tell whether XlsxWriter is installed."""
    return find_spec("xlsxwriter") is not None


def workbook(sheets: Iterable[Sheet], title: str, made: datetime) -> bytes:
    """Return a workbook with a sheet for each table: frozen head, real dates and percentages, no formula."""
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **_AS_WRITTEN}) as book:
        book.set_properties({"title": title, "created": made.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        looks = {kind: book.add_format({**how, "valign": "top"}) for kind, how in _FORMATS.items()}
        for sheet in sheets:
            _write(book.add_worksheet(sheet.title), sheet, head, looks)
    return data.getvalue()


def _write(page: Any, sheet: Sheet, head: Any, looks: dict[Kind, Any]) -> None:
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(0, number, column.head, head)
    for line, row in enumerate(sheet.rows, start=1):
        for number, (value, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, (line, number), value, looks[column.kind])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, position: tuple[int, int], value: Value, look: Any) -> None:
    if isinstance(value, str):
        page.write_string(*position, value[:_LONGEST], look)
    elif isinstance(value, date):
        page.write_datetime(*position, datetime(value.year, value.month, value.day), look)
    elif value is not None:
        page.write_number(*position, value, look)
