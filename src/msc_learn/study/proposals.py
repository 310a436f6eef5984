"""What learners passed against the grader, as answers an author may accept; no learner is named."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import matches, spelled
from msc_learn.grading.grade import answer_keys, expected, grade, is_too_long
from msc_learn.memory.review import Mode, Review, Verdict
from msc_learn.text.normalise import differ_in_number, key, words


@dataclass(frozen=True, slots=True)
class Proposal:
    """A typed answer that learners passed: how often, by how many of them, and what the grader had said.

    `card` is the id of the note, `answer` what its card asks for and `accept` the line for its list.
    """

    card: str
    answer: str
    accept: str
    times: int
    learners: int
    reason: str


def proposals(
    notes: Sequence[Note], reviews: Iterable[Review], former: Mapping[str, str]
) -> tuple[Proposal, ...]:
    """Return what learners passed, in the order of the notes, the most frequent first.

    `former` holds the id each renamed card has now, by its former one. Left out is what a card rejects or
    takes already, and what another card has as its answer.
    """
    cards = [card for note in notes for card in cards_of(note)]
    passed = _passed(reviews, former)
    found: dict[tuple[str, str], Proposal] = {}
    for card in cards:
        if card.id not in passed or not _takes(card):
            continue
        others = answer_keys(other for other in cards if other is not card)
        for proposal in _of_card(card, passed[card.id], others):
            found.setdefault((proposal.card, key(proposal.accept)), proposal)
    places = {note.id: place for place, note in enumerate(notes)}
    return tuple(sorted(found.values(), key=lambda one: (places[one.card], -one.times, one.accept)))


def _passed(reviews: Iterable[Review], former: Mapping[str, str]) -> Mapping[str, Sequence[Review]]:
    """Return the typed answers that were passed against the grader, by the card's present id."""
    found: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.overridden and review.mode is Mode.TYPE and words(review.answer):
            found[former.get(review.card, review.card)].append(review)
    return found


def _takes(card: Card) -> bool:
    """Return whether `accept` speaks of this card: one answer is asked for, in the note's own direction."""
    one = card.note.kind in (Kind.QUESTION, Kind.CHOICE, Kind.CLOZE) and len(expected(card)) == 1
    return one and (card.number == 1 or card.note.kind is Kind.CLOZE)


def _of_card(card: Card, passed: Sequence[Review], others: frozenset[str]) -> Iterator[Proposal]:
    note, answer = card.note, spelled(expected(card)[0])
    alike: dict[str, list[Review]] = defaultdict(list)
    for review in passed:
        alike[key(review.answer, case=note.case)].append(review)
    for same in alike.values():
        (text, _), *_ = Counter(" ".join(review.answer.split()) for review in same).most_common(1)
        judged = grade(card, text)
        refused = any(matches(text, miss, False) for miss in (*note.reject, *note.distractors))
        refused = refused or is_too_long(card, text) or not _writable(text)
        if judged.verdict is not Verdict.RIGHT and not refused and not _answers(text, others):
            learners = len({review.learner for review in same})
            yield Proposal(note.id, answer, text, len(same), learners, judged.reason)


def _writable(text: str) -> bool:
    """Return whether a card file may hold a text: it takes no control characters."""
    return not any(category(letter) in ("Cc", "Cs") for letter in text)


def _answers(text: str, others: frozenset[str]) -> bool:
    """Return whether a text is among the answers, in the singular or the plural."""
    mine = key(text)
    return mine in others or any(differ_in_number(mine, other) for other in others)
