"""The difference of two Anki packages on a terminal: counts, lists, and what an import does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from msc_learn.deck.package_diff.anki_package import AnkiPackage
from msc_learn.deck.package_diff.delivery import ImportEffect
from msc_learn.deck.package_diff.difference import (
    Difference,
    FieldChange,
    NamesChange,
    NoteChange,
    PartsChange,
    TypeChange,
)
from msc_learn.evidence.drift import differences
from msc_learn.reports.phrases import count
from msc_learn.terminal.quote_diff import marked
from msc_learn.terminal.screen import Piece, Terminal

_MOST = 20  # items of a list that are shown
_NAMED = 3  # names shown with an effect of an import
_LONGEST = 2000  # words; comparing longer texts takes too long
_AROUND = 8  # words shown on each side of those that differ
_INDENT = 2
# Nouns that can be plural; of two that begin alike, the longer comes first.
_NOUNS = ("note type", "media file", "description", "card", "note", "deck")

Item = TypeVar("Item")
Parts = Sequence[tuple[str, bool]]
Side = tuple[str, AnkiPackage]


def show_difference(
    terminal: Terminal,
    old: Side,
    new: Side,
    difference: Difference,
    effects: Sequence[ImportEffect],
    *,
    whole: bool,
) -> None:
    """Print what differs; `old` and `new` are packages with their paths."""
    for path, package in (old, new):
        terminal.say(f"{path}: {count(len(package.notes), 'note')}, {count(package.cards, 'card')}")
        if package.repeated:
            text = (
                f"{count(len(package.repeated), 'GUID')} more than once: an update reaches one note of each"
            )
            terminal.say((text, "bad"), indent=_INDENT, mark=("! ", "bad"))
    if not difference:
        terminal.say("No difference.")
        return
    terminal.say(", ".join(_counts(difference)))
    if others := ", ".join(_others(difference)):
        terminal.say(f"also different: {others}")
    view = _View(terminal, None if whole else _MOST)
    view.section("New", difference.new.values(), view.name)
    view.section("Changed", difference.changed, view.note)
    view.section("Same content, later modification time", difference.touched.values(), view.name)
    view.section("Retired", _retired(difference), view.name)
    view.section("Note types", _types(difference), view.name)
    view.section("Decks", _changes(difference.decks, "description changed"), view.name)
    view.section("Media", _changes(difference.media, "changed"), view.name)
    _show_effects(terminal, effects, whole=whole)


def _counts(difference: Difference) -> Iterable[str]:
    """Yield the counts of notes."""
    moved = sum(bool(change.moved) for change in difference.changed)
    metadata = sum(change.metadata for change in difference.changed)
    parts = [
        f"{number:,} {word}" for number, word in ((moved, "moved"), (metadata, "metadata only")) if number
    ]
    yield f"{len(difference.new):,} new"
    yield f"{len(difference.changed):,} changed" + (f" ({', '.join(parts)})" if parts else "")
    withdrawn = len(difference.withdrawn) + len(difference.never_had)
    yield f"{len(difference.retired) + withdrawn:,} retired" + f" ({withdrawn:,} withdrawn)" * bool(withdrawn)
    yield f"{difference.unchanged:,} unchanged"
    if difference.touched:
        yield f"{len(difference.touched):,} with a later time only"


def _others(difference: Difference) -> Iterable[str]:
    """Yield the counts of other differences, without zeros."""
    types = len(difference.note_types) + len(difference.types_added) + len(difference.types_gone)
    decks, media = (sum(map(len, (n.added, n.changed, n.gone))) for n in (difference.decks, difference.media))
    counts = ((types, "note type"), (decks, "deck"), (media, "media file"))
    return (count(number, noun) for number, noun in counts if number)


@dataclass(frozen=True, slots=True)
class _View:
    """Prints lists, at most `most` items of each, or all if it is None."""

    terminal: Terminal
    most: int | None

    def section(self, title: str, items: Iterable[Item], show: Callable[[Item], None]) -> None:
        """Print a list under its title and length, unless it is empty."""
        rows = [*items]
        if not rows:
            return
        self.terminal.blank()
        self.terminal.say((title, "strong"), f" ({len(rows):,})")
        for row in rows[: self.most]:
            show(row)
        if self.most is not None and len(rows) > self.most:
            self.terminal.say((f"and {len(rows) - self.most:,} more: --all", "dim"), indent=_INDENT)

    def name(self, name: str) -> None:
        """Print a name."""
        self.terminal.say(name, indent=_INDENT)

    def note(self, change: NoteChange) -> None:
        """Print what changed of a note."""
        self.terminal.say((change.label, "strong"), indent=_INDENT)
        for field in change.fields:
            self._field(field)
        for line in _lines(change):
            self.terminal.say(line, indent=2 * _INDENT)

    def _field(self, field: FieldChange) -> None:
        was, now = _compared(field)
        self.terminal.say((f"{field.name}:", "dim"), indent=2 * _INDENT)
        for word, parts, style in (("Was: ", was, "bad"), ("Now: ", now, "good")):
            text: list[Piece] = marked(parts, style) if parts else [("empty", "dim")]
            self.terminal.say((word, "dim"), *text, indent=3 * _INDENT)


def _compared(field: FieldChange) -> tuple[Parts, Parts]:
    """Return both texts as parts, each with whether the other text lacks it; long equal parts are cut."""
    if max(text.count(" ") for text in (field.old, field.new)) < _LONGEST:
        was, now = differences(field.old, field.new)
        if any(differs for _, differs in (*was, *now)):
            return _short(was), _short(now)
    # Too long, or different only in the kind of quotation marks.
    return _begun(field.old), _begun(field.new)


def _begun(text: str) -> Parts:
    """Return the first words of a text, with no difference marked."""
    words = text.split()
    return [(" ".join(words[: 3 * _AROUND]) + " …" * (len(words) > 3 * _AROUND), False)] if words else []


def _short(parts: Parts) -> Parts:
    """Return the parts; of equal parts only the words next to a difference."""
    last = len(parts) - 1
    if not any(differs for _, differs in parts):
        return _begun(" ".join(text for text, _ in parts))
    return [
        (text if differs else _clipped(text, before=number > 0, after=number < last), differs)
        for number, (text, differs) in enumerate(parts)
    ]


def _clipped(text: str, *, before: bool, after: bool) -> str:
    words = text.split()
    head, tail = words[: _AROUND * before], words[len(words) - _AROUND * after :]
    return text if len(head) + len(tail) >= len(words) else " ".join([*head, "…", *tail])


def _lines(change: NoteChange) -> Iterable[str]:
    """Yield the changes of a note other than its texts."""
    if change.retyped:
        yield "Note type: changed, or its fields or templates changed"
    tags = [("added", change.tags_added), ("removed", change.tags_removed)]
    if changes := "; ".join(f"{word} {', '.join(names)}" for word, names in tags if names):
        yield f"Tags: {changes}"
    yield from (f"Deck: from {was} to {now}" for was, now in change.moved)
    cards = [("new", change.cards_gained), ("gone", change.cards_lost)]
    if changes := "; ".join(f"{word} {', '.join(map(str, numbers))}" for word, numbers in cards if numbers):
        yield f"Cards: {changes}"


def _retired(difference: Difference) -> Iterable[str]:
    yield from difference.retired.values()
    yield from (f"{change.label}: {change.withdrawn}" for change in difference.withdrawn)
    yield from (f"{label}: withdrawn, never had" for label in difference.never_had.values())


def _types(difference: Difference) -> Iterable[str]:
    yield from (f"{name}: new" for name in difference.types_added)
    yield from (f"{change.old}: {'; '.join(_type_lines(change))}" for change in difference.note_types)
    yield from (f"{name}: gone" for name in difference.types_gone)


def _type_lines(change: TypeChange) -> Iterable[str]:
    if change.old != change.new:
        yield f"renamed {change.new}"
    for word, parts in (("field", change.fields), ("template", change.templates)):
        yield from _part_lines(word, parts)
    if change.kind:
        yield "changed between basic and cloze"
    if change.look:
        yield "templates' text or styling changed"


def _part_lines(word: str, parts: PartsChange) -> Iterable[str]:
    yield from (f"{word} {name} added" for name in parts.added)
    yield from (f"{word} {name} removed" for name in parts.removed)
    yield from (f"{word} {was} renamed {now}" for was, now in parts.renamed)
    if parts.reordered:
        yield f"{word}s reordered"


def _changes(names: NamesChange, changed: str) -> Iterable[str]:
    for word, group in (("new", names.added), (changed, names.changed), ("gone", names.gone)):
        yield from (f"{name}: {word}" for name in group)


def _show_effects(terminal: Terminal, effects: Sequence[ImportEffect], *, whole: bool) -> None:
    """Print what an import with default settings delivers, then what it does not."""
    for title, mark, arrives in (
        ("An import with Anki's own settings delivers", ("+ ", "good"), True),
        ("and does not deliver", ("! ", "bad"), False),
    ):
        chosen = [effect for effect in effects if effect.rule.arrives is arrives]
        if chosen:
            terminal.blank()
            terminal.say((title, "strong"))
        for effect in chosen:
            text = f"{_counted(len(effect.names), effect.rule.what)}: {effect.rule.why}"
            terminal.say(text, (f" ({_some(effect.names, whole)})", "dim"), indent=_INDENT, mark=mark)


def _counted(number: int, what: str) -> str:
    """Return a number with its noun phrase, whose first noun takes the plural."""
    noun = next(noun for noun in _NOUNS if noun in what)
    return f"{number:,} {what if number == 1 else what.replace(noun, noun + 's', 1)}"


def _some(names: Sequence[str], whole: bool) -> str:
    shown = names if whole else names[:_NAMED]
    more = [f"and {len(names) - len(shown):,} more"] if len(shown) < len(names) else []
    return ", ".join([*shown, *more])
