"""Drafts: unreviewed cards, each with a stable id computed from its kind, evidence and answer."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace

from msc_learn.course.draft_digest import base_of
from msc_learn.course.model import Kind, Note, Status, Strength
from msc_learn.document.model import Document
from msc_learn.extract.fact import CardWording
from msc_learn.lint.card_text import Texts
from msc_learn.text.greek import GREEK
from msc_learn.text.stop_words import ID_STOP_WORDS
from msc_learn.text.words import normalised_words

_SLUG_WORD = re.compile(r"[a-z0-9]+")
# A released id never changes, so no further letter is written out in ids.
_IN_IDS = str.maketrans({letter: GREEK[letter] for letter in "αβγδκμ"} | {"ß": "ss"})
_SLUG_WORDS, _SLUG_LENGTH, _SLUG_INPUT, _DIGITS = 5, 40, 160, 4


@dataclass(frozen=True, slots=True)
class Draft:
    """A card that nobody has reviewed, with the rule that proposed it.

    `label` names the part of the document for the comment above the card.
    """

    rule: str
    note: Note
    label: str


def draft_of(
    rule: str, wording: CardWording, strength: Strength, document: Document, topic: str, label: str
) -> Draft:
    """Make a draft from the wording of a card."""
    first = wording.sources[0]
    note = Note(
        id=id_of(wording),
        kind=wording.kind,
        topic=topic,
        position=document.position_at(first.start or 0),
        question=wording.question,
        answer=wording.answer,
        cloze=wording.cloze,
        items=wording.items,
        ordered=wording.ordered,
        strength=strength,
        sources=wording.sources,
        status=Status.DRAFT,
        tags=(topic,),
    )
    return Draft(rule, note, label)


def with_base(draft: Draft) -> Draft:
    """Return a draft with the digest of its text, by which a later run knows that nobody edited it."""
    return Draft(draft.rule, replace(draft.note, base=base_of(draft.note)), draft.label)


def id_of(wording: CardWording, digits: int = _DIGITS) -> str:
    """Return a readable slug and a short digest of kind, evidence and answer."""
    evidence = normalised_words(" ".join([source.quote for source in wording.sources]))
    key = f"{wording.kind}|{evidence}|{normalised_words(wording.recalled)}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:digits]
    return f"{slug(_name_of(wording)) or wording.kind}-{digest}"


def with_long_id(draft: Draft) -> Draft:
    """Return a draft with a longer digest in its id, for when another fact has the same short one."""
    note = draft.note
    key = "|".join(
        (note.kind, *(normalised_words(source.quote) for source in note.sources), recalled_of(note))
    )
    digest = hashlib.sha256(key.encode()).hexdigest()[: 3 * _DIGITS]
    return replace(draft, note=replace(note, id=f"{note.id.rpartition('-')[0]}-{digest}"))


def recalled_of(note: Note) -> str:
    """Return what a learner must recall of a card, normalised for comparison."""
    return normalised_words("; ".join(text for _, text in Texts(note).answers))


def _name_of(wording: CardWording) -> str:
    """Return the words by which a person recognises the card."""
    if wording.recalled_text:
        return wording.recalled_text.partition(":")[0]
    return wording.question if wording.kind is Kind.LIST else wording.answer


def slug(text: str) -> str:
    """Return a slug of the first words of a text: lower-case letters, digits and hyphens."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.translate(_IN_IDS))
        plain = "".join([letter for letter in plain if not unicodedata.combining(letter)])
    words: list[str] = _SLUG_WORD.findall(plain, 0, _SLUG_INPUT)
    if len(words) > _SLUG_WORDS:
        words = [word for word in words if word not in ID_STOP_WORDS] or words
    kept = "".join(words[:1])
    for word in words[1:_SLUG_WORDS]:
        if len(kept) + 1 + len(word) > _SLUG_LENGTH:
            break
        kept = f"{kept}-{word}"
    return kept[:_SLUG_LENGTH].strip("-")
