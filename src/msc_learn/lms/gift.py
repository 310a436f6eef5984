"""GIFT export: questions as text, which Moodle and many other systems import.

All texts are HTML, so that bold, powers, line breaks and text that looks like a tag appear as on the card;
typed answers are plain text. No text contains a line ending, so that none begins a comment or a question.
"""

import re
from collections.abc import Iterator, Mapping

from msc_learn.deck.compile import Release
from msc_learn.deck.formats.base import single_file
from msc_learn.lms.model import GAP, AnswerOption, Question, QuestionType
from msc_learn.lms.question_set import question_set, summary_of
from msc_learn.lms.texts import clean

_CONTROL = re.compile(r"[\\~=#{}:]")
_BLOCK = re.compile(r"^// \[id:(.+?)\](?:.*\n)+?(?=\n|\Z)", re.MULTILINE)


def text_of(release: Release) -> str:
    """Return the text of the GIFT file of a release."""
    lines: list[str] = []
    topic = None
    for question in question_set(release, None).questions:
        if question.topic != topic:
            topic = question.topic
            lines += [f"$CATEGORY: {category_of(release.course.title, topic)}", ""]
        lines += [*_lines(question), ""]
    return "\n".join(lines)


def category_of(*titles: str) -> str:
    """Return the path of a category in the importing course; a slash in a title is doubled."""
    names = (" ".join(clean(title).split()).replace("/", "//").strip("/") for title in titles)
    return "/".join(("$course$", "top", *names))


def _parts(file: bytes) -> Mapping[str, str]:
    return {f"question {match[1]}": match[0] for match in _BLOCK.finditer(file.decode(errors="replace"))}


def _lines(question: Question) -> Iterator[str]:
    """Yield the lines of one question; none is empty, since an empty line ends a question."""
    yield " ".join([f"// [id:{question.id}]", *(f"[tag:{_tag(tag)}]" for tag in question.tags)])
    before, _, after = question.stem.partition(GAP)
    mark = "#" if question.type is QuestionType.NUMERICAL else ""
    yield f"::{_escaped(question.id)}::[html]{_escaped(before)}{{{mark}"
    for answer in question.answers:
        yield f"\t{_answer(question, answer)}"
    for left, right in question.pairs:
        yield f"\t={_html(left)} -> {_escaped(right)}"
    yield f"\t####{_html(question.feedback)}"
    # At the start of the text after a gap, a slash would begin a comment, and a bracket a format.
    yield f"}}{_escaped(_escaped_start(after))}"


def _answer(question: Question, answer: AnswerOption) -> str:
    feedback = f"#{_html(answer.feedback)}" if answer.feedback else ""
    if question.type is QuestionType.CHOICE:
        sign = {"100": "=", "0": "~"}.get(answer.percent, f"~%{answer.percent}%")
        return f"{sign}{_html(answer.text)}{feedback}"
    if question.type is QuestionType.NUMERICAL:
        return f"=%{answer.percent}%{answer.text}:{answer.tolerance}{feedback}"
    return f"=%{answer.percent}%{_plain(answer.text)}{feedback}"


def _plain(text: str) -> str:
    """Return a typed answer: stars are escaped, and no arrow turns it into a matching question."""
    text = text.replace("*", r"\*").replace("->", "-*>")
    return ("[plain]" if text.startswith("[") else "") + _escaped(text)


def _html(text: str) -> str:
    # At its start a bracket would name a format, and a percent sign a weight.
    return ("[html]" if text.startswith(("[", "%")) else "") + _escaped(text)


def _escaped_start(text: str) -> str:
    return f"&#{ord(text[0])};{text[1:]}" if text[:1] in ("/", "[") and text else text


def _escaped(text: str) -> str:
    return _CONTROL.sub(r"\\\g<0>", text)


def _tag(tag: str) -> str:
    return tag.replace("[", "(").replace("]", ")")


FORMAT = single_file(
    "-gift.txt",
    lambda release: text_of(release).encode(),
    _parts,
    lambda release: summary_of(question_set(release, None)),
)
