"""Names of decks; a released name stays, because Anki identifies a deck by its name.

Anki sorts subdecks by name, and by default takes new cards deck by deck, so names are numbered in study
order. If a released deck were renamed, the cards of learners would stay in the old deck, and new ones would
go to another. So a topic added later gets the next free number.
"""

import re
from collections.abc import Mapping
from itertools import count

from msc_learn.course.model import Course


def deck_names(course: Course, released: Mapping[str, str]) -> dict[str, str]:
    """Return the full deck name of each topic by its id; `released` holds the names already released."""
    root = root_name(course.deck)
    numbers = count(len(released) + 1)
    numbered = len(course.topics) + len(released) > 1
    names = {topic.id: released[topic.id] for topic in course.topics if topic.id in released}
    for topic in course.topics:
        if topic.id not in names:
            own = _part(topic.title.replace("::", ": "))
            number = f"{next(numbers):02} " if numbered else ""
            names[topic.id] = f"{root}::{number}{own}" if numbered or own != root.split("::")[-1] else root
    return names


def root_name(deck: str) -> str:
    """Return the name of a course's own deck, above those of its topics."""
    return "::".join(part for part in map(_part, deck.split("::")) if part) or "Cards"


def _part(name: str) -> str:
    # Anki replaces double quotes in deck names. To do the same here keeps names comparable.
    return re.sub(r"\s+", " ", name.replace('"', "'")).strip()
