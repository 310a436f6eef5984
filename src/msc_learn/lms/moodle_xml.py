"""Moodle XML: the same questions as in GIFT, with pictures, hints and whether capitals count.

Moodle takes `idnumber` for the name of a question. Imported again into the same category, a question comes a
second time, without its idnumber: Moodle updates none.
"""

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from msc_learn.deck.compile import Compiled
from msc_learn.deck.html import attribute
from msc_learn.deck.media import Picture
from msc_learn.lms.gift import category_of
from msc_learn.lms.model import GAP, Answer, Kind, Question
from msc_learn.lms.output import differing, digest_of, made, pictures, summary_of, written

reads_notes = True
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PENALTY = "0.3333333"  # what a wrong try costs where several are allowed, by Moodle's own default
_GAP = "_____"  # where Moodle puts the field to type in
_PART = re.compile(r"  <question type=.*?</question>\n", re.DOTALL)
_NAME = re.compile(r"<idnumber>(.*?)</idnumber>")


def default_name(course: str) -> str:
    """Return what the file of a course is called where nobody says otherwise."""
    return f"{course}-moodle.xml"


def summary(compiled: Compiled) -> str:
    """Return how many questions there are, and what cannot be asked."""
    return summary_of(made(compiled, pictures(compiled)))


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
    quiz, topic = Element("quiz"), None
    for question in made(compiled, pictures(compiled)).questions:
        if question.topic != topic:
            topic = question.topic
            category = SubElement(quiz, "question", {"type": "category"})
            _text(SubElement(category, "category"), category_of(compiled.course.title, topic))
        quiz.append(_element(question))
    ElementTree.indent(quiz)
    return f"{_HEAD}{ElementTree.tostring(quiz, encoding='unicode')}\n"


def _parts(text: str) -> Mapping[str, str]:
    parts = ((_NAME.search(match[0]), match[0]) for match in _PART.finditer(text))
    return {f"question {name[1]}": part for name, part in parts if name}


def _element(question: Question) -> Element:
    element = Element("question", {"type": str(question.kind)})
    _text(SubElement(element, "name"), question.id)
    _html(element, "questiontext", question.stem.replace(GAP, _GAP), question.picture)
    _html(element, "generalfeedback", question.feedback, question.shown)
    _values(element, defaultgrade="1", penalty=_PENALTY, hidden="0", idnumber=question.id)
    _WRITERS[question.kind](element, question)
    if question.hint:
        _html(element, "hint", question.hint)
    tags = SubElement(element, "tags")
    for tag in question.tags:
        _text(SubElement(tags, "tag"), tag)
    return element


def _short(element: Element, question: Question) -> None:
    _values(element, usecase=str(int(question.case)))
    for answer in question.answers:
        # A star stands for any text unless a backslash is before it.
        _answer(element, answer, answer.text.replace("*", r"\*"), "moodle_auto_format")


def _numerical(element: Element, question: Question) -> None:
    for answer in question.answers:
        made = _answer(element, answer, answer.text, "moodle_auto_format")
        _values(made, tolerance=answer.tolerance)
    if question.unit:
        unit = SubElement(SubElement(element, "units"), "unit")
        _values(unit, multiplier="1", unit_name=question.unit)
    # The unit may be typed or left out; it is not graded.
    _values(element, unitgradingtype="0", unitpenalty="0", showunits="0" if question.unit else "3")


def _choice(element: Element, question: Question) -> None:
    one = len(question.right) == 1
    _values(element, single=str(one).lower(), shuffleanswers="true", answernumbering="abc")
    for answer in question.answers:
        _answer(element, answer, answer.text, "html")


def _matching(element: Element, question: Question) -> None:
    _values(element, shuffleanswers="true")
    for left, right in question.pairs:
        pair = _html(element, "subquestion", left)
        _text(SubElement(pair, "answer"), right)


def _essay(element: Element, question: Question) -> None:
    _values(element, responseformat="editor", responserequired="1", responsefieldlines="10", attachments="0")
    _html(element, "graderinfo", question.model)


_WRITERS = {
    Kind.SHORT: _short,
    Kind.NUMERICAL: _numerical,
    Kind.CHOICE: _choice,
    Kind.MATCHING: _matching,
    Kind.ESSAY: _essay,
}


def _answer(element: Element, answer: Answer, text: str, form: str) -> Element:
    made = SubElement(element, "answer", {"fraction": answer.percent, "format": form})
    SubElement(made, "text").text = text
    _html(made, "feedback", answer.feedback)
    return made


def _html(element: Element, name: str, text: str, picture: tuple[Picture, str] | None = None) -> Element:
    made = SubElement(element, name, {"format": "html"})
    if picture:
        file, alt = picture
        text += f'<p><img src="@@PLUGINFILE@@/{file.name}" alt="{attribute(alt)}"></p>'
    _text(made, text)
    if picture:
        data = SubElement(made, "file", {"name": file.name, "path": "/", "encoding": "base64"})
        data.text = base64.b64encode(file.data).decode()
    return made


def _text(element: Element, text: str) -> None:
    SubElement(element, "text").text = text


def _values(element: Element, **values: str) -> None:
    for name, value in values.items():
        SubElement(element, name).text = value
