"""Merge drafts of facts that a document states twice: one card with both sentences as sources."""

from collections.abc import Sequence
from dataclasses import replace

from msc_learn.course.model import Note
from msc_learn.extract.draft import Draft
from msc_learn.lint.duplicates import twins
from msc_learn.text.similar_sets import overlapping
from msc_learn.text.words import normalised_words

_MOST_SOURCES = 3
# Jaccard similarity of sentences below which their cards cannot be duplicates.
_RELATED = 0.5
# A word in more sentences than this does not help to find similar ones.
_COMMONEST = 50


def merged(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return drafts without duplicates of an earlier one, which also gets their sources.

    Duplicates are those that the checks of a course report: nearly equal words, equal numbers and
    negations, equal strength.
    """
    kept = {draft.note.id: draft for draft in drafts}
    for _, note, earlier in twins(_related([draft.note for draft in drafts])):
        if note.id in kept and earlier.id in kept:
            first = kept[earlier.id].note
            sources = dict.fromkeys((*first.sources, *kept.pop(note.id).note.sources))
            both = replace(first, sources=tuple(sources)[: max(_MOST_SOURCES, len(first.sources))])
            kept[earlier.id] = replace(kept[earlier.id], note=both)
    return tuple(kept.values())


def _related(notes: Sequence[Note]) -> list[Note]:
    """Return the notes whose sentences share most of their words with another sentence."""
    quotes = [" ".join([source.quote for source in note.sources]) for note in notes]
    texts = list(dict.fromkeys(quotes))
    pairs = overlapping([frozenset(normalised_words(text).split()) for text in texts], _RELATED, _COMMONEST)
    related = {texts[number] for pair in pairs for number in pair}
    return [note for note, quote in zip(notes, quotes, strict=True) if quote in related]
