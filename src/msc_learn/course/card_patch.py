"""Patch of a card's lines for a changed note: only the values that differ are replaced.

Comments, the order of keys, quotes, braces and line endings stay. The new lines are read back, and refused if
they do not hold the wanted note.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from msc_learn.course import card_writer
from msc_learn.course.card_lines import HEAD, ending_of, lines_of, note_of_lines
from msc_learn.course.card_reader import SEPARATOR
from msc_learn.course.model import Note, Source
from msc_learn.course.yaml_spans import Span, spans
from msc_learn.position import Position

_CARD = "cards.0"
_TEXT_KEYS = ("question", "answer", "cloze", "strength", "status", "base", "evidence")
_ANSWERS = ("answer", "items", "cloze", "distractors")
_HEAD_LINES = HEAD.count("\n")
_NO_POSITION = Position("")


class _TextChange(NamedTuple):
    """A range of the text, as offsets, and what replaces it."""

    start: int
    end: int
    text: str


def patched(lines: str, note: Note) -> str | None:
    """Return a card's lines changed so that they hold `note`, or None if that cannot be done in place.

    Texts, items, strength, status, base, evidence and values of as many sources can differ, and `accept` can
    be longer. Tags stay as they are in the lines, since a file adds tags to all its cards.
    """
    old = note_of_lines(lines)
    if old is None:
        return None
    wanted = replace(note, tags=old.tags, topic=old.topic, position=_NO_POSITION)
    if replace(old, position=_NO_POSITION) == wanted:
        return lines
    text = lines
    for change in sorted(_CardSpans(lines).changes(old, wanted), reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    new = note_of_lines(text)
    return text if new and replace(new, position=_NO_POSITION) == wanted else None


class _CardSpans:
    """The lines of a card with the span of every value."""

    def __init__(self, lines: str) -> None:
        self._text = lines
        split = lines_of(lines)
        self._starts = [0, *accumulate(map(len, split))]
        self._ending = ending_of(split[0]) or "\n"
        self._spans = spans(HEAD + lines)

    def changes(self, old: Note, new: Note) -> Iterator[_TextChange]:
        """Yield the changes of text that turn the card into another note."""
        for key in _TEXT_KEYS:
            before, after = getattr(old, key), getattr(new, key)
            if before != after:
                yield from self._value(f"{_CARD}.{key}", after or "", before="source")
        if old.items != new.items:
            yield self._list(f"{_CARD}.items", new.items)
        if old.accept != new.accept:
            yield from self._appended("accept", new.accept[len(old.accept) :])
        for number, (before, after) in enumerate(zip(old.sources, new.sources, strict=False)):
            path = f"{_CARD}.source.{number}"
            yield from self._source(path if path in self._spans else f"{_CARD}.source", before, after)

    def _source(self, path: str, old: Source, new: Source) -> Iterator[_TextChange]:
        if old.section != new.section:
            yield from self._value(f"{path}.section", SEPARATOR.join(new.section), before="quote")
        if old.quote != new.quote:
            yield from self._value(f"{path}.quote", new.quote)
        if (old.start, old.end) != (new.start, new.end):
            yield self._set(self._spans[f"{path}.at"], f"[{new.start}, {new.end}]")
        if old.digest != new.digest:
            yield from self._value(f"{path}.digest", new.digest)

    def _value(self, path: str, text: str, before: str = "") -> Iterator[_TextChange]:
        """Set a text, remove its key if the text is empty, or write a new key before another."""
        span = self._spans.get(path)
        if span is None:
            around, _, key = path.rpartition(".")
            if next_ := self._spans.get(f"{around}.{before}"):
                yield self._inserted(next_, key, text)
        elif text:
            yield self._set(span, card_writer.scalar(text, flow=span.flow))
        else:
            yield self._removed(path, span)

    def _set(self, span: Span, text: str) -> _TextChange:
        start, end = self._at(span.start), self._at(span.end)
        # The span of a text of several lines holds the line ending behind it too.
        return _TextChange(start, start + len(self._text[start:end].rstrip()), text)

    def _inserted(self, before: Span, key: str, text: str) -> _TextChange:
        at = self._at(before.key)
        between = ", " if before.flow else self._ending + " " * before.column
        return _TextChange(at, at, f"{key}: {card_writer.scalar(text, flow=before.flow)}{between}")

    def _removed(self, path: str, span: Span) -> _TextChange:
        start, end = self._at(span.key), self._at(span.end)
        following = self._text[end : self._next_key(path, start)]
        if not following.strip(" \t\r\n,"):
            return _TextChange(start, end + len(following), "")
        line = self._starts[span.key[0] - _HEAD_LINES]
        rest = lines_of(self._text[end:])[:1]
        if span.flow or self._text[line:start].strip() or "".join(rest).strip():
            return _TextChange(start, end, "")
        return _TextChange(line, end + len("".join(rest)), "")

    def _next_key(self, path: str, start: int) -> int | None:
        around = path.rpartition(".")[0]
        starts = [
            self._at(span.key) for name, span in self._spans.items() if name.rpartition(".")[0] == around
        ]
        return min((at for at in starts if at > start), default=None)

    def _list(self, path: str, items: tuple[str, ...]) -> _TextChange:
        span = self._spans[path]
        first = self._spans[f"{path}.0"]
        if first.flow:
            return self._set(
                span, "[" + ", ".join(card_writer.scalar(item, flow=True) for item in items) + "]"
            )
        lines = [f"- {card_writer.scalar(item)}" for item in items]
        return self._set(span, (self._ending + " " * span.start[1]).join(lines))

    def _appended(self, key: str, more: tuple[str, ...]) -> Iterator[_TextChange]:
        """Append texts to a list, or add the list after the answer if there is none."""
        path = f"{_CARD}.{key}"
        last = max((name for name in self._spans if name.startswith(f"{path}.")), key=_number, default="")
        if span := self._spans.get(last):
            if span.flow:
                yield self._after(span, "".join(f", {card_writer.scalar(text, flow=True)}" for text in more))
            else:
                yield self._below(span, [f"{' ' * span.column}- {card_writer.scalar(text)}" for text in more])
            return
        if path in self._spans:
            return
        answers = [self._spans[name] for each in _ANSWERS if (name := f"{_CARD}.{each}") in self._spans]
        span = max(answers, key=lambda answer: answer.key)
        if span.flow:
            listed = ", ".join(card_writer.scalar(text, flow=True) for text in more)
            yield self._after(span, f", {key}: [{listed}]")
        else:
            indent = " " * span.column
            yield self._below(
                span, [f"{indent}{key}:", *(f"{indent}  - {card_writer.scalar(text)}" for text in more)]
            )

    def _after(self, span: Span, text: str) -> _TextChange:
        at = self._end(span)
        return _TextChange(at, at, text)

    def _below(self, span: Span, lines: list[str]) -> _TextChange:
        """Insert lines below the last line of a value, whose comment stays beside it."""
        end = self._end(span)
        at = end + len(lines_of(self._text[end:] or "")[0].rstrip("\r\n")) if self._text[end:] else end
        return _TextChange(at, at, "".join(self._ending + line for line in lines))

    def _end(self, span: Span) -> int:
        start = self._at(span.start)
        return start + len(self._text[start : self._at(span.end)].rstrip())

    def _at(self, line_column: tuple[int, int]) -> int:
        line, column = line_column
        return self._starts[line - _HEAD_LINES] + column


def _number(path: str) -> int:
    return int(path.rpartition(".")[2])
