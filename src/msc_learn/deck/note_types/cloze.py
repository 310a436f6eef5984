"""Cloze: each number of hidden texts makes one card, on request with a field to type in.

If a number hides several texts, Anki expects all of them typed in order, with a comma and a space between;
equal ones once.

Anki's Empty Cards looks only at the numbers in the text: a retired note must lose its deletions too.
"""

from collections.abc import Mapping

from msc_learn.course.model import Note
from msc_learn.deck.html import cloze_html_of
from msc_learn.deck.note_types.base import Field, NoteType, Template, back, front, typing, with_spare


def own(note: Note) -> Mapping[str, str]:
    """Return the values of the fields that only cloze notes have."""
    return {"Text": cloze_html_of(note.cloze), "Typed": "yes" if note.typed else ""}


_TYPE, _TYPED = typing("{{type:cloze:Text}}")


NOTE_TYPE = NoteType(
    name="cloze",
    title="msc-learn Cloze",
    id=1545137400930,
    fields=(Field("Text", 3330719052914914), *with_spare("Spare1", "Typed", "Filled to ask for typing.")),
    templates=(
        Template(
            name="Cloze",
            id=4366929020083149,
            requires="Text",
            front=front("gap", f'<p class="asked">{{{{cloze:Text}}}}</p>\n{_TYPE}'),
            back=back("gap", f'<p class="asked" id="answer">{{{{cloze:Text}}}}</p>\n{_TYPED}'),
        ),
    ),
    own=own,
    is_cloze=True,
)
