"""The keys of a card file and of course.yaml: one table for the reader, the schema and the manual."""

from dataclasses import dataclass
from typing import Literal

from msc_learn.course.model import Kind

Shape = Literal[
    "text",
    "texts",
    "flag",
    "count",
    "pairs",
    "reasons",
    "amounts",
    "place",
    "box",
    "labels",
    "source",
    "media",
    "cards",
    "days",
    "list",
    "mapping",
]
ANY = frozenset(Kind)
ASKED = ANY - {Kind.CLOZE}
ANSWERED = frozenset({Kind.QUESTION, Kind.CHOICE})


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One key: the shape of its value, what it means, and for a card's key the kinds that take it.

    `values` lists the only values allowed, where there are such; `pattern` is a regular expression.
    `keys` are those of each mapping in a list, or in a mapping of ids to mappings.
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
TAG_PATTERN = r"[^\s:]+(::[^\s:]+)*"

CARD_KEYS = (
    FieldSpec(
        "id",
        "text",
        "The name of the card, stable for ever: the learner's history hangs on it.",
        required=True,
        pattern=ID_PATTERN,
    ),
    FieldSpec("question", "text", "What is asked.", kinds=ASKED),
    FieldSpec("answer", "text", "The right answer, 1 to 8 words where the fact allows.", kinds=ANSWERED),
    FieldSpec(
        "cloze",
        "text",
        "A sentence with hidden stretches: {{c1::hidden}} or {{c1::hidden::hint}}.",
        kinds=frozenset({Kind.CLOZE}),
    ),
    FieldSpec(
        "items",
        "texts",
        "The answers of an enumeration, at most 7; of a choice, the right options where there are several.",
        kinds=frozenset({Kind.LIST, Kind.CHOICE}),
    ),
    FieldSpec("ordered", "flag", "true where the order of the items counts.", kinds=frozenset({Kind.LIST})),
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
        "Other typed answers that are right; beside a number, `5 ± 0.5` or `4–6` is a tolerance.",
    ),
    FieldSpec("reject", "pairs", "Typed answers that are wrong, each with the reason shown."),
    FieldSpec("case", "flag", "true where capitals count, as in gene symbols."),
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
    FieldSpec("hint", "text", "Shown on the front when asked for."),
    FieldSpec("extra", "text", "Shown on the back, below the answer."),
    FieldSpec("media", "media", "A picture: {file: media/name.svg, alt: what it shows}."),
    FieldSpec(
        "tags", "texts", "Labels, `::` between levels; added to those of the file.", pattern=TAG_PATTERN
    ),
    FieldSpec(
        "strength",
        "text",
        "How much the sentence claims; never more than it does.",
        values=("asserted", "qualified", "hedged", "investigational"),
    ),
    FieldSpec(
        "status",
        "text",
        "draft: proposed by a machine, unread; accepted (the default); rejected: kept out for good.",
        values=("draft", "accepted", "rejected"),
    ),
    FieldSpec(
        "renamed-from",
        "text",
        "The id the card was released under before; learners keep their reviews.",
        pattern=ID_PATTERN,
    ),
    FieldSpec(
        "base",
        "text",
        "Written by extract: the digest of what it proposed, which tells a card that nobody has changed.",
        pattern=BASE_PATTERN,
    ),
    FieldSpec(
        "evidence",
        "text",
        "Written by extract: drifted, the sentence has changed; orphaned, it is gone. Absent: it holds.",
        values=("drifted", "orphaned"),
    ),
    FieldSpec(
        "source", "source", "Where the document says so; a list where the card stands on several places."
    ),
)
SOURCE_KEYS = (
    FieldSpec(
        "section", "text", "The headings above the sentence, without the document's title, ` > ` between."
    ),
    FieldSpec("quote", "text", "The exact words of the document.", required=True),
    FieldSpec(
        "at", "place", "Start and end in characters of the document, where a machine proposed the card."
    ),
    FieldSpec("digest", "text", "The digest of the document that `at` counts in."),
)
MEDIA_KEYS = (
    FieldSpec("file", "text", "The path of the picture, below the course folder.", required=True),
    FieldSpec("alt", "text", "The words that stand for the picture.", required=True),
)
LABEL_KEYS = (
    FieldSpec("text", "text", "What stands there; the answer.", required=True),
    FieldSpec(
        "at",
        "box",
        "Where, in percent of the picture: left, top, width, height.",
        required=True,
    ),
)
FILE_KEYS = (
    FieldSpec("topic", "text", "The title of the topic, and of its subdeck.", required=True),
    FieldSpec("tags", "texts", "Labels of all cards of the file.", pattern=TAG_PATTERN),
    FieldSpec("document", "text", "The document that a single card file quotes, as a path from it."),
    FieldSpec("retired", "reasons", "Released cards that were taken out, by id, each with the reason why."),
    FieldSpec("cards", "cards", "The cards, in study order.", required=True),
)
COURSE_KEYS = (
    FieldSpec("title", "text", "The title of the course.", required=True),
    FieldSpec("deck", "text", "The name of the deck in Anki; the title if none is given."),
    FieldSpec("language", "text", "The language of the cards as a BCP 47 tag, such as en-GB."),
    FieldSpec("document", "text", "The document that the cards quote, as a path below the course folder."),
    FieldSpec("topics", "texts", "The card files without their ending, in study order.", required=True),
    FieldSpec("disclaimer", "text", "What a learner must know before relying on the cards."),
    FieldSpec("licence", "text", "The licence of the cards."),
)
