"""Answers and lists that are too long, or that hold more than one fact."""

import re
from collections.abc import Iterator

from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts

LONGEST_ANSWER = 25  # words; 1 to 8 are ideal (Wozniak's minimum information principle)
LONGEST_LIST = 7  # items, the span of immediate memory
CODES = {
    "L503": Code(
        f"an answer has more than {LONGEST_ANSWER} words",
        "A long answer is recalled in part, and then neither right nor wrong.",
        "Split it into cards of one thing each; 1 to 8 words are best.",
        "answer: by releasing molecules that ... and by ... and, in addition, by ...",
        "answer: by releasing molecules",
    ),
    "L504": Code(
        f"a list has more than {LONGEST_LIST} items",
        "A long list is the hardest thing to keep; one item forgotten, all of it comes again.",
        "Split the list by a heading of your own, or write one cloze for a few items at a time.",
        "items: [a, b, c, d, e, f, g, h]",
        "items: [a, b, c, d]",
    ),
    "L507": Code(
        "an answer holds two sentences or two clauses: more than one fact",
        "Of two facts on one card one is known and one is not, and no rating fits both.",
        "Make two cards; or use `items` where both belong together.",
        "answer: proteins; they come from damaged cells",
        "answer: proteins",
    ),
}

_JOINS = re.compile(r"; \w|[.!?] [A-Z]")
_YES = re.compile(r"(?:Yes|No)(?: \w+){0,3}[.,;] ")  # an answer to a question that gives its reason


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each answer or list to be split."""
    note = texts.note
    for key, text in texts.answers:
        if len(text) > 2 * LONGEST_ANSWER and len(text.split()) > LONGEST_ANSWER:
            message = f"{len(text.split())} words to recall; split them into cards of one thing each"
            yield Problem(note.position_of(key), "L503", message)
        if _JOINS.search(text) and _JOINS.search(_YES.sub("", text)):
            yield Problem(
                note.position_of(key), "L507", "two sentences or clauses to recall; one thing a card"
            )
    if len(note.items) > LONGEST_LIST:
        message = f"{len(note.items)} items; split the list, or use overlapping cloze cards"
        yield Problem(note.position_of("items"), "L504", message)
