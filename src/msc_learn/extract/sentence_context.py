"""Cards from slices: cloze texts and list questions, the context a sentence needs, and the test for leaks."""

import re
from collections.abc import Iterator
from functools import lru_cache

from msc_learn.document.model import Block, BlockKind
from msc_learn.extract.passage import CELL, Passage, limiting_heading
from msc_learn.text.words import runs

_STEM = 6
_NEEDS_CONTEXT = re.compile(
    r"\A(?:(?:In|For|With|At|On|During|By|After|From|To|Of|As|Under|Through) )?"
    r"(?:(?:[Tt]h(?:is|ese|ose|ey|eir|us)|[Ii]ts?|[Ss]uch|[Bb]oth|[Hh]e|[Ss]he|[Hh]is|[Hh]er)\b"
    r"|(?:That|Each|However|Together|Here|Therefore|Hence|Moreover|Furthermore|Additionally|Also|Consequently"
    r"|Overall|Instead|Similarly|Likewise|Another|Other|Others|Then|Next|Finally|Conversely|Nevertheless"
    r"|There|In addition|For example|For instance|As a result|In contrast|On the other hand|One of|Some of)\b"
    r"|The (?:latter|former|same|two|three|second|third|other|resulting|condition|disease|disorder|drug"
    r"|process|procedure|treatment|therapy|effects?|term|name|result|source|method|mechanism)\b)"
)
_POINTERS = (" this ", " these ", " those ", " such ")
_POINTS_BACK = re.compile(
    r"\b(?:in|of|for|to|by|with|from|at|under) (?:this|these|those|such) [a-z]"
    r"|\A[^,;:]*\b(?:this|these|those|such) (?!(?:as|with|who|whose|of|in|that)\b)[a-z]"
)
# "If it is too low, ...", "Taking them late ...", "Carbamazepine lowers it."
_OPENS_WITH_IT = re.compile(
    r"\A(?:(?:If|When|While|Once|Unless|Until|Because|As|Since|Although|After|Before|[A-Z][a-z]+ing)"
    r" (?:it|they|them|these|those|he|she)\b|(?:[\w-]+ ){1,4}(?:it|them)[.!]?\Z)"
)
_LONGEST_CONTEXT = 12
_LONGEST_LEAD = 25
_BOUND_WORDS = re.compile(r"(?:\s(?!that\b|which\b|who\b|and\b|or\b|of\b|to\b|in\b|for\b)[\w-]+){1,3}")


# A sentence is folded once for each of its cards; the last few hundred texts are kept.
@lru_cache(maxsize=512)
def folded(text: str) -> str:
    """Return the words of a text in lower case with single blanks between and around."""
    return f" {' '.join(runs(text.casefold()))} "


@lru_cache(maxsize=512)
def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the longer words of a text, which inflected forms share."""
    return frozenset(word[:_STEM].rstrip("s") for word in folded(text).split() if len(word) > 3)


def context_for(passage: Passage, front: str, hidden: list[str]) -> str | None:
    """Return the first context that gives nothing away, or None where the sentence itself does."""
    wanted = [folded(part) for part in hidden]
    shown = folded(front)
    if any(part in shown for part in wanted):
        return None
    for context in contexts(passage):
        if not context:
            return context
        roots = [stems(part) for part in hidden]
        seen = folded(context)
        given = stems(context)
        if not any(part in seen for part in wanted) and not any(root and root <= given for root in roots):
            return context
    return None


@lru_cache(maxsize=1)
def contexts(passage: Passage) -> tuple[str, ...]:
    """Return what may stand before a sentence, best first; nothing comes last where nothing is needed."""
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
    elif refers_back(passage.text) or _points_back(passage.text):
        yield from heading_contexts(passage)
        return  # a sentence that leans on the one before stands on no card without a context
    yield ""


def refers_back(text: str) -> bool:
    """Tell whether a sentence opens by going on from the one before it: "These ...", "It ...", "However"."""
    return _NEEDS_CONTEXT.match(text) is not None


def _points_back(text: str) -> bool:
    if any(map(text.__contains__, _POINTERS)) and _POINTS_BACK.search(text):
        return True
    return _OPENS_WITH_IT.search(text) is not None


def question_context(passage: Passage) -> str:
    """Return the question that a line answers, or the name of its place, for before a question of its own."""
    return f"[{passage.question}] " if passage.question else next(heading_contexts(passage), "")


def heading_contexts(passage: Passage) -> Iterator[str]:
    """Yield the names of the place of a sentence: title and section, section, title."""
    title = passage.document.title if passage.document.titled else ""
    section = [name for name in passage.block.section[-1:] if not name.endswith("?")]
    both = " › ".join(filter(None, (title, *section)))
    for name in dict.fromkeys((both, *section, title)):
        if name and len(name.split()) <= _LONGEST_CONTEXT:
            yield f"[{name}] "


def lead_in_context(passage: Passage) -> str:
    """Return the lead-in of a list where an item cannot stand without it."""
    lead = passage.lead
    if lead is None or len(passage.lead_line.split()) > _LONGEST_LEAD or CELL in lead.text:
        return ""
    stricter = passage.strength.caution > passage.own_strength.caution
    if not passage.block.term and is_fragment(passage):
        return _led_in(passage, lead)
    if not stricter:
        return ""
    excerpt = _cautious_part(passage)
    return f"[{excerpt}: {passage.block.term}] " if passage.block.term else f"[{excerpt}] "


def _led_in(passage: Passage, lead: Block) -> str:
    """Return the line that leads in, or the name of what its items are about."""
    if lead.text.endswith(":") or _ends_lead(passage, lead):
        return f"{_place_of_lead(passage)}{passage.lead_line} "
    name = lead.term or passage.lead_line
    return f"[{name}] " if len(name.split()) <= _LONGEST_CONTEXT else ""


def _place_of_lead(passage: Passage) -> str:
    """Return the place of a line that leads in and leans on the sentence before it."""
    return next(heading_contexts(passage), "") if refers_back(passage.lead_line) else ""


def _ends_lead(passage: Passage, lead: Block) -> bool:
    """Tell whether an item ends the sentence that its lead-in begins: "Call if you", "cannot walk"."""
    open_end = lead.kind is BlockKind.PARAGRAPH and lead.text[-1:].isalnum() and " " in lead.text
    return open_end and passage.text[0].islower()


def _cautious_part(passage: Passage) -> str:
    """Return the words of a lead-in that bound what it claims, with the thing they bound."""
    lead = passage.lead_line
    cue = next((cue for cue in passage.cues if cue in lead), "")
    if not cue:
        return lead.rstrip(":")
    after = _BOUND_WORDS.match(lead, lead.index(cue) + len(cue))
    return cue + (after[0] if after else "")


def is_fragment(passage: Passage) -> bool:
    """Tell whether an item is less than a sentence."""
    tags, lead = passage.tagged.tags, passage.lead
    return (
        (lead is not None and _ends_lead(passage, lead))
        or not passage.text.endswith((".", "!"))
        or not any(letter in tags for letter in "VBM")
    )
