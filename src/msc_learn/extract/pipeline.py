"""From a document to drafts: every rule tried on every sentence, and what is left gets gaps.

Pure and deterministic: equal documents give equal drafts, whatever the hash seed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from msc_learn.course.model import Strength
from msc_learn.course.strength import strength_of
from msc_learn.document.model import Document
from msc_learn.extract import gaps
from msc_learn.extract.annotate import Span
from msc_learn.extract.draft import Draft, draft_of, id_of
from msc_learn.extract.fact import Fact, Wording
from msc_learn.extract.passage import Passage, passages_of
from msc_learn.extract.rules import rules
from msc_learn.extract.topics import Topics
from msc_learn.extract.wording import folded

# How many clozes a sentence bears, by its words: (fewest words, by rules, by gaps).
_BEARS = ((18, 4, 3), (12, 3, 2), (8, 2, 1), (4, 1, 1))


STRUCTURAL = frozenset(rule.name for rule in rules() if rule.any_sentence)


@dataclass(slots=True)
class _Found:
    """What has been drafted so far: ids and fronts in use."""

    drafts: list[Draft] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    fronts: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Room:
    """What of one sentence is still free to be hidden."""

    taken: list[Span] = field(default_factory=list)
    used: int = 0

    def has(self, spans: Iterable[Span]) -> bool:
        """Tell whether none of the stretches touches one that is taken."""
        return not any(a < end and start < b for start, end in spans for a, b in self.taken)


def drafts_of(document: Document) -> tuple[Draft, ...]:
    """Return the drafts of a document in its own order, each fact once."""
    passages = list(passages_of(document))
    known = gaps.frequencies(document, [passage.text for passage in passages])
    topics = Topics(document)
    found = _Found()
    for passage in passages:
        room = _Room()
        mine: list[tuple[int, str, Wording]] = []
        for name, fact, wording in _proposals(passage, known, room):
            if _is_honest(passage, wording) and _is_new(wording, found):
                room.taken.extend(fact.taken)
                room.used += name not in STRUCTURAL
                mine.append((fact.spans[0][0], name, wording))
        mine.sort(key=lambda entry: entry[0])
        for _, name, wording in mine:
            _add(found, name, wording, passage, document, topics)
    return tuple(found.drafts)


def _proposals(passage: Passage, known: gaps.Frequencies, room: _Room) -> Iterator[tuple[str, Fact, Wording]]:
    """Yield what the rules and then the gaps propose, as long as the sentence has room for it."""
    by_rules, by_gaps = _bears(passage)
    for rule in rules():
        if not rule.any_sentence and (not passage.usable or room.used >= by_rules):
            continue
        for fact in rule.find(passage):
            if room.has(fact.taken) and (rule.any_sentence or room.used < by_rules):
                yield from _worded(rule.name, fact, rule.draft(fact))
    if passage.usable and room.used < by_gaps:
        for fact in gaps.find(passage, known):
            if room.used < by_gaps and room.has(fact.taken):
                yield from _worded("gaps", fact, gaps.draft(fact))


def _worded(name: str, fact: Fact, wording: Wording | None) -> Iterator[tuple[str, Fact, Wording]]:
    if wording is not None:
        yield name, fact, wording


def _bears(passage: Passage) -> tuple[int, int]:
    words = passage.text.count(" ") + 1
    return next(((rules_, gaps_) for least, rules_, gaps_ in _BEARS if words >= least), (0, 0))


def _is_honest(passage: Passage, wording: Wording) -> bool:
    """Tell whether what a card shows is as cautious as what it stands on."""
    if wording.claims:
        shown = " ".join((wording.question, wording.answer, *wording.items))
        return strength_of(shown).caution >= strength_of(wording.claims).caution
    if passage.strength is Strength.ASSERTED:
        return True
    shown = folded(wording.front or f"{wording.question} {wording.answer}")
    return any(_shows(shown, cue) for cue in passage.cues)


def _shows(shown: str, cue: str) -> bool:
    # Of "can reduce" the first word bounds the claim; the second may be what is asked for.
    return folded("can" if cue.lower().startswith("can ") else cue) in shown


def _strength(passage: Passage, wording: Wording) -> Strength:
    return strength_of(wording.claims) if wording.claims else passage.strength


def _is_new(wording: Wording, found: _Found) -> bool:
    """Take note of what a card asks; a question asked before is not asked again."""
    asks = wording.front or (wording.about if wording.about else wording.question)
    front = folded(asks)
    if front in found.fronts:
        return False
    found.fronts.add(front)
    return True


def _add(
    found: _Found, name: str, wording: Wording, passage: Passage, document: Document, topics: Topics
) -> None:
    topic = topics.of(wording.sources[0].section)
    strength = _strength(passage, wording)
    draft = draft_of(name, wording, strength, document, topic.id, topics.label(passage.block))
    if draft.note.id in found.ids:
        draft = replace(draft, note=replace(draft.note, id=id_of(wording, 12)))
    if draft.note.id not in found.ids:
        found.ids.add(draft.note.id)
        found.drafts.append(draft)
