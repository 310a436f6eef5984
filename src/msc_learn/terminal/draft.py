"""How a draft looks in a terminal: its question and answer, its sentence, and what the checks find in it."""

import re
from collections.abc import Iterable, Sequence

from msc_learn.course.model import Kind, Note, Source
from msc_learn.deck.cards import cards_of
from msc_learn.errors import Problem
from msc_learn.evidence.context import ContextIndex
from msc_learn.evidence.drift import TracedSource
from msc_learn.study.card_sides import face_of
from msc_learn.terminal.card import INDENT, show_answer, show_question
from msc_learn.terminal.quote_diff import show_change
from msc_learn.terminal.screen import Piece, Terminal, pieces_of

_HIDDEN = "[…]"
_TWICE = re.compile(r"\A(.+) (?=\1\W)")


def show_draft(
    terminal: Terminal,
    note: Note,
    contexts: ContextIndex | None,
    problems: Iterable[Problem],
    traced: Sequence[TracedSource] = (),
) -> None:
    """Print all a person needs for judging a card; `traced` is what became of the sources of a marked one."""
    _show_cards(terminal, note)
    _show_besides(terminal, note)
    terminal.blank()
    lost = {one.was: one for one in traced if not one.exact}
    for source in note.sources:
        if note.evidence and source in lost:
            show_change(terminal, note, lost[source], note.evidence)
        else:
            _show_source(terminal, source, contexts)
    sections = [" › ".join(source.section) for source in note.sources[:1] if source.section]
    terminal.say((" · ".join([note.strength, *sections]), "dim"), indent=INDENT)
    for problem in problems:
        terminal.say((f"{problem.code} {problem.message}", "bad"), indent=INDENT, mark=("! ", "bad"))
    terminal.blank()


def _show_cards(terminal: Terminal, note: Note) -> None:
    """Print question and answer, or a cloze with what it hides marked."""
    if note.kind is Kind.CLOZE:
        terminal.blank()
    for number, face in enumerate(map(face_of, cards_of(note))):
        # The front of a cloze adds something to its back only where it gives a hint; labels share a front.
        if not (number and note.labels) and (note.kind is not Kind.CLOZE or _HIDDEN not in face.question):
            show_question(terminal, face)
        show_answer(terminal, face)


def _show_besides(terminal: Terminal, note: Note) -> None:
    """Print what else the card says, each on a line of its own."""
    texts: dict[str, Sequence[str]] = {
        "Wrong options": note.distractors,
        "Right too": note.accept,
        "Wrong": [f"{wrong} ({why})" for wrong, why in note.reject.items()],
        "Hint": [note.hint] if note.hint else [],
        "Extra": [note.extra] if note.extra else [],
    }
    for name, some in texts.items():
        said = [piece for text in some for piece in (("; ", "plain"), *pieces_of(text))]
        if said:
            terminal.say((f"{name}: ", "dim"), *said[1:], indent=INDENT)


def _show_source(terminal: Terminal, source: Source, contexts: ContextIndex | None) -> None:
    """Print the sentence a card stands on, with the part it quotes in quotation marks."""
    context = contexts.find(source) if contexts else None
    # The term of a list item comes first in its context, and in most items begins the text too.
    sentence = _TWICE.sub("", context.sentences) if context else ""
    quote = " ".join(source.quote.split())
    if context and context.lead:
        terminal.say((context.lead, "dim"), indent=INDENT)
    before, found, after = sentence.partition(quote)
    if not found:
        # The document writes it with other quotation marks, or not at all: then a check says so.
        before, after = (f"{sentence} " if sentence else ""), ""
    pieces: list[Piece] = [(before, "dim"), (f"“{quote}”", "plain"), (after, "dim")]
    terminal.say(*pieces, indent=INDENT)
