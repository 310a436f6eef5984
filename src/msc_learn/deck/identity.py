"""What Anki knows notes and decks by: made from names that stay, never from text.

The GUID is the one genanki's `guid_for` gives, written out here because learners' histories hang on it
and must not hang on a library's release.
"""

import hashlib
from functools import lru_cache

_DIGITS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~"  # base 91
)
# Deck ids look like times in milliseconds; these lie in 2001 to 2035, clear of 0 and 1, which Anki uses.
_FIRST_DECK, _DECKS = 10**12, 2**40


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
    return _FIRST_DECK + int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % _DECKS
