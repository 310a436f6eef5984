"""Questions from cards: what a system can grade is asked so, the rest goes to a person or is left out."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from msc_learn.course.model import Course, Note
from msc_learn.course.model import Kind as NoteKind
from msc_learn.deck.cards import Card, cards_of
from msc_learn.deck.fields import tags_of
from msc_learn.deck.media import Picture
from msc_learn.grading.options import Pool, options
from msc_learn.lms import weights
from msc_learn.lms.about import feedback_of
from msc_learn.lms.model import GAP, Answer, Kind, Made, Question
from msc_learn.lms.numbers import numerical
from msc_learn.lms.pictures import masked
from msc_learn.lms.texts import clean, gapped, hidden_in, html_of, is_typable, line_of, typed_of
from msc_learn.text import cloze

# Systems compare a typed answer letter by letter: a longer one would be wrong by its wording alone.
_MOST_WORDS = 8
# A question of this many words may be the answer of the reversed card: a term, no sentence to type.
_TERM_WORDS = 3
_LONGEST = 100  # letters of a name; Moodle breaks off the import at a longer one
_REVERSED, _HIDDEN = "reversed card", "hidden label"


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a card stands: its course, its topic's title, and pictures by path where they may show."""

    course: str
    topic: str
    pictures: Mapping[str, Picture] | None


def made_of(course: Course, pictures: Mapping[str, Picture] | None) -> Made:
    """Return the questions of a course, in study order; `pictures` by path, None for a format without."""
    found: list[Question] = []
    left_out: Counter[str] = Counter()
    for topic in course.topics:
        here = _Here(course.id, topic.title, pictures)
        for card in (card for note in topic.notes for card in cards_of(note)):
            questions = tuple(_questions(here, card))
            found += questions
            if not questions:
                left_out[_REVERSED if card.number == 2 and card.note.reverse else _HIDDEN] += 1
    return Made(tuple(found), tuple(left_out.items()))


def _questions(here: _Here, card: Card) -> Iterator[Question]:
    note = card.note
    if note.kind is NoteKind.CLOZE:
        yield from _of_cloze(here, card)
    elif note.kind is NoteKind.OCCLUSION:
        yield from _of_label(here, card)
    elif card.number == 2:
        if _is_term(note.question):
            yield _typed(here, card, html_of(note.answer), note.question)
    elif note.kind is NoteKind.LIST:
        yield _listed(here, card)
    elif note.kind is NoteKind.CHOICE and _wrong(note) and len(note.answers) <= weights.MOST:
        yield _chosen(here, card)
    else:
        stem = html_of(note.question)
        yield _typed(here, card, stem, *note.answers)


def _is_term(text: str) -> bool:
    return len(text.split()) <= _TERM_WORDS and not text.rstrip().endswith("?")


def _of_cloze(here: _Here, card: Card) -> Iterator[Question]:
    parts = cloze.parse(card.note.cloze)
    hidden = hidden_in(parts, card.number)
    for order, (place, text) in enumerate(hidden, start=1):
        id_ = card.id if len(hidden) == 1 else f"{card.id}/{order}"
        stem = f"<p>{gapped(parts, card.number, place)}</p>"
        yield _typed(here, card, stem, text, id_=id_, only=len(hidden) == 1)


def _of_label(here: _Here, card: Card) -> Iterator[Question]:
    note = card.note
    if here.pictures is None or note.media is None:
        return
    found = masked(here.pictures[note.media.path], note.labels, card.number)
    if found is not None:
        label = note.labels[card.number - 1].text
        picture = found, clean(note.media.alt)
        yield _typed(here, card, html_of(note.question), label, picture=picture)


def _typed(
    here: _Here,
    card: Card,
    stem: str,
    *answers: str,
    id_: str = "",
    only: bool = True,
    picture: tuple[Picture, str] | None = None,
) -> Question:
    """Return a question whose answer is typed: a number, a short text, or one that a person marks.

    What the note accepts holds for the first card and for a cloze that hides one thing alone.
    """
    note, answer = card.note, answers[0]
    own = only and len(answers) == 1 and (card.number == 1 or note.kind is NoteKind.CLOZE)
    accept = note.accept if own else ()
    reject = note.reject if own else {}
    found = numerical(note, answer) if own else None
    if found:
        kind, (values, unit) = Kind.NUMERICAL, found
        asked = f"a number, in {html_of(unit)}" if unit else "a number"
        stem = f"{stem} <em>({asked})</em>"
    else:
        values, unit = _spellings((answer, *accept), reject, note), ""
        kind = Kind.SHORT if values and len(answers) == 1 else Kind.ESSAY
    return _question(
        here,
        card,
        stem=stem if kind is not Kind.ESSAY else stem.replace(GAP, "[…]"),
        kind=kind,
        model=_listing(answers, ordered=False),
        answers=values if kind is not Kind.ESSAY else (),
        unit=unit,
        id_=id_,
        picture=picture,
    )


def _spellings(right: Iterable[str], reject: Mapping[str, str], note: Note) -> tuple[Answer, ...]:
    """Return every spelling of an answer and the near misses; nothing where none can well be typed."""
    found: dict[str, Answer] = {}
    for text in filter(is_typable, right):
        for line in typed_of(text):
            if note.typed or len(line.split()) <= _MOST_WORDS:
                found.setdefault(_known(line, note.case), Answer(line, "100"))
    if not found:
        return ()
    # A system that takes no note of capitals would take an answer for a near miss that differs in them alone.
    capitals = {line.casefold() for line in found}
    for text, why in reject.items():
        for line in typed_of(text):
            if line.casefold() not in capitals:
                found.setdefault(_known(line, note.case), Answer(line, "0", html_of(why)))
    return tuple(found.values())


def _known(line: str, case: bool) -> str:
    return line if case else line.casefold()


def _listed(here: _Here, card: Card) -> Question:
    """Return an enumeration: places to match where the order counts, else a text that a person marks.

    Several gaps that each take any item would pass one item written into all of them, and a choice would
    need wrong items that no author has read.
    """
    items = card.note.items
    stem, model = html_of(card.note.question), _listing(items, ordered=card.note.ordered)
    if card.note.need:
        model += f" ({card.note.need} of these are enough)"
    lines = tuple(line_of(item) for item in items)
    ordered = card.note.ordered and len(items) > 1 and all(lines) and all(map(is_typable, items))
    pairs = tuple((str(place), line) for place, line in enumerate(lines, start=1)) if ordered else ()
    kind = Kind.MATCHING if ordered else Kind.ESSAY
    return _question(here, card, stem=stem, kind=kind, model=model, pairs=pairs)


def _listing(texts: tuple[str, ...], *, ordered: bool) -> str:
    if len(texts) == 1:
        return html_of(texts[0])
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{html_of(text)}</li>" for text in texts) + f"</{tag}>"


def _chosen(here: _Here, card: Card) -> Question:
    note, wrong = card.note, _wrong(card.note)
    right = tuple(dict.fromkeys(note.answers))
    worth = dict(zip(right, weights.of_right(len(right)), strict=True))
    worth |= dict.fromkeys(wrong, "0" if len(right) == 1 else weights.of_wrong(len(right), len(wrong)))
    shown = dict.fromkeys(options(card, Pool.of(()), card.id) or ())
    answers = tuple(Answer(html_of(text), worth[text], html_of(note.reject.get(text, ""))) for text in shown)
    stem, model = html_of(note.question), _listing(right, ordered=False)
    return _question(here, card, stem=stem, kind=Kind.CHOICE, model=model, answers=answers)


def _wrong(note: Note) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(note.distractors) if text not in note.answers)


def _name(id_: str) -> str:
    digest = hashlib.sha256(id_.encode()).hexdigest()[:12]
    return id_ if len(id_) <= _LONGEST else f"{id_[: _LONGEST - len(digest) - 1]}-{digest}"


def _question(
    here: _Here,
    card: Card,
    *,
    stem: str,
    kind: Kind,
    model: str,
    answers: tuple[Answer, ...] = (),
    pairs: tuple[tuple[str, str], ...] = (),
    unit: str = "",
    id_: str = "",
    picture: tuple[Picture, str] | None = None,
) -> Question:
    note = card.note
    shown = (here.pictures[note.media.path], clean(note.media.alt)) if here.pictures and note.media else None
    # The hint is one to the question as asked, and would give away the question itself.
    is_asked = card.number == 1 or note.kind is not NoteKind.QUESTION
    return Question(
        id=_name(id_ or card.id),
        kind=kind,
        topic=here.topic,
        stem=stem,
        feedback=feedback_of(note, model),
        model=model,
        tags=tags_of(here.course, note),
        answers=answers,
        pairs=pairs,
        hint=html_of(note.hint) if is_asked else "",
        unit=unit,
        case=note.case,
        picture=picture,
        shown=None if picture else shown,
    )
