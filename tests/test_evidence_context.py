"""A quote is found again, with the whole sentence it stands in."""

from pathlib import Path

import pytest

from msc_learn.course.model import Source, Strength
from msc_learn.document.readers import read_document
from msc_learn.document.segment import sentences_of
from msc_learn.evidence.context import ContextIndex

TEXT = """\
# Title

## One

Cells **release** factors. They *may* help, in Crohn’s disease.

## Two

Cells release factors. Here is the end.

A first sentence that may mislead. Candidates include:

- people with wounds
- **Joints**: these may hurt. They are stiff.
"""


@pytest.fixture
def contexts(tmp_path: Path) -> ContextIndex:
    path = tmp_path / "document.md"
    path.write_text(TEXT, encoding="utf-8")
    return ContextIndex(read_document(path))


@pytest.mark.parametrize(
    ("section", "quote", "sentences"),
    [
        (("One",), "Cells release factors.", "Cells release factors."),
        (("One",), "release factors", "Cells release factors."),
        (("One",), "They may help, in Crohn's disease.", "They may help, in Crohn's disease."),
        (("One",), "factors. They   may", "Cells release factors. They may help, in Crohn's disease."),
    ],
)
def test_a_quote_is_found_whatever_its_markup_blanks_and_quotes(
    contexts: ContextIndex, section: tuple[str, ...], quote: str, sentences: str
) -> None:
    context = contexts.find(Source(section, quote))
    assert context is not None
    assert (context.section, context.sentences) == (section, sentences)


def test_the_section_a_card_names_comes_before_another_that_says_the_same(contexts: ContextIndex) -> None:
    for name in ("One", "Two"):
        context = contexts.find(Source((name,), "Cells release factors."))
        assert context is not None
        assert context.section == (name,)


def test_a_quote_cut_before_its_hedge_is_as_cautious_as_the_whole_sentence(contexts: ContextIndex) -> None:
    context = contexts.find(Source(("One",), "in Crohn's disease"))
    assert context is not None
    assert context.strength is Strength.HEDGED


def test_an_item_has_the_last_sentence_before_the_list_as_its_lead_in(contexts: ContextIndex) -> None:
    context = contexts.find(Source(("Two",), "people with wounds"))
    assert context is not None
    assert context.lead == "Candidates include:"
    assert context.strength is Strength.ASSERTED


@pytest.mark.parametrize(
    ("quote", "sentences"),
    [("Joints", "Joints"), ("these may hurt", "Joints: these may hurt."), ("stiff", "They are stiff.")],
)
def test_a_term_is_judged_without_the_sentences_that_explain_it(
    contexts: ContextIndex, quote: str, sentences: str
) -> None:
    context = contexts.find(Source(("Two",), quote))
    assert context is not None
    assert sentences in context.sentences
    assert context.strength is (Strength.HEDGED if "may" in sentences else Strength.ASSERTED)


@pytest.mark.parametrize("quote", ["", "One", "not there", "factors. Here is the middle"])
def test_what_is_not_in_a_sentence_is_not_found(contexts: ContextIndex, quote: str) -> None:
    assert contexts.find(Source(("One",), quote)) is None


def test_the_ground_of_a_sentence_that_is_known_is_the_one_that_is_found(contexts: ContextIndex) -> None:
    document = contexts.document
    for sentence in sentences_of(document):
        block = document.blocks[sentence.block]
        start = block.offset_at(sentence.start)
        found = contexts.find(Source(block.section, sentence.text, start, start + len(sentence.text)))
        known = contexts.of_sentences(sentence.block, sentence.text)
        assert found is not None
        assert (known.section, known.lead, known.listed) == (found.section, found.lead, found.listed)
        assert (known.strength, known.vocabulary) == (found.strength, found.vocabulary)
        assert contexts.of_sentences(sentence.block, sentence.text) is known


def test_a_lead_in_knows_what_it_leads_in_to(contexts: ContextIndex) -> None:
    context = contexts.find(Source(("Two",), "Candidates include:"))
    assert context is not None
    assert context.listed == "people with wounds; Joints"
    assert "wounds" in context.with_list.vocabulary
    assert "wounds" not in context.vocabulary
