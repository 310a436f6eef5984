"""A fact that a document says twice makes one card with both sentences."""

import pytest

from msc_learn.document.readers import markdown
from msc_learn.extract.pipeline import drafts_of

ONCE = "# Spleen\n\n## Work\n\nThe spleen weighs 150 g.\n\n## In short\n\n"


def sources_by_answer(document: str) -> dict[str, list[str]]:
    return {
        draft.note.cloze or draft.note.question: [source.quote for source in draft.note.sources]
        for draft in drafts_of(markdown.read(document, "a.md"))
    }


def test_a_fact_said_twice_is_one_card_with_two_sources() -> None:
    found = sources_by_answer(f"{ONCE}A spleen also weighs 150 g.\n")
    assert list(found.values()) == [["The spleen weighs 150 g.", "A spleen also weighs 150 g."]]


@pytest.mark.parametrize(
    "other",
    [
        "The spleen may weigh 150 g.",
        "The spleen never weighs 150 g.",
        "The spleen weighs 180 g.",
        "The heart of a horse weighs 150 g.",
    ],
)
def test_a_fact_that_claims_more_or_less_is_another_card(other: str) -> None:
    found = sources_by_answer(f"{ONCE}{other}\n")
    assert all(len(quotes) == 1 for quotes in found.values())
    assert {quote for quotes in found.values() for quote in quotes} == {
        "The spleen weighs 150 g.",
        other,
    }


def test_equal_cells_of_two_rows_are_two_cards() -> None:
    document = """# Iron-deficiency anaemia in adults

## Tests of the blood

| Test | Thalassaemia trait |
|------|--------------------|
| Ferritin | normal |
| Transferrin | normal |
"""
    drafts = drafts_of(markdown.read(document, "a.md"))
    assert [draft.note.question.partition("] ")[2] for draft in drafts] == [
        "Ferritin: thalassaemia trait?",
        "Transferrin: thalassaemia trait?",
    ]
