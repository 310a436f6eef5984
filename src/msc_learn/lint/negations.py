"""A negation is neither dropped nor added between the sentence and the card."""

from collections.abc import Iterator

from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts
from msc_learn.position import Position
from msc_learn.text.words import STOP_WORDS, negations, same, surroundings

CODES = {
    "G306": Code(
        "a card negates what its source does not",
        "One small word turns a fact into its opposite.",
        "Take the negation out, or put it where the sentence has it.",
        "quote: MSCs release VEGF.\nquestion: What do MSCs not release?",
        "quote: MSCs release VEGF.\nquestion: What do MSCs release?",
    ),
    "G307": Code(
        "the source negates what the card states",
        "Without its negation the card teaches the opposite of its sentence.",
        "Say on the card what the sentence denies, with its negation.",
        "quote: The cells do not form new tissue.\nquestion: What do the cells form?\nanswer: new tissue",
        "quote: The cells do not form new tissue.\nquestion: What do the cells not form?\nanswer: new tissue",
    ),
}
_REACH = 3  # how many words after a negation it is taken to govern
_INSTEAD = ("rather than", "instead")


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each negation dropped or added."""
    if not texts.grounds or (texts.is_quoted and not texts.unquoted):
        return
    added = list(surroundings(texts.words))
    if added:
        yield from _added(texts, added)
    elif not any(mark in texts.shown for mark in _INSTEAD):
        yield from _dropped(texts)


def _added(texts: Texts, added: list[tuple[str, ...]]) -> Iterator[Problem]:
    negated = frozenset().union(*(ground.negated_anywhere for ground in texts.grounds))
    for around in added:
        governed = [word for word in around if word not in STOP_WORDS]
        if not negated or (governed and not any(same(g, word) for g in governed for word in negated)):
            yield Problem(_place(texts), "G306", f"the source does not negate “{' '.join(around)}”")


def _dropped(texts: Texts) -> Iterator[Problem]:
    for ground in texts.grounds:
        for around in ground.negated:
            governed = [word for word in around[:_REACH] if len(word) > 3]
            if governed and all(any(same(word, own) for own in texts.words) for word in governed):
                yield Problem(texts.note.position, "G307", f"the source negates “{' '.join(governed)}”")


def _place(texts: Texts) -> Position:
    key = next(
        (key for key, text in texts.answers if negations(text)), "cloze" if texts.note.cloze else "question"
    )
    return texts.note.position_of(key)
