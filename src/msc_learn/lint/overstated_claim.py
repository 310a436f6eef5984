"""A card that claims more than its sentence, or does not show the hedge."""

import re
from collections.abc import Iterator, Sequence

from msc_learn.course.model import Kind, Note, Strength
from msc_learn.errors import Code, Problem
from msc_learn.evidence.context import QuoteContext
from msc_learn.evidence.hedging import CERTAIN, cues_of, strength_of
from msc_learn.lint.card_text import Texts
from msc_learn.lint.table_column import cells_asked
from msc_learn.text.quotes import normalised_quote

_STANDS_FOR = re.compile(r"What (?:does|do) (?P<short>\S+) stand for\?")
CODES = {
    "S401": Code(
        "a card's strength claims more than its sentence",
        "The strength is shown to the learner, who takes a hedged finding for settled.",
        "Write the strength that the message names, or a more cautious one.",
        "quote: MSCs may reduce pain.\nstrength: asserted",
        "quote: MSCs may reduce pain.\nstrength: hedged",
    ),
    "S402": Code(
        "the sentence is hedged, and neither question nor answer shows it",
        "A learner remembers what is on the card; a hedge that is not there is forgotten first.",
        "Put the hedge of the sentence (may, often, suggest ...) into question or answer.",
        "quote: MSCs may reduce pain.\nquestion: What do MSCs reduce?",
        "quote: MSCs may reduce pain.\nquestion: What may MSCs reduce?",
    ),
    "S403": Code(
        "a card with a source has no strength",
        "Without it nobody can tell an assertion from a forgotten hedge.",
        "Add `strength`; the message says what the sentence claims.",
        "quote: MSCs may reduce pain.",
        "quote: MSCs may reduce pain.\nstrength: hedged",
    ),
    "S404": Code(
        "a card holds a word that leaves no doubt, and its source does not",
        "Words such as cures, proves and always claim a whole effect where the source claims some.",
        "Use the verb of the sentence, and its bounds.",
        "quote: MSCs reduce pain.\nquestion: What do MSCs cure?",
        "quote: MSCs reduce pain.\nquestion: What do MSCs reduce?",
    ),
}


_CAUTION = {strength: strength.caution for strength in Strength}


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for a card that claims more than its source."""
    contexts = texts.contexts
    if contexts and not _only_expands(texts.note, contexts):
        yield from _problems(texts, limit_of(texts))
        if texts.unquoted or not texts.is_quoted:
            yield from _surer(texts)


def limit_of(texts: Texts) -> Strength:
    """Return the most a card may claim: what the most cautious of its sentences does."""
    return max([_limit(texts, context) for context in texts.contexts], key=_CAUTION.__getitem__)


def _limit(texts: Texts, context: QuoteContext) -> Strength:
    """Return how much a sentence claims; of a row of a table, the column that a card asks for."""
    asked = cells_asked(texts, context)
    return (
        strength_of(" ".join(f"{head} {cell}" for head, cell in asked.items())) if asked else context.strength
    )


def _only_expands(note: Note, contexts: Sequence[QuoteContext]) -> bool:
    """Return whether a card asks for no more than the words beside an abbreviation in parentheses.

    A name claims nothing: "factor X (FX) may help" hedges the help, not that FX is factor X.
    """
    asked = _STANDS_FOR.fullmatch(note.question) if note.kind is Kind.QUESTION else None
    if asked is None:
        return False
    answer = re.escape(normalised_quote(note.answer))
    short = re.escape(asked["short"])
    beside = re.compile(rf"{answer}s? \({short}\)|{short} \({answer}\)", re.IGNORECASE)
    return any(beside.search(context.normalised) for context in contexts)


def _problems(texts: Texts, limit: Strength) -> Iterator[Problem]:
    note = texts.note
    if note.value_positions and "strength" not in note.value_positions:
        yield Problem(note.position, "S403", f"strength is missing; add `strength: {limit}`")
    elif note.strength is not limit and note.strength.caution < limit.caution:
        message = f"strength is {note.strength}, but the source is {limit} ({_cues(limit, texts.contexts)})"
        yield Problem(note.position_of("strength"), "S401", message)
    if limit is not Strength.ASSERTED and _shown(texts).caution < limit.caution:
        message = (
            f"the source is {limit} ({_cues(limit, texts.contexts)}); say so in the question or the answer"
        )
        yield Problem(texts.place, "S402", message)


def _surer(texts: Texts) -> Iterator[Problem]:
    for word in sorted(CERTAIN.intersection(texts.words)):
        if word == "all" and "all together" in texts.shown:
            continue
        if not any(word in context.vocabulary for context in texts.contexts):
            message = f"the source is less certain: it does not say “{word}”; use its words"
            yield Problem(texts.place, "S404", message)


def _shown(texts: Texts) -> Strength:
    """Return how much the words of a card claim."""
    context = texts.contexts[0]
    # A whole sentence shows what bounds it.
    if texts.is_whole and (not context.lead or context.strength is context.own_strength):
        return context.strength
    return strength_of(texts.shown)


def _cues(limit: Strength, contexts: Sequence[QuoteContext]) -> str:
    text = " ".join(f"{context.lead} {context.sentences}" for context in contexts)
    return ", ".join(dict.fromkeys(cue for strength, cue in cues_of(text) if strength is limit))
