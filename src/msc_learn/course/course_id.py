"""Course ids: random when a course is made, kept for ever; and names for the files made from a course.

A name keeps the letters of every script, in one Unicode form (NFC), so that the same name is written the same
way on every system.
"""

import re
import secrets
import unicodedata
from pathlib import Path

_LONGEST = 64
_LONGEST_NAME = 40
# Letters and digits that are not taken for each other: neither 0 and o nor 1, i and l.
_DIGITS = "23456789abcdefghjkmnpqrstuvwxyz"
_RANDOM = 8
# The first one is none of a number's, so that no id is taken for a number and needs quotes in YAML.
_FIRST_DIGITS = "ghjkmnpqrstuvwyz"


def name_of(path: Path) -> str:
    """Return the name of a course's folder or card file as letters, digits and single hyphens."""
    resolved = path.resolve()
    return _plain(resolved.name if resolved.is_dir() else resolved.stem) or "course"


def new_course_id(name: str, entropy: bytes) -> str:
    """Return a new id: the name for people to read, and 8 random letters from at least 8 bytes."""
    number = int.from_bytes(entropy[:8], "big")
    number, first = divmod(number, len(_FIRST_DIGITS))
    drawn = _FIRST_DIGITS[first]
    for _ in range(_RANDOM - 1):
        number, digit = divmod(number, len(_DIGITS))
        drawn += _DIGITS[digit]
    return f"{_plain(name).lower()[:_LONGEST_NAME].strip('-') or 'course'}-{drawn}"


def random_id(name: str) -> str:
    """Return a new id from the system's random numbers."""
    return new_course_id(name, secrets.token_bytes(8))


def legacy_id_of(path: Path) -> str:
    """Return the id that version 0.1.0 made from the name of a folder or card file."""
    name = path.resolve().name if path.is_dir() else path.stem
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "course"


def flaw_of(id_: str) -> str:
    """Return why a text cannot be a course id, empty if it can."""
    if len(id_) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    if id_ != unicodedata.normalize("NFC", id_).lower() or _plain(id_) != id_:
        return "use lowercase letters and digits, with single hyphens between them"
    return ""


def _plain(name: str) -> str:
    # Letters, the marks on them, and digits; in many scripts a vowel is a mark.
    kept = (c if unicodedata.category(c)[0] in "LMN" else " " for c in unicodedata.normalize("NFC", name))
    return "-".join("".join(kept).split())
