"""Image occlusion: a picture with hidden labels, one card for each; Anki's own type and our shared fields.

The first five fields, their tags and the element ids are Anki's: its editor reads and writes the masks, and
its script draws them. Each card hides all labels, since a visible one would give others away. The texts of
the labels are clozes in a field of their own, so that a back can show the one it asks for.

Anki makes a card for each number in any field: a retired note must lose its masks and its labels too.
"""

from collections.abc import Mapping

from msc_learn.course.model import Label, Note
from msc_learn.deck.html import html_of
from msc_learn.deck.note_types.base import HINT, SHARED, Field, NoteType, Template, back, front, script

_STOCK_KIND = 6  # Anki's number for its image occlusion type


def own(note: Note) -> Mapping[str, str]:
    """Return the values of the fields that only occlusions have; the picture itself goes into `Image`."""
    numbered = tuple(enumerate(note.labels, start=1))
    return {
        "Occlusion": "".join(_mask(number, label) for number, label in numbered),
        "Header": html_of(note.question),
        "Labels": "<br>".join(f"{{{{c{number}::{_inside(label.text)}}}}}" for number, label in numbered),
        "Alt": html_of(note.media.alt) if note.media else "",
    }


def _mask(number: int, label: Label) -> str:
    """Return a mask as Anki's editor writes it; `oi` hides it on the cards of the other labels too."""
    sides = zip(("left", "top", "width", "height"), label.at, strict=True)
    box = ":".join(f"{name}={_fraction(percent)}" for name, percent in sides)
    return f"{{{{c{number}::image-occlusion:rect:{box}:oi=1}}}}<br>"


def _fraction(percent: float) -> str:
    """Return a fraction of the picture as Anki writes it: four digits, without zeros at either end."""
    return f"{percent / 100:.4f}".strip("0") if round(percent, 2) else ".0000"


def _inside(text: str) -> str:
    """Return a text escaped for a cloze: it cannot end it, or begin a hint or another cloze."""
    return html_of(text).replace("::", ":&#58;").replace("{{", "{&#123;").replace("}", "&#125;")


_PICTURE = """<div style="display: none">{{cloze:Occlusion}}</div>
<div id="image-occlusion-container">
{{Image}}
<canvas id="image-occlusion-canvas"></canvas>
</div>
<p class="instead">{{Alt}}</p>
<p class="instead task">The picture shows once its labels are hidden; that needs Anki 23.10 or later.</p>"""
_ASKED = f'<p class="asked">{{{{Header}}}}</p>\n{_PICTURE}'
# No id "answer" here: Anki would scroll to it, and the picture at the top is what to see.
_ANSWER = """<hr>
<p class="answer">{{cloze-only:Labels}}</p>
<p class="controls"><button type="button" id="toggle" class="tappable">Masks on or off</button></p>
{{#Back Extra}}<p class="extra">{{Back Extra}}</p>{{/Back Extra}}"""

NOTE_TYPE = NoteType(
    name="occlusion",
    title="msc-learn Occlusion",
    id=1831658864882,
    fields=(
        Field("Occlusion", 3282734111367727, "The masks, one card each.", tag=0, holds="picture"),
        Field("Image", 2185160139490282, "The picture.", tag=1, holds="picture"),
        Field("Header", 1704370785021632, "The question.", tag=2),
        Field("Back Extra", 2305155860737958, "Below the answer, as in Anki's own editor.", tag=3),
        Field("Comments", 4247021230400552, "Shown on no card.", collapsed=True, tag=4),
        Field("Labels", 3189677232534423, "What the masks hide, in words."),
        Field("Alt", 4411641125699436, "What stands for the picture; it names no label.", collapsed=True),
        *SHARED,
    ),
    templates=(
        Template(
            name="Occlusion",
            id=2891154526908849,
            requires="Occlusion",
            front=front("picture", _ASKED, HINT + script("occlusion.js")),
            back=back("picture", f"{_ASKED}\n{_ANSWER}", script("occlusion.js")),
        ),
    ),
    own=own,
    is_cloze=True,
    stock_kind=_STOCK_KIND,
    sorted_by="Header",
)
