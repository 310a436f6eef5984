"""One question has one answer, and no card says what another has said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from msc_learn.course.lint.texts import Texts, live_notes
from msc_learn.course.model import Course, Kind, Note
from msc_learn.course.overlap import overlapping
from msc_learn.course.words import content_words, negations, numbers, words
from msc_learn.errors import Code, Problem

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
_ALIKE = 0.75  # of the words of two questions, and of two answers, this share stands in both
_GAP = "…"
_SAYS = {"L505": "asks the same as", "L509": "says nearly the same as"}


@dataclass(frozen=True, slots=True)
class _Card:
    """One card as a set of marked words: of its question, and of its answer."""

    note: Note
    front: tuple[str, ...]
    marked: frozenset[str]
    facts: tuple[object, ...]


def check(course: Course) -> Iterator[Problem]:
    """Yield a problem for each front that stands twice, and for each card that nearly repeats one before."""
    for code, note, other in twins(live_notes(course)):
        place = note.position_of("cloze" if note.cloze else "question")
        yield Problem(place, code, f"{_SAYS[code]} {other.id!r} at {other.position}")


def twins(notes: Iterable[Note]) -> Iterator[tuple[str, Note, Note]]:
    """Yield the code of what is wrong, a note, and the note before it that asks or says the same."""
    first: dict[tuple[str, ...], _Card] = {}
    for card in [card for note in notes for card in _cards(note)]:
        other = first.setdefault(card.front, card)
        if other.note is not card.note:
            yield "L505", card.note, other.note
    for card, other in _alike(list(first.values())):
        yield "L509", card.note, other.note


def _cards(note: Note) -> Iterator[_Card]:
    texts = Texts(note)
    for number, front in texts.fronts:
        answers = (
            [text for own, text in texts.hidden if own == number]
            if note.kind is Kind.CLOZE
            else [text for _, text in texts.answers]
        )
        asked = tuple(words(front.replace(_GAP, " 0gap0 ")))
        said = " ".join(answers)
        marked = frozenset(
            (*(f"? {w}" for w in content_words(front)), *(f"! {w}" for w in content_words(said)))
        )
        whole = f"{front} {said}"
        yield _Card(note, asked, marked, (note.strength, *sorted(numbers(whole)), *sorted(negations(whole))))


def _alike(cards: list[_Card]) -> Iterator[tuple[_Card, _Card]]:
    """Yield each card with the first before it that it nearly repeats."""
    told = -1
    for number, other in overlapping([card.marked for card in cards], _ALIKE):
        if number != told and _same(cards[number], cards[other]):
            told = number
            yield cards[number], cards[other]


def _same(card: _Card, other: _Card) -> bool:
    if card.note is other.note or card.facts != other.facts:
        return False
    return all(_share(card.marked, other.marked, side) >= _ALIKE for side in "?!")


def _share(one: Iterable[str], other: Iterable[str], side: str) -> float:
    first, second = ({word for word in some if word[0] == side} for some in (one, other))
    return len(first & second) / len(first | second) if first or second else 1.0
