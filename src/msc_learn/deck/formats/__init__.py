"""The export formats, one module each. A module is loaded if its format is used.

The modules are named here and not imported, since some are in folders that may import this one.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import cast

from msc_learn.deck.formats.base import Format, FormatModule

FORMATS: Mapping[str, str] = {
    "apkg": "msc_learn.deck.formats.apkg",
    "text": "msc_learn.deck.formats.text",
    "html": "msc_learn.page",
    "gift": "msc_learn.lms.gift",
    "moodle-xml": "msc_learn.lms.moodle_xml",
    "csv": "msc_learn.lms.csv_table",
}


def format_named(name: str) -> Format:
    """Return a format by its name in `FORMATS`."""
    return cast(FormatModule, import_module(FORMATS[name])).FORMAT
