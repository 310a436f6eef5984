"""Question and answer, with a second card from answer to question if Reverse is filled."""

from collections.abc import Mapping

from msc_learn.course.model import Note
from msc_learn.deck.html import html_of, typable
from msc_learn.deck.note_types.base import SHARED, Field, NoteType, Template, back, front, typing

_ASKED = '<p class="asked">{{Question}}</p>'
_ANSWER = '<hr id="answer">\n<p class="answer">{{Answer}}</p>'
_REVERSED = '<p class="label">Which question has this answer?</p>\n<p class="asked">{{Answer}}</p>'
_TYPE, _TYPED = typing("{{type:Typed}}")


def own(note: Note) -> Mapping[str, str]:
    """Return the values of the fields that only questions have."""
    return {
        "Question": html_of(note.question),
        "Answer": html_of(note.answer),
        "Typed": typable(note.answer) if note.typed else "",
        "Reverse": "yes" if note.reverse else "",
    }


NOTE_TYPE = NoteType(
    name="question",
    title="msc-learn Question",
    id=1641081955071,
    fields=(
        Field("Question", 2111803055611114),
        Field("Answer", 2607693099435490),
        Field("Reverse", 1307070612790473, "Filled to ask the other way round too.", collapsed=True),
        Field("Typed", 2061282694943022, "Filled with what to type, to ask for typing.", collapsed=True),
        *SHARED,
    ),
    templates=(
        Template(
            name="Question",
            id=1532741663938145,
            requires="Question",
            front=front("question", f"{_ASKED}\n{_TYPE}"),
            back=back("question", f"{_ASKED}\n{_ANSWER}\n{_TYPED}"),
        ),
        Template(
            name="Reversed",
            id=3691915317649178,
            requires="Reverse",
            # The hint is for the question as asked. Here it would give the question away.
            front="{{#Reverse}}" + front("reversed", _REVERSED, below="") + "{{/Reverse}}",
            back=back("reversed", f'{_REVERSED}\n<hr id="answer">\n<p class="answer">{{{{Question}}}}</p>'),
        ),
    ),
    own=own,
)
