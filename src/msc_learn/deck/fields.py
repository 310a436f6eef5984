"""Rendering of a note as Anki stores it: field values, tags and deck."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import itemgetter
from types import MappingProxyType
from unicodedata import normalize

from msc_learn.course.model import Course, Kind, Media, Note, Source, Status, Strength
from msc_learn.deck.cards import hidden_of
from msc_learn.deck.generation import Generation
from msc_learn.deck.giveaway import gives_away
from msc_learn.deck.html import attribute, html_of
from msc_learn.deck.identity import guid_of
from msc_learn.deck.media import Picture
from msc_learn.deck.note_types import note_type
from msc_learn.deck.note_types.base import NoteType
from msc_learn.fast_dataclass import fast_constructor
from msc_learn.position import Position

# Anki's editor looks for a picture with hidden labels in this field.
_PICTURE_FIELD = {Kind.OCCLUSION: "Image"}
_STRENGTHS = {strength: strength.value for strength in Strength}
_BLANKS = re.compile(r"[\s\x00-\x1f\"]+")
_NO_IDS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """A note as Anki stores it, with the numbers of its cards and a digest of the content a learner studies.

    `hidden` is what each card hides, if the text numbers the cards. `withdrawn` marks the empty note that
    replaces a retired one in an update.
    """

    course: str
    id: str
    kind: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    cards: tuple[int, ...]
    position: Position
    digest: str
    hidden: tuple[str, ...] = ()
    renamed_from: str = ""
    withdrawn: bool = False

    @property
    def guid(self) -> str:
        """The GUID a note gets at its first release, made from its id before a renaming."""
        return guid_of(self.course, self.renamed_from or self.id)


def render(
    course: Course,
    notes: Sequence[Note],
    pictures: Mapping[str, Picture],
    decks: Mapping[str, str],
    first_ids: Mapping[str, str] = _NO_IDS,
) -> Iterator[RenderedNote]:
    """Yield the notes of a course as Anki stores them, in the given order; `decks` are names by topic id.

    `first_ids` are the ids of the first release of renamed notes, by their present ids. Raises `ExportError`
    for templates that Anki would refuse.
    """
    titles = {topic.id: _titles(topic.title, course.title) for topic in course.topics}
    of_course = {"Document": html_of(course.title), "Language": attribute(course.language)}
    blank = {kind: _shape(kind).blank | of_course for kind in {note.kind for note in notes}}
    for note in notes:
        shape = _shape(note.kind)
        values = blank[note.kind].copy()
        values.update(shape.kind.own(_as_first_released(note, first_ids)))
        _add_shared(values, note, pictures)
        values["Topic"] = _heading(note, titles[note.topic])
        fields = shape.fields(values)
        tags, deck = tags_of(course.id, note), decks[note.topic]
        cards = shape.generation.numbers(fields, tags)
        digest = _content_digest(shape.content(_with_picture_digest(values, note, pictures)), cards)
        made = (course.id, note.id, shape.kind.name, fields, tags, deck, cards, note.position, digest)
        yield _make(*made, hidden_of(note, cards), note.renamed_from, False)


def _as_first_released(note: Note, first_ids: Mapping[str, str]) -> Note:
    return replace(note, id=first_ids[note.id]) if note.id in first_ids else note


_make = fast_constructor(RenderedNote)


_Pick = Callable[[Mapping[str, str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A note type with its empty fields, two functions that pick values in order, and its card generation."""

    kind: NoteType
    blank: dict[str, str]
    fields: _Pick
    content: _Pick
    generation: Generation


@cache
def _shape(kind: str) -> _Shape:
    type_ = note_type(kind)
    names = [field.name for field in type_.fields]
    content = [field.name for field in type_.fields if not field.metadata]
    return _Shape(
        type_, dict.fromkeys(names, ""), itemgetter(*names), itemgetter(*content), Generation.of(type_)
    )


def _content_digest(content: Iterable[str], cards: tuple[int, ...]) -> str:
    """Return the digest of what a learner studies of a note; no part contains the separators."""
    joined = "\x1f".join(content) + _cards_tail(cards)
    return hashlib.sha256(joined.encode()).hexdigest()[:32]


@lru_cache(maxsize=1024)
def _cards_tail(cards: tuple[int, ...]) -> str:
    return "\x1e" + " ".join(map(str, cards))


def _with_picture_digest(
    values: dict[str, str], note: Note, pictures: Mapping[str, Picture]
) -> Mapping[str, str]:
    """Return the values with the picture's digest for its name, which holds the course id and a path."""
    if note.media is None:
        return values
    digest = f"{pictures[note.media.path].digest} {attribute(note.media.alt)}"
    return {**values, _PICTURE_FIELD.get(note.kind, "Picture"): digest}


def digest_of(fields: Iterable[str], tags: Iterable[str], deck: str, cards: Iterable[int]) -> str:
    """Return the digest of all that a package holds of a note; no part contains the separators."""
    joined = "\x1f".join(fields) + _digest_tail(tuple(tags), deck, tuple(cards))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]


@lru_cache(maxsize=1024)
def _digest_tail(tags: tuple[str, ...], deck: str, cards: tuple[int, ...]) -> str:
    return "\x1e".join(("", " ".join(tags), deck, " ".join(map(str, cards))))


def _titles(*titles: str) -> tuple[tuple[str, str], ...]:
    return tuple((title, html_of(title)) for title in titles)


def _heading(note: Note, titles: Iterable[tuple[str, str]]) -> str:
    """Return the first title that does not give the answer away, as HTML, to show above the question."""
    return next((html for title, html in titles if not gives_away(title, note)), "")


def _add_shared(values: dict[str, str], note: Note, pictures: Mapping[str, Picture]) -> None:
    """Add the values of the fields that all note types share."""
    values["Strength"] = _STRENGTHS[note.strength]
    values["CardId"] = html_of(note.id)
    if note.hint:
        values["Hint"] = html_of(note.hint)
    if note.extra:
        values["Extra"] = html_of(note.extra)
    if note.reject:
        values["Confusable"] = _confusable(note.reject)
    if note.media:
        values[_PICTURE_FIELD.get(note.kind, "Picture")] = _picture(note.media, pictures)
    if note.sources:
        values["Source"] = "; ".join(dict.fromkeys([_section(source) for source in note.sources]))
        values["Quote"] = _quotes(note.sources)


def _section(source: Source) -> str:
    return html_of(" › ".join(source.section))


def _quotes(sources: Iterable[Source]) -> str:
    return "".join(f"<q>“{html_of(source.quote)}”</q>" for source in sources if source.quote)


def _confusable(reject: Mapping[str, str]) -> str:
    """Return the wrong answers that have a reason; without one there is nothing to learn from them."""
    rows = "".join(
        f"<dt>{html_of(wrong)}</dt><dd>{html_of(why)}</dd>" for wrong, why in reject.items() if why.strip()
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _picture(media: Media, pictures: Mapping[str, Picture]) -> str:
    return f'<img src="{pictures[media.path].name}" alt="{attribute(media.alt)}">'


def tags_of(course: str, note: Note) -> tuple[str, ...]:
    """Return the tags of a note, below the tag of its course, sorted; a draft has a tag of its own."""
    return _tags(course, note.topic, _STRENGTHS[note.strength], note.tags, note.status is Status.DRAFT)


@lru_cache(maxsize=1024)
def _tags(course: str, topic: str, strength: str, own: tuple[str, ...], is_draft: bool) -> tuple[str, ...]:
    names = (topic, f"strength::{strength}", *own, *(("draft",) if is_draft else ()))
    tags: dict[str, str] = {}
    for tag in sorted(_tag(f"{course}::{name}") for name in names):
        tags.setdefault(tag.casefold(), tag)  # Anki ignores case in tags
    return tuple(tags.values())


def _tag(text: str) -> str:
    parts = (_BLANKS.sub("-", part.strip()) for part in normalize("NFC", text).split("::"))
    return "::".join(part for part in parts if part)
