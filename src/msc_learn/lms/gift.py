"""GIFT: questions as text, which Moodle and many others import.

All texts are HTML, so that bold, powers, line ends and what looks like a tag come out as the card has them;
what is typed is plain. A line holds no line end of its own, so that no text begins a comment or a question.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msc_learn.deck.compile import Compiled
from msc_learn.lms.model import GAP, Answer, Kind, Question
from msc_learn.lms.output import differing, digest_of, made, summary_of, written
from msc_learn.lms.texts import clean

reads_notes = True
_CONTROL = re.compile(r"[\\~=#{}:]")
_BLOCK = re.compile(r"^// \[id:(.+?)\](?:.*\n)+?(?=\n|\Z)", re.MULTILINE)


def default_name(course: str) -> str:
    """Return what the file of a course is called where nobody says otherwise."""
    return f"{course}-gift.txt"


def summary(compiled: Compiled) -> str:
    """Return how many questions there are, and what cannot be asked."""
    return summary_of(made(compiled))


def write(compiled: Compiled, path: Path) -> str:
    """Write the questions of a compiled course, whole or not at all, and return the digest."""
    return written(text_of(compiled), path)


def digest(compiled: Compiled) -> str:
    """Return the digest of the file of a compiled course."""
    return digest_of(text_of(compiled))


def differences(compiled: Compiled, path: Path) -> tuple[str, ...]:
    """Return the names of the questions of an existing file that are not as compiled."""
    return differing(path, text_of(compiled), _parts)


def text_of(compiled: Compiled) -> str:
    """Return the file of a compiled course."""
    lines: list[str] = []
    topic = None
    for question in made(compiled).questions:
        if question.topic != topic:
            topic = question.topic
            lines += [f"$CATEGORY: {category_of(compiled.course.title, topic)}", ""]
        lines += [*_lines(question), ""]
    return "\n".join(lines)


def category_of(*titles: str) -> str:
    """Return the path of a category in the course that it is imported into; a slash in a title is doubled."""
    names = (" ".join(clean(title).split()).replace("/", "//").strip("/") for title in titles)
    return "/".join(("$course$", "top", *names))


def _parts(text: str) -> Mapping[str, str]:
    return {f"question {match[1]}": match[0] for match in _BLOCK.finditer(text)}


def _lines(question: Question) -> Iterator[str]:
    """Yield the lines of one question; none is empty, for an empty one ends a question."""
    yield " ".join([f"// [id:{question.id}]", *(f"[tag:{_tag(tag)}]" for tag in question.tags)])
    before, _, after = question.stem.partition(GAP)
    mark = "#" if question.kind is Kind.NUMERICAL else ""
    yield f"::{_escaped(question.id)}::[html]{_escaped(before)}{{{mark}"
    for answer in question.answers:
        yield f"\t{_answer(question, answer)}"
    for left, right in question.pairs:
        yield f"\t={_html(left)} -> {_escaped(right)}"
    yield f"\t####{_html(question.feedback)}"
    # Read on behind a gap, a slash would begin a comment and a bracket a format.
    yield f"}}{_escaped(_begun(after))}"


def _answer(question: Question, answer: Answer) -> str:
    feedback = f"#{_html(answer.feedback)}" if answer.feedback else ""
    if question.kind is Kind.CHOICE:
        sign = {"100": "=", "0": "~"}.get(answer.percent, f"~%{answer.percent}%")
        return f"{sign}{_html(answer.text)}{feedback}"
    if question.kind is Kind.NUMERICAL:
        return f"=%{answer.percent}%{answer.text}:{answer.tolerance}{feedback}"
    return f"=%{answer.percent}%{_plain(answer.text)}{feedback}"


def _plain(text: str) -> str:
    """Return what may be typed: stars mean themselves, and no arrow makes it a question of pairs."""
    text = text.replace("*", r"\*").replace("->", "-*>")
    return ("[plain]" if text.startswith("[") else "") + _escaped(text)


def _html(text: str) -> str:
    # At its start a bracket would name a format, and a percent sign a weight.
    return ("[html]" if text.startswith(("[", "%")) else "") + _escaped(text)


def _begun(text: str) -> str:
    return f"&#{ord(text[0])};{text[1:]}" if text[:1] in ("/", "[") and text else text


def _escaped(text: str) -> str:
    return _CONTROL.sub(r"\\\g<0>", text)


def _tag(tag: str) -> str:
    return tag.replace("[", "(").replace("]", ")")
