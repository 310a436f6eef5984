"""The context that a sentence needs on a card, chosen so that it does not give the answer away."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msc_learn.document.model import Block, BlockKind
from msc_learn.extract.passage import CELL, Passage, limiting_heading
from msc_learn.text.words import normalised_words

_STEM_LENGTH = 6
_REFERS_BACK = re.compile(
    r"\A(?:(?:In|For|With|At|On|During|By|After|From|To|Of|As|Under|Through) )?"
    r"(?:(?:[Tt]h(?:is|ese|ose|ey|eir|us)|[Ii]ts?|[Ss]uch|[Bb]oth|[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b"
    r"|(?:That|Each|However|Together|Here|Therefore|Hence|Moreover|Furthermore|Additionally|Also|Consequently"
    r"|Overall|Instead|Similarly|Likewise|Another|Other|Others|Then|Next|Finally|Conversely|Nevertheless"
    r"|There|In addition|For example|For instance|As a result|In contrast|On the other hand|One of|Some of)\b"
    r"|The (?:latter|former|same|two|three|second|third|other|resulting|condition|disease|disorder|drug"
    r"|process|procedure|treatment|therapy|effects?|term|name|result|source|method|mechanism)\b)"
)
_DEMONSTRATIVES = (" this ", " these ", " those ", " such ")
_BACK_REFERENCE = re.compile(
    r"\b(?:in|of|for|to|by|with|from|at|under) (?:this|these|those|such) [a-z]"
    r"|\A[^,;:]*\b(?:this|these|those|such) (?!(?:as|with|who|whose|of|in|that)\b)[a-z]"
)
# "If it is too low, ...", "Taking them late ...", "Carbamazepine lowers it."
_UNRESOLVED_PRONOUN = re.compile(
    r"\A(?:(?:If|When|While|Once|Unless|Until|Because|As|Since|Although|After|Before|[A-Z][a-z]+ing)"
    r" (?:it|they|them|these|those|he|she)\b|(?:[\w-]+ ){1,4}(?:it|them)[.!]?\Z)"
)
_LONGEST_CONTEXT, _LONGEST_LEAD = 12, 25  # words
_WORDS_AFTER_CUE = re.compile(r"(?:\s(?!that\b|which\b|who\b|and\b|or\b|of\b|to\b|in\b|for\b)[\w-]+){1,3}")


@lru_cache(maxsize=512)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the longer words of a text: prefixes that inflected forms share."""
    return frozenset(
        word[:_STEM_LENGTH].rstrip("s") for word in normalised_words(text).split() if len(word) > 3
    )


def context_for(passage: Passage, front: str, hidden: list[str]) -> str | None:
    """Return the first context that does not leak the hidden parts, or None if there is none."""
    answers = [normalised_words(part) for part in hidden]
    shown = normalised_words(front)
    if any(answer in shown for answer in answers):
        return None
    for context in contexts(passage):
        if not context:
            return context
        text, context_stems = normalised_words(context), stems(context)
        answer_stems = [stems(part) for part in hidden]
        leaks = any(answer in text for answer in answers)
        if not leaks and not any(some and some <= context_stems for some in answer_stems):
            return context
    return None


@lru_cache(maxsize=1)
def contexts(passage: Passage) -> tuple[str, ...]:
    """Return the possible contexts of a sentence, best first; empty last if it needs none."""
    return tuple(_contexts(passage))


def _contexts(passage: Passage) -> Iterator[str]:
    section = limiting_heading(passage.block)
    if section:
        yield f"[{section}: {passage.block.term}] " if passage.block.term else f"[{section}] "
        return
    lead = lead_in_context(passage)
    if lead:
        yield lead
        if lead.startswith("[") and ":" in lead:
            yield f"[{lead.strip('[] ').partition(':')[0]}] "
        return
    if passage.block.term:
        yield f"[{passage.block.term}] "
    elif passage.question:
        yield f"[{passage.question}] "
    elif refers_back(passage.text) or _has_back_reference(passage.text):
        yield from heading_contexts(passage)
        return  # a sentence that refers back makes no card without a context
    yield ""


def refers_back(text: str) -> bool:
    """Tell whether a sentence starts by referring to the one before: "These", "It", "However"."""
    return _REFERS_BACK.match(text) is not None


def _has_back_reference(text: str) -> bool:
    if any(map(text.__contains__, _DEMONSTRATIVES)) and _BACK_REFERENCE.search(text):
        return True
    return _UNRESOLVED_PRONOUN.search(text) is not None


def question_context(passage: Passage) -> str:
    """Return the prefix of a question: the document's question that a line answers, or its headings."""
    return f"[{passage.question}] " if passage.question else next(heading_contexts(passage), "")


def heading_contexts(passage: Passage) -> Iterator[str]:
    """Yield the headings of a sentence as contexts: title and section, section, title."""
    title = passage.document.title if passage.document.titled else ""
    section = [name for name in passage.block.section[-1:] if not name.endswith("?")]
    both = " › ".join(filter(None, (title, *section)))
    for name in dict.fromkeys((both, *section, title)):
        if name and len(name.split()) <= _LONGEST_CONTEXT:
            yield f"[{name}] "


def lead_in_context(passage: Passage) -> str:
    """Return the lead-in of a list if an item cannot be understood without it, otherwise an empty text."""
    lead = passage.lead
    if lead is None or len(passage.lead_line.split()) > _LONGEST_LEAD or CELL in lead.text:
        return ""
    stricter = passage.strength.caution > passage.own_strength.caution
    if not passage.block.term and is_fragment(passage):
        return _lead_or_name(passage, lead)
    if not stricter:
        return ""
    excerpt = _hedged_part(passage)
    return f"[{excerpt}: {passage.block.term}] " if passage.block.term else f"[{excerpt}] "


def _lead_or_name(passage: Passage, lead: Block) -> str:
    """Return the lead-in of a fragment, or the name of what its items are about."""
    if lead.text.endswith(":") or _completes_lead(passage, lead):
        return f"{_context_of_lead(passage)}{passage.lead_line} "
    name = lead.term or passage.lead_line
    return f"[{name}] " if len(name.split()) <= _LONGEST_CONTEXT else ""


def _context_of_lead(passage: Passage) -> str:
    """Return the headings of a lead-in that refers back to the sentence before it."""
    return next(heading_contexts(passage), "") if refers_back(passage.lead_line) else ""


def _completes_lead(passage: Passage, lead: Block) -> bool:
    """Tell whether an item completes the sentence of its lead-in: "Call if you", "cannot walk"."""
    unfinished = lead.kind is BlockKind.PARAGRAPH and lead.text[-1:].isalnum() and " " in lead.text
    return unfinished and passage.text[0].islower()


def _hedged_part(passage: Passage) -> str:
    """Return the hedge cue of a lead-in with the words it limits."""
    lead = passage.lead_line
    cue = next((cue for cue in passage.cues if cue in lead), "")
    if not cue:
        return lead.rstrip(":")
    after = _WORDS_AFTER_CUE.match(lead, lead.index(cue) + len(cue))
    return cue + (after[0] if after else "")


def is_fragment(passage: Passage) -> bool:
    """Tell whether an item is less than a complete sentence."""
    tags, lead = passage.tagged.tags, passage.lead
    return (
        (lead is not None and _completes_lead(passage, lead))
        or not passage.text.endswith((".", "!"))
        or not any(letter in tags for letter in "VBM")
    )
