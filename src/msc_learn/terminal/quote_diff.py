"""A changed source sentence on a terminal: the old and the new text, with different words marked."""

from collections.abc import Iterable

from msc_learn.course.model import Evidence, Note
from msc_learn.evidence.drift import TracedSource, differences, red_flags
from msc_learn.lint.card_text import shown_text
from msc_learn.terminal.card import INDENT
from msc_learn.terminal.screen import Piece, Terminal
from msc_learn.text.words import content_words, missing_from

_EXPLAINED = {
    Evidence.DRIFTED: "Its sentence has changed. Accepting takes the new one.",
    Evidence.ORPHANED: "Its sentence is gone. This one is the most similar; accepting takes it.",
}
_NOTHING = "Its sentence is gone, and none is similar: edit the card or reject it."


def show_change(terminal: Terminal, note: Note, source: TracedSource, mark: Evidence) -> None:
    """Print the old quote and the new sentence, with different words in square brackets."""
    terminal.say((_EXPLAINED[mark] if source.now else _NOTHING, "unsure"), indent=INDENT)
    if source.now is None:
        terminal.say(("Was: ", "dim"), f"“{' '.join(source.was.quote.split())}”", indent=INDENT)
        return
    was, now = differences(source.was.quote, source.now.quote)
    terminal.say(("Was: ", "dim"), *marked(was, "bad"), indent=INDENT)
    terminal.say(("Now: ", "dim"), *marked(now, "good"), indent=INDENT)
    if source.now.section != source.was.section:
        terminal.say((f"Now in: {' › '.join(source.now.section) or 'no section'}", "dim"), indent=INDENT)
    flags = [*red_flags(source.was.quote, source.now.quote)]
    if stale := stale_words(note, source.was.quote, source.now.quote):
        flags.append(f"the card still uses: {', '.join(stale)}")
    for flag in flags:
        terminal.say((flag, "bad"), indent=INDENT, mark=("! ", "bad"))


def marked(parts: Iterable[tuple[str, bool]], style: str) -> list[Piece]:
    """Return parts of a text in quotation marks, those that differ in square brackets."""
    pieces: list[Piece] = [("“", "plain")]
    for text, differs in parts:
        blank = " " if len(pieces) > 1 else ""
        pieces += [(blank, "plain"), (f"[{text}]", style) if differs else (text, "plain")]
    return [*pieces, ("”", "plain")]


def stale_words(note: Note, old: str, new: str) -> list[str]:
    """Return the words of the old sentence that the card uses and the new sentence does not."""
    used = content_words(shown_text(note))
    return [word for word in missing_from(content_words(old), content_words(new)) if word in used]
