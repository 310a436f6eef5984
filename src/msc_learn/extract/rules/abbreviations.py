"""Abbreviations that the document explains: ask what the short form stands for."""

from collections.abc import Iterator

from msc_learn.course.model import Kind, Strength
from msc_learn.extract.annotate import abbreviations
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import Passage
from msc_learn.text.plurals import singular_abbreviation

ANY_SENTENCE = True


def find(passage: Passage) -> Iterator[Fact]:
    """Yield each short form with its long form."""
    for match in abbreviations(passage.text):
        in_parentheses = "(" in passage.text[slice(*match.whole)]
        # A list of abbreviations contains nothing else to learn.
        uses = () if in_parentheses else (match.long,)
        yield Fact(passage, (match.long, match.whole), uses=uses, label=match.short)


def draft(fact: Fact) -> CardWording | None:
    """Ask what the short form stands for; a name claims nothing, so it needs no hedge of its sentence."""
    passage, short, (start, end) = fact.passage, fact.label, fact.spans[0]
    long = passage.text[start:end]
    explained = f"{long} ({short})" in passage.text or f"{short} ({long})" in passage.text
    if not explained and passage.strength is not Strength.ASSERTED:
        return None
    verb = "does" if short == singular_abbreviation(short) else "do"
    return CardWording(
        Kind.QUESTION,
        (passage.source(),),
        question=escaped(f"What {verb} {short} stand for?"),
        answer=escaped(long),
        recalled_text=f"{singular_abbreviation(short)} stands for: {long.removesuffix('s')}",
        claims=long,
    )
