"""Whether a history is that of a course: what 0.1.0 stored under a name, and copies with the same id.

Version 0.1.0 knew a course by its folder name, so two courses could share a name, and one course could have
two. The cards that were answered tell whose answers they are. Where they do not tell, the program refuses and
names the command that decides; it never guesses.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from msc_learn.course.course_id import legacy_id_of
from msc_learn.course.model import Course
from msc_learn.deck.cards import cards_of
from msc_learn.errors import ExportError, HistoryError
from msc_learn.history import former_names
from msc_learn.history.former_names import AnsweredCard
from msc_learn.history.store import History
from msc_learn.study.claim_digest import version_of

# So many times more answers must fit the cards of a course than not, to be taken for its own.
_CLEAR = 2


class Whose(Enum):
    """Whose answers are stored under a name, as far as the cards tell."""

    OURS = "ours"
    OTHERS = "others"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class OwnCards:
    """The ids of all notes a course ever had, as far as its files tell, and the versions of its cards now."""

    notes: frozenset[str]
    versions: Mapping[str, str]

    @classmethod
    def of(cls, course: Course) -> "OwnCards":
        """Return the cards of a course."""
        cards = [card for note in course.notes for card in cards_of(note)]
        versions = {card.id: version_of(card) for card in cards}
        versions |= {
            f"{card.note.renamed_from}#{card.number}": versions[card.id]
            for card in cards
            if card.note.renamed_from
        }
        return cls(_note_ids(course) | _released_ids(course), versions)

    def whose(self, answered: Iterable[AnsweredCard]) -> Whose:
        """Return whose answers these are.

        A card that was edited has answers to its earlier version, all before those to its present one.
        """
        answered = tuple(answered)
        counts = Counter[str]()
        for card in answered:
            counts[self._fit(card)] += card.answers
        if not counts["same"] + counts["unknown version"]:
            return Whose.OTHERS
        is_clear = counts["same"] > _CLEAR * counts["changed"] and not self._goes_back(answered)
        return Whose.OURS if is_clear and not counts["other card"] else Whose.UNCLEAR

    def could_be_all_of(self, answered: Iterable[AnsweredCard]) -> bool:
        """Return whether no answer is to another card, or to another version of a card."""
        return not {"other card", "changed"} & {self._fit(card) for card in answered}

    def _goes_back(self, answered: Iterable[AnsweredCard]) -> bool:
        """Return whether a card was answered in another version after its present one."""
        since = {card.card: card.first for card in answered if self._fit(card) == "same"}
        return any(
            card.last > since.get(card.card, card.last) for card in answered if self._fit(card) == "changed"
        )

    def _fit(self, card: AnsweredCard) -> str:
        if card.note not in self.notes:
            return "other card"
        # A card that was retired has no version any more.
        if not card.version or card.card not in self.versions:
            return "unknown version"
        return "same" if self.versions[card.card] == card.version else "changed"


def _note_ids(course: Course) -> frozenset[str]:
    renamed = (note.renamed_from for note in course.notes if note.renamed_from)
    return frozenset((*(note.id for note in course.notes), *renamed, *(card.id for card in course.retired)))


def _released_ids(course: Course) -> frozenset[str]:
    """Return the ids in the release lock; a lock that cannot be read tells nothing here."""
    from msc_learn.deck.release.lock_file import lock_path_of, read_lock

    try:
        entries = read_lock(lock_path_of(course)).notes.values()
    except ExportError:
        return frozenset()
    return frozenset(id_ for entry in entries for id_ in (entry.id, *entry.former))


def unclear_names(history: History, course: Course) -> tuple[str, ...]:
    """Move what is clearly stored of a course under a name of 0.1.0; return the names that are unclear."""
    if not course.has_id:
        return ()
    known = former_names.decisions(history, course.id)
    names = _candidates(history, course, known)
    own = OwnCards.of(course) if names else None
    unclear = []
    for name in names:
        whose = own.whose(former_names.answered_under(history, name)) if own else Whose.OTHERS
        if own and (whose is Whose.OURS or known.get(name)):
            take_over(history, name, course, own.notes)
        elif whose is Whose.UNCLEAR and name == legacy_id_of(course.path):
            unclear.append(name)
    return tuple(unclear)


def is_known_by_name(history: History, course: Course) -> bool:
    """Return whether nothing stored under the name of a course without an id is of another course."""
    answered = former_names.answered_under(history, course.id)
    if not answered:
        return True
    own = OwnCards.of(course)
    return own.whose(answered) is Whose.OURS or own.could_be_all_of(answered)


def _candidates(history: History, course: Course, known: Mapping[str, bool]) -> list[str]:
    """Return the names that could be former names of a course; ids of other courses are none."""
    names = former_names.names_in(history) - {course.id} - former_names.known_ids(history)
    names -= {name for name, is_ours in known.items() if not is_ours}
    legacy = legacy_id_of(course.path)
    notes = _note_ids(course) if names - {legacy} else frozenset[str]()
    return sorted(name for name in names if name == legacy or _shares_cards(history, name, notes))


def _shares_cards(history: History, name: str, notes: Collection[str]) -> bool:
    return bool(former_names.some_notes(history, name) & {*notes})


def take_over(history: History, name: str, course: Course, notes: Collection[str]) -> int:
    """Move what is stored of notes under a name to a course; return the number of reviews."""
    with history.transaction():
        count = former_names.move(history, name, course.id, notes)
        former_names.decide(history, name, course.id, is_ours=True)
    return count


def refuse_unclear(history: History, course: Course, names: Iterable[str], command: str) -> None:
    """Raise `HistoryError` if answers under a name may be of this course or of another one."""
    for name in names:
        count = sum(card.answers for card in former_names.answered_under(history, name))
        message = (
            f"{count} answers stored as {name!r} by an earlier version may be of {course.path}, or of another"
            f" course with that name: take them over with `{command} --from {name}`, or leave them with"
            f" `{command} --from {name} --leave`"
        )
        raise HistoryError.at(history.path, "H112", message)
