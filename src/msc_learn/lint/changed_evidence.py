"""A card whose sentence in the document has changed or is gone."""

from collections.abc import Iterator
from textwrap import shorten

from msc_learn.course.model import Evidence, Note
from msc_learn.errors import Code, Problem
from msc_learn.evidence.context import ContextIndex
from msc_learn.evidence.drift import TracedSource, red_flags, trace

CODES = {
    "G315": Code(
        "the sentence a card stands on has changed since (`evidence: drifted`)",
        "The card may say what its document no longer says.",
        "Look at it with `msc-learn review`, which shows both sentences; accept, edit or reject it.",
        "quote: MSCs reduce pain. # and the document now says that they may reduce pain\nevidence: drifted",
        "quote: MSCs may reduce pain.",
    ),
    "G316": Code(
        "the sentence a card stands on is gone from the document (`evidence: orphaned`)",
        "Nothing in the document stands behind the card any more; it may have been withdrawn.",
        "Look at it with `msc-learn review`: give it another sentence, or reject it.",
        "quote: MSCs reduce pain. # which the document does not say any more\nevidence: orphaned",
        "status: rejected",
    ),
}
_CODE = {Evidence.DRIFTED: "G315", Evidence.ORPHANED: "G316"}
_DO = "look at it with `msc-learn review`"


def in_document(note: Note, contexts: ContextIndex | None) -> Iterator[Problem]:
    """Yield a problem for a card that extract has marked."""
    if note.evidence:
        message = _message(note, trace(note, contexts.relocator) if contexts else ())
        yield Problem(note.position_of("evidence"), _CODE[note.evidence], message)


def _short(text: str, width: int) -> str:
    """Return the first words of a text, with an ellipsis if more follow."""
    return shorten(text, width, placeholder=" …")


def _message(note: Note, traced: tuple[TracedSource, ...]) -> str:
    changed = [one for one in traced if not one.exact]
    if traced and not changed:
        return "the quote is in the document again; run extract again, or take the line `evidence` away"
    near = next((one for one in changed if one.alike), None)
    if note.evidence is Evidence.DRIFTED and near and near.alike:
        flags = "".join(f"; {flag}" for flag in red_flags(near.was.quote, near.alike.quote))
        return f"the sentence now reads “{_short(near.alike.quote, 160)}”{flags}; {_DO}"
    gone = changed[0].was.quote if changed else note.sources[0].quote if note.sources else ""
    missing = f"“{_short(gone, 80)}” is not in the document any more" if gone else "it has no source"
    return f"{missing}; {_DO}, or write `status: rejected`"
