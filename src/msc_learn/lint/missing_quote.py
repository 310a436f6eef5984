"""A card without a source, or with a quote that is not where the card says."""

from collections.abc import Iterator, Sequence

from msc_learn.course.model import Note, Source
from msc_learn.errors import Code, Problem
from msc_learn.evidence.context import ContextIndex, QuoteContext
from msc_learn.evidence.quote_index import is_at_offsets
from msc_learn.lint.card_text import Texts
from msc_learn.position import Position
from msc_learn.text.quotes import normalised_quote

CODES = {
    "G301": Code(
        "a card has no source, though the course has a document",
        "A card that stands on nothing cannot be checked, by the program or by a reader.",
        "Add `source` with the section and the exact words of the document; or drop the card.",
        "question: What do exosomes carry?\nanswer: proteins",
        "question: What do exosomes carry?\nanswer: proteins\n"
        "source: {section: Exosomes, quote: Exosomes carry proteins.}",
    ),
    "G302": Code(
        "the quote of a source is not in the document",
        "A quote nobody can find again may be misremembered, or the document has changed under the card.",
        "Copy the sentence from the document, word for word; if it is gone, correct the card or delete it.",
        "quote: Exosomes contain proteins.",
        "quote: Exosomes carry proteins.",
    ),
    "G303": Code(
        "the quote stands in the document, but not in the section the card names",
        "The section is shown on the card, and one sentence can mean different things in two places.",
        "Write the section the message names, headings from the top with ` > ` between.",
        "source: {section: Homing, quote: Exosomes carry proteins.}",
        "source: {section: Exosomes, quote: Exosomes carry proteins.}",
    ),
    "G304": Code(
        "the offsets of a quote no longer hold it: the document changed after the card was made",
        "What was true of the old text may not be true of the new one.",
        "Run `msc-learn extract` again; or read the sentence anew and take `at` and `digest` out.",
        "at: [9, 90] # and the document has grown by a line since",
        "at: [52, 133]",
    ),
}


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each quote that is in none of the given contexts holds."""
    note = texts.note
    yield from _without(note)
    for index, source in enumerate(note.sources):
        if not _is_in(source.quote, texts.contexts) and not _is_in(
            normalised_quote(source.quote), texts.contexts
        ):
            yield Problem(
                _place(note, index), "G302", "the quote is not in the sentence it is said to be from"
            )


def _is_in(quote: str, contexts: Sequence[QuoteContext]) -> bool:
    return bool(quote) and any(
        quote in context.sentences or quote in context.normalised for context in contexts
    )


def in_document(note: Note, contexts: ContextIndex) -> Iterator[Problem]:
    """Yield a problem for each source of a note that is not valid in the document."""
    yield from _without(note)
    # Of a marked card, another check says what has become of its sentence.
    for index, source in enumerate(() if note.evidence else note.sources):
        yield from _problems(source, _place(note, index), contexts)


def _without(note: Note) -> Iterator[Problem]:
    if not note.sources:
        yield Problem(note.position, "G301", f"card {note.id!r} has no source; add one")


def _place(note: Note, index: int) -> Position:
    return note.position_of("source.quote" if len(note.sources) == 1 else f"source.{index}")


def _problems(source: Source, place: Position, contexts: ContextIndex) -> Iterator[Problem]:
    context = contexts.find(source)
    if context is None:
        near = contexts.nearest(source.quote)
        hint = f"; nearest is “{near[:120]}”" if near else ""
        yield Problem(place, "G302", f"the quote is not in {contexts.document.path}{hint}")
    elif context.section != source.section:
        section = " > ".join(context.section) or "no section (leave `section` out)"
        yield Problem(place, "G303", f"the quote is in another section: {section}")
    elif source.start is not None and not is_at_offsets(contexts.document, source):
        yield Problem(place, "G304", "the quote has moved in the document; run extract again")
