"""The sentences that Python and the page share: each stands once, and both sides say it."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from msc_learn.messages import PATH, message

PACKAGE = Path(__file__).parents[1] / "src" / "msc_learn"
MESSAGES: dict[str, str] = json.loads(PATH.read_text(encoding="utf-8"))
MODULES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
SCRIPT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("page/script/**/*.js")))
ID = re.compile(r"[a-z]+\.[a-z_]+")
# Texts, templates, and what only looks like them: comments and patterns.
_OF_SCRIPT = re.compile(
    r'"(?P<text>(?:[^"\\\n]|\\.)*)"|`(?P<template>(?:[^`\\]|\\.)*)`|//[^\n]*|/\*[\s\S]*?\*/'
    r"|(?<=[(=,:])\s*/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/"
)
_VALUE = re.compile(r"\$\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")


def ids_of_python() -> set[str]:
    nodes = (node for module in MODULES for node in ast.walk(module) if isinstance(node, ast.Constant))
    return {node.value for node in nodes if isinstance(node.value, str) and ID.fullmatch(node.value)}


def ids_of_script() -> set[str]:
    return {text for text in literals_of_script() if ID.fullmatch(text)}


def calls_of_python() -> Iterator[tuple[str, frozenset[str]]]:
    for node in (node for module in MODULES for node in ast.walk(module)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "message":
            name = node.args[0]
            if isinstance(name, ast.Constant):
                yield str(name.value), frozenset(str(given.arg) for given in node.keywords)


def literals_of_python() -> Iterator[str]:
    for module in MODULES:
        within = set[ast.AST]()
        for node in ast.walk(module):
            if isinstance(node, ast.JoinedStr):
                within |= {*ast.walk(node)}
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in within:
                yield node.value


def literals_of_script() -> Iterator[str]:
    for match in _OF_SCRIPT.finditer(SCRIPT):
        if (text := match["text"] or match["template"]) is not None:
            yield _VALUE.sub("{}", text.replace('\\"', '"'))


def is_sentence(text: str) -> bool:
    return len(text) > 12 and " " in text.strip() and bool(re.search("[A-Za-z]{3}", text))


def test_every_message_is_said_by_both_sides() -> None:
    assert ids_of_python() >= MESSAGES.keys()
    assert ids_of_script() >= MESSAGES.keys()


def test_every_call_names_a_message_and_its_placeholders() -> None:
    for name, given in calls_of_python():
        assert given == frozenset(re.findall(r"\{(\w+)\}", MESSAGES[name])), name


def test_no_sentence_stands_in_both_languages() -> None:
    both = {*literals_of_python()} & {*literals_of_script()}
    assert [text for text in sorted(both) if is_sentence(text)] == []


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("no.such_message", {}, KeyError),
        ("grading.plural", {}, ValueError),
        ("grading.plural", {"answers": "cells"}, ValueError),
        ("grading.plural", {"answer": "cells", "word": "cell"}, ValueError),
    ],
)
def test_an_unknown_message_or_placeholder_fails(
    name: str, values: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        message(name, **values)


def test_a_value_is_taken_as_it_is() -> None:
    assert message("grading.did_you_mean", answer="{answer} \\1 $&") == "did you mean {answer} \\1 $&?"
