"""Moodle XML export: the same questions as GIFT, with pictures, hints and case sensitivity.

Moodle identifies a question by `idnumber`, but does not update it: if imported again into the same category,
the question is added a second time, without its idnumber.
"""

import base64
import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from msc_learn.deck.compile import Release
from msc_learn.deck.formats.base import single_file
from msc_learn.deck.html import attribute
from msc_learn.deck.media import Picture
from msc_learn.lms.gift import category_of
from msc_learn.lms.model import GAP, AnswerOption, Question, QuestionType
from msc_learn.lms.question_set import question_set, summary_of

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PENALTY = "0.3333333"  # the penalty of a wrong try if several are allowed: Moodle's default
_GAP = "_____"  # where Moodle puts the field to type in
_PART = re.compile(r"  <question type=.*?</question>\n", re.DOTALL)
_NAME = re.compile(r"<idnumber>(.*?)</idnumber>")


def text_of(release: Release) -> str:
    """Return the text of the Moodle XML file of a release."""
    quiz, topic = Element("quiz"), None
    for question in question_set(release, release.pictures).questions:
        if question.topic != topic:
            topic = question.topic
            category = SubElement(quiz, "question", {"type": "category"})
            _text(SubElement(category, "category"), category_of(release.course.title, topic))
        quiz.append(_element(question))
    ElementTree.indent(quiz)
    return f"{_HEAD}{ElementTree.tostring(quiz, encoding='unicode')}\n"


def _parts(file: bytes) -> Mapping[str, str]:
    parts = ((_NAME.search(match[0]), match[0]) for match in _PART.finditer(file.decode(errors="replace")))
    return {f"question {name[1]}": part for name, part in parts if name}


def _element(question: Question) -> Element:
    element = Element("question", {"type": str(question.type)})
    _text(SubElement(element, "name"), question.id)
    _html(element, "questiontext", question.stem.replace(GAP, _GAP), question.picture)
    _html(element, "generalfeedback", question.feedback, question.shown)
    _values(element, defaultgrade="1", penalty=_PENALTY, hidden="0", idnumber=question.id)
    _WRITERS[question.type](element, question)
    if question.hint:
        _html(element, "hint", question.hint)
    tags = SubElement(element, "tags")
    for tag in question.tags:
        _text(SubElement(tags, "tag"), tag)
    return element


def _short(element: Element, question: Question) -> None:
    _values(element, usecase=str(int(question.case)))
    for answer in question.answers:
        # A star matches any text unless a backslash is before it.
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
    single = len(question.right) == 1
    _values(element, single=str(single).lower(), shuffleanswers="true", answernumbering="abc")
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
    QuestionType.SHORT: _short,
    QuestionType.NUMERICAL: _numerical,
    QuestionType.CHOICE: _choice,
    QuestionType.MATCHING: _matching,
    QuestionType.ESSAY: _essay,
}


def _answer(element: Element, answer: AnswerOption, text: str, form: str) -> Element:
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


FORMAT = single_file(
    "-moodle.xml",
    lambda release: text_of(release).encode(),
    _parts,
    lambda release: summary_of(question_set(release, release.pictures)),
)
