"""Mutations: each makes a good card wrong in one way, the same on every run.

A mutation returns the wrong card, or None if it cannot be applied to the card.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bench.gate.cases import Case
from bench.gate.edits import OPENING, changed, first, pick, with_answer, with_text
from bench.gate.negations import negated_in_other_words, sentence_negated
from bench.gate.spans import foreign_names, spans_of
from msc_learn.course.model import Note, Strength
from msc_learn.evidence.hedging import cues_of
from msc_learn.lint.card_text import Texts
from msc_learn.text.negation_cues import NEGATIVE_WORDS
from msc_learn.text.numerals import SMALL_NUMBERS
from msc_learn.text.words import content_words, missing_from

Mutation = Callable[[Case], Note | None]
_FOREIGN = ("IL-17", "BRCA2", "Takayasu", "Boston", "TNF-ζ", "mTOR")
_INVENTED = ("zelvocin", "hemoraxis", "tolvenide")
_SPELT = tuple(SMALL_NUMBERS)[2:13]
_NUMBER = re.compile(rf"(?<![^\W\d])\d+|\b(?:{'|'.join(_SPELT)})\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|may|might|can|could|must|should|will|has|have)\b(?!\s*,)")
_NEGATION = re.compile(r"\b(?:(?:does|do|did) not|not|never|no|without) ", re.IGNORECASE)
_WEAK = re.compile(
    r"\b(?:(?:may|might|can|could) (?:also )?)?(?:help(?:s|ed)? (?:to )?)?"
    r"(?:support|reduce|improve|promote|encourage|influence|affect|calm|treat|relieve|lower|protect|ease"
    r"|favou?r|modulate|stimulate|slow|delay|limit|control|manage|raise|lead to|contribute to)(?:s|d|ed)?\b"
)


def fabricated_quote(case: Case) -> Note | None:
    """Replace the longest word of a quote by an invented one."""
    first, *rest = case.note.sources
    longest = max(re.findall(r"\w+", first.quote), key=len)
    invented = first.quote.replace(longest, pick(_INVENTED, case.note, "quote"), 1)
    return replace(case.note, sources=(replace(first, quote=invented), *rest))


def foreign_entity(case: Case) -> Note | None:
    """Add a name that is not in the document to question or answer."""
    return _with_name(case.note, pick(_FOREIGN, case.note, "foreign"))


def entity_from_elsewhere(case: Case) -> Note | None:
    """Add a name from another part of the document to question or answer."""
    names = foreign_names(case)
    return _with_name(case.note, pick(names, case.note, "elsewhere")) if names else None


def dropped_hedge(case: Case) -> Note | None:
    """Remove the hedges that make the card as cautious as its sentence."""
    note = case.note
    cues = {cue for strength, cue in cues_of(Texts(note).shown) if strength is note.strength}
    if note.strength is Strength.ASSERTED or not cues:
        return None
    # A gap may begin within a cue: "ongoing {{c1::clinical research}}".
    spelt = (re.escape(cue).replace(r"\ ", r"\s(?:\{\{c\d+::)?") for cue in cues)
    pattern = re.compile(rf"\b(?:{'|'.join(spelt)})\b ?", re.IGNORECASE)
    return changed(note, lambda text: pattern.sub(lambda cue: "".join(OPENING.findall(cue[0])), text))


def changed_number(case: Case) -> Note | None:
    """Make the first number of the card one more."""
    return first(case.note, lambda text: _NUMBER.sub(_one_more, text, count=1))


def strengthened_verb(case: Case) -> Note | None:
    """Replace a cautious verb by `cures`."""
    return first(case.note, lambda text: _WEAK.sub("cures", text, count=1))


def negated(case: Case) -> Note | None:
    """Negate the card: remove its negation if it has one, otherwise add `not`."""
    if set(Texts(case.note).shown.lower().split()) & NEGATIVE_WORDS:
        return first(case.note, lambda text: _NEGATION.sub("", text, count=1))
    return first(case.note, lambda text: _AUXILIARY.sub(r"\g<0> not", text, count=1)) or first(
        case.note, _negated_end
    )


def swapped_in_sentence(case: Case) -> Note | None:
    """Answer with another phrase of the same sentence."""
    wrong = [span for span in spans_of(case.said) if _differs(span, case.note)]
    return with_answer(case.note, pick(wrong, case.note, "swap")) if wrong else None


def swapped_beyond_question(case: Case) -> Note | None:
    """Answer with a phrase of the same sentence that the question does not name."""
    asked = content_words(" ".join(front for _, front in Texts(case.note).fronts))
    wrong = [
        span
        for span in spans_of(case.said)
        if _differs(span, case.note) and missing_from(content_words(span), asked)
    ]
    return with_answer(case.note, pick(wrong, case.note, "swap")) if wrong else None


def answer_of_another(case: Case) -> Note | None:
    """Answer with the answer of another card, from another sentence."""
    answers = [
        text
        for other in case.others
        for _, text in Texts(other).answers
        if _differs(text, case.note) and text not in case.said
    ]
    return with_answer(case.note, pick(answers, case.note, "other")) if answers else None


def _differs(text: str, note: Note) -> bool:
    """Return whether a text shares no word with the answers of the card."""
    right = content_words(" ".join(answer for _, answer in Texts(note).answers))
    own = content_words(text)
    return bool(own) and missing_from(own, right) == list(dict.fromkeys(own))


def _one_more(number: re.Match[str]) -> str:
    word = number[0].lower()
    return str(int(word) + 1) if word.isdigit() else (*_SPELT, "thirteen")[_SPELT.index(word) + 1]


def _negated_end(text: str) -> str:
    """Negate what is hidden, or the answer."""
    hidden = OPENING.search(text)
    return f"{text[: hidden.start()]}not {text[hidden.start() :]}" if hidden else ""


def _with_name(note: Note, name: str) -> Note | None:
    """Add a name to a card: before the question, or after its answer."""
    if pick((True, False), note, "place"):
        key = "cloze" if note.cloze else "question"
        return with_text(note, key, f"In {name}, {getattr(note, key)}")
    return with_answer(note, f"{Texts(note).answers[0][1]} and {name}")


MUTATIONS: dict[str, Mutation] = {
    "fabricated quote": fabricated_quote,
    "foreign entity added": foreign_entity,
    "entity from elsewhere in the document": entity_from_elsewhere,
    "hedge dropped": dropped_hedge,
    "number changed": changed_number,
    "verb strengthened to cure": strengthened_verb,
    "negated": negated,
    "negation in other words": negated_in_other_words,
    "answer from another sentence": answer_of_another,
    "answer swapped within its sentence": swapped_in_sentence,
    "... with words not in the question": swapped_beyond_question,
}
# These change the sentence and leave the card as it is.
SENTENCE_MUTATIONS = {"... in the sentence, the card unchanged": sentence_negated}
# The rows of the table, in order: what is done to a sentence comes after what is done to a card.
ROWS = tuple(
    row
    for name in MUTATIONS
    for row in ((name, *SENTENCE_MUTATIONS) if name == "negation in other words" else (name,))
)
