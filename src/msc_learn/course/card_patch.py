"""A card's lines rewritten for another note: only the values that differ change, in place.

Comments, the order of keys, quotes, braces and line ends stay. What was written is read back, and lines that
do not make the note that was meant are refused.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from msc_learn.course import card_writer
from msc_learn.course.card_lines import HEAD, alone, ending_of, lines_of
from msc_learn.course.card_reader import SEPARATOR
from msc_learn.course.model import Note, Source
from msc_learn.course.yaml_spans import Span, spans
from msc_learn.position import Position

_CARD = "cards.0"
_WORDS = ("question", "answer", "cloze", "strength", "status", "base", "evidence")
_ANSWERS = ("answer", "items", "cloze", "distractors")
_HEAD_LINES = HEAD.count("\n")
_NOWHERE = Position("")


class _Change(NamedTuple):
    """A stretch of the text and what stands there instead."""

    start: int
    end: int
    text: str


def rewritten(lines: str, note: Note) -> str | None:
    """Return a card's lines so that they make `note`, or None where that cannot be done in place.

    Only texts, items, strength, status, base, evidence and the values of as many sources can differ, and
    `accept` can be longer; the tags, which a file adds to all its cards, stay those of the lines.
    """
    was = alone(lines)
    if was is None:
        return None
    wanted = replace(note, tags=was.tags, topic=was.topic, position=_NOWHERE)
    if replace(was, position=_NOWHERE) == wanted:
        return lines
    text = lines
    for change in sorted(_Card(lines).changes(was, wanted), reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    made = alone(text)
    return text if made and replace(made, position=_NOWHERE) == wanted else None


class _Card:
    """The lines of a card with the place of every value."""

    def __init__(self, lines: str) -> None:
        self._text = lines
        split = lines_of(lines)
        self._starts = [0, *accumulate(map(len, split))]
        self._ending = ending_of(split[0]) or "\n"
        self._spans = spans(HEAD + lines)

    def changes(self, was: Note, now: Note) -> Iterator[_Change]:
        """Yield what must change for the card to be another note."""
        for key in _WORDS:
            before, after = getattr(was, key), getattr(now, key)
            if before != after:
                yield from self._value(f"{_CARD}.{key}", after or "", before="source")
        if was.items != now.items:
            yield self._list(f"{_CARD}.items", now.items)
        if was.accept != now.accept:
            yield from self._longer("accept", now.accept[len(was.accept) :])
        for number, (before, after) in enumerate(zip(was.sources, now.sources, strict=False)):
            path = f"{_CARD}.source.{number}"
            yield from self._source(path if path in self._spans else f"{_CARD}.source", before, after)

    def _source(self, path: str, was: Source, now: Source) -> Iterator[_Change]:
        if was.section != now.section:
            yield from self._value(f"{path}.section", SEPARATOR.join(now.section), before="quote")
        if was.quote != now.quote:
            yield from self._value(f"{path}.quote", now.quote)
        if (was.start, was.end) != (now.start, now.end):
            yield self._set(self._spans[f"{path}.at"], f"[{now.start}, {now.end}]")
        if was.digest != now.digest:
            yield from self._value(f"{path}.digest", now.digest)

    def _value(self, path: str, text: str, before: str = "") -> Iterator[_Change]:
        """Set a text, take its key away where it is empty, or write a new key before another."""
        span = self._spans.get(path)
        if span is None:
            around, _, key = path.rpartition(".")
            if next_ := self._spans.get(f"{around}.{before}"):
                yield self._inserted(next_, key, text)
        elif text:
            yield self._set(span, card_writer.scalar(text, flow=span.flow))
        else:
            yield self._removed(path, span)

    def _set(self, span: Span, text: str) -> _Change:
        start, end = self._at(span.start), self._at(span.end)
        # A text of several lines ends with their end, which is not its own.
        return _Change(start, start + len(self._text[start:end].rstrip()), text)

    def _inserted(self, before: Span, key: str, text: str) -> _Change:
        at = self._at(before.key)
        between = ", " if before.flow else self._ending + " " * before.column
        return _Change(at, at, f"{key}: {card_writer.scalar(text, flow=before.flow)}{between}")

    def _removed(self, path: str, span: Span) -> _Change:
        start, end = self._at(span.key), self._at(span.end)
        following = self._text[end : self._next_key(path, start)]
        if not following.strip(" \t\r\n,"):
            return _Change(start, end + len(following), "")
        line = self._starts[span.key[0] - _HEAD_LINES]
        rest = lines_of(self._text[end:])[:1]
        if span.flow or self._text[line:start].strip() or "".join(rest).strip():
            return _Change(start, end, "")
        return _Change(line, end + len("".join(rest)), "")

    def _next_key(self, path: str, start: int) -> int | None:
        around = path.rpartition(".")[0]
        starts = [
            self._at(span.key) for name, span in self._spans.items() if name.rpartition(".")[0] == around
        ]
        return min((at for at in starts if at > start), default=None)

    def _list(self, path: str, items: tuple[str, ...]) -> _Change:
        span = self._spans[path]
        first = self._spans[f"{path}.0"]
        if first.flow:
            return self._set(
                span, "[" + ", ".join(card_writer.scalar(item, flow=True) for item in items) + "]"
            )
        lines = [f"- {card_writer.scalar(item)}" for item in items]
        return self._set(span, (self._ending + " " * span.start[1]).join(lines))

    def _longer(self, key: str, more: tuple[str, ...]) -> Iterator[_Change]:
        """Add texts to the end of a list, or the list behind the answer where there is none."""
        path = f"{_CARD}.{key}"
        last = max((name for name in self._spans if name.startswith(f"{path}.")), key=_number, default="")
        if span := self._spans.get(last):
            if span.flow:
                yield self._behind(span, "".join(f", {card_writer.scalar(text, flow=True)}" for text in more))
            else:
                yield self._below(span, [f"{' ' * span.column}- {card_writer.scalar(text)}" for text in more])
            return
        if path in self._spans:
            return
        answers = [self._spans[name] for each in _ANSWERS if (name := f"{_CARD}.{each}") in self._spans]
        span = max(answers, key=lambda answer: answer.key)
        if span.flow:
            listed = ", ".join(card_writer.scalar(text, flow=True) for text in more)
            yield self._behind(span, f", {key}: [{listed}]")
        else:
            blank = " " * span.column
            yield self._below(
                span, [f"{blank}{key}:", *(f"{blank}  - {card_writer.scalar(text)}" for text in more)]
            )

    def _behind(self, span: Span, text: str) -> _Change:
        at = self._end(span)
        return _Change(at, at, text)

    def _below(self, span: Span, lines: list[str]) -> _Change:
        """Put lines below the one a value ends on, whose comment stays with it."""
        end = self._end(span)
        at = end + len(lines_of(self._text[end:] or "")[0].rstrip("\r\n")) if self._text[end:] else end
        return _Change(at, at, "".join(self._ending + line for line in lines))

    def _end(self, span: Span) -> int:
        start = self._at(span.start)
        return start + len(self._text[start : self._at(span.end)].rstrip())

    def _at(self, place: tuple[int, int]) -> int:
        line, column = place
        return self._starts[line - _HEAD_LINES] + column


def _number(path: str) -> int:
    return int(path.rpartition(".")[2])
