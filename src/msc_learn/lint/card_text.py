"""The texts of a note as the checks read them: without markup, cloze deletions shown or hidden."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msc_learn.course.draft_digest import is_untouched
from msc_learn.course.model import Course, Kind, Note, Status
from msc_learn.evidence.context import QuoteContext
from msc_learn.position import Position
from msc_learn.text import cloze
from msc_learn.text.markup import may_be_marked, to_plain
from msc_learn.text.negation import negations
from msc_learn.text.quotes import normalised_quote
from msc_learn.text.words import words

_GAP = "[…]"
_SENTENCE_END = re.compile(r"[.!?:]\s")


def live_notes(course: Course) -> Iterator[Note]:
    """Yield the notes a learner may study: all but the rejected ones."""
    return (note for note in course.notes if note.status is not Status.REJECTED)


class Texts:
    """The texts of one note and the contexts of its quotes, computed once for all checks.

    `answers` are the answers, each with its key in the card file. `asked` is the question, or the cloze with
    no deletion hidden. `hidden` are the hidden texts of a cloze and `fronts` the fronts of its cards, each
    with the number of its deletion; a question has the number 0.

    `is_quoted` says whether a cloze, without the context before it, is a part of its source.
    `foreign_context` is the part of that context which is not around the sentence in the document.
    `unquoted` is the part of question or cloze which is not quoted.
    """

    def __init__(self, note: Note, contexts: Sequence[QuoteContext] = ()) -> None:
        self.note = note
        self.contexts = contexts
        self.answers: list[tuple[str, str]]
        self.hidden: list[tuple[int, str]] = []
        if note.kind is Kind.CLOZE:
            self._read_cloze(note)
        else:
            self._read_question(note)
        # A context in brackets may come before a sentence; a gap is not a context.
        has_context = self.asked.startswith("[") and not self.asked.startswith(_GAP)
        context, _, sentence = self.asked[1:].partition("] ") if has_context else ("", "", self.asked)
        self._context, self._sentence = context, sentence
        self.is_quoted = bool(note.cloze) and any(_quotes(sentence, context) for context in contexts)
        self.foreign_context = self._foreign_context() if context else ""
        self.unquoted = self._unquoted()

    def _read_question(self, note: Note) -> None:
        self.asked = to_plain(note.question)
        self.fronts = [(0, self.asked)]
        if note.items:
            self.answers = [(f"items.{index}", to_plain(item)) for index, item in enumerate(note.items)]
        elif note.kind is Kind.OCCLUSION:
            self.answers = [
                (f"labels.{index}", to_plain(label.text)) for index, label in enumerate(note.labels)
            ]
        else:
            self.answers = [("answer", to_plain(note.answer))]

    def _read_cloze(self, note: Note) -> None:
        parts = cloze.parse(note.cloze)
        numbers = cloze.numbers_of(parts)
        plain = to_plain if may_be_marked(note.cloze) else str
        self.asked = plain(cloze.plain(parts))
        self.fronts = [(number, plain(cloze.front(parts, number))) for number in numbers]
        self.hidden = [(number, plain(text)) for number in numbers for text in cloze.hidden(parts, number)]
        self.answers = [("cloze", text) for _, text in self.hidden]

    @property
    def are_proposed(self) -> bool:
        """Whether the card is a draft that nobody has changed: a machine may only quote."""
        return self.note.status is Status.DRAFT and (not self.note.base or is_untouched(self.note))

    @cached_property
    def shown(self) -> str:
        """The question and the answers in one text."""
        answers = () if self.note.cloze else (text for _, text in self.answers)
        return " ".join(text for text in (self.asked, *answers) if text)

    @cached_property
    def words(self) -> list[str]:
        """The words of question and answers."""
        return words(self.shown)

    @property
    def place(self) -> Position:
        """The position of the question or cloze."""
        return self.note.position_of("cloze" if self.note.cloze else "question")

    def _foreign_context(self) -> str:
        # A context consists of headings, or of words of the lead-in and a term.
        for part in self._context.split(" › "):
            if not self._is_around(part):
                return next((some for some in part.split(": ") if not self._is_around(some)), "")
        return ""

    def _is_around(self, text: str) -> bool:
        for context in self.contexts:
            if text == context.title or text in context.section or text in context.sentences:
                return True
        text = normalised_quote(text)
        return any(text in context.text for context in self.contexts)

    @property
    def is_whole(self) -> bool:
        """Whether a cloze contains all of its only source, apart from the lead-in."""
        return (
            self.is_quoted and len(self.contexts) == 1 and self._sentence.endswith(self.contexts[0].sentences)
        )

    def _unquoted(self) -> str:
        context = self._context if self.foreign_context else ""
        sentence = self._sentence
        return context if self.is_quoted else f"[{context}] {sentence}" if context else sentence


def _quotes(sentence: str, context: QuoteContext) -> bool:
    if sentence == context.sentences or sentence == f"{context.lead} {context.sentences}":
        return True
    sentence = normalised_quote(sentence).removeprefix(normalised_quote(context.lead)).strip()
    before, quoted, _ = context.normalised.partition(sentence)
    # A sentence without its negation is not quoted.
    return bool(quoted) and not (before and negations(_SENTENCE_END.split(before)[-1]))


def shown_text(note: Note) -> str:
    """Return the question and the answers of a note in one text."""
    return Texts(note).shown
