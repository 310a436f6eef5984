"""Three-way merge of existing cards, the earlier drafts they came from, and the new drafts.

Pure: cards and drafts in, cards and drafts out. A person's edits always win. An id never moves to another
fact. An accepted card is never removed or changed silently, and a rejected one never comes back.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from msc_learn.course.draft_digest import is_untouched
from msc_learn.course.model import Evidence, Note, Status
from msc_learn.evidence import drift
from msc_learn.evidence.drift import TracedSource
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.extract.draft import Draft, recalled_of, with_long_id
from msc_learn.text import cloze
from msc_learn.text.quotes import normalised_quote
from msc_learn.text.words import normalised_words

# Similarity, from 0 to 100, that prompt and answer of a lost draft and its successor must reach.
_SIMILAR_ENOUGH = 60


class MergeStatus(StrEnum):
    """What the merge did with an existing card."""

    KEPT = "kept"
    REFRESHED = "refreshed"
    DRIFTED = "drifted"
    ORPHANED = "orphaned"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class EarlierDocument:
    """The document of the previous run: its relocator if a copy exists, and whether it is unchanged.

    A sentence that was already in it is another fact, however similar to the lost one it is.
    """

    relocator: QuoteRelocator | None = None
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """The changed cards by id, the new drafts, and how many existing cards have each status."""

    changed: Mapping[str, Note]
    new: tuple[Draft, ...]
    statuses: Counter[MergeStatus]


@dataclass(slots=True)
class _LostCard:
    """A card that lost at least one of its sentences, its traced sources, and its mark."""

    note: Note
    traced: tuple[TracedSource, ...]
    mark: Evidence
    quotes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.quotes = frozenset(normalised_quote(source.now.quote) for source in self.traced if source.now)

    def shares_quote_with(self, draft: Draft) -> bool:
        """Tell whether a draft has the same kind and a sentence that replaced one of this card."""
        quotes = {normalised_quote(source.quote) for source in draft.note.sources}
        return draft.note.kind is self.note.kind and bool(quotes & self.quotes)


def three_way(
    notes: Sequence[Note], drafts: Sequence[Draft], relocator: QuoteRelocator | None, before: EarlierDocument
) -> MergeOutcome:
    """Merge new drafts into the cards of a course.

    `relocator` is None if the cards do not name this document; then existing cards stay unchanged.
    """
    live = [note for note in notes if note.status is not Status.REJECTED]
    matched, new = _matched(live, drafts)
    now: dict[str, Note] = {}
    lost: list[_LostCard] = []
    earlier_quotes = {
        normalised_quote(source.quote) for note in notes if not note.evidence for source in note.sources
    }
    for note in live if relocator else ():
        draft = matched.get(note.id)
        if draft and _may_refresh(note, draft):
            now[note.id] = _refreshed(note, draft)
            continue
        traced = drift.trace(note, relocator) if relocator else ()
        exact = tuple(source.exact for source in traced if source.exact)
        if len(exact) < len(traced):
            lost.append(_LostCard(note, traced, _mark(note, traced, earlier_quotes, before)))
        else:
            now[note.id] = replace(note, evidence=None, sources=exact)
    new = _without_pending(list(_not_rejected(notes, new)), lost)
    successors = dict(_successors(lost, new))
    now |= {card.note.id: _replaced_or_marked(card, successors.get(card.note.id)) for card in lost}
    new = [draft for draft in new if draft not in successors.values()]
    changed = {note.id: now[note.id] for note in live if now.get(note.id, note) != note}
    statuses = Counter(_status(note, now.get(note.id, note)) for note in notes)
    return MergeOutcome(changed, tuple(_with_unused_ids(new, {note.id for note in notes})), statuses)


def _not_rejected(notes: Iterable[Note], drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield the drafts that nobody has rejected, neither by id nor as the same fact."""
    rejected = [note for note in notes if note.status is Status.REJECTED]
    by_id, facts = {note.id: note for note in rejected}, {_fact(note)[1:] for note in rejected}
    for draft in drafts:
        same = by_id.get(draft.note.id)
        if not (same and _same_evidence(same, draft.note)) and _fact(draft.note)[1:] not in facts:
            yield draft


def _matched(live: Sequence[Note], drafts: Iterable[Draft]) -> tuple[dict[str, Draft], list[Draft]]:
    """Return the drafts that already exist as cards, by the id of the card, and the other drafts.

    The ids may differ: a card that was accepted before its sentence changed keeps its old id.
    """
    matched: dict[str, Draft] = {}
    by_id, others = {note.id: note for note in live}, list[Draft]()
    for draft in drafts:
        note = by_id.get(draft.note.id)
        if note and _same_evidence(note, draft.note):
            matched[note.id] = draft
        else:
            others.append(draft)
    by_fact = {_fact(note): note.id for note in reversed(live) if note.id not in matched}
    new: list[Draft] = []
    for draft in others:
        card_id = by_fact.pop(_fact(draft.note), None)
        if card_id is None:
            new.append(draft)
        else:
            matched[card_id] = draft
    return matched, new


def _fact(note: Note) -> tuple[str, str, str]:
    return note.kind, normalised_words(" ".join(source.quote for source in note.sources)), recalled_of(note)


def _same_evidence(note: Note, other: Note) -> bool:
    """Tell whether two cards with the same id are of the same fact; short ids may collide."""
    quotes, others = ([normalised_words(source.quote) for source in card.sources] for card in (note, other))
    return any(a in b or b in a for a in quotes for b in others)


def _may_refresh(note: Note, draft: Draft) -> bool:
    """Tell whether a card is an unedited draft of the same shape, which the new draft may replace."""
    same_shape = note.kind is draft.note.kind and len(note.sources) == len(draft.note.sources)
    return _is_unedited_draft(note) and same_shape


def _refreshed(note: Note, draft: Draft) -> Note:
    """Return an unedited draft with the text of a new one, under its own id."""
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


def _mark(
    note: Note, traced: tuple[TracedSource, ...], earlier_quotes: set[str], before: EarlierDocument
) -> Evidence:
    """Return the mark of a card that has lost a sentence."""
    alike = [source.alike for source in traced if source.alike]
    if any(source.exact for source in traced):
        return Evidence.DRIFTED
    if not alike or note.evidence is Evidence.DRIFTED:
        return Evidence.DRIFTED if alike else Evidence.ORPHANED
    if note.evidence is Evidence.ORPHANED and before.unchanged:
        return Evidence.ORPHANED
    is_new = any(
        normalised_quote(source.quote) not in earlier_quotes
        and not (before.relocator and before.relocator.has(source.quote))
        for source in alike
    )
    return Evidence.DRIFTED if is_new else Evidence.ORPHANED


def _without_pending(new: list[Draft], lost: Sequence[_LostCard]) -> list[Draft]:
    """Return the new drafts without those that repeat a drifted card which a person must review first.

    Such a draft has the same prompt or answer, and its sentence replaced the sentence of the card.
    """
    pending = [card for card in lost if card.mark is Evidence.DRIFTED and not _is_unedited_draft(card.note)]
    return [draft for draft in new if not any(_repeats(draft, card) for card in pending)]


def _repeats(draft: Draft, card: _LostCard) -> bool:
    same = recalled_of(card.note) == recalled_of(draft.note) or _prompt(card.note) == _prompt(draft.note)
    return same and card.shares_quote_with(draft)


def _is_unedited_draft(note: Note) -> bool:
    """Tell whether a card is a draft that nobody has edited."""
    return note.status is Status.DRAFT and is_untouched(note)


def _replaced_or_marked(card: _LostCard, successor: Draft | None) -> Note:
    """Return a lost card with the text of its successor, or with its mark.

    An unedited draft contains nothing of a person to compare with the changed sentence, so without a
    successor it is marked as orphaned.
    """
    if successor:
        return _refreshed(card.note, successor)
    mark = Evidence.ORPHANED if _is_unedited_draft(card.note) else card.mark
    return replace(card.note, evidence=mark)


def _successors(lost: Sequence[_LostCard], new: Sequence[Draft]) -> Iterator[tuple[str, Draft]]:
    """Yield the ids of unedited drafts whose sentence changed, each with the most similar new draft."""
    pairs = sorted(
        (-_similarity(card.note, draft.note), old_index, new_index)
        for old_index, card in enumerate(lost)
        if card.mark is Evidence.DRIFTED and _is_unedited_draft(card.note)
        for new_index, draft in enumerate(new)
        if card.shares_quote_with(draft) and len(draft.note.sources) == len(card.note.sources)
    )
    used_old, used_new = set[int](), set[int]()
    for negative, old_index, new_index in pairs:
        if -negative >= _SIMILAR_ENOUGH and old_index not in used_old and new_index not in used_new:
            used_old.add(old_index)
            used_new.add(new_index)
            yield lost[old_index].note.id, new[new_index]


def _similarity(note: Note, other: Note) -> float:
    """Return the lower similarity of prompt and answer of two cards, from 0 to 100."""
    from msc_learn.text.fuzzy import likeness

    return min(
        likeness(recalled_of(note), recalled_of(other)),
        likeness(_prompt(note), _prompt(other)),
    )


def _prompt(note: Note) -> str:
    return normalised_words(cloze.front(cloze.parse(note.cloze), 1) if note.cloze else note.question)


def _with_unused_ids(drafts: Iterable[Draft], used: set[str]) -> Iterator[Draft]:
    """Yield drafts, each with an id that no card has."""
    for draft in drafts:
        unique = with_long_id(draft) if draft.note.id in used else draft
        if unique.note.id not in used:
            used.add(unique.note.id)
            yield unique


def _status(was: Note, now: Note) -> MergeStatus:
    if now.evidence:
        return MergeStatus(now.evidence)
    if was.base != now.base:
        return MergeStatus.REFRESHED
    return MergeStatus.RESTORED if was.evidence else MergeStatus.KEPT
