"""Cards that ask the same, or that repeat nearly all words of another."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from msc_learn.course.model import Course, Note
from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts, live_notes
from msc_learn.text.negation import negations
from msc_learn.text.similar_sets import is_similar, prefix_of
from msc_learn.text.words import content_words, numbers, words

CODES = {
    "L505": Code(
        "two cards ask the same",
        "The same question with two answers cannot be answered, and with one it is asked twice as often.",
        "Say in each question what sets it apart; or drop one card.",
        "question: What do MSCs release?\nquestion: What do MSCs release?",
        "question: Which factor do MSCs release?\nquestion: Which vesicles do MSCs release?",
    ),
    "L509": Code(
        "two cards say nearly the same: their questions and answers share nearly all words",
        "Near twins cost twice the time, and one gives the other away.",
        "Keep the better card; or let each ask for what the other does not.",
        "cloze: Exosomes carry {{c1::proteins}}.\ncloze: The exosomes also carry {{c1::proteins}}.",
        "cloze: Exosomes carry {{c1::proteins}}.\ncloze: Exosomes come from {{c1::MSCs}}.",
    ),
}
_SAYS = {"L505": "asks the same as", "L509": "says nearly the same as"}
# A context before a question. Cards of one context are compared by what comes after it.
_CONTEXT = re.compile(r"\[(?!…)[^\]]+\] ")
_ALIKE = 0.75  # of the words of two questions, and of two answers, this share stands in both


@dataclass(frozen=True, slots=True)
class _Card:
    """One card: the words of its front, the content words of question and answer, and its facts.

    `context` is the text in brackets before the question, and `within` the content words after it. Cards
    that differ in facts (strength, numbers, negations) do not repeat each other.
    """

    note: Note
    front: tuple[str, ...]
    sides: tuple[frozenset[str], frozenset[str]]
    facts: tuple[object, ...]
    context: str
    within: frozenset[str]


def check(course: Course) -> Iterator[Problem]:
    """Yield a problem for each repeated front, and for each card that nearly repeats an earlier one."""
    for code, note, other in twins(live_notes(course)):
        position = note.position_of("cloze" if note.cloze else "question")
        yield Problem(position, code, f"{_SAYS[code]} {other.id!r} at {other.position}")


def twins(notes: Iterable[Note]) -> Iterator[tuple[str, Note, Note]]:
    """Yield a problem code, a note, and the earlier note that asks or says the same."""
    first: dict[tuple[str, ...], _Card] = {}
    for card in [card for note in notes for card in _cards(note)]:
        other = first.setdefault(card.front, card)
        if other.note is not card.note:
            yield "L505", card.note, other.note
    for card, other in _alike(list(first.values())):
        yield "L509", card.note, other.note


def likely(note: Note, others: Iterable[Note]) -> Iterator[Note]:
    """Yield the notes that could repeat a note, by a fast search that misses none."""
    fronts = [front for _, front in Texts(note).fronts]
    wanted = [{*content_words(front)} for front in fronts]
    for other in others:
        text = f"{other.question} {other.cloze}".casefold()
        # A spelt number may stand as digits on the other card.
        if any(sum(w in text or not w.isalpha() for w in some) >= _ALIKE * len(some) for some in wanted):
            yield other


def _cards(note: Note) -> Iterator[_Card]:
    texts = Texts(note)
    for number, front in texts.fronts:
        answers = [text for own, text in texts.hidden if own == number] or [text for _, text in texts.answers]
        answer_text = " ".join(answers)
        whole = f"{front} {answer_text}"
        context = match[0] if (match := _CONTEXT.match(front)) else ""
        yield _Card(
            note,
            tuple(words(front.replace("…", " 0gap0 "))),
            (frozenset(content_words(front)), frozenset(content_words(answer_text))),
            (note.strength, *sorted(numbers(whole)), *_cues(whole)),
            context,
            frozenset(content_words(front[len(context) :])),
        )


def _cues(text: str) -> list[str]:
    return sorted(negation.cue.lower() for negation in negations(text))


def _alike(cards: list[_Card]) -> Iterator[tuple[_Card, _Card]]:
    """Yield each card with the first earlier card that it nearly repeats.

    Only cards of the same facts that share a rare word on both sides are compared (prefix filter), so a large
    course takes little longer per card than a small one.
    """
    counts = Counter(word for card in cards for side in card.sides for word in side)
    standing: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, card in enumerate(cards):
        kept = (prefix_of(side, counts, _ALIKE) or [""] for side in card.sides)
        keys = [(card.facts, *pair) for pair in product(*kept)]
        near = sorted({number for key in keys for number in standing[key]})
        twin = next((cards[number] for number in near if _same(card, cards[number])), None)
        if twin:
            yield card, twin
        for key in keys:
            standing[key].append(index)


def _same(card: _Card, other: _Card) -> bool:
    pairs = zip(card.sides, other.sides, strict=True)
    if card.note is other.note or not all(is_similar(*pair, _ALIKE) for pair in pairs):
        return False
    return card.context != other.context or is_similar(card.within, other.within, _ALIKE)
