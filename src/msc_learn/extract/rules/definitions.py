"""Definitions: ask for the meaning of a term whose explanation starts with an article: "a part of ..."."""

import re
from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.extract.card_wording import escaped
from msc_learn.extract.fact import CardWording, Fact
from msc_learn.extract.passage import Passage, source_of
from msc_learn.extract.sentence_context import question_context
from msc_learn.text.negation_cues import NEGATIVE_WORDS

ANY_SENTENCE = True
_LONGEST = 16  # tokens
_STARTS_WITH_ARTICLE = re.compile(r"(?:an?|the|any|one|two|three)\s", re.IGNORECASE)


def find(passage: Passage) -> Iterator[Fact]:
    """Yield the phrase after the article, up to the first punctuation."""
    if not passage.block.term or not passage.usable or not passage.is_first_in_block():
        return
    tagged = passage.tagged
    if not _STARTS_WITH_ARTICLE.match(passage.text):
        return
    first = int(tagged.tags[0] == "D")
    end = re.search(r"[,;:.(]", tagged.tags[first:])
    stop = first + end.start() if end else len(tagged.tags)
    head = re.split("[SP]", tagged.tags[first:stop], maxsplit=1)[0]
    if any(letter in head for letter in "VBM") or not 3 <= stop - first <= _LONGEST:
        return
    if not any(tagged.word(index) in NEGATIVE_WORDS for index in range(first, stop)):
        yield Fact(passage, (tagged.span(first, stop),), uses=())


def draft(fact: Fact) -> CardWording:
    """Ask for the meaning of the term."""
    passage, (start, end) = fact.passage, fact.spans[0]
    block = passage.block
    context = question_context(passage)
    return CardWording(
        Kind.QUESTION,
        (source_of(passage.document, block, 0, passage.end),),
        question=escaped(f"{context}What is meant by {block.term}?"),
        answer=escaped(passage.text[start:end]),
    )
