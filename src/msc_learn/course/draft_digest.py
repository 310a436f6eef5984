"""What a machine proposed, as a digest on its draft, so that a later run can tell whose words stand there.

A digest is enough for a three-way merge: of the three texts, the person's is in the file and the machine's
new one at hand; of the old one, all that counts is whether the person's is still the same. The old texts
themselves would make every card file half as long again and be one more thing to read past.
"""

import hashlib
import json
from operator import attrgetter

from msc_learn.course.model import Note

# A change to this list makes every draft look like one that a person has edited.
_texts = attrgetter("kind", "question", "answer", "cloze", "hint", "extra", "strength")
_lists = attrgetter("items", "distractors", "accept")
_flags = attrgetter("ordered", "need", "reverse", "case")
_DIGITS = 8
_encoded = json.JSONEncoder().encode


def base_of(note: Note) -> str:
    """Return the digest of all that a person may change on a card: its texts and flags, strength and quotes.

    Left out are tags, which a file adds to all its cards, the status, and what only a machine writes:
    section, offsets, digest and mark.
    """
    said = [
        list(map(str.strip, _texts(note))),
        [list(map(str.strip, texts)) for texts in _lists(note)],
        _flags(note),
        [[wrong, why] for wrong, why in note.reject.items()],
        [note.media.path, note.media.alt] if note.media else [],
        [source.quote.strip() for source in note.sources],
    ]
    if note.typed or note.labels:  # no machine proposes them, and digests from before they were known hold
        said.append([note.typed, [[label.text, *label.at] for label in note.labels]])
    return "sha256:" + hashlib.sha256(_encoded(said).encode()).hexdigest()[:_DIGITS]


def is_untouched(note: Note) -> bool:
    """Tell whether a card says what a machine proposed, word for word."""
    return note.base == base_of(note)
