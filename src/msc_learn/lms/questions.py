"""Questions from cards: a system grades what it can, a person marks the rest, and some cards are left out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msc_learn.course.model import Course, Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.deck.fields import tags_of
from msc_learn.deck.media import Picture
from msc_learn.grading.options import Pool, options
from msc_learn.lms import weights
from msc_learn.lms.feedback import feedback_of
from msc_learn.lms.model import GAP, AnswerOption, Question, QuestionSet, QuestionType
from msc_learn.lms.numbers import numerical
from msc_learn.lms.pictures import masked
from msc_learn.lms.texts import clean, gapped, hidden_in, html_of, is_typable, line_of, typed_of
from msc_learn.text import cloze

# Systems compare a typed answer letter by letter: a longer one would fail by its wording alone.
_MOST_WORDS = 8
# The question of a reversed card is its answer. Up to this many words it is a term that can be typed.
_TERM_WORDS = 3
_LONGEST_NAME = 100  # letters; Moodle stops the import at a longer one
_REVERSED, _HIDDEN = "reversed card", "hidden label"


@dataclass(frozen=True, slots=True)
class _Context:
    """What the cards of a topic share: course id, topic title, and pictures by path, None for no pictures."""

    course: str
    topic: str
    pictures: Mapping[str, Picture] | None


def questions_of(course: Course, pictures: Mapping[str, Picture] | None) -> QuestionSet:
    """Return the questions of a course, in study order.

    `pictures` are by path; None means that the format holds no pictures.
    """
    questions: list[Question] = []
    left_out: Counter[str] = Counter()
    for topic in course.topics:
        context = _Context(course.id, topic.title, pictures)
        for card in (card for note in topic.notes for card in cards_of(note)):
            made = tuple(_questions_of_card(context, card))
            questions += made
            if not made:
                left_out[_REVERSED if card.number == 2 and card.note.reverse else _HIDDEN] += 1
    return QuestionSet(tuple(questions), tuple(left_out.items()))


def _questions_of_card(context: _Context, card: Card) -> Iterator[Question]:
    note = card.note
    if note.kind is Kind.CLOZE:
        yield from _cloze_questions(context, card)
    elif note.kind is Kind.OCCLUSION:
        yield from _label_question(context, card)
    elif card.number == 2:
        if _is_term(note.question):
            yield _typed_question(context, card, html_of(note.answer), note.question)
    elif note.kind is Kind.LIST:
        yield _list_question(context, card)
    elif note.kind is Kind.CHOICE and _wrong_options(note) and len(note.answers) <= weights.MOST:
        yield _choice_question(context, card)
    else:
        yield _typed_question(context, card, html_of(note.question), *note.answers)


def _is_term(text: str) -> bool:
    return len(text.split()) <= _TERM_WORDS and not text.rstrip().endswith("?")


def _cloze_questions(context: _Context, card: Card) -> Iterator[Question]:
    parts = cloze.parse(card.note.cloze)
    hidden = hidden_in(parts, card.number)
    for order, (index, text) in enumerate(hidden, start=1):
        id_ = card.id if len(hidden) == 1 else f"{card.id}/{order}"
        stem = f"<p>{gapped(parts, card.number, index)}</p>"
        yield _typed_question(context, card, stem, text, id_=id_, only=len(hidden) == 1)


def _label_question(context: _Context, card: Card) -> Iterator[Question]:
    note = card.note
    if context.pictures is None or note.media is None:
        return
    picture = masked(context.pictures[note.media.path], note.labels, card.number)
    if picture is not None:
        label, alt = note.labels[card.number - 1].text, clean(note.media.alt)
        yield _typed_question(context, card, html_of(note.question), label, picture=(picture, alt))


def _typed_question(
    context: _Context,
    card: Card,
    stem: str,
    *answers: str,
    id_: str = "",
    only: bool = True,
    picture: tuple[Picture, str] | None = None,
) -> Question:
    """Return a question with a typed answer: a number, a short text, or one that a person marks.

    The `accept` and `reject` of a note hold for its first card, and for a cloze that hides one text.
    """
    note, answer = card.note, answers[0]
    own = only and len(answers) == 1 and (card.number == 1 or note.kind is Kind.CLOZE)
    number = numerical(note, answer) if own else None
    if number:
        type_, (values, unit) = QuestionType.NUMERICAL, number
        asked = f"a number, in {html_of(unit)}" if unit else "a number"
        stem = f"{stem} <em>({asked})</em>"
    else:
        accept, reject = (note.accept, note.reject) if own else ((), {})
        values, unit = _spellings((answer, *accept), reject, note), ""
        type_ = QuestionType.SHORT if values and len(answers) == 1 else QuestionType.ESSAY
    return _question(
        context,
        card,
        stem=stem if type_ is not QuestionType.ESSAY else stem.replace(GAP, "[…]"),
        type_=type_,
        model=_html_list(answers, ordered=False),
        answers=values if type_ is not QuestionType.ESSAY else (),
        unit=unit,
        id_=id_,
        picture=picture,
    )


def _spellings(right: Iterable[str], reject: Mapping[str, str], note: Note) -> tuple[AnswerOption, ...]:
    """Return every spelling of an answer and the near misses, or nothing if none can well be typed."""
    spellings: dict[str, AnswerOption] = {}
    for text in filter(is_typable, right):
        for line in typed_of(text):
            if note.typed or len(line.split()) <= _MOST_WORDS:
                spellings.setdefault(_compared(line, note.case), AnswerOption(line, "100"))
    if not spellings:
        return ()
    # If a near miss differs in capitals alone, a system that ignores case would take the answer for it.
    without_case = {line.casefold() for line in spellings}
    for text, why in reject.items():
        for line in typed_of(text):
            if line.casefold() not in without_case:
                spellings.setdefault(_compared(line, note.case), AnswerOption(line, "0", html_of(why)))
    return tuple(spellings.values())


def _compared(line: str, case: bool) -> str:
    return line if case else line.casefold()


def _list_question(context: _Context, card: Card) -> Question:
    """Return an enumeration: positions to match if the order counts, else a text that a person marks.

    With a gap for each item, one item written into all of them would pass. A choice would need wrong items
    that no author has read.
    """
    items = card.note.items
    model = _html_list(items, ordered=card.note.ordered)
    if card.note.need:
        model += f" ({card.note.need} of these are enough)"
    lines = tuple(line_of(item) for item in items)
    ordered = card.note.ordered and len(items) > 1 and all(lines) and all(map(is_typable, items))
    return _question(
        context,
        card,
        stem=html_of(card.note.question),
        type_=QuestionType.MATCHING if ordered else QuestionType.ESSAY,
        model=model,
        pairs=tuple((str(number), line) for number, line in enumerate(lines, start=1)) if ordered else (),
    )


def _html_list(texts: tuple[str, ...], *, ordered: bool) -> str:
    if len(texts) == 1:
        return html_of(texts[0])
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{html_of(text)}</li>" for text in texts) + f"</{tag}>"


def _choice_question(context: _Context, card: Card) -> Question:
    note, wrong = card.note, _wrong_options(card.note)
    right = tuple(dict.fromkeys(note.answers))
    worth = dict(zip(right, weights.of_right(len(right)), strict=True))
    worth |= dict.fromkeys(wrong, "0" if len(right) == 1 else weights.of_wrong(len(right), len(wrong)))
    shown = dict.fromkeys(options(card, Pool.of(()), card.id) or ())
    return _question(
        context,
        card,
        stem=html_of(note.question),
        type_=QuestionType.CHOICE,
        model=_html_list(right, ordered=False),
        answers=tuple(
            AnswerOption(html_of(text), worth[text], html_of(note.reject.get(text, ""))) for text in shown
        ),
    )


def _wrong_options(note: Note) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(note.distractors) if text not in note.answers)


def _name(id_: str) -> str:
    digest = hashlib.sha256(id_.encode()).hexdigest()[:12]
    return id_ if len(id_) <= _LONGEST_NAME else f"{id_[: _LONGEST_NAME - len(digest) - 1]}-{digest}"


def _question(
    context: _Context,
    card: Card,
    *,
    stem: str,
    type_: QuestionType,
    model: str,
    answers: tuple[AnswerOption, ...] = (),
    pairs: tuple[tuple[str, str], ...] = (),
    unit: str = "",
    id_: str = "",
    picture: tuple[Picture, str] | None = None,
) -> Question:
    note, pictures = card.note, context.pictures
    shown = (pictures[note.media.path], clean(note.media.alt)) if pictures and note.media else None
    # The hint belongs to the question as asked. On a reversed card it would give the question away.
    is_asked = card.number == 1 or note.kind is not Kind.QUESTION
    return Question(
        id=_name(id_ or card.id),
        type=type_,
        topic=context.topic,
        stem=stem,
        feedback=feedback_of(note, model),
        model=model,
        tags=tags_of(context.course, note),
        answers=answers,
        pairs=pairs,
        hint=html_of(note.hint) if is_asked else "",
        unit=unit,
        case=note.case,
        picture=picture,
        shown=None if picture else shown,
    )
