"""Sentences and where they end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.segment import explanation_start, sentence_spans, sentences_of


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "first",
    [
        "Dr. Smith saw it.",
        "Lee et al. Nature 2020 agrees.",
        "Lee et al. showed it.",
        "See Fig. 3 and No. 4 of Vol. 2.",
        "Some foods, e.g. Brussels sprouts, help.",
        "It peaks late, i.e. After noon.",
        "Cultures of E. coli grew.",
        "It took 2.5 h in all.",
        "Drug A vs. Placebo was tested.",
        "It takes approx. 4 days.",
        "Section 1.2 says so.",
        "J. B. Collip helped.",
        "The U.S. Food and Drug Administration agreed.",
        "It lasts (on average) two days.",
        "Is it safe?",
        "It works!",
        "It was shown before.[3]",
        "It was shown [3, 4].",
        "“It works.”",
        "He took vitamin C.",
        "It happened in Dec. 2021.",
        "See Figs. 3-4 and Eq. 1.",
        "It was built ca. 1900.",
        "The renal a. -> the kidney.",
        "The lower a. ← the aorta.",
        "Infections by S. aureus spread.",
        "Give 1.5 mg/kg in 0.9 % NaCl.",
        "The pH is 7.4.",
        "She has a Ph.D. in physics.",
        "St. John's wort interacts.",
        "Genentech Inc. makes it.",
        "It came on Jan. 5 at last.",
        "There is Type 1.",
        "It costs 1,5 g.",
        "It is given i.v. or s.c. at home.",
        "Mt. Sinai and Ft. Worth agree.",
        "Strain no. 4 vs. no. 5 won.",
        "Version 1.2.3 is out.",
        "It went on…",
        "It went on ... and on.",
        "It is safe (see Fig. 2).",
        "It was shown.[citation needed]",
        "It was shown.[3][4–6]",
        "It was shown.³,⁴",
        "B. subtilis and C. difficile grew.",
    ],
)
@pytest.mark.parametrize(
    "second",
    [
        "The next one begins.",
        "Insulin works.",
        "mRNA is read.",
        "p53 stops it.",
        "3 of 4 agreed.",
        "β cells act.",
        "α-Toxin binds.",
    ],
)
def test_a_sentence_ends_where_the_next_begins(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "and so on... but not here.",
        "1. The first of a list",
        "What? said he.",
        "a",
        "Really?!",
        "“Is it?” he asked.",
        "It was 7.12 mmol in all.",
    ],
)
def test_a_text_may_be_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second", "blank"),
    [
        ("It was shown.12", "The cells grew.", " "),
        ("It was shown.12,13", "The cells grew.", " "),
        ("胰岛素降低血糖。", "它由胰腺分泌。", ""),
        ("هل هو آمن؟", "نعم.", " "),
        ("הוא הורמון.", "הוא מוריד סוכר.", " "),
    ],
)
def test_sentences_end_in_other_scripts_and_before_bare_citations(
    first: str, second: str, blank: str
) -> None:
    assert sentences(f"{first}{blank}{second}") == [first, second]


def test_blanks_around_sentences_are_left_out() -> None:
    assert sentence_spans("  One.   Two. ") == [(2, 6), (9, 13)]
    assert sentence_spans("   ") == []


@given(st.text(max_size=300))
def test_spans_stand_in_order_and_hold_every_letter(text: str) -> None:
    spans = sentence_spans(text)
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_a_term_is_no_part_of_its_sentence() -> None:
    block = Block(BlockKind.ITEM, "Homing: cells move. They stay.", ("A",), 0, 30, term="Homing")
    heading = Block(BlockKind.HEADING, "A", (), 0, 1)
    document = Document("a.txt", "", "", "", (heading, block))
    found = [(sentence.text, sentence.start) for sentence in sentences_of(document)]
    assert found == [("cells move.", 8), ("They stay.", 20)]
    assert explanation_start("Homing – cells", "Homing") == 9
    assert explanation_start("cells", "") == 0


# Were the work to grow with the square of a line's length, these would not come back.
@pytest.mark.parametrize(
    ("line", "sentences"),
    [("word " * 400_000, 1), ("It is. " * 300_000, 300_000), ("." * 2_000_000, 1), ("(" * 2_000_000, 1)],
    ids=["words", "sentences", "dots", "brackets"],
)
def test_a_line_of_two_million_letters_is_read(line: str, sentences: int) -> None:
    assert len(sentence_spans(line)) == sentences
