"""The options of a multiple choice: the author's own, else answers of the same kind from nearby cards."""

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
# Of the candidates most alike in form, this many are drawn from, so that options vary between askings.
_DRAWN_FROM = 8
_WORD = re.compile(r"\w+")

Groups = Mapping[str, frozenset[str]]
Shelf = Mapping[str, Mapping[str, Mapping[int, Sequence[str]]]]
"""Answers by form, by the small word they begin with, and by length; those of one place in order."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The answers that each topic's notes lend, and for each answer the enumerations it stands in."""

    answers: Mapping[str, frozenset[str]]
    groups: Groups
    _shelves: dict[tuple[str, bool], Shelf] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, notes: Iterable[Note]) -> "Pool":
        """Read the answers of the notes, once for a whole sitting; labels of pictures lend nothing."""
        notes = tuple(note for note in notes if note.kind is not Kind.OCCLUSION)
        answers: dict[str, set[str]] = {}
        for note in notes:
            answers.setdefault(note.topic, set()).update(_answers(note))
        return cls({topic: frozenset(texts) for topic, texts in answers.items()}, _groups(notes))

    def lent_by(self, topic: str, *, own: bool) -> Shelf:
        """Return the answers of a topic, or those of all others, sorted once for all cards that borrow."""
        if (topic, own) not in self._shelves:
            lenders = (texts for name, texts in self.answers.items() if (name == topic) is own)
            self._shelves[topic, own] = _shelved(frozenset[str]().union(*lenders))
        return self._shelves[topic, own]


def options(card: Card, pool: Pool, seed: str) -> tuple[str, ...] | None:
    """Return the options of a card in the order of `seed`; None where no good ones exist.

    An author's distractors are taken as they stand. Else the pool, the same topic first, lends
    answers: of the same kind and a like length, never one this card accepts, nor two of one enumeration.
    """
    if card.note.kind is Kind.CHOICE and card.note.distractors:
        found: Sequence[str] = (*card.note.answers, *card.note.distractors)
    elif (answer := asked(card)) is not None:
        found = (answer, *_borrowed(card, answer, pool, seed))
        if len(found) <= WRONG_OPTIONS:
            return None
    else:
        return None
    return tuple(sorted(found, key=lambda text: _lot(seed, text)))


def asked(card: Card) -> str | None:
    """Return the one answer of a card, None for an enumeration."""
    wanted = expected(card)
    if card.note.kind is Kind.LIST or len(wanted) != 1:
        return None
    return wanted[0]


def rejected(card: Card) -> list[str]:
    """Return the wrong answers an author names, which stand among the options before any borrowed one."""
    return list(card.note.reject)[:WRONG_OPTIONS] if card.number == 1 else []


def lent(card: Card, answer: str, pool: Pool) -> Iterator[list[str]]:
    """Yield the wrong options a card may borrow, those of its own topic and then all others, for any seed."""
    for own in (True, False):
        alike = _alike(answer, pool.lent_by(card.note.topic, own=own))
        yield list(islice((text for text in alike if _fits(card, answer, text, pool.groups)), _DRAWN_FROM))


def _borrowed(card: Card, answer: str, pool: Pool, seed: str) -> list[str]:
    chosen = rejected(card)
    lenders = lent(card, answer, pool)
    while len(chosen) < WRONG_OPTIONS and (texts := next(lenders, None)) is not None:
        for text in sorted(texts, key=lambda text: _lot(seed, text)):
            if len(chosen) < WRONG_OPTIONS and not clashes(text, (answer, *chosen), pool.groups):
                chosen.append(text)
    return chosen


def _shelved(texts: Iterable[str]) -> Shelf:
    shelf: dict[str, dict[str, dict[int, list[str]]]] = {}
    for text in sorted(texts):
        by_lead = shelf.setdefault(_form(text), {})
        by_lead.setdefault(_lead(text), {}).setdefault(len(text), []).append(text)
    return shelf


def _alike(answer: str, shelf: Shelf) -> Iterator[str]:
    """Yield the answers of the same kind and a like length, those most like it in form first.

    First come those that begin with the same small word, or with none as it does; of those the nearest
    in length.
    """
    length, by_lead = len(answer), shelf.get(_form(answer), {})
    own = [sizes for lead, sizes in by_lead.items() if lead == _lead(answer)]
    others = [sizes for lead, sizes in by_lead.items() if lead != _lead(answer)]
    for group in (own, others):
        for apart in range(2 * length + 1):
            near = {size for size in (length - apart, length + apart) if length <= 3 * size <= 9 * length}
            yield from merge(*(sizes[size] for sizes in group for size in near if size in sizes))


def _answers(note: Note) -> tuple[str, ...]:
    """Return what a note asks for, over all its cards but one from answer to question."""
    cards = cards_of(note)[:1] if note.reverse else cards_of(note)
    return tuple(text for card in cards for text in expected(card))


def _fits(card: Card, answer: str, text: str, groups: Groups) -> bool:
    """Return whether a text does not stand in the question, and is not right either."""
    if clashes(text, (answer,), groups) or _key(text) in _key(card.note.question or _plain(card)):
        return False
    return grade(card, spelled(text)).verdict is Verdict.WRONG


def _plain(card: Card) -> str:
    """Return the text of a cloze with nothing hidden."""
    return cloze.plain(cloze.parse(card.note.cloze))


def clashes(text: str, others: Iterable[str], groups: Groups) -> bool:
    """Return whether a text says the same as another one, or stands in one enumeration with it."""
    mine, none = _key(text), frozenset[str]()
    theirs = [_key(other) for other in others]
    return mine in theirs or any(groups.get(mine, none) & groups.get(other, none) for other in theirs)


def _groups(notes: tuple[Note, ...]) -> Groups:
    """Return the enumerations and clozes each answer stands in, by the ids of their notes."""
    groups: dict[str, frozenset[str]] = {}
    for note in notes:
        texts = _answers(note)
        if len(texts) > 1:
            for text in texts:
                groups[_key(text)] = groups.get(_key(text), frozenset()) | {note.id}
    return groups


@lru_cache(maxsize=1 << 16)
def _lead(text: str) -> str:
    """Return the small word a text begins with, if it begins with one."""
    first = _WORD.search(text)
    return first[0] if first and first[0] in ANSWER_LEADS else ""


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> str:
    return answer_key(spelled(text))


@lru_cache(maxsize=1 << 16)
def _form(text: str) -> str:
    """Return the kind of an answer: a number, a name with a digit, an abbreviation, a word or a phrase."""
    plain = spelled(text)
    if plain[:1].isdigit():
        return "number"
    if " " in plain.strip():
        return "phrase"
    if has_digit(plain):
        return "name"
    return "abbreviation" if sum(letter.isupper() for letter in plain) > 1 else "word"


def _lot(seed: str, text: str) -> bytes:
    # A digest rather than a random generator: the same order in every release of Python and in a browser.
    return hashlib.sha256(f"{seed}\0{text}".encode(errors="replace")).digest()
