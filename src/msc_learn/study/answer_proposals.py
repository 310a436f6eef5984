"""Answer proposals: typed answers that learners accepted against the grader, without learner names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import matches, spelled
from msc_learn.grading.grade import answer_keys, expected, grade, is_too_long
from msc_learn.memory.review import Mode, Review, Verdict
from msc_learn.text.normalise import answer_key, answer_words
from msc_learn.text.plurals import differ_in_number


@dataclass(frozen=True, slots=True)
class AnswerProposal:
    """A typed answer that learners accepted: how often, how many of them, and the grader's reason.

    `card` is the id of the note, `answer` its answer, and `accept` the line for its list of other answers.
    """

    card: str
    answer: str
    accept: str
    times: int
    learners: int
    reason: str


def proposals(
    notes: Sequence[Note], reviews: Iterable[Review], present_ids: Mapping[str, str]
) -> tuple[AnswerProposal, ...]:
    """Return the proposals in the order of the notes, the most frequent first.

    `present_ids` has the present id of each renamed card, by its former id. Left out is what a card already
    rejects or accepts, and what is the answer of another card.
    """
    cards = [card for note in notes for card in cards_of(note)]
    overridden = _overridden(reviews, present_ids)
    by_answer: dict[tuple[str, str], AnswerProposal] = {}
    for card in cards:
        if card.id not in overridden or not _has_one_answer(card):
            continue
        others = answer_keys(other for other in cards if other is not card)
        for proposal in _of_card(card, overridden[card.id], others):
            by_answer.setdefault((proposal.card, answer_key(proposal.accept)), proposal)
    order = {note.id: index for index, note in enumerate(notes)}
    return tuple(
        sorted(
            by_answer.values(), key=lambda proposal: (order[proposal.card], -proposal.times, proposal.accept)
        )
    )


def _overridden(reviews: Iterable[Review], present_ids: Mapping[str, str]) -> Mapping[str, Sequence[Review]]:
    """Return the reviews whose typed answer was accepted against the grader, by present card id."""
    by_card: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.overridden and review.mode is Mode.TYPE and answer_words(review.answer):
            by_card[present_ids.get(review.card, review.card)].append(review)
    return by_card


def _has_one_answer(card: Card) -> bool:
    """Return whether `accept` applies to this card: it has one answer and is not the reverse card."""
    single = card.note.kind in (Kind.QUESTION, Kind.CHOICE, Kind.CLOZE) and len(expected(card)) == 1
    return single and (card.number == 1 or card.note.kind is Kind.CLOZE)


def _of_card(card: Card, overridden: Sequence[Review], others: frozenset[str]) -> Iterator[AnswerProposal]:
    note, answer = card.note, spelled(expected(card)[0])
    alike: dict[str, list[Review]] = defaultdict(list)
    for review in overridden:
        alike[answer_key(review.answer, case=note.case)].append(review)
    for same in alike.values():
        (text, _), *_ = Counter(" ".join(review.answer.split()) for review in same).most_common(1)
        judged = grade(card, text)
        refused = any(matches(text, miss, False) for miss in (*note.reject, *note.distractors))
        refused = refused or is_too_long(card, text) or not _writable(text)
        if judged.verdict is not Verdict.RIGHT and not refused and not _answers(text, others):
            learners = len({review.learner for review in same})
            yield AnswerProposal(note.id, answer, text, len(same), learners, judged.reason)


def _writable(text: str) -> bool:
    """Return whether a card file can hold a text: control characters are not allowed."""
    return not any(category(letter) in ("Cc", "Cs") for letter in text)


def _answers(text: str, others: frozenset[str]) -> bool:
    """Return whether a text is the answer of another card, in the singular or the plural."""
    normalised = answer_key(text)
    return normalised in others or any(differ_in_number(normalised, other) for other in others)
