"""A card on a terminal: question, options, hint, verdict, answer, and its source sentence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msc_learn.constants import SOURCES_SHOWN
from msc_learn.course.model import Source, Strength
from msc_learn.memory.review import Verdict
from msc_learn.messages import message
from msc_learn.study.card_sides import CardSides, StyledText
from msc_learn.terminal.screen import Piece, Terminal, piece_of, pieces_of

if TYPE_CHECKING:
    from msc_learn.grading.compare import Grade

INDENT = 2
# Warns the learner that a claim is not settled, in the words of the Anki deck.
_CAUTION = {
    Strength.HEDGED: message("quiz.hedged"),
    Strength.INVESTIGATIONAL: message("quiz.investigational"),
}
_VERDICTS = {
    Verdict.RIGHT: ("Right", "good"),
    Verdict.CLOSE: ("Close", "unsure"),
    Verdict.WRONG: ("Wrong", "bad"),
}


def show_question(terminal: Terminal, sides: CardSides) -> None:
    """Print the question."""
    terminal.blank()
    terminal.say(*pieces_of(sides.question, "strong"), indent=INDENT)
    terminal.blank()


def show_options(terminal: Terminal, options: Sequence[str], right: int = 1) -> None:
    """Print the numbered options of a choice, and how many are right if more than one is."""
    if right > 1:
        terminal.say((f"Choose {right}:", "dim"), indent=INDENT)
    for number, option in enumerate(options, start=1):
        terminal.say(*pieces_of(option), indent=INDENT, mark=(f"{number}  ", "dim"))
    terminal.blank()


def show_hint(terminal: Terminal, sides: CardSides) -> None:
    """Print the hint, or that there is none."""
    hint = [("Hint: ", "dim"), *pieces_of(sides.hint)] if sides.hint else [("There is no hint.", "dim")]
    terminal.say(*hint, indent=INDENT)
    terminal.blank()


def show_verdict(terminal: Terminal, grade: "Grade") -> None:
    """Print the verdict on a typed or chosen answer, and the reason."""
    word, style = _VERDICTS[grade.verdict]
    reason: list[Piece] = [(": ", "plain"), *pieces_of(grade.reason)] if grade.reason else []
    terminal.say((word, style), *reason, indent=INDENT)


def show_answer(terminal: Terminal, sides: CardSides, *, first: int = 0, last: int | None = None) -> None:
    """Print the answer; of a list, the items from index `first` to before `last`."""
    for number, line in enumerate(sides.answer[first:last], start=first + 1):
        mark = (f"{number}. " if sides.numbered else "• ") if sides.listed else ""
        terminal.say(*_line(line, terminal), indent=INDENT, mark=(mark, "dim"))


def show_evidence(terminal: Terminal, sides: CardSides) -> None:
    """Print the extra text, the source sentence with its section, and the claim strength.

    The description of the picture comes here too: above the answer it would give the answer away.
    """
    if sides.alt:
        terminal.say((f"[picture: {sides.alt}]", "dim"), indent=INDENT)
    if sides.extra:
        terminal.say(*pieces_of(sides.extra), indent=INDENT)
    terminal.blank()
    for source in sides.sources[:SOURCES_SHOWN]:
        terminal.say((f"“{source.quote}”", "dim"), indent=INDENT)
    terminal.say(*_badge(sides.strength), (_where(sides.sources), "dim"), indent=INDENT)
    terminal.blank()


def _line(parts: Sequence[StyledText], terminal: Terminal) -> list[Piece]:
    """Return a line of an answer; without colour, brackets mark the part that was hidden."""
    whole = terminal.colour or all(part.hidden for part in parts)
    pieces: list[Piece] = []
    hidden = False
    for part in (*parts, StyledText("")):
        if part.hidden != hidden and not whole:
            pieces.append(("[" if part.hidden else "]", "plain"))
        hidden = part.hidden
        pieces.append(piece_of(part.style, part.text, "answer" if hidden else "plain"))
    return pieces


def _badge(strength: Strength) -> tuple[Piece, ...]:
    if caution := _CAUTION.get(strength):
        return (str(strength), "unsure"), (f": {caution}", "dim")
    return ((str(strength), "dim"),)


def _where(sources: Sequence[Source]) -> str:
    return "".join(f" · {' › '.join(source.section)}" for source in sources[:1] if source.section)
