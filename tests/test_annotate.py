"""Abbreviations, enumerations and numbers in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.extract.annotate import abbreviations, enumerations, numbers
from msc_learn.extract.pos_tagger import tag
from msc_learn.text.units import HIDDEN_WITH_NUMBER


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Nerve growth factor (NGF) acts.", {"NGF": "Nerve growth factor"}),
        (
            "A signal, fibroblast-like growth factor-1 (FGF-1), acts.",
            {"FGF-1": "fibroblast-like growth factor-1"},
        ),
        ("The bone morphogenetic protein-beta (BMP-beta).", {"BMP-beta": "bone morphogenetic protein-beta"}),
        ("Then graft-versus-host disease (GVHD) sets in.", {"GVHD": "graft-versus-host disease"}),
        ("Tumour necrosis factor alpha (TNF-α) rises.", {"TNF-α": "Tumour necrosis factor alpha"}),
        ("Natural killer cells (NKs) act.", {"NKs": "Natural killer cells"}),
        ("The body mass index (BMI, kg/m2) rises.", {"BMI": "body mass index"}),
        ("The NGF (nerve growth factor) acts.", {"NGF": "nerve growth factor"}),
        (
            "The forced expiratory volume in one second (FEV1).",
            {"FEV1": "forced expiratory volume in one second"},
        ),
        ("Both A cell line (ACL) and B cell line (BCL).", {"ACL": "A cell line", "BCL": "B cell line"}),
        (
            "CI, confidence interval; HR, hazard ratio.",
            {"CI": "confidence interval", "HR": "hazard ratio"},
        ),
        ("MRI, magnetic resonance imaging, was done.", {}),
        ("ACE, an enzyme; BNP, a hormone.", {}),
        ("In adipose (fat) tissue.", {}),
        ("It acts (see Table) at once.", {}),
        ("A state (M2) follows.", {}),
        ("Patients came (PXQ).", {}),
        ("It rose (5 mg).", {}),
        ("((((((", {}),
    ],
)
def test_an_abbreviation_is_found_with_what_it_stands_for(sentence: str, found: dict[str, str]) -> None:
    assert {a.short: sentence[slice(*a.long)] for a in abbreviations(sentence)} == found


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("It holds iron, zinc, and copper.", ["iron", "zinc", "copper"]),
        ("It holds iron, zinc or copper.", ["iron", "zinc", "copper"]),
        ("It is from bone marrow, fat, or the placenta.", ["bone marrow", "fat", "placenta"]),
        ("It may lower pain, raise mood, and restore sleep.", ["lower pain", "raise mood", "restore sleep"]),
        ("The release of iron, zinc, and copper.", ["iron", "zinc", "copper"]),
        ("In shock, lactate, urea, and potassium are high.", ["lactate", "urea", "potassium"]),
        (
            "It has tissue factor (TF), ferritin (FN), and fat.",
            ["tissue factor (TF)", "ferritin (FN)", "fat"],
        ),
        ("It holds iron and zinc.", []),
        ("It changed the shape, causing pain and reducing sleep.", []),
        ("It is large, robust.", []),
    ],
)
def test_a_row_is_found_with_its_items_whole(sentence: str, items: list[str]) -> None:
    rows = list(enumerations(tag(sentence)))
    assert [sentence[start:end] for row in rows for start, end in row.items] == items


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It takes 5 mg of it for 2.5 h.", ["5 mg", "2.5 h"]),
        ("It was found in 1921.", ["1921"]),
        ("Over 1,000 people came.", ["1,000 people"]),
        ("It rose by 20% at 3-5 days.", ["20%", "3-5 days"]),
        ("It was 4.6 (2.6-8.1) below 25 °C.", ["4.6", "2.6-8.1", "25 °C"]),
        ("The CD34 cell and type 2 disease.", []),
    ],
)
def test_a_number_is_found_with_its_unit(sentence: str, found: list[str]) -> None:
    assert [sentence[start:end] for start, end in numbers(tag(sentence), HIDDEN_WITH_NUMBER)] == found


@given(st.text(alphabet="abcAB,;()- of and to the is may 12.", max_size=120))
def test_any_text_is_tagged_letter_for_token_and_annotated(text: str) -> None:
    tagged = tag(text)
    assert len(tagged.tags) == len(tagged.starts) == len(tagged.ends)
    for row in enumerations(tagged):
        assert all(text[start:end] for start, end in row.items)
    for found in abbreviations(text):
        assert found.long[0] < found.long[1]
    assert all(text[start:end] for start, end in numbers(tagged, HIDDEN_WITH_NUMBER))


@pytest.mark.parametrize(
    ("sentence", "tags"),
    [
        ("The cells store fat.", "DNVN."),
        ("The store of fat.", "DNFN."),
        ("It may support repair.", "OMVN."),
        ("Damaged cells called X die.", "NNKNV."),
        ("It is often used.", "OBHV."),
        ("Vitamin A and mRNA.", "NNCN."),
        ("Two patients in the placebo group stopped treatment.", "XNPDNNVN."),
        ("Taking it daily increases absorption, because it lasts.", "GONVN,SOV."),
        ("It leads to pain due to age.", "OVPNPPN."),
    ],
)
def test_a_word_is_what_its_neighbours_make_it(sentence: str, tags: str) -> None:
    assert tag(sentence).tags == tags
