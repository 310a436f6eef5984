"""Gaps for prose: whole noun phrases and nothing else."""

from pathlib import Path

import pytest

from msc_learn.document.readers import markdown, read_document
from msc_learn.extract import gaps
from msc_learn.extract.passage import passages_of
from msc_learn.extract.phrases import action_at, noun_phrases
from msc_learn.extract.tags import tag

DOCUMENTS = sorted((Path(__file__).parent / "data" / "documents").iterdir())


def phrases(sentence: str) -> list[str]:
    tagged = tag(sentence)
    return [sentence[slice(*tagged.span(first, stop))] for first, stop in noun_phrases(tagged)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The spleen filters old red cells.", ["spleen", "old red cells"]),
        ("It lies under the left dome of the diaphragm.", ["left dome of the diaphragm"]),
        ("It stores platelets and white cells.", ["platelets and white cells"]),
        ("In the field of bone repair it helps.", ["bone repair"]),
        ("It is very important.", []),
        ("It is independent of blood sugar.", ["blood sugar"]),
        ("These cells die.", []),
        ("It may not help.", []),
        ("The vena cava (VC) carries blood.", ["blood"]),
    ],
)
def test_a_noun_phrase_is_whole(sentence: str, found: list[str]) -> None:
    assert phrases(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "token", "found"),
    [
        ("It may reduce joint pain and improve sleep in adults.", 2, "reduce joint pain and improve sleep"),
        ("It can carry oxygen and makes cells red.", 2, "carry oxygen"),
        ("It may work.", 2, None),
        ("It may help them.", 2, None),
    ],
)
def test_a_doing_is_a_verb_with_what_belongs_to_it(sentence: str, token: int, found: str | None) -> None:
    span = action_at(tag(sentence), token)
    assert (None if span is None else sentence[slice(*span)]) == found


def best(document: str) -> list[str]:
    read = markdown.read(document, "a.md")
    passages = list(passages_of(read))
    known = gaps.frequencies(read, [passage.text for passage in passages])
    return [
        fact.passage.text[slice(*fact.spans[0])]
        for passage in passages
        for fact in gaps.find(passage, known)[:1]
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("# Spleen\n\nThe spleen filters old red cells.", ["old red cells"]),
        ("# Bone\n\nAn osteoclast is a bone cell.", ["bone cell"]),
        ("# Spleen\n\nThe spleen was once called a storehouse of blood.", ["storehouse of blood"]),
    ],
)
def test_the_best_gap_is_what_the_sentence_tells(document: str, expected: list[str]) -> None:
    assert best(document) == expected


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_gap_begins_and_ends_with_a_word_of_content(path: Path) -> None:
    document = read_document(path)
    passages = list(passages_of(document))
    known = gaps.frequencies(document, [passage.text for passage in passages])
    for passage in passages:
        for fact in gaps.find(passage, known):
            inside = tag(passage.text[slice(*fact.spans[0])]).tags
            assert not set(inside) & set("MBHOS")
            assert inside[0] not in "PFTCD,."
            assert inside[-1] not in "PFTCD,."
