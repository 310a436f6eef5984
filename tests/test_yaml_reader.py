"""Our own builder reads what PyYAML's composer reads, and knows the same places."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.value_positions import ValuePositions
from msc_learn.course.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml

WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_characters="\x7f", exclude_categories=["C"])
)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=25,
)
STYLES: Any = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from(["", '"', "'", "|", ">"]),
        "indent": st.integers(2, 6),
        "width": st.integers(20, 200),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
    }
)


def composed(node: Any) -> Any:
    """Return the values of PyYAML's node with their places, and of a mapping the places of the keys."""
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, yaml.ScalarNode):
        is_null = node.style is None and node.value in ("~", "null", "Null", "NULL")
        return "" if is_null else node.value, line, column
    if isinstance(node, yaml.SequenceNode):
        return [composed(value) for value in node.value], line, column
    return {composed(key): composed(value) for key, value in node.value}, line, column


def built(node: Node | None) -> Any:
    """Return the same of our own node."""
    if isinstance(node, ScalarNode):
        return node.text, node.line, node.column
    if isinstance(node, SequenceNode):
        return [built(value) for value in node.values], node.line, node.column
    assert isinstance(node, MappingNode)
    values = {(name, *node.key_position(name)): built(value) for name, value in node.values.items()}
    return values, node.line, node.column


@given(VALUES, STYLES)
def test_what_is_built_is_what_the_composer_composes(value: Any, style: dict[str, Any]) -> None:
    text = yaml.safe_dump(value, **style)
    node, problems = read_yaml(text, "t.yaml")
    assert problems == ()
    assert built(node) == composed(yaml.compose(text, Loader=yaml.SafeLoader))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1\na: 2\n", ["t:2:1: Y102"]),
        ("a: 1\na: {b: 1, b: 2}\n", ["t:2:1: Y102", "t:2:11: Y102"]),
        ("a: 1\na: *x\n", ["t:2:4: Y103"]),
        ("*x : 1\n", ["t:1:1: Y103"]),
        ("? [a]\n: 1\n", ["t:1:3: Y101"]),
        ("? &x {a: 1}\n: 1\n", ["t:1:3: Y103"]),
        ("a: !int 1\n", ["t:1:4: Y104"]),
        ("a: ! 1\n", []),
        ("a: 1\n---\nb: 1\n", ["t:2:1: Y105"]),
        ("[" * 12 + "]" * 12, []),
        ("[" * 13 + "]" * 13, ["t:1:13: Y106"]),
    ],
)
def test_what_a_card_file_may_not_hold_is_told_with_its_place(text: str, told: list[str]) -> None:
    _, problems = read_yaml(text, "t")
    assert [" ".join(str(problem).split()[:2]) for problem in problems] == told


@given(st.dictionaries(st.sampled_from(["id", "answer", "items", "source", "reject"]), VALUES))
def test_the_places_of_a_card_are_those_of_its_values(value: dict[str, Any]) -> None:
    node, _ = read_yaml(yaml.safe_dump({"before": "two\nlines", "card": value}), "t.yaml")
    assert isinstance(node, MappingNode)
    card = node.values["card"]
    assert isinstance(card, MappingNode)
    expected: dict[str, tuple[int, int]] = {}
    for name, child in card.values.items():
        expected[name] = child.line, child.column
        inner = enumerate(child.values) if isinstance(child, SequenceNode) else ()
        pairs = child.values.items() if isinstance(child, MappingNode) else inner
        expected |= {f"{name}.{key}": (each.line, each.column) for key, each in pairs}
    assert dict(ValuePositions.of(card)) == expected
