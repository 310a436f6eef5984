"""Gold lists: the facts of a document, each with the terms by which a card of it is known."""

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
    """A gold list that cannot be read, with its place."""


@dataclass(frozen=True, slots=True)
class Term:
    """A key term: alternatives, of which one must be found with all its words.

    What stands in parentheses may be found on the other side of the card: "72 (hours)" is recalled in
    a gap before "hours" as well as in one around both.
    """

    text: str

    def stands_in(self, side: frozenset[str], other: frozenset[str] = frozenset()) -> bool:
        """Tell whether one alternative is found on a side, inflection aside."""
        return any(_stands(part, side, side | other) for part in self.text.split("|"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One atomic fact: what a question of it must name, and what its answer must hold."""

    id: str
    importance: int
    section: str
    hedged: bool
    cue: tuple[Term, ...]
    answer: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """The facts of one document; `held_out` keeps its misses from those who work on the rules."""

    name: str
    document: str
    kind: str
    held_out: bool
    facts: tuple[Fact, ...]


@cache
def wanted(part: str) -> tuple[str, ...]:
    """Return the words of an alternative that a card must hold: no function words but negations."""
    part = _figures_whole(part)
    spelt = words(part)
    return (*content_words(part), *(word for word in spelt if word in NEGATIVE_WORDS)) or tuple(spelt)


def offered(text: str) -> frozenset[str]:
    """Return the words a text offers to terms."""
    text = _figures_whole(text)
    return frozenset((*words(text), *content_words(text)))


def _figures_whole(text: str) -> str:
    # The 4 of "4 hours" is not to be found in "4.3".
    return _POINT.sub("", text)


def _stands(part: str, side: frozenset[str], both: frozenset[str]) -> bool:
    core, _, unit = part.partition("(")
    return all(_is_among(word, side) for word in wanted(core)) and all(
        _is_among(word, both) for word in wanted(unit)
    )


def _is_among(word: str, have: frozenset[str]) -> bool:
    return word in have or any(_same(word, other) for other in have)


_same = cache(same)


def gold_of(path: Path) -> Gold:
    """Read a gold list; raises `GoldError` at what it cannot use."""
    node, problems = read_yaml(path.read_text(encoding="utf-8"), str(path))
    if problems:
        raise GoldError(f"{problems[0].position}: {problems[0].message}")
    top = _keys(node, path)
    facts = top.get("facts")
    if not isinstance(facts, SequenceNode) or "document" not in top:
        raise GoldError(f"{path}: a gold list has `document` and a list of `facts`")
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
        raise GoldError(f"{path}:{node.line}: a fact has exactly the keys {', '.join(KEYS)}")
    importance = _text(values, "importance", path)
    if importance not in ("1", "2", "3"):
        raise GoldError(f"{path}:{node.line}: importance is 1, 2 or 3, not {importance!r}")
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
        raise GoldError(f"{path}: ids stand twice: {', '.join(twice)}")
    return facts


def _keys(node: Node | None, path: Path) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        raise GoldError(f"{path}:{node.line if node else 1}: keys with values were expected here")
    return node.values


def _text(values: dict[str, Node], key: str, path: Path) -> str:
    node = values[key]
    if not isinstance(node, ScalarNode):
        raise GoldError(f"{path}:{node.line}: {key} is one value")
    return node.text


def _truth(values: dict[str, Node], key: str, path: Path) -> bool:
    text = _text(values, key, path)
    if text not in ("true", "false"):
        raise GoldError(f"{path}:{values[key].line}: {key} is true or false, not {text!r}")
    return text == "true"


def _terms(node: Node, path: Path) -> tuple[Term, ...]:
    values = node.values if isinstance(node, SequenceNode) else []
    terms = tuple(
        Term(value.text) for value in values if isinstance(value, ScalarNode) and value.text.strip()
    )
    if not terms or len(terms) < len(values):
        raise GoldError(f"{path}:{node.line}: terms are a list of one or more texts")
    return terms
