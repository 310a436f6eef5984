"""A draft on a terminal: question and answer, source sentence, and the problems that checks find."""

import re
from collections.abc import Iterable, Sequence

from msc_learn.course.model import Kind, Note, Source
from msc_learn.deck.cards import cards_of
from msc_learn.errors import Problem
from msc_learn.evidence.context import ContextIndex
from msc_learn.evidence.drift import TracedSource
from msc_learn.study.card_sides import sides_of
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
    """Print what a person needs to review a card; `traced` holds its sources as found again."""
    _show_cards(terminal, note)
    _show_other_fields(terminal, note)
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
    """Print question and answer, or a cloze with its hidden parts marked."""
    if note.kind is Kind.CLOZE:
        terminal.blank()
    for number, sides in enumerate(map(sides_of, cards_of(note))):
        # The front of a cloze adds to its back only if it gives a hint. Labels share one front.
        if not (number and note.labels) and (note.kind is not Kind.CLOZE or _HIDDEN not in sides.question):
            show_question(terminal, sides)
        show_answer(terminal, sides)


def _show_other_fields(terminal: Terminal, note: Note) -> None:
    """Print the other fields of the card, one on each line."""
    texts: dict[str, Sequence[str]] = {
        "Wrong options": note.distractors,
        "Also right": note.accept,
        "Wrong": [f"{wrong} ({why})" for wrong, why in note.reject.items()],
        "Hint": [note.hint] if note.hint else [],
        "Extra": [note.extra] if note.extra else [],
    }
    for name, some in texts.items():
        pieces = [piece for text in some for piece in (("; ", "plain"), *pieces_of(text))]
        if pieces:
            terminal.say((f"{name}: ", "dim"), *pieces[1:], indent=INDENT)


def _show_source(terminal: Terminal, source: Source, contexts: ContextIndex | None) -> None:
    """Print the source sentence, with the quoted part in quotation marks."""
    context = contexts.find(source) if contexts else None
    # The term of a list item comes first in its context, and often begins the text too.
    sentence = _TWICE.sub("", context.sentences) if context else ""
    quote = " ".join(source.quote.split())
    if context and context.lead:
        terminal.say((context.lead, "dim"), indent=INDENT)
    before, match, after = sentence.partition(quote)
    if not match:
        # The document has other quotation marks, or not this quote at all: then a check reports it.
        before, after = (f"{sentence} " if sentence else ""), ""
    pieces: list[Piece] = [(before, "dim"), (f"“{quote}”", "plain"), (after, "dim")]
    terminal.say(*pieces, indent=INDENT)
