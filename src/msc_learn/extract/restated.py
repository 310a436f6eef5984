"""Facts that a document says twice: one card with both sentences as its sources."""

from collections.abc import Sequence
from dataclasses import replace

from msc_learn.course.lint.twins import twins
from msc_learn.extract.draft import Draft

_MOST_SOURCES = 3


def merged(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return drafts without those that ask or say what an earlier one does; that one gets their sources.

    What counts as the same is what the checks of a course count: nearly equal words, equal numbers and
    negations, equal strength.
    """
    kept = {draft.note.id: draft for draft in drafts}
    for _, note, earlier in twins(draft.note for draft in drafts):
        if note.id in kept and earlier.id in kept:
            first = kept[earlier.id].note
            sources = dict.fromkeys((*first.sources, *kept.pop(note.id).note.sources))
            both = replace(first, sources=tuple(sources)[: max(_MOST_SOURCES, len(first.sources))])
            kept[earlier.id] = replace(kept[earlier.id], note=both)
    return tuple(kept.values())
