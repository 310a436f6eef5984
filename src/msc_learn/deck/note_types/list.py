"""List: the answer is an enumeration; a script on the back shows its items one by one."""

from collections.abc import Mapping

from msc_learn.course.model import Note
from msc_learn.deck.html import html_of, list_of
from msc_learn.deck.note_types.base import SHARED, Field, NoteType, Template, back, front, script


def own(note: Note) -> Mapping[str, str]:
    """Return the values of the fields that only lists have."""
    return {
        "Question": html_of(note.question),
        "Items": list_of(note.items, ordered=note.ordered),
        "Task": task_of(note),
    }


def task_of(note: Note) -> str:
    """Return the task above the question: how many items, and whether their order counts."""
    count = len(note.items)
    if note.need is not None and note.need < count:
        return f"any {note.need} of {count}"
    return f"{count} items, in order" if note.ordered else f"{count} items"


_ASKED = '<p class="asked">{{Question}}</p>\n<p class="task">{{Task}}</p>'
_ITEMS = """<hr id="answer">
<div class="answer list">{{Items}}</div>
<p class="controls" hidden>
<button type="button" class="next tappable" aria-keyshortcuts="N">Show next</button>
<button type="button" class="all tappable">Show all</button>
</p>"""

NOTE_TYPE = NoteType(
    name="list",
    title="msc-learn List",
    id=1609961147953,
    fields=(
        Field("Question", 2473913717800760),
        Field("Items", 3151928979179493),
        Field("Task", 1718274992410525, "How many items, and whether in order.", collapsed=True),
        *SHARED,
    ),
    templates=(
        Template(
            name="List",
            id=2863348446949710,
            requires="Question",
            front=front("items", _ASKED),
            back=back("items", f"{_ASKED}\n{_ITEMS}", script("list.js") + script("keys.js")),
        ),
    ),
    own=own,
)
