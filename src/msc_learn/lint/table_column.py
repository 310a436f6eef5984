"""An answer from another column than the question names, or beside another abbreviation."""

import re
from collections.abc import Iterator, Sequence

from msc_learn.course.fields import ANSWERED
from msc_learn.errors import Code, Problem
from msc_learn.evidence.context import QuoteContext
from msc_learn.lint.card_text import Texts
from msc_learn.text.greek import spell_greek

CODES = {
    "G313": Code(
        "the answer stands in another column of its table than the question asks for",
        "A cell means what the head of its column says; in another column it is another fact.",
        "Take the answer from the cell below the head that the question names.",
        "quote: acidosis | low bicarbonate | shock\nquestion: Acidosis, cause?\nanswer: low bicarbonate",
        "quote: acidosis | low bicarbonate | shock\nquestion: Acidosis, cause?\nanswer: shock",
    ),
    "G314": Code(
        "the answer is not what the document has beside the abbreviation",
        "One sentence can spell out two abbreviations, and the wrong one reads just as well.",
        "Answer with the words that stand beside the abbreviation.",
        "quote: Nitric oxide (NO) and calcium act.\nquestion: What does NO stand for?\nanswer: calcium",
        "quote: Nitric oxide (NO) and calcium act.\nquestion: What does NO stand for?\nanswer: nitric oxide",
    ),
}
_CELL = " | "
_STANDS_FOR = re.compile(r"What (?:does|do) (?P<short>\S+) stand for\?")
_BETWEEN = r"(?:s? ?[(:–—-] ?| stands? for | means | is short for )(?:the |an? )?"


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for an answer from another cell of the row, or beside another abbreviation."""
    if texts.note.kind in ANSWERED and texts.contexts:
        yield from _in_rows(texts)
        yield from _of_abbreviation(texts)


def _in_rows(texts: Texts) -> Iterator[Problem]:
    for context in texts.contexts:
        asked = cells_asked(texts, context)
        # The first cell is the name of the row, and may be what is asked for.
        cells = [cell.casefold() for cell in (context.normalised.partition(_CELL)[0], *asked.values())]
        for key, answer in texts.answers if asked else ():
            if not any(answer.casefold() in cell for cell in cells):
                head, cell = next(iter(asked.items()))
                message = f"the question asks for “{head}”, and there the table has “{cell}”"
                yield Problem(texts.note.position_of(key), "G313", message)


def cells_asked(texts: Texts, context: QuoteContext) -> dict[str, str]:
    """Return the cells of a row whose column a question names, by that name."""
    if _CELL not in context.lead or _CELL not in context.normalised:
        return {}
    heads, cells = context.lead.split(_CELL)[1:], context.normalised.split(_CELL)[1:]
    columns = {head.strip(): cell.strip() for head, cell in zip(heads, cells, strict=False)}
    named = (re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE) for head in columns)
    return {
        head: columns[head] for head, name in zip(columns, named, strict=True) if name.search(texts.asked)
    }


def _of_abbreviation(texts: Texts) -> Iterator[Problem]:
    asked = _STANDS_FOR.fullmatch(texts.asked)
    short = asked["short"] if asked else ""
    for key, answer in texts.answers if short else ():
        if not _spells(short, answer) and not _are_beside(short, answer, texts.contexts):
            message = f"the document does not have “{answer}” beside {short}"
            yield Problem(texts.note.position_of(key), "G314", message)


def _spells(short: str, long: str) -> bool:
    """Return whether a long form has the letters of a short form in order, beginning with the first."""
    wanted = [letter for letter in spell_greek(short.removesuffix("s")).casefold() if letter.isalpha()]
    letters = iter(spell_greek(long).casefold())
    return (
        long.casefold()[:1] == wanted[0] and all(letter in letters for letter in wanted) if wanted else False
    )


def _are_beside(short: str, long: str, contexts: Sequence[QuoteContext]) -> bool:
    one, other = re.escape(short.removesuffix("s")), re.escape(long)
    pattern = re.compile(rf"\b{one}\b{_BETWEEN}{other}|{other}{_BETWEEN}{one}", re.IGNORECASE)
    return any(pattern.search(context.normalised) for context in contexts)
