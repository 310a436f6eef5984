"""General feedback: what a learner reads after a question: answer, explanation, source and strength."""

from collections.abc import Iterator

from msc_learn.course.model import Note, Source, Status, Strength
from msc_learn.lms.texts import html_of

_CAUTION = {
    Strength.HEDGED: ": may or might, not established",
    Strength.INVESTIGATIONAL: ": still under study",
}


def feedback_of(note: Note, model: str) -> str:
    """Return the feedback after a question, as HTML; `model` is the answer as HTML."""
    lines = "".join(f"<p>{line}</p>" for line in _lines(note, model))
    return lines + "".join(map(_source, note.sources))


def _lines(note: Note, model: str) -> Iterator[str]:
    yield f"Answer: {model}"
    if note.extra:
        yield html_of(note.extra)
    for wrong, why in note.reject.items():
        if why.strip():
            yield f"Not {html_of(wrong)}: {html_of(why)}"
    yield f"Strength: {note.strength}{_CAUTION.get(note.strength, '')}"
    if note.status is Status.DRAFT:
        yield "Draft: no person has accepted this card yet."


def _source(source: Source) -> str:
    section = " › ".join(source.section)
    named = f"Source: {html_of(section)}" if section else "Source"
    quote = f"<blockquote>“{html_of(source.quote)}”</blockquote>" if source.quote else ""
    return f"<p>{named}</p>{quote}"
