"""Options of a multiple-choice question: the author's distractors, or answers of similar cards."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import merge
from itertools import islice

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.grading.compare import spelled
from msc_learn.grading.grade import expected, grade
from msc_learn.memory.review import Verdict
from msc_learn.text import cloze
from msc_learn.text.normalise import answer_key
from msc_learn.text.numerals import has_digit
from msc_learn.text.stop_words import ANSWER_LEADS

WRONG_OPTIONS = 3
# So many of the most similar candidates are drawn from: the options vary from time to time.
_DRAWN_FROM = 8
_WORD = re.compile(r"\w+")

Groups = Mapping[str, frozenset[str]]
AnswerIndex = Mapping[str, Mapping[str, Mapping[int, Sequence[str]]]]
"""Answers by form, by the small word they begin with, and by length; sorted."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The answers of each topic as candidates, and for each answer the lists it is in."""

    answers: Mapping[str, frozenset[str]]
    groups: Groups
    _indices: dict[tuple[str, bool], AnswerIndex] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> "Pool":
        """Read the answers of the notes, once for a session; labels of pictures are no candidates."""
        notes = tuple(note for note in notes if note.kind is not Kind.OCCLUSION)
        answers: dict[str, set[str]] = {}
        for note in notes:
            answers.setdefault(note.topic, set()).update(_answers(note))
        return cls({topic: frozenset(texts) for topic, texts in answers.items()}, _groups(notes))

    def answers_of(self, topic: str, *, own: bool) -> AnswerIndex:
        """Return the answers of a topic, or of all other topics, indexed once for all cards."""
        if (topic, own) not in self._indices:
            answers = (texts for name, texts in self.answers.items() if (name == topic) is own)
            self._indices[topic, own] = _indexed(frozenset[str]().union(*answers))
        return self._indices[topic, own]


def options(card: Card, pool: Pool, seed: str) -> tuple[str, ...] | None:
    """Return the options of a card, shuffled by `seed`; None if there are no good ones.

    The author's distractors are used if there are any. Otherwise they are answers from the pool, the same
    topic first: of the same form and a similar length, never one this card accepts, nor two of one list.
    """
    if card.note.kind is Kind.CHOICE and card.note.distractors:
        choices: Sequence[str] = (*card.note.answers, *card.note.distractors)
    elif (answer := asked(card)) is not None:
        choices = (answer, *_from_pool(card, answer, pool, seed))
        if len(choices) <= WRONG_OPTIONS:
            return None
    else:
        return None
    return tuple(sorted(choices, key=lambda text: _shuffle_key(seed, text)))


def asked(card: Card) -> str | None:
    """Return the only answer of a card, or None for a list."""
    wanted = expected(card)
    if card.note.kind is Kind.LIST or len(wanted) != 1:
        return None
    return wanted[0]


def rejected(card: Card) -> list[str]:
    """Return the wrong answers an author names; they come before any from the pool."""
    return list(card.note.reject)[:WRONG_OPTIONS] if card.number == 1 else []


def candidates(card: Card, answer: str, pool: Pool) -> Iterator[list[str]]:
    """Yield the wrong options from the pool for any seed: first those of the own topic, then all others."""
    for own in (True, False):
        similar = _similar(answer, pool.answers_of(card.note.topic, own=own))
        yield list(islice((text for text in similar if _fits(card, answer, text, pool.groups)), _DRAWN_FROM))


def _from_pool(card: Card, answer: str, pool: Pool, seed: str) -> list[str]:
    chosen = rejected(card)
    groups = candidates(card, answer, pool)
    while len(chosen) < WRONG_OPTIONS and (texts := next(groups, None)) is not None:
        for text in sorted(texts, key=lambda text: _shuffle_key(seed, text)):
            if len(chosen) < WRONG_OPTIONS and not clashes(text, (answer, *chosen), pool.groups):
                chosen.append(text)
    return chosen


def _indexed(texts: Iterable[str]) -> AnswerIndex:
    index: dict[str, dict[str, dict[int, list[str]]]] = {}
    for text in sorted(texts):
        by_lead = index.setdefault(_form(text), {})
        by_lead.setdefault(_lead(text), {}).setdefault(len(text), []).append(text)
    return index


def _similar(answer: str, index: AnswerIndex) -> Iterator[str]:
    """Yield the answers of the same form and a similar length, the most similar first.

    First come those that begin with the same small word, or with none as the answer does; among those the
    nearest in length.
    """
    length, by_lead = len(answer), index.get(_form(answer), {})
    own = [by_size for lead, by_size in by_lead.items() if lead == _lead(answer)]
    others = [by_size for lead, by_size in by_lead.items() if lead != _lead(answer)]
    for group in (own, others):
        for difference in range(2 * length + 1):
            near = {
                size
                for size in (length - difference, length + difference)
                if length <= 3 * size <= 9 * length
            }
            yield from merge(*(by_size[size] for by_size in group for size in near if size in by_size))


def _answers(note: Note) -> tuple[str, ...]:
    """Return the answers of all cards of a note, but not of one that asks from answer to question."""
    cards = cards_of(note)[:1] if note.reverse else cards_of(note)
    return tuple(text for card in cards for text in expected(card))


def _fits(card: Card, answer: str, text: str, groups: Groups) -> bool:
    """Return whether a text is wrong, and not in the question."""
    if clashes(text, (answer,), groups) or _key(text) in _key(card.note.question or _plain(card)):
        return False
    return grade(card, spelled(text)).verdict is Verdict.WRONG


def _plain(card: Card) -> str:
    """Return the text of a cloze with nothing hidden."""
    return cloze.plain(cloze.parse(card.note.cloze))


def clashes(text: str, others: Iterable[str], groups: Groups) -> bool:
    """Return whether a text equals another one, or is in one list with it."""
    mine, none = _key(text), frozenset[str]()
    theirs = [_key(other) for other in others]
    return mine in theirs or any(groups.get(mine, none) & groups.get(other, none) for other in theirs)


def _groups(notes: tuple[Note, ...]) -> Groups:
    """Return the lists and clozes each answer is in, as ids of their notes."""
    groups: dict[str, frozenset[str]] = {}
    for note in notes:
        texts = _answers(note)
        if len(texts) > 1:
            for text in texts:
                groups[_key(text)] = groups.get(_key(text), frozenset()) | {note.id}
    return groups


@lru_cache(maxsize=1 << 16)
def _lead(text: str) -> str:
    """Return the small word a text begins with, if any."""
    first = _WORD.search(text)
    return first[0] if first and first[0] in ANSWER_LEADS else ""


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> str:
    return answer_key(spelled(text))


@lru_cache(maxsize=1 << 16)
def _form(text: str) -> str:
    """Return the form of an answer: a number, a name with a digit, an abbreviation, a word or a phrase."""
    plain = spelled(text)
    if plain[:1].isdigit():
        return "number"
    if " " in plain.strip():
        return "phrase"
    if has_digit(plain):
        return "name"
    return "abbreviation" if sum(letter.isupper() for letter in plain) > 1 else "word"


def _shuffle_key(seed: str, text: str) -> bytes:
    # A digest and no random generator: the same order in every Python version and in a browser.
    return hashlib.sha256(f"{seed}\0{text}".encode(errors="replace")).digest()
