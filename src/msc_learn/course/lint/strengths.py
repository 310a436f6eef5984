"""A card claims no more than its sentence, and shows the hedge."""

import re
from collections.abc import Iterator

from msc_learn.course.grounding import Grounds
from msc_learn.course.lint.texts import live_notes, shown_text
from msc_learn.course.model import Course, Kind, Note, Strength
from msc_learn.course.strength import cues_of, strength_of
from msc_learn.errors import Problem

_STANDS_FOR = re.compile(r"What (?:does|do) (?P<short>\S+) stand for\?")
CODES = {
    "S401": "a card's strength claims more than its sentence",
    "S402": "the sentence is hedged, and neither question nor answer shows it",
    "S403": "a card with a source has no strength",
}


def check(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield a problem for each card that says more than its source."""
    for note in live_notes(course) if grounds else ():
        found = [ground for source in note.sources if grounds and (ground := grounds.find(source))]
        if found and not any(_only_expands(note, ground.sentences) for ground in found):
            limit = max((ground.strength for ground in found), key=lambda strength: strength.caution)
            said = " ".join(f"{ground.lead} {ground.sentences}" for ground in found)
            yield from _problems(note, limit, said)


def _only_expands(note: Note, sentence: str) -> bool:
    """Say whether a card asks for no more than the words beside an abbreviation in parentheses.

    A name claims nothing: "factor X (FX) may help" hedges the help, not that FX is factor X.
    """
    asked = _STANDS_FOR.fullmatch(note.question) if note.kind is Kind.QUESTION else None
    if asked is None:
        return False
    answer = re.escape(note.answer)
    short = re.escape(asked["short"])
    return bool(re.search(rf"{answer}s? \({short}\)|{short} \({answer}\)", sentence, re.IGNORECASE))


def _problems(note: Note, limit: Strength, said: str) -> Iterator[Problem]:
    cues = ", ".join(dict.fromkeys(cue for strength, cue in cues_of(said) if strength is limit))
    if "strength" not in note.places:
        yield Problem(note.position, "S403", f"strength is missing; the source is {limit}")
    elif note.strength.caution < limit.caution:
        message = f"strength is {note.strength}, but the source is {limit} ({cues})"
        yield Problem(note.position_of("strength"), "S401", message)
    if strength_of(shown_text(note)).caution < limit.caution:
        key = "cloze" if note.cloze else "question"
        message = f"the source is {limit} ({cues}); say so in the question or the answer"
        yield Problem(note.position_of(key), "S402", message)
