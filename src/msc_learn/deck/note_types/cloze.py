"""A text with stretches hidden; each number makes one card.

Anki's Empty Cards goes by the numbers in the text alone: a retired note must lose its deletions too.
"""

from collections.abc import Mapping

from msc_learn.course.model import Note
from msc_learn.deck.html import html_of
from msc_learn.deck.note_types.base import SHARED, Field, NoteType, Template, back, front


def own(note: Note) -> Mapping[str, str]:
    """Return the values of the fields that only cloze notes have."""
    return {"Text": html_of(note.cloze)}


NOTE_TYPE = NoteType(
    name="cloze",
    title="msc-learn Cloze",
    id=1545137400930,
    fields=(Field("Text", 3330719052914914), *SHARED),
    templates=(
        Template(
            name="Cloze",
            id=4366929020083149,
            requires="Text",
            front=front("gap", '<p class="asked">{{cloze:Text}}</p>'),
            back=back("gap", '<p class="asked" id="answer">{{cloze:Text}}</p>'),
        ),
    ),
    own=own,
    is_cloze=True,
)
