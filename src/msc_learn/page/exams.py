"""The exams of a course as plain values for the page: the forms, and every item that an attempt can draw.

Python freezes an item with all that scores it. The page draws which items are asked, and the order of
options. All forms share the items. Values that equal those of the item's card on the page are left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from msc_learn import __version__
from msc_learn.constants import GATE_ITEMS
from msc_learn.course.model import Course, Kind
from msc_learn.exams.askable import ExamQuestion
from msc_learn.exams.draw import drawable
from msc_learn.exams.error_bounds import pass_probability
from msc_learn.exams.events import Item
from msc_learn.exams.form import Form, form_files, load_form
from msc_learn.memory.review import Mode
from msc_learn.page.grading import Lender, borrowed

# A form with few items shows how often people pass who know these shares of the material.
KNOWN = (0.7, 0.8, 0.9)
_OF_FORM = (
    *("name", "title", "blueprint", "items", "minutes", "pass_mark", "rationale", "set_by", "attempts"),
    *("cool_down_days", "months", "version", "asks", "generated"),
)
_OWN = ("sources", "topic", "version")


def exams_of(course: Course, cards: Sequence[Mapping[str, Any]], topics: Sequence[str]) -> dict[str, Any]:
    """Return what the page needs for the exams of a course, empty if it has none.

    `cards` and the ids of the `topics` are those of the page. `texts` are the answers of the course;
    items name similar answers and borrowed options by their index in it. Raises `CardFileError` for a form
    that cannot be asked.
    """
    forms = [load_form(course, path.stem) for path in form_files(course)]
    if not forms:
        return {}
    lender = Lender.of(course.studied())
    shown = {card["id"]: card for card in cards}
    items = [
        _item(question, item, lender, _of_card(shown[item.card], topics))
        for question, item in drawable(forms, course)
    ]
    return {
        "program": __version__,
        "forms": [_form(form) for form in forms],
        "items": items,
        "texts": list(lender.indexes),
    }


def _form(form: Form) -> dict[str, Any]:
    values = {name: getattr(form, name) for name in _OF_FORM}
    if form.items < GATE_ITEMS:
        passing = [[known, pass_probability(form.items, form.pass_mark, known)] for known in KNOWN]
        values["pass_probabilities"] = passing
    return values


def _item(question: ExamQuestion, item: Item, lender: Lender, known: Mapping[str, object]) -> dict[str, Any]:
    """Return an item without what is empty or known from its card on the page."""
    values = asdict(item) | {"others": [lender.indexes[text] for text in item.others]}
    del values["options"]
    if item.mode is Mode.CHOICE and question.card.note.kind is Kind.CHOICE:
        values["wrong"] = [option for option in item.options if option not in item.key]
    elif item.mode is Mode.CHOICE:
        values["borrowed"] = borrowed(question.card, lender)
    own = {name for name in _OWN if values[name] == known[name]}
    return {name: value for name, value in values.items() if value and name not in own}


def _of_card(card: Mapping[str, Any], topics: Sequence[str]) -> dict[str, object]:
    """Return the values that an item takes from its card on the page by default."""
    sources = tuple((section.replace(" › ", " > "), quote) for section, quote in card.get("sources", ()))
    return {"version": card["version"], "topic": topics[card.get("topic", 0)], "sources": sources}
