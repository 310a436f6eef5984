"""The texts of a note as the checks read them: markup aside, cloze deletions shown or hidden."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from msc_learn.course import cloze
from msc_learn.course.grounding import Ground
from msc_learn.course.markup import to_plain
from msc_learn.course.model import Course, Kind, Note, Status
from msc_learn.course.quotations import folded
from msc_learn.course.words import negations
from msc_learn.position import Position

_SENTENCE_END = re.compile(r"[.!?:]\s")


def live_notes(course: Course) -> Iterator[Note]:
    """Yield the notes somebody may study: all but the rejected ones."""
    return (note for note in course.notes if note.status is not Status.REJECTED)


class Texts:
    """The texts of one note and the grounds it stands on, each worked out once for all checks."""

    def __init__(self, note: Note, grounds: Sequence[Ground] = ()) -> None:
        self.note = note
        self.grounds = grounds

    @cached_property
    def parts(self) -> cloze.Parts:
        """The stretches and deletions of a cloze."""
        return cloze.parse(self.note.cloze)

    @cached_property
    def hidden(self) -> list[tuple[int, str]]:
        """What a cloze hides, each with the number of its deletion."""
        return [
            (number, to_plain(text))
            for number in cloze.numbers_of(self.parts)
            for text in cloze.hidden(self.parts, number)
        ]

    @cached_property
    def answers(self) -> list[tuple[str, str]]:
        """What a learner must recall, each with the key it stands under."""
        note = self.note
        if note.kind is Kind.CLOZE:
            return [("cloze", text) for _, text in self.hidden]
        if note.kind is Kind.LIST:
            return [(f"items.{index}", to_plain(item)) for index, item in enumerate(note.items)]
        return [("answer", to_plain(note.answer))]

    @cached_property
    def fronts(self) -> list[tuple[int, str]]:
        """What a learner sees first, each with the number of its cloze deletions; 0 is for a question."""
        if self.note.kind is not Kind.CLOZE:
            return [(0, self.asked)]
        numbers = cloze.numbers_of(self.parts)
        return [(number, to_plain(cloze.front(self.parts, number))) for number in numbers]

    @cached_property
    def asked(self) -> str:
        """The question, or the cloze with every deletion shown."""
        return to_plain(cloze.plain(self.parts) if self.note.cloze else self.note.question)

    @cached_property
    def shown(self) -> str:
        """All that question and answer say together."""
        answers = () if self.note.cloze else (text for _, text in self.answers)
        return " ".join(text for text in (self.asked, *answers) if text)

    @property
    def place(self) -> Position:
        """The place of the question or cloze."""
        return self.note.position_of("cloze" if self.note.cloze else "question")

    @cached_property
    def _split(self) -> tuple[str, str]:
        """The context in brackets before a sentence, and the sentence."""
        text = folded(self.asked)
        if not text.startswith("["):
            return "", text
        context, _, sentence = text[1:].partition("] ")
        return context, sentence

    @cached_property
    def foreign_context(self) -> str:
        """What of the context before a sentence does not stand around it in the document."""
        # A context is headings, or words of the lead-in and a term.
        for part in self._split[0].split(" › "):
            if not self._is_around(part):
                return next((some for some in part.split(": ") if not self._is_around(some)), "")
        return ""

    def _is_around(self, text: str) -> bool:
        return any(text in ground.text for ground in self.grounds)

    @cached_property
    def is_quoted(self) -> bool:
        """Whether a cloze, the context before it aside, is a stretch of its source."""
        sentence = self._split[1]
        for ground in self.grounds if self.note.cloze else ():
            if _stands(sentence, ground.said):
                return True
            if ground.lead and sentence.startswith(lead := folded(ground.lead)):
                return _stands(sentence[len(lead) :].strip(), ground.said)
        return False

    @cached_property
    def is_whole(self) -> bool:
        """Whether a cloze shows all of its one source, the lead-in aside."""
        return self.is_quoted and len(self.grounds) == 1 and self._split[1].endswith(self.grounds[0].said)

    @cached_property
    def unquoted(self) -> str:
        """What of question or cloze is not quoted."""
        context, sentence = self._split
        if not self.foreign_context:
            context = ""
        return context if self.is_quoted else f"{context} {sentence}" if context else sentence


def _stands(sentence: str, said: str) -> bool:
    """Tell whether a sentence, or what a sentence ends with, stands in a text and no negation is cut off."""
    if sentence == said:
        return True
    before, found, _ = said.partition(sentence)
    return bool(found) and not (before and negations(_SENTENCE_END.split(before)[-1]))


def shown_text(note: Note) -> str:
    """Return all that question and answer of a note say together."""
    return Texts(note).shown
