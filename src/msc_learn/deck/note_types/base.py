"""The shape of note types, their shared fields, and the HTML frame around each side of a card.

Ids, names and the order of fields and templates never change. If the schema of a note type changes, Anki
makes a second note type and updates nothing. Anything new goes into a spare field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, Protocol

from msc_learn.course.model import Note

Holds = Literal["text", "picture", "learner's own", "nothing yet"]


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a note type; Anki's editor shows the description while the field is empty.

    `tag` is the number by which Anki knows its own fields, even if a learner renames them. `metadata` says
    where a note belongs, which nobody studies: a change of it alone does not mark the note as changed.
    """

    name: str
    id: int
    description: str = ""
    collapsed: bool = False
    holds: Holds = "text"
    tag: int | None = None
    metadata: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """How a note type makes a card; if the field `requires` is blank, the card would ask nothing."""

    name: str
    id: int
    requires: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """The shape of the notes of one kind; `own` returns the values of the fields that are not shared.

    `own` gets a note under the id of its first release, so that a renaming changes nothing it draws from it.
    `stock_kind` is the number of Anki's own type that this one is, 0 for none. `sorted_by` is the field by
    which Anki's browser lists the notes, by default the first one.
    """

    name: str
    title: str
    id: int
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    own: Callable[[Note], Mapping[str, str]]
    is_cloze: bool = False
    stock_kind: int = 0
    sorted_by: str = ""

    @property
    def sort_index(self) -> int:
        """The index of the field by which Anki lists the notes."""
        return [field.name for field in self.fields].index(self.sorted_by) if self.sorted_by else 0

    @property
    def css(self) -> str:
        """The stylesheet, one for all types."""
        return asset("style.css")


class NoteTypeModule(Protocol):
    """What the module of a note type holds."""

    NOTE_TYPE: NoteType


_FREE = "Kept free for later releases."
SHARED = (
    Field("Hint", 2869423925620281),
    Field("Extra", 2879109214723702),
    Field("Confusable", 1687824055781087, "Answers often given that are not right, and why."),
    Field("Picture", 2860438847118117, holds="picture"),
    Field("Source", 1175096009750231, "The section of the document.", metadata=True),
    Field("Quote", 3296570129728619, "The words of the document this card stands on."),
    Field("Strength", 3869246037133678, "How much the source claims."),
    Field(
        "Topic",
        2929628503219676,
        "Above the question; another title, or none, where it would tell.",
        collapsed=True,
        metadata=True,
    ),
    Field("Document", 1277433139529323, collapsed=True, metadata=True),
    Field("CardId", 4484804620988685, "The name to report a mistake by.", collapsed=True, metadata=True),
    Field("Language", 3313011673985333, collapsed=True, metadata=True),
    Field(
        "LearnerNotes",
        3288966481512412,
        "My notes: yours to fill. A later release that corrects this very note empties it.",
        holds="learner's own",
    ),
    Field("Retired", 4218129930437053, "Filled when the card is withdrawn.", collapsed=True),
    Field("Spare1", 3797402366412058, _FREE, collapsed=True, holds="nothing yet"),
    Field("Spare2", 2717515484539072, _FREE, collapsed=True, holds="nothing yet"),
    Field("Spare3", 3808454093128409, _FREE, collapsed=True, holds="nothing yet"),
    Field("Spare4", 3624909932280837, _FREE, collapsed=True, holds="nothing yet"),
)


def with_spare(spare: str, name: str, description: str) -> tuple[Field, ...]:
    """Return the shared fields, with a spare one in use for one note type.

    Its id stays, so that Anki renames the field instead of making a second note type.
    """
    return tuple(
        replace(field, name=name, description=description) if field.name == spare else field
        for field in SHARED
    )


_TOPIC = '{{#Topic}}<p class="topic">{{Topic}}</p>{{/Topic}}'
HINT = """{{#Hint}}<details class="hint tappable">
<summary aria-keyshortcuts="H">Hint</summary>
<p>{{Hint}}</p>
</details>{{/Hint}}"""
_ABOUT = """<div class="about">
{{#Picture}}<figure>{{Picture}}</figure>{{/Picture}}
{{#Extra}}<p class="extra">{{Extra}}</p>{{/Extra}}
{{#Confusable}}<section class="confusable">
<p class="label">Not to be confused</p>{{Confusable}}
</section>{{/Confusable}}
{{#Quote}}<section class="source">
<p class="label">Source{{#Source}} · <cite>{{Source}}</cite>{{/Source}}</p>
<blockquote>{{Quote}}</blockquote>
{{#Strength}}<p class="strength {{text:Strength}}">{{Strength}}</p>{{/Strength}}
</section>{{/Quote}}
{{^Quote}}{{#Strength}}<p class="strength {{text:Strength}}">{{Strength}}</p>{{/Strength}}{{/Quote}}
{{#LearnerNotes}}<section class="mine">
<p class="label">My notes</p>{{LearnerNotes}}
</section>{{/LearnerNotes}}
<p class="report">{{Document}} · card <span>{{CardId}}</span></p>
</div>"""


# For Anki, a front of plain text is empty. With the field in it, it would not be, so the field stays out.
_WITHDRAWN = """{{#Retired}}<p>This card was withdrawn. Its field “Retired” says when, and why.
Tools &gt; Empty Cards takes it away.</p>{{/Retired}}"""


def front(kind: str, inside: str, below: str = HINT) -> str:
    """Return a front; for a retired note it asks nothing, so that Anki's Empty Cards finds the card."""
    framed = _frame(f"{kind} front", inside, below + script("keys.js"))
    return "{{^Retired}}" + framed + "{{/Retired}}" + _WITHDRAWN


def back(kind: str, inside: str, after: str = "") -> str:
    """Return a back: the answer, then source, strength, notes and other details."""
    return _frame(f"{kind} back", inside, _ABOUT + after)


def typing(mark: str) -> tuple[str, str]:
    """Return what front and back show for a typed answer; `mark` is Anki's replacement for it."""
    field = f'<label class="typed"><span class="label">Type the answer</span>{mark}</label>'
    typed = f'<div class="typed"><p class="label">What you typed</p>{mark}</div>'
    return f"{{{{#Typed}}}}{field}{{{{/Typed}}}}", f"{{{{#Typed}}}}{typed}{{{{/Typed}}}}"


def _frame(classes: str, inside: str, below: str) -> str:
    start = f'<main class="msc {classes}" lang="{{{{text:Language}}}}" dir="auto">'
    return "\n".join((start, _TOPIC, inside, below, "</main>"))


def script(name: str) -> str:
    """Return a script element with the code of a file beside this one."""
    return f"<script>\n{asset(name)}</script>"


@cache
def asset(name: str) -> str:
    """Return the text of a file beside this one."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
