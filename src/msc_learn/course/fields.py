"""The table of keys of a card file and of course.yaml, for the reader, the schema and the manual."""

from dataclasses import dataclass, replace
from typing import Literal

from msc_learn.course.model import Kind

Shape = Literal[
    "text", "texts", "flag", "count", "days", "range", "box", "pairs", "reasons", "amounts",
    "labels", "source", "media", "cards", "list", "mapping",
]  # fmt: skip
ANY = frozenset(Kind)
ASKED = ANY - {Kind.CLOZE}
ANSWERED = frozenset({Kind.QUESTION, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One key: the shape of its value, what it means, and the kinds of card that take it.

    `values` lists the allowed values, if only some are; `pattern` is a regular expression. `keys` are those
    of each mapping in a list, or in a mapping of ids to mappings.
    """

    name: str
    shape: Shape
    about: str
    required: bool = False
    kinds: frozenset[Kind] = ANY
    values: tuple[str, ...] = ()
    pattern: str = ""
    keys: tuple["FieldSpec", ...] = ()


ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
BASE_PATTERN = r"sha256:[0-9a-f]{8}"
# Any letters and digits with hyphens, as ECMA and Python both read it; `course_id` has the rest of the rule.
COURSE_ID_PATTERN = r"(?!-)[^\s!-,./:-@\[-`{-~]+"
TAG_PATTERN = r"[^\s:]+(::[^\s:]+)*"

CARD_KEYS = (
    FieldSpec(
        "id",
        "text",
        "The permanent name of the card. Reviews are stored under it, so never change it.",
        required=True,
        pattern=ID_PATTERN,
    ),
    FieldSpec("question", "text", "What is asked.", kinds=ASKED),
    FieldSpec("answer", "text", "The right answer, in 1 to 8 words if possible.", kinds=ANSWERED),
    FieldSpec(
        "cloze",
        "text",
        "A sentence with cloze deletions: {{c1::hidden}} or {{c1::hidden::hint}}.",
        kinds=frozenset({Kind.CLOZE}),
    ),
    FieldSpec(
        "items",
        "texts",
        "The answers of an enumeration, at most 7; of a choice, the right options if there are several.",
        kinds=frozenset({Kind.LIST, Kind.CHOICE}),
    ),
    FieldSpec("ordered", "flag", "true if the order of the items counts.", kinds=frozenset({Kind.LIST})),
    FieldSpec("need", "count", "How many items are enough.", kinds=frozenset({Kind.LIST})),
    FieldSpec("distractors", "texts", "Wrong options of a multiple choice.", kinds=frozenset({Kind.CHOICE})),
    FieldSpec(
        "labels",
        "labels",
        "What to hide on the picture, one card a label.",
        kinds=frozenset({Kind.OCCLUSION}),
    ),
    FieldSpec(
        "accept",
        "texts",
        "Other typed answers that are right; for a number, `5 ± 0.5` or `4–6` is a tolerance.",
    ),
    FieldSpec("reject", "pairs", "Typed answers that are wrong, each with the reason shown."),
    FieldSpec("case", "flag", "true if capital letters count, as in gene symbols."),
    FieldSpec(
        "reverse",
        "flag",
        "true for a second card, from answer to question.",
        kinds=frozenset({Kind.QUESTION}),
    ),
    FieldSpec(
        "typed",
        "flag",
        "true to ask for the answer to be typed, in Anki and in the quiz.",
        kinds=frozenset({Kind.QUESTION, Kind.CLOZE}),
    ),
    FieldSpec("hint", "text", "Shown on the front on request."),
    FieldSpec("extra", "text", "Shown on the back, below the answer."),
    FieldSpec("media", "media", "A picture: {file: media/name.svg, alt: what it shows}."),
    FieldSpec(
        "tags", "texts", "Labels, `::` between levels; added to those of the file.", pattern=TAG_PATTERN
    ),
    FieldSpec(
        "strength",
        "text",
        "How much the sentence claims; the card must not claim more.",
        values=("asserted", "qualified", "hedged", "investigational"),
    ),
    FieldSpec(
        "status",
        "text",
        "draft: extracted and not yet reviewed; accepted (the default); rejected: never used.",
        values=("draft", "accepted", "rejected"),
    ),
    FieldSpec(
        "renamed-from",
        "text",
        "The earlier id of a released card; learners keep their reviews.",
        pattern=ID_PATTERN,
    ),
    FieldSpec(
        "base",
        "text",
        "Written by extract: the digest of what it proposed; shows whether somebody has edited the card.",
        pattern=BASE_PATTERN,
    ),
    FieldSpec(
        "evidence",
        "text",
        "Written by extract: drifted: the sentence has changed; orphaned: it is gone. Without it: no change.",
        values=("drifted", "orphaned"),
    ),
    FieldSpec("source", "source", "Where the document says so; a list if there are several sources."),
)
SOURCE_KEYS = (
    FieldSpec(
        "section", "text", "The headings above the sentence, without the document's title, ` > ` between."
    ),
    FieldSpec("quote", "text", "The exact words of the document.", required=True),
    FieldSpec("at", "range", "Start and end of the quote in characters of the document; written by extract."),
    FieldSpec("digest", "text", "The digest of the document that `at` refers to."),
)
MEDIA_KEYS = (
    FieldSpec("file", "text", "The path of the picture in the course folder.", required=True),
    FieldSpec("alt", "text", "Alternative text: what the picture shows, in words.", required=True),
)
LABEL_KEYS = (
    FieldSpec("text", "text", "The text that is hidden; the answer.", required=True),
    FieldSpec(
        "at", "box", "The hidden area in percent of the picture: left, top, width, height.", required=True
    ),
)
_COURSE_ID = FieldSpec(
    "id",
    "text",
    "The permanent id of the course, written by msc-learn. Reviews and decks depend on it: never change it.",
    pattern=COURSE_ID_PATTERN,
)
FILE_KEYS = (
    FieldSpec("topic", "text", "The title of the topic, and of its subdeck.", required=True),
    FieldSpec("tags", "texts", "Labels of all cards of the file.", pattern=TAG_PATTERN),
    FieldSpec(
        "document", "text", "The document that a single card file quotes, as a path relative to the file."
    ),
    replace(_COURSE_ID, about=_COURSE_ID.about + " In a course folder, course.yaml has it."),
    FieldSpec("retired", "reasons", "Released cards that were removed, by id, each with the reason."),
    FieldSpec("cards", "cards", "The cards, in study order.", required=True),
)
COURSE_KEYS = (
    _COURSE_ID,
    FieldSpec("title", "text", "The title of the course.", required=True),
    FieldSpec("deck", "text", "The name of the deck in Anki; by default the title."),
    FieldSpec("language", "text", "The language of the cards as a BCP 47 tag, such as en-GB."),
    FieldSpec("document", "text", "The document that the cards quote, as a path in the course folder."),
    FieldSpec("topics", "texts", "The names of the card files without .yaml, in study order.", required=True),
    FieldSpec("disclaimer", "text", "What a learner must know before relying on the cards."),
    FieldSpec("licence", "text", "The licence of the cards."),
)
