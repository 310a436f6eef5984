"""Facts that a document says twice: one card with both sentences as its sources."""

from collections.abc import Sequence
from dataclasses import replace

from msc_learn.course.model import Note
from msc_learn.extract.draft import Draft
from msc_learn.extract.sentence_context import folded
from msc_learn.lint.duplicates import twins
from msc_learn.text.similar_sets import overlapping

_MOST_SOURCES = 3
# Two cards can only say the same where their sentences share this much; those are few, and soon found.
_RELATED = 0.5
# A word in more sentences than this tells little about any two of them.
_COMMONEST = 50


def merged(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return drafts without those that ask or say what an earlier one does; that one gets their sources.

    What counts as the same is what the checks of a course count: nearly equal words, equal numbers and
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
    """Return the notes on sentences that share most of their words with another."""
    quotes = [" ".join([source.quote for source in note.sources]) for note in notes]
    texts = list(dict.fromkeys(quotes))
    pairs = overlapping([frozenset(folded(text).split()) for text in texts], _RELATED, _COMMONEST)
    related = {texts[number] for pair in pairs for number in pair}
    return [note for note, quote in zip(notes, quotes, strict=True) if quote in related]
