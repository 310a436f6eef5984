"""GUIDs and ids for Anki, computed from names that stay the same, never from text.

The GUID is that of genanki's `guid_for`. It is written out here because learners' reviews depend on it, and
must not depend on the version of a library.
"""

import hashlib
from functools import lru_cache

_DIGITS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"  # base 91
)
# Anki's ids look like times in milliseconds; these lie in 2001 to 2036, clear of 0 and 1, which Anki uses.
_FIRST, _IDS = 10**12, 2**40


def guid_of(course: str, note: str) -> str:
    """Return the GUID of a note from the ids of its course and its own."""
    rest = int.from_bytes(hashlib.sha256(f"msc-learn__{course}__{note}".encode()).digest()[:8], "big")
    digits = []
    while rest:
        rest, digit = divmod(rest, len(_DIGITS))
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


@lru_cache(maxsize=1024)
def deck_id_of(name: str) -> int:
    """Return the id of a deck from its full name."""
    return _id_of(name)


def preset_id_of(course: str) -> int:
    """Return the id of the preset of a course from the id of the course."""
    return _id_of(f"msc-learn__{course}")


def _id_of(name: str) -> int:
    return _FIRST + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % _IDS
