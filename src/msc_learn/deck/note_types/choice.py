"""Multiple choice: one or more options are right; a script shuffles them each time the card is shown."""

import hashlib
from collections.abc import Mapping

from msc_learn.course.model import Note
from msc_learn.deck.html import html_of, list_of
from msc_learn.deck.note_types.base import HINT, SHARED, Field, NoteType, Template, back, front, script


def own(note: Note) -> Mapping[str, str]:
    """Return the values of the fields that only choices have."""
    return {
        "Question": html_of(note.question),
        "Answer": list_of(note.items, ordered=False) if note.items else html_of(note.answer),
        "Options": _options(note),
    }


def _options(note: Note) -> str:
    """Return the options in an order from a digest, which does not reveal the right ones."""
    right = note.answers
    options = (*((text, ' class="right"') for text in right), *((text, "") for text in note.distractors))
    drawn = sorted(options, key=lambda option: hashlib.sha256(f"{note.id}\0{option[0]}".encode()).digest())
    # With several right options it says how many, since to guess their number is not knowledge.
    task = f'<p class="task">Choose {len(right)}</p>' if len(right) > 1 else ""
    return (
        f'{task}<ol type="A">' + "".join(f"<li{mark}>{html_of(text)}</li>" for text, mark in drawn) + "</ol>"
    )


_ASKED = '<p class="asked">{{Question}}</p>'
_ANSWER = '<hr id="answer">\n<div class="answer">{{Answer}}</div>'
_OPTIONS = '<div class="options" data-card="{{text:CardId}}">{{Options}}</div>'

NOTE_TYPE = NoteType(
    name="choice",
    title="msc-learn Choice",
    id=2019289680849,
    fields=(
        Field("Question", 2307891017723604),
        Field("Answer", 2376763428211258),
        Field("Options", 3922727910877123),
        *SHARED,
    ),
    templates=(
        Template(
            name="Choice",
            id=3691898253545348,
            requires="Question",
            front=front("choice", f"{_ASKED}\n{_OPTIONS}", HINT + script("choice.js")),
            back=back("choice", f"{_ASKED}\n{_ANSWER}\n{_OPTIONS}", script("choice.js")),
        ),
    ),
    own=own,
)
