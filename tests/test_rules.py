"""Rules: each with its rows of documents and the cards expected, and what all of them promise."""

from pathlib import Path

import pytest
import yaml

from msc_learn.course.model import Note
from msc_learn.document.model import Document
from msc_learn.document.readers import markdown, read_document
from msc_learn.extract.draft import draft_of
from msc_learn.extract.fact import Fact
from msc_learn.extract.passage import Passage, passages_of
from msc_learn.extract.pipeline import drafts_of
from msc_learn.extract.rules import (
    RULES,
    Rule,
    RuleModule,
    abbreviations,
    answers,
    arrows,
    causes,
    changes,
    contrasts,
    definitions,
    effects,
    enumerations,
    explanations,
    lists,
    means,
    names,
    numbers,
    outcomes,
    purposes,
    rules,
    tables,
    terms,
)

DATA = Path(__file__).parent / "data"
# Here mypy checks each rule against the protocol.
MODULES: dict[str, RuleModule] = {
    "answers": answers,
    "terms": terms,
    "definitions": definitions,
    "explanations": explanations,
    "lists": lists,
    "tables": tables,
    "abbreviations": abbreviations,
    "enumerations": enumerations,
    "names": names,
    "changes": changes,
    "numbers": numbers,
    "causes": causes,
    "means": means,
    "purposes": purposes,
    "effects": effects,
    "outcomes": outcomes,
    "contrasts": contrasts,
    "arrows": arrows,
}
ROWS = [
    pytest.param(rule, row["document"], row["cards"], id=f"{rule}: {row['holds']}")
    for rule in RULES
    for row in yaml.safe_load((DATA / "rules" / f"{rule}.yaml").read_text(encoding="utf-8"))
]
DOCUMENTS = sorted((DATA / "documents").iterdir())


def as_line(note: Note) -> str:
    return note.cloze or f"{note.question} -> {note.answer or ' | '.join(note.items)}"


def cards_by(name: str, document: Document) -> list[str]:
    """Return what a rule makes of a document, whatever else its sentences could be asked for."""
    rule = next(rule for rule in rules() if rule.name == name)
    if rule.any_sentence:
        return [as_line(draft.note) for draft in drafts_of(document) if draft.rule == name]
    return [
        as_line(draft_of(name, wording, passage.strength, document, "a", "").note)
        for passage in passages_of(document)
        if passage.usable
        for fact in rule.find(passage)
        if (wording := rule.draft(fact)) is not None
    ]


@pytest.mark.parametrize(("rule", "document", "cards"), ROWS)
def test_a_rule_makes_these_cards(rule: str, document: str, cards: list[str]) -> None:
    assert cards_by(rule, markdown.read(document, "a.md")) == cards


def passages() -> list[Passage]:
    return [passage for path in DOCUMENTS for passage in passages_of(read_document(path))]


def facts(rule: Rule) -> list[Fact]:
    return [fact for passage in passages() for fact in rule.find(passage)]


def test_every_rule_is_checked_against_the_protocol() -> None:
    assert tuple(MODULES) == RULES


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_finds_stretches_of_the_sentence_or_list_it_was_shown(rule: Rule) -> None:
    for fact in facts(rule):
        assert all(0 <= start < end for start, end in fact.spans)
        assert rule.any_sentence or all(end <= len(fact.passage.text) for _, end in fact.spans)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_quotes_the_document(rule: Rule) -> None:
    for fact in facts(rule):
        wording = rule.draft(fact)
        if wording is not None:
            said = " ".join(block.text for block in fact.passage.document.blocks)
            assert all(source.quote in said for source in wording.sources)
            recalled = (
                [wording.answer] if wording.answer else wording.items or wording.recalled_text.split("; ")
            )
            assert all(text.replace("\\", "") in said for text in recalled)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_has_a_name_in_the_order_and_a_file_of_rows(rule: Rule) -> None:
    assert rule.name in RULES
    assert (DATA / "rules" / f"{rule.name}.yaml").is_file()
