"""A negation that the card drops from its sentence, or adds to it."""

import re
from collections.abc import Iterable, Iterator

from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts
from msc_learn.position import Position
from msc_learn.text.negation import Negation, negated_words, negations
from msc_learn.text.stop_words import STOP_WORDS
from msc_learn.text.words import content_words, same, words

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
# "From what is it free?" keeps its cue, though it no longer is "free of".
_PARTED_CUES = frozenset({"free", "negative", "against", "independent"})
# In "What is given until it is excluded?" the answer is not denied.
_SUBORDINATOR = re.compile(r"\b(?:after|because|before|if|unless|until|when|while)\b", re.IGNORECASE)
# "Approved or refused?" offers both, and denies neither.
_ALTERNATIVE = re.compile(r"\bor \Z")
_REACH = 3  # how many governed words a card must hold to state what its source denies
# A card may deny in words that are no cue of negation: what is prevented, missed or negative.
_DENIES_OTHERWISE = frozenset(
    "instead negative minus free rarely seldom little few too false untrue incorrect myth prevent prevents"
    " prevented preventing miss misses missed missing deficiency loss lost lose loses".split()
)


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each negation dropped or added."""
    if not texts.contexts or (texts.is_quoted and not texts.unquoted):
        return
    on_card = list(_on_card(texts))
    yield from _added(texts, on_card)
    otherwise = _DENIES_OTHERWISE.intersection(texts.words)
    if not otherwise.difference(*(context.words for context in texts.contexts)):
        yield from _dropped(texts, {word for governed in on_card for word in governed})


def _on_card(texts: Texts) -> Iterator[tuple[str, ...]]:
    """Yield the words that each negation of a card denies; one in the question denies the answer too."""
    answers = () if texts.note.cloze else [text for _, text in texts.answers]
    answered = [word for text in answers for word in words(text) if word not in negated_words(text)]
    for negation in negations(texts.asked):
        if not _ALTERNATIVE.search(texts.asked, 0, negation.start):
            is_subordinate = _SUBORDINATOR.search(texts.asked, 1, negation.start)
            yield (*negation.governed, *(() if is_subordinate else answered))
    for negation in [negation for text in answers for negation in negations(text)]:
        yield negation.governed or tuple(words(texts.asked))


def _added(texts: Texts, on_card: Iterable[tuple[str, ...]]) -> Iterator[Problem]:
    denied = frozenset().union(*(context.negated_anywhere for context in texts.contexts))
    for governed in on_card:
        content = [word for word in governed if word not in STOP_WORDS]
        if not denied or (content and not _share_a_word(content, denied)):
            message = f"the source does not negate “{' '.join(governed)}”; remove the negation"
            yield Problem(_position(texts), "G306", message)


def _dropped(texts: Texts, on_card: Iterable[str]) -> Iterator[Problem]:
    kept = frozenset(on_card)
    for negation in [negation for context in texts.contexts for negation in context.negations]:
        denied = [word for word in negation.governed if word not in STOP_WORDS]
        is_kept = _share_a_word(denied, kept) or _PARTED_CUES.intersection(texts.words, words(negation.cue))
        if denied and not is_kept and _states(texts, negation, denied):
            message = (
                f"the source negates “{' '.join(negation.governed)}” (“{negation.cue}”); so must the card"
            )
            yield Problem(texts.note.position, "G307", message)


def _states(texts: Texts, negation: Negation, denied: list[str]) -> bool:
    """Return whether a card holds the first words that are denied, or answers with nothing but such words."""
    nearest = [word for word in negation.governed[:_REACH] if word not in STOP_WORDS]
    if nearest and all(_has(word, texts.words) for word in nearest):
        return True
    answers = (content_words(text) for _, text in texts.answers)
    return any(answer and all(_has(word, denied) for word in answer) for answer in answers)


def _share_a_word(some: Iterable[str], others: Iterable[str]) -> bool:
    return any(_has(word, others) for word in some)


def _has(word: str, others: Iterable[str]) -> bool:
    return any(same(word, other) for other in others)


def _position(texts: Texts) -> Position:
    keys = (key for key, text in texts.answers if negations(text))
    return texts.note.position_of(next(keys, "cloze" if texts.note.cloze else "question"))
