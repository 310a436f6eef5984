"""A clinic over a year: what its manager sees, in words for docs/clinic.md and in pictures."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from clinic import said, told, write_clinic
from look.shipped import ROOT

PAGE = ROOT / "docs" / "clinic.md"
_DAY = "2027-04-01"
_SHOWN = {"report": ((1000, 900), False), "report-phone": ((390, 844), True)}


def pictures(browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Write the page anew and yield its pictures by name: the report as a page, on a desktop and a phone."""
    with tempfile.TemporaryDirectory() as folder:
        clinic = write_clinic(Path(folder))
        PAGE.write_text(told(PAGE.read_text(encoding="utf-8"), clinic), encoding="utf-8")
        said(clinic, _DAY, "msc-learn report msc --people staff.csv --format html -o report.html")
        for name, (size, night) in _SHOWN.items():
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                color_scheme="dark" if night else "light",
                offline=True,
            )
            page = context.new_page()
            page.goto((clinic.folder / "report.html").as_uri())
            yield name, page.screenshot()
            context.close()
