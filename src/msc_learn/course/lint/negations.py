"""A negation is neither dropped nor added between the sentence and the card."""

from collections.abc import Iterator

from msc_learn.course.grounding import Grounds
from msc_learn.course.lint.texts import answer_texts, live_notes, shown_text
from msc_learn.course.model import Course, Note
from msc_learn.course.words import NEGATIONS, negations, same, words
from msc_learn.errors import Problem

CODES = {
    "G306": "an answer negates what its source does not",
    "G307": "the source negates what the card states",
}
_REACH = 3  # how many words after a negation it is taken to govern


def check(course: Course, grounds: Grounds | None) -> Iterator[Problem]:
    """Yield a problem for each negation dropped or added."""
    for note in live_notes(course) if grounds else ():
        sentences = [
            ground.sentences for source in note.sources if grounds and (ground := grounds.find(source))
        ]
        if sentences:
            yield from _added(note, " ".join(sentences))
            yield from _dropped(note, sentences)


def _added(note: Note, sentence: str) -> Iterator[Problem]:
    if not negations(sentence):
        for key, text in answer_texts(note):
            if negations(text):
                yield Problem(note.position_of(key), "G306", "the source does not negate this")


def _dropped(note: Note, sentences: list[str]) -> Iterator[Problem]:
    shown = shown_text(note)
    if negations(shown) or "rather than" in shown or "instead" in shown:
        return
    card = words(shown)
    for sentence in sentences:
        said = words(sentence)
        for index, word in enumerate(said):
            governed = [other for other in said[index + 1 : index + 1 + _REACH] if len(other) > 3]
            if word in NEGATIONS and governed and all(any(same(g, c) for c in card) for g in governed):
                yield Problem(note.position, "G307", f"the source says “{word} {' '.join(governed)}”")
