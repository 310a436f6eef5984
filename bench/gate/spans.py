"""Phrases of a sentence that could be an answer, and the names of a document."""

import re

from bench.gate.cases import Case
from msc_learn.text.negation_cues import NEGATIVE_WORDS
from msc_learn.text.stop_words import STOP_WORDS
from msc_learn.text.words import entities, same, words

_TOKEN = re.compile(r"[\w'’/-]+|[^\w\s]")
_FEWEST, _MOST = 1, 4


def spans_of(text: str) -> list[str]:
    """Return the phrases of one to four words between stop words and punctuation."""
    found: list[str] = []
    run: list[str] = []
    for token in [*_TOKEN.findall(text), "."]:
        if token.lower() in STOP_WORDS or token.lower() in NEGATIVE_WORDS or not token[0].isalnum():
            if _FEWEST <= len(run) <= _MOST and len(" ".join(run)) >= 4:
                found.append(" ".join(run))
            run = []
        else:
            run.append(token)
    return list(dict.fromkeys(found))


def foreign_names(case: Case) -> list[str]:
    """Return the names of the document that are in no context of a card."""
    here = {word for ground in case.found for word in words(f"{ground.text} {ground.listed}")}
    here.add("".join(word[0] for word in words(case.grounds.document.title))[:3])
    names = dict.fromkeys(
        name for block in case.grounds.document.blocks for name in entities(block.text) if name[0].isalpha()
    )
    return [name for name in names if not any(same(word, own) for word in words(name) for own in here)]
