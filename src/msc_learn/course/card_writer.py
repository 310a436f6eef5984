"""Writer of card files and course.yaml: YAML that is easy to edit, keys in order, quotes only if needed."""

import re
from collections.abc import Iterable, Iterator, Mapping

from msc_learn.course.model import Course, Label, Note, Source, Status, Strength, Topic

HEADER = """\
# Draft cards, written by msc-learn {version} from {document}.
# Review them with `msc-learn review`, or here: delete a line `status: draft` to accept its card, write
# `rejected` to keep it out for good. Correct the words as you like, but keep the id: reviews refer to it.
"""
_PLAIN = re.compile(r"(?:[^\W_]|\.\./)(?:[^:#\n]|:(?=\S)|(?<=\S)#)*", re.UNICODE)
_FLOW = re.compile(r"[\[\]{},?:]")
# Values that YAML 1.1 or 1.2 reads as something other than text.
_OTHER = re.compile(
    r"(?:y|n|yes|no|true|false|on|off|null|[-+]?\.?(?:inf|nan)"
    r"|[-+.]?\d[\d_,.:exa-f+\-]*(?:[ tT][\d:.z+\- ]*)?)",
    re.IGNORECASE,
)
# Bidirectional control characters are escaped too: they make a line look like another one.
_UNPRINTABLE = re.compile(
    "[^\t\x20-\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe"
    "\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TEXTS = ("question", "cloze", "answer")


def card_file(
    topic: Topic,
    *,
    header: str = "",
    course_id: str = "",
    document: str = "",
    labels: Mapping[str, str] | None = None,
) -> str:
    """Return a topic as a card file; tags that all its notes share are written once, at the top.

    `course_id` is for a single card file, which is a course of its own.
    """
    shared = shared_tags(topic.notes)
    lines = [f"id: {scalar(course_id)}"] if course_id else []
    lines.append(f"topic: {scalar(topic.title)}")
    if shared:
        lines.append(f"tags: {_flow(shared)}")
    if document:
        lines.append(f"document: {scalar(document)}")
    if topic.retired:
        lines.append("retired:")
        lines += [f"  {scalar(each.id)}: {scalar(each.reason)}" for each in topic.retired]
    lines.append("cards:" if topic.notes else "cards: []")
    return header + "\n".join(lines) + "\n" + cards(topic.notes, shared=shared, labels=labels)


def shared_tags(notes: Iterable[Note]) -> tuple[str, ...]:
    """Return the tags that all these notes have."""
    sets = [set(note.tags) for note in notes]
    return tuple(sorted(set.intersection(*sets))) if sets else ()


def cards(
    notes: Iterable[Note],
    *,
    shared: Iterable[str] = (),
    labels: Mapping[str, str] | None = None,
    indent: int = 2,
    start: str = "",
) -> str:
    """Return notes as items of `cards`, a blank line before each and a comment if the label changes."""
    known, label, parts = labels or {}, start, []
    blank = " " * indent
    for note in notes:
        here = known.get(note.id, label)
        comment = f"{blank}# --- {_UNPRINTABLE.sub(' ', here)} ---\n" if here != label else ""
        label = here
        lines = list(_note(note, frozenset(shared)))
        body = "\n".join(f"{blank}  {line}" if line else "" for line in lines)[len(blank) + 2 :]
        parts.append(f"\n{comment}{blank}- {body}\n")
    return "".join(parts)


def course_file(course: Course, *, header: str = "") -> str:
    """Return the course.yaml of a course."""
    values = {
        "id": course.id,
        "title": course.title,
        "deck": course.deck,
        "language": course.language,
        "document": course.document.name if course.document else "",
        "disclaimer": course.disclaimer,
        "licence": course.licence,
    }
    lines = [line for key, value in values.items() if value for line in _text(key, value)]
    lines.append("topics:" if course.topics else "topics: []")
    lines += [f"  - {scalar(topic.id)}" for topic in course.topics]
    return header + "\n".join(lines) + "\n"


def _note(note: Note, shared: frozenset[str]) -> Iterator[str]:
    """Yield the lines of a note, the source last."""
    yield f"id: {scalar(note.id)}"
    for key in _TEXTS:
        if value := getattr(note, key):
            yield from _text(key, value)
    yield from _texts("items", note.items)
    yield from _flags(note)
    yield from _texts("distractors", note.distractors)
    yield from _labels(note.labels)
    yield from _texts("accept", note.accept)
    if note.reject:
        yield "reject:"
        yield from (f"  {scalar(wrong)}: {scalar(why)}" for wrong, why in note.reject.items())
    for key in ("hint", "extra"):
        if value := getattr(note, key):
            yield from _text(key, value)
    if note.media:
        yield from ("media:", f"  file: {scalar(note.media.path)}", f"  alt: {scalar(note.media.alt)}")
    own = tuple(tag for tag in note.tags if tag not in shared)
    if own:
        yield f"tags: {_flow(own)}"
    if note.sources or note.strength is not Strength.ASSERTED:
        yield f"strength: {note.strength}"
    if note.status is not Status.ACCEPTED:
        yield f"status: {note.status}"
    if note.renamed_from:
        yield f"renamed-from: {scalar(note.renamed_from)}"
    if note.base:
        yield f"base: {scalar(note.base)}"
    if note.evidence:
        yield f"evidence: {note.evidence}"
    yield from _sources(note.sources)


def _flags(note: Note) -> Iterator[str]:
    if note.ordered:
        yield "ordered: true"
    if note.need is not None:
        yield f"need: {note.need}"
    if note.case:
        yield "case: true"
    if note.reverse:
        yield "reverse: true"
    if note.typed:
        yield "typed: true"


def _labels(labels: tuple[Label, ...]) -> Iterator[str]:
    if labels:
        yield "labels:"
    for label in labels:
        at = ", ".join(f"{number:g}" for number in label.at)
        yield f"  - {{text: {scalar(label.text, flow=True)}, at: [{at}]}}"


def _sources(sources: tuple[Source, ...]) -> Iterator[str]:
    if not sources:
        return
    yield "source:"
    for source in sources:
        lines = list(_source(source))
        if len(sources) == 1:
            yield from (f"  {line}" for line in lines)
        else:
            yield f"  - {lines[0]}"
            yield from (f"    {line}" for line in lines[1:])


def _source(source: Source) -> Iterator[str]:
    if source.section:
        yield f"section: {scalar(' > '.join(source.section))}"
    yield f"quote: {scalar(source.quote)}"
    if source.start is not None and source.end is not None:
        yield f"at: [{source.start}, {source.end}]"
    if source.digest:
        yield f"digest: {scalar(source.digest)}"


def _texts(key: str, values: tuple[str, ...]) -> Iterator[str]:
    if values:
        yield f"{key}:"
        yield from (f"  - {scalar(value)}" for value in values)


def _text(key: str, value: str) -> Iterator[str]:
    """Yield a key with its text; a text of several lines is written as a block."""
    if "\n" not in value or _UNPRINTABLE.search(value.replace("\n", "")) or value != value.strip():
        yield f"{key}: {scalar(value)}"
        return
    yield f"{key}: |-"
    yield from (f"  {line}" if line else "" for line in value.split("\n"))


def _flow(values: Iterable[str]) -> str:
    return "[" + ", ".join(scalar(value, flow=True) for value in values) + "]"


def scalar(text: str, *, flow: bool = False) -> str:
    """Return a text as a YAML scalar on one line, which every YAML parser reads as this text."""
    plain = _PLAIN.fullmatch(text) and not text[-1].isspace() and not _OTHER.fullmatch(text)
    if plain and not (flow and _FLOW.search(text)) and not _UNPRINTABLE.search(text) and "\t" not in text:
        return text
    if "\n" in text or "\t" in text or _UNPRINTABLE.search(text):
        return '"' + _ESCAPED.sub(_escape, text) + '"'
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


_ESCAPED = re.compile(rf'["\\\t]|{_UNPRINTABLE.pattern}')
_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"}


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    long = f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    return _SHORT.get(match[0], long)
