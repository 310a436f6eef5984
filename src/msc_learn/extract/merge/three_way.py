"""Three-way merge: the cards that are there, what a machine once proposed, and what it proposes now.

Pure: cards and drafts in, cards and drafts out. A person's words always win; no id ever moves to another
fact; nothing that was accepted goes without a mark, and nothing that was rejected comes back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from msc_learn.course.draft_digest import is_untouched
from msc_learn.course.model import Evidence, Note, Status
from msc_learn.evidence import drift
from msc_learn.evidence.drift import TracedSource
from msc_learn.evidence.quote_index import folded as as_quoted
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.extract.draft import Draft, recalled_of, with_long_id
from msc_learn.extract.sentence_context import folded
from msc_learn.text import cloze

# How like each other, of 100, prompt and answer of a draft and of the one that takes its place must be.
_SUCCEEDS = 60


class MergeStatus(StrEnum):
    """What became of a card that was there."""

    KEPT = "kept"
    REFRESHED = "refreshed"
    DRIFTED = "drifted"
    ORPHANED = "orphaned"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of the document as it was: its places where a copy is left, and whether it is the same.

    A sentence that stood there before is another fact, however like the lost one it is.
    """

    places: QuoteRelocator | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """The cards that change, by id, the drafts that are new, and what became of every card."""

    changed: Mapping[str, Note]
    new: tuple[Draft, ...]
    fates: Counter[MergeStatus]


@dataclass(slots=True)
class _Lost:
    """A card of whose sentences one at least is gone, what became of each, and its mark."""

    note: Note
    traced: tuple[TracedSource, ...]
    mark: Evidence
    quotes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.quotes = frozenset(as_quoted(one.now.quote) for one in self.traced if one.now)

    def stands_with(self, draft: Draft) -> bool:
        """Tell whether a draft is of the same kind and from a sentence that took the place of this card's."""
        quotes = {as_quoted(source.quote) for source in draft.note.sources}
        return draft.note.kind is self.note.kind and bool(quotes & self.quotes)


def three_way(
    notes: Sequence[Note], drafts: Sequence[Draft], places: QuoteRelocator | None, before: Before
) -> MergeOutcome:
    """Return what a second run makes of the cards of a course.

    `places` is None where the cards do not say that they are of this document: then they stay as they are.
    """
    live = [note for note in notes if note.status is not Status.REJECTED]
    again, fresh = _matched(live, drafts)
    now: dict[str, Note] = {}
    lost: list[_Lost] = []
    stood = {as_quoted(source.quote) for note in notes if not note.evidence for source in note.sources}
    for note in live if places else ():
        draft = again.get(note.id)
        if draft and _may_take(note, draft):
            now[note.id] = _taken(note, draft)
            continue
        traced = drift.trace(note, places) if places else ()
        exact = tuple(one.exact for one in traced if one.exact)
        if len(exact) < len(traced):
            lost.append(_Lost(note, traced, _mark(note, traced, stood, before)))
        else:
            now[note.id] = replace(note, evidence=None, sources=exact)
    fresh = _without_held(list(_not_rejected(notes, fresh)), lost)
    heirs = dict(_successions(lost, fresh))
    now |= {one.note.id: _bereft(one, heirs.get(one.note.id)) for one in lost}
    fresh = [draft for draft in fresh if draft not in heirs.values()]
    changed = {note.id: now[note.id] for note in live if now.get(note.id, note) != note}
    fates = Counter(_fate(note, now.get(note.id, note)) for note in notes)
    return MergeOutcome(changed, tuple(_named(fresh, {note.id for note in notes})), fates)


def _not_rejected(notes: Iterable[Note], drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the drafts that nobody has rejected: neither their id, nor their answer from their sentence."""
    rejected = [note for note in notes if note.status is Status.REJECTED]
    by_id, facts = {note.id: note for note in rejected}, {_fact(note)[1:] for note in rejected}
    for draft in drafts:
        same = by_id.get(draft.note.id)
        if not (same and _same_evidence(same, draft.note)) and _fact(draft.note)[1:] not in facts:
            yield draft


def _matched(live: Sequence[Note], drafts: Iterable[Draft]) -> tuple[dict[str, Draft], list[Draft]]:
    """Return the drafts that are there as cards, by the card's id, and the others.

    A card may have another id than its draft: one that was accepted when its sentence changed keeps the old.
    """
    again: dict[str, Draft] = {}
    by_id, left = {note.id: note for note in live}, list[Draft]()
    for draft in drafts:
        note = by_id.get(draft.note.id)
        if note and _same_evidence(note, draft.note):
            again[note.id] = draft
        else:
            left.append(draft)
    by_fact = {_fact(note): note.id for note in reversed(live) if note.id not in again}
    fresh: list[Draft] = []
    for draft in left:
        name = by_fact.pop(_fact(draft.note), None)
        if name is None:
            fresh.append(draft)
        else:
            again[name] = draft
    return again, fresh


def _fact(note: Note) -> tuple[str, str, str]:
    return note.kind, folded(" ".join(source.quote for source in note.sources)), recalled_of(note)


def _same_evidence(note: Note, other: Note) -> bool:
    """Tell whether two cards of one id are of one fact; ids are short, and two facts can share one."""
    mine, theirs = ([folded(source.quote) for source in one.sources] for one in (note, other))
    return any(a in b or b in a for a in mine for b in theirs)


def _may_take(note: Note, draft: Draft) -> bool:
    """Tell whether a card is a draft that nobody has changed, so that it takes what is proposed now."""
    alike = note.kind is draft.note.kind and len(note.sources) == len(draft.note.sources)
    return _is_free(note) and alike


def _taken(note: Note, draft: Draft) -> Note:
    """Return an untouched draft as it is proposed now, under its own id."""
    new = draft.note
    return replace(
        note,
        question=new.question,
        answer=new.answer,
        cloze=new.cloze,
        items=new.items,
        strength=new.strength,
        sources=new.sources,
        base=new.base,
        evidence=None,
    )


def _mark(note: Note, traced: tuple[TracedSource, ...], stood: set[str], before: Before) -> Evidence:
    """Return the mark of a card that has lost a sentence."""
    alike = [one.alike for one in traced if one.alike]
    if any(one.exact for one in traced):
        return Evidence.DRIFTED
    if not alike or note.evidence is Evidence.DRIFTED:
        return Evidence.DRIFTED if alike else Evidence.ORPHANED
    if note.evidence is Evidence.ORPHANED and before.unchanged:
        return Evidence.ORPHANED
    is_new = any(
        as_quoted(source.quote) not in stood and not (before.places and before.places.has(source.quote))
        for source in alike
    )
    return Evidence.DRIFTED if is_new else Evidence.ORPHANED


def _without_held(fresh: list[Draft], lost: Sequence[_Lost]) -> list[Draft]:
    """Return the new drafts but those that a drifted card stands for until a person has looked at it.

    Such a draft asks the same or has the same answer, of the sentence that took the place of the card's.
    """
    kept = [one for one in lost if one.mark is Evidence.DRIFTED and not _is_free(one.note)]
    return [draft for draft in fresh if not any(_stands_for(one, draft) for one in kept)]


def _stands_for(one: _Lost, draft: Draft) -> bool:
    same = recalled_of(one.note) == recalled_of(draft.note) or _prompt(one.note) == _prompt(draft.note)
    return same and one.stands_with(draft)


def _is_free(note: Note) -> bool:
    """Tell whether a card is a draft that nobody has changed."""
    return note.status is Status.DRAFT and is_untouched(note)


def _bereft(one: _Lost, heir: Draft | None) -> Note:
    """Return a card that has lost its sentence: in the words of its heir, or with its mark.

    An untouched draft has no words of a person's to compare with a changed sentence: without an heir it is
    of no more use than one whose sentence is gone.
    """
    if heir:
        return _taken(one.note, heir)
    return replace(one.note, evidence=Evidence.ORPHANED if _is_free(one.note) else one.mark)


def _successions(lost: Sequence[_Lost], fresh: Sequence[Draft]) -> Iterator[tuple[str, Draft]]:
    """Yield untouched drafts whose sentence changed, by id, each with the new draft most like it."""
    pairs = sorted(
        (
            (-_kinship(one.note, draft.note), place, number)
            for place, one in enumerate(lost)
            if one.mark is Evidence.DRIFTED and _is_free(one.note)
            for number, draft in enumerate(fresh)
            if one.stands_with(draft) and len(draft.note.sources) == len(one.note.sources)
        )
    )
    olds, news = set[int](), set[int]()
    for score, place, number in pairs:
        if -score >= _SUCCEEDS and place not in olds and number not in news:
            olds.add(place)
            news.add(number)
            yield lost[place].note.id, fresh[number]


def _kinship(note: Note, other: Note) -> float:
    """Return how alike two cards are in the less alike of prompt and answer."""
    from msc_learn.text.fuzzy import likeness

    return min(
        likeness(recalled_of(note), recalled_of(other)),
        likeness(_prompt(note), _prompt(other)),
    )


def _prompt(note: Note) -> str:
    return folded(cloze.front(cloze.parse(note.cloze), 1) if note.cloze else note.question)


def _named(fresh: Iterable[Draft], used: set[str]) -> Iterator[Draft]:
    """Yield new drafts, each with an id that no card has."""
    for draft in fresh:
        named = with_long_id(draft) if draft.note.id in used else draft
        if named.note.id not in used:
            used.add(named.note.id)
            yield named


def _fate(was: Note, now: Note) -> MergeStatus:
    if now.evidence:
        return MergeStatus(now.evidence)
    if was.base != now.base:
        return MergeStatus.REFRESHED
    return MergeStatus.RESTORED if was.evidence else MergeStatus.KEPT
