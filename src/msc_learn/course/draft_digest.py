"""Digest of the extracted text; shows on re-extraction whether a person edited the draft (three-way merge).

A digest is enough for the merge. The person's text is in the file, and the new extracted text is at hand. Of
the old one, all that counts is whether the person's is still the same. The old texts themselves would make
every card file half as long again.
"""

import hashlib
import json
from operator import attrgetter

from msc_learn.course.model import Note

# A change to this list makes every draft look as if a person had edited it.
_texts = attrgetter("kind", "question", "answer", "cloze", "hint", "extra", "strength")
_lists = attrgetter("items", "distractors", "accept")
_flags = attrgetter("ordered", "need", "reverse", "case")
_DIGITS = 8
_encoded = json.JSONEncoder().encode


def base_of(note: Note) -> str:
    """Return the digest of all that a person may change on a card: its texts and flags, strength and quotes.

    Left out are the tags, which a file adds to all its cards, and the status. So is what only extraction
    writes: section, offsets, digest and evidence.
    """
    values = [
        list(map(str.strip, _texts(note))),
        [list(map(str.strip, texts)) for texts in _lists(note)],
        _flags(note),
        [[wrong, why] for wrong, why in note.reject.items()],
        [note.media.path, note.media.alt] if note.media else [],
        [source.quote.strip() for source in note.sources],
    ]
    if note.typed or note.labels:  # never extracted, and older digests hold without them
        values.append([note.typed, [[label.text, *label.at] for label in note.labels]])
    return "sha256:" + hashlib.sha256(_encoded(values).encode()).hexdigest()[:_DIGITS]


def is_untouched(note: Note) -> bool:
    """Return whether a card still holds exactly what was extracted."""
    return note.base == base_of(note)
