"""Gold lists: the facts of a document, each with the terms that a card of it must contain."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from msc_learn.course.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from msc_learn.text.negation_cues import NEGATIVE_WORDS
from msc_learn.text.words import content_words, same, words

_POINT = re.compile(r"(?<=\d)[.,](?=\d)")
KEYS = ("id", "importance", "section", "hedged", "cue", "answer")


class GoldError(Exception):
    """A gold list that cannot be read; the message starts with its position."""


@dataclass(frozen=True, slots=True)
class Term:
    """A key term: alternatives, one of which must be on the card with all its words.

    Words in parentheses may be on the other side of the card: "72 (hours)" matches a gap before "hours"
    and a gap around both.
    """

    text: str

    def is_in(self, side: frozenset[str], other: frozenset[str] = frozenset()) -> bool:
        """Tell whether one alternative is on a side, ignoring inflection."""
        return any(_is_part_in(part, side, side | other) for part in self.text.split("|"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One atomic fact: the terms that a question must name, and those that the answer must contain."""

    id: str
    importance: int
    section: str
    hedged: bool
    cue: tuple[Term, ...]
    answer: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The facts of one document; misses of a `held_out` one are not read while working on the rules."""

    name: str
    document: str
    kind: str
    held_out: bool
    facts: tuple[Fact, ...]


@cache
def wanted(part: str) -> tuple[str, ...]:
    """Return the words of an alternative that a card must contain: content words and negations."""
    part = _without_points(part)
    spelt = words(part)
    return (*content_words(part), *(word for word in spelt if word in NEGATIVE_WORDS)) or tuple(spelt)


def offered(text: str) -> frozenset[str]:
    """Return the words of a text that terms are matched with."""
    text = _without_points(text)
    return frozenset((*words(text), *content_words(text)))


def _without_points(text: str) -> str:
    # The 4 of "4 hours" must not match in "4.3".
    return _POINT.sub("", text)


def _is_part_in(part: str, side: frozenset[str], both: frozenset[str]) -> bool:
    core, _, unit = part.partition("(")
    return all(_has_word(word, side) for word in wanted(core)) and all(
        _has_word(word, both) for word in wanted(unit)
    )


def _has_word(word: str, have: frozenset[str]) -> bool:
    return word in have or any(_same(word, other) for other in have)


_same = cache(same)


def gold_of(path: Path) -> Gold:
    """Read a gold list; raises `GoldError`."""
    node, problems = read_yaml(path.read_text(encoding="utf-8"), str(path))
    if problems:
        raise GoldError(f"{problems[0].position}: {problems[0].message}")
    top = _keys(node, path)
    facts = top.get("facts")
    if not isinstance(facts, SequenceNode) or "document" not in top:
        raise GoldError(f"{path}: a gold list needs `document` and a list of `facts`")
    return Gold(
        name=path.stem,
        document=_text(top, "document", path),
        kind=_text(top, "kind", path) if "kind" in top else "",
        held_out="held_out" in top and _truth(top, "held_out", path),
        facts=_distinct(tuple(_fact(entry, path) for entry in facts.values), path),
    )


def _fact(node: Node, path: Path) -> Fact:
    values = _keys(node, path)
    if set(values) != set(KEYS):
        raise GoldError(f"{path}:{node.line}: a fact needs exactly the keys {', '.join(KEYS)}")
    importance = _text(values, "importance", path)
    if importance not in ("1", "2", "3"):
        raise GoldError(f"{path}:{node.line}: importance must be 1, 2 or 3, not {importance!r}")
    return Fact(
        id=_text(values, "id", path),
        importance=int(importance),
        section=_text(values, "section", path),
        hedged=_truth(values, "hedged", path),
        cue=_terms(values["cue"], path),
        answer=_terms(values["answer"], path),
    )


def _distinct(facts: tuple[Fact, ...], path: Path) -> tuple[Fact, ...]:
    ids = [fact.id for fact in facts]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise GoldError(f"{path}: duplicate ids: {', '.join(twice)}")
    return facts


def _keys(node: Node | None, path: Path) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        raise GoldError(f"{path}:{node.line if node else 1}: expected keys with values")
    return node.values


def _text(values: dict[str, Node], key: str, path: Path) -> str:
    node = values[key]
    if not isinstance(node, ScalarNode):
        raise GoldError(f"{path}:{node.line}: {key} must be one value")
    return node.text


def _truth(values: dict[str, Node], key: str, path: Path) -> bool:
    text = _text(values, key, path)
    if text not in ("true", "false"):
        raise GoldError(f"{path}:{values[key].line}: {key} must be true or false, not {text!r}")
    return text == "true"


def _terms(node: Node, path: Path) -> tuple[Term, ...]:
    values = node.values if isinstance(node, SequenceNode) else []
    terms = tuple(
        Term(value.text) for value in values if isinstance(value, ScalarNode) and value.text.strip()
    )
    if not terms or len(terms) < len(values):
        raise GoldError(f"{path}:{node.line}: terms must be a list of one or more texts")
    return terms
