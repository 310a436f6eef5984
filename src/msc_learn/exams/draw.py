"""Random draw of the items of an attempt, seeded and reproducible, and frozen from the cards of a course."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from msc_learn.course.model import Course, Topic
from msc_learn.deck.cards import cards_of
from msc_learn.exams.askable import ExamQuestion, askable, studied
from msc_learn.exams.events import Item
from msc_learn.exams.form import Form
from msc_learn.exams.scoring import Scoring
from msc_learn.grading.compare import spelled
from msc_learn.grading.grade import expected
from msc_learn.grading.marker import Marker
from msc_learn.memory.review import Mode
from msc_learn.study.card_sides import sides_of
from msc_learn.study.claim_digest import version_of
from msc_learn.text.markup import to_plain
from msc_learn.text.normalise import answer_key, answer_words
from msc_learn.text.plurals import singulars

# The sort key of a name in a seeded shuffle.
ShuffleKey = Callable[[str], bytes]


def seed_of(form: Form, learner: str, number: int) -> str:
    """Return the seed of an attempt: a digest of the form's version, the learner and the attempt number."""
    text = "\0".join((form.version, learner, str(number)))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def draw(form: Form, course: Course, seed: str) -> tuple[Item, ...]:
    """Return the items of an attempt in random order; the same form, course and seed give the same items.

    Only accepted cards are drawn, one of a note. A card whose answer stands in another item is drawn only if
    its topic has no others.
    """
    marker = Marker(course.studied())
    answers = _answers(course)
    topics = {topic.id: topic for topic in course.topics}

    def shuffle_key(name: str) -> bytes:
        return hashlib.sha256(f"{seed}\0{name}".encode(errors="replace")).digest()

    taken: list[Item] = []
    for name, count in form.blueprint:
        drawn = _drawn(topics[name], form, marker, shuffle_key)
        taken += _fitting(
            (_item(question, marker, f"{seed}:{question.card.id}") for question in drawn), taken, count
        )
    order = sorted(taken, key=lambda item: shuffle_key(f"order\0{item.card}"))
    return tuple(replace(item, others=_near(item, answers)) for item in order)


def drawable(forms: Collection[Form], course: Course) -> Iterator[tuple[ExamQuestion, Item]]:
    """Yield every item that attempts at some forms can draw, each once, with its options unshuffled."""
    marker = Marker(course.studied())
    answers = _answers(course)
    topics = {topic.id: topic for topic in course.topics}
    asked = ((topics[name], form) for form in forms for name, _ in form.blueprint)
    questions = (
        question
        for topic, form in asked
        for of_note in askable(studied(topic), form.asks, marker, generated=form.generated)
        for question in of_note
    )
    once = {(question.card.id, question.mode): question for question in questions}
    for question in once.values():
        item = _item(question, marker, "")
        yield question, replace(item, others=_near(item, answers))


def _drawn(topic: Topic, form: Form, marker: Marker, shuffle_key: ShuffleKey) -> Iterator[ExamQuestion]:
    """Yield one question of each note of a topic, in random order."""
    notes = sorted(studied(topic), key=lambda note: shuffle_key(note.id))
    for questions in askable(notes, form.asks, marker, generated=form.generated):
        yield min(questions, key=lambda question: shuffle_key(question.card.id))


def _fitting(drawn: Iterable[Item], taken: Sequence[Item], count: int) -> list[Item]:
    """Return so many items, first those that share no answer with the items taken."""
    chosen: list[Item] = []
    leaking: list[Item] = []
    for item in drawn:
        if len(chosen) == count:
            break
        leaks = any(_leaks(item, other) or _leaks(other, item) for other in (*taken, *chosen))
        (leaking if leaks else chosen).append(item)
    return [*chosen, *leaking][:count]


def _leaks(item: Item, other: Item) -> bool:
    """Return whether an answer of the other item stands in this item, and not in its own question."""
    shown, own = _shown(item.question, item.options), _shown(other.question, ())
    answers = (answer for text in other.key if (answer := _stems(text)).strip())
    return any(answer in shown and answer not in own for answer in answers)


@lru_cache(maxsize=4096)
def _shown(question: str, options: tuple[str, ...]) -> str:
    return "".join(map(_stems, (question, *options)))


@lru_cache(maxsize=4096)
def _stems(text: str) -> str:
    return f" {' '.join(singulars(answer_words(spelled(text))))} "


def _answers(course: Course) -> Mapping[str, frozenset[str]]:
    """Return the set of singular words of every answer of a course."""
    texts = {text for note in course.studied() for card in cards_of(note) for text in expected(card)}
    return {text: frozenset(singulars(answer_words(spelled(text)))) for text in sorted(texts)}


def _near(item: Item, answers: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the answers of other cards that would pass as a misspelling or a part of a typed answer."""
    if item.mode is not Mode.TYPE:
        return ()
    scoring, own = Scoring([item]), {answer_key(spelled(text)) for text in (*item.key, *item.accept)}
    parts = {word for text in (*item.key, *item.accept) for word in singulars(answer_words(spelled(text)))}
    alike = (
        text
        for text, stems in answers.items()
        if (stems & parts or any(_may_be_misspelt(text, answer) for answer in (*item.key, *item.accept)))
    )
    return tuple(
        text for text in alike if answer_key(spelled(text)) not in own and scoring.score(0, spelled(text))
    )


def _may_be_misspelt(text: str, answer: str) -> bool:
    return (
        text[:1].casefold() == answer[:1].casefold() and abs(len(text) - len(answer)) <= len(answer) // 6 + 1
    )


def _item(question: ExamQuestion, marker: Marker, seed: str) -> Item:
    card, note = question.card, question.card.note
    options: Collection[str] = ()
    if question.mode is Mode.CHOICE:
        options = marker.options(card, seed) or marker.options(card, "") or ()
    return Item(
        card.id,
        version_of(card),
        note.topic,
        question.mode,
        sides_of(card).question,
        expected(card),
        tuple(options),
        note.accept if card.number == 1 or note.cloze else (),
        tuple(note.reject.items()),
        note.need or 0,
        note.ordered,
        note.case,
        (),
        tuple((" > ".join(source.section), to_plain(source.quote)) for source in note.sources),
    )
