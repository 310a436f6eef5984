"""The items of one attempt, drawn by lot from the cards of a course and frozen."""

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
from msc_learn.study.card_sides import face_of
from msc_learn.study.claim_digest import version_of
from msc_learn.text.markup import to_plain
from msc_learn.text.normalise import key, words
from msc_learn.text.plurals import singulars

Lot = Callable[[str], bytes]


def seed_of(form: Form, learner: str, number: int) -> str:
    """Return what the lots of an attempt follow from: the form as it stands, the learner, which attempt."""
    text = "\0".join((form.version, learner, str(number)))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def draw(form: Form, course: Course, seed: str) -> tuple[Item, ...]:
    """Return the items of an attempt, the same for the same form, course and seed.

    Of one note one card is taken, and none whose answer stands in another item, unless a topic has no
    others. Only accepted cards are taken. The order is drawn too.
    """
    marker = Marker(course.studied())
    answers = _answers(course)
    topics = {topic.id: topic for topic in course.topics}

    def lot(name: str) -> bytes:
        return hashlib.sha256(f"{seed}\0{name}".encode(errors="replace")).digest()

    taken: list[Item] = []
    for name, count in form.blueprint:
        drawn = _drawn(topics[name], form, marker, lot)
        taken += _fitting((_item(one, marker, f"{seed}:{one.card.id}") for one in drawn), taken, count)
    order = sorted(taken, key=lambda item: lot(f"order\0{item.card}"))
    return tuple(replace(item, others=_near(item, answers)) for item in order)


def drawable(forms: Collection[Form], course: Course) -> Iterator[tuple[ExamQuestion, Item]]:
    """Yield every item that attempts at some forms can draw, each once; the order of options is not drawn."""
    marker = Marker(course.studied())
    answers = _answers(course)
    topics = {topic.id: topic for topic in course.topics}
    asked = ((topics[name], form) for form in forms for name, _ in form.blueprint)
    found = (
        questions
        for topic, form in asked
        for questions in askable(studied(topic), form.asks, marker, generated=form.generated)
    )
    once = {(one.card.id, one.mode): one for questions in found for one in questions}
    for question in once.values():
        item = _item(question, marker, "")
        yield question, replace(item, others=_near(item, answers))


def _drawn(topic: Topic, form: Form, marker: Marker, lot: Lot) -> Iterator[ExamQuestion]:
    """Yield one question of each note of a topic, in the order of their lots."""
    notes = sorted(studied(topic), key=lambda note: lot(note.id))
    for questions in askable(notes, form.asks, marker, generated=form.generated):
        yield min(questions, key=lambda one: lot(one.card.id))


def _fitting(found: Iterable[Item], taken: Sequence[Item], count: int) -> list[Item]:
    chosen: list[Item] = []
    held: list[Item] = []
    for item in found:
        if len(chosen) == count:
            break
        told = any(_tells(item, other) or _tells(other, item) for other in (*taken, *chosen))
        (held if told else chosen).append(item)
    return [*chosen, *held][:count]


def _tells(one: Item, other: Item) -> bool:
    """Return whether an answer of the other item stands in this one, and not in its own question."""
    shown, own = _shown(one.question, one.options), _shown(other.question, ())
    told = (said for text in other.key if (said := _said(text)).strip())
    return any(said in shown and said not in own for said in told)


@lru_cache(maxsize=4096)
def _shown(question: str, options: tuple[str, ...]) -> str:
    return "".join(map(_said, (question, *options)))


@lru_cache(maxsize=4096)
def _said(text: str) -> str:
    return f" {' '.join(singulars(words(spelled(text))))} "


def _answers(course: Course) -> Mapping[str, frozenset[str]]:
    """Return the words of every answer of a course, without their plurals."""
    texts = {text for note in course.studied() for card in cards_of(note) for text in expected(card)}
    return {text: frozenset(singulars(words(spelled(text)))) for text in sorted(texts)}


def _near(item: Item, answers: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Return the answers of other cards that a typed answer could be taken for a slip or a part of."""
    if item.mode is not Mode.TYPE:
        return ()
    marks, own = Scoring([item]), {key(spelled(text)) for text in (*item.key, *item.accept)}
    parts = {word for text in (*item.key, *item.accept) for word in singulars(words(spelled(text)))}
    alike = (
        text
        for text, said in answers.items()
        if (said & parts or any(_may_slip(text, answer) for answer in (*item.key, *item.accept)))
    )
    return tuple(text for text in alike if key(spelled(text)) not in own and marks.score(0, spelled(text)))


def _may_slip(text: str, answer: str) -> bool:
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
        face_of(card).question,
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
