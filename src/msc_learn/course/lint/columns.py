"""What a question asks of a row or an abbreviation, its answer says of the same."""

import re
from collections.abc import Iterator, Sequence

from msc_learn.course.grounding import Ground
from msc_learn.course.lint.texts import Texts
from msc_learn.course.words import latin
from msc_learn.errors import Code, Problem

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
    """Yield a problem for an answer from elsewhere in a row, or beside another abbreviation."""
    if texts.note.question and texts.grounds:
        yield from _in_rows(texts)
        yield from _of_abbreviation(texts)


def _in_rows(texts: Texts) -> Iterator[Problem]:
    asked = [pair for ground in texts.grounds for pair in cells_asked(texts, ground)]
    answer = texts.answers[0][1].casefold()
    if asked and not any(answer in cell.casefold() for cell, _ in asked):
        message = f"the question asks for “{asked[0][1]}”, and there the table has “{asked[0][0]}”"
        yield Problem(texts.note.position_of("answer"), "G313", message)


def cells_asked(texts: Texts, ground: Ground) -> list[tuple[str, str]]:
    """Return the cells of a row whose column a question names, each with the name."""
    if _CELL not in ground.lead or _CELL not in ground.said or not texts.note.question:
        return []
    question = texts.asked.casefold()
    heads, cells = ground.lead.split(_CELL), ground.said.split(_CELL)
    # The first cell says what the row is about.
    columns = list(zip(cells, heads, strict=False))[1:]
    return [(cell.strip(), head) for cell, head in columns if head.strip().casefold() in question]


def _of_abbreviation(texts: Texts) -> Iterator[Problem]:
    asked = _STANDS_FOR.fullmatch(texts.asked)
    answer = texts.answers[0][1]
    short = asked["short"] if asked else ""
    if short and not _spells(short, answer) and not _are_beside(short, answer, texts.grounds):
        message = f"the document does not have “{answer}” beside {short}"
        yield Problem(texts.note.position_of("answer"), "G314", message)


def _spells(short: str, long: str) -> bool:
    """Tell whether a long form has the letters of a short form in order, the first at its start."""
    wanted = [letter for letter in latin(short.removesuffix("s")).casefold() if letter.isalpha()]
    letters = iter(latin(long).casefold())
    return (
        long.casefold()[:1] == wanted[0] and all(letter in letters for letter in wanted) if wanted else False
    )


def _are_beside(short: str, long: str, grounds: Sequence[Ground]) -> bool:
    one, other = re.escape(short.removesuffix("s")), re.escape(long)
    pattern = re.compile(rf"\b{one}\b{_BETWEEN}{other}|{other}{_BETWEEN}{one}", re.IGNORECASE)
    return any(pattern.search(ground.said) for ground in grounds)
