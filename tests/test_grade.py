"""The grader: what is the same in other words passes, what one letter turns does not, nothing in silence."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card, cards_of
from msc_learn.position import Position
from msc_learn.study.grade import Grade, answer_keys, grade, grade_picked, grade_text
from msc_learn.study.opposites import opposed
from msc_learn.study.reviews import Rating, Verdict
from msc_learn.study.wording import key

HERE = Position("cards.yaml")


def question(answer: str, *accept: str, reject: Mapping[str, str] | None = None, case: bool = False) -> Card:
    note = Note(
        "a",
        Kind.QUESTION,
        "t",
        HERE,
        question="?",
        answer=answer,
        accept=accept,
        reject=reject or {},
        case=case,
    )
    return Card(note, 1)


def enumeration(
    *items: str, ordered: bool = False, need: int | None = None, accept: tuple[str, ...] = ()
) -> Card:
    note = Note(
        "a", Kind.LIST, "t", HERE, question="?", items=items, ordered=ordered, need=need, accept=accept
    )
    return Card(note, 1)


def cloze(text: str, number: int = 1, accept: tuple[str, ...] = ()) -> Card:
    return Card(Note("a", Kind.CLOZE, "t", HERE, cloze=text, accept=accept), number)


# What is written in many ways and is the same.
SAME = [
    ("TGF-beta1", "TGF-β1"),
    ("TGF-β1", "tgf beta 1"),
    ("TNF-α", "TNF alpha"),
    ("interferon-gamma", "Interferon γ"),
    ("NF-κB", "nf-kappa b"),
    ("κ", "kappa"),
    ("IGF-1", "IGF1"),
    ("IL-6", "il 6"),
    ("IL‑6", "IL-6"),
    ("graft-versus-host disease", "graft versus host disease"),
    ("anti-inflammatory", "antiinflammatory"),
    ("M1–M2 shift", "M1-M2 shift"),
    ("5–10", "5 to 10"),
    ("5-10 %", "5–10 percent"),
    ("20 per cent", "20%"),
    ("10 µg", "10 μg"),
    ("10 µg", "10ug"),
    ("10 µg", "10 mcg"),
    ("5 micrograms", "5 µg"),
    ("1×10⁶ cells/kg", "1x10^6 cells per kg"),
    ("10⁶", "1e6"),
    ("10^6^", "10^6"),
    ("1,000,000", "10^6"),
    ("two million", "2e6"),
    ("1 × 10^-3", "0.001"),
    ("four", "4"),
    ("3", "three"),
    ("CD34⁻", "CD34-"),
    ("CD34−", "CD34 negative"),
    ("CD34^+^", "CD34+"),
    ("CD90+", "CD90 positive"),
    ("cm²", "cm2"),
    ("CO~2~", "CO2"),
    ("CO₂", "CO2"),
    ("tumour", "tumor"),
    ("oedema", "edema"),
    ("haematopoietic", "hematopoietic"),
    ("ischaemia", "ischemia"),
    ("signalling", "signaling"),
    ("mineralisation", "mineralization"),
    ("fibre", "fiber"),
    ("the liver", "liver"),
    ("a cell", "cell"),
    ("by paracrine signalling", "paracrine signaling"),
    ("Crohn’s disease", "crohns disease"),
    ("Wharton's jelly", "Wharton’s Jelly"),
    ("bone  marrow", "Bone Marrow."),
    ("vascular endothelial growth factor (VEGF)", "vascular endothelial growth factor"),
    ("café", "cafe\u0301"),
    ("microRNAs", "miRNAs"),
    ("exosomes", "exosome"),
    ("growth factor", "growth factors"),
    ("pro- and anti-inflammatory", "pro and anti inflammatory"),
    ("**multipotent**", "multipotent"),
]

# What looks alike and is not the same.
WRONG = [
    ("from M1 to M2", "from M2 to M1"),
    ("graft-versus-host disease", "host-versus-graft disease"),
    ("osteoblast", "osteoclast"),
    ("osteoclast", "osteoblasts"),
    ("chondroblast", "chondrocyte"),
    ("1x10^6 cells/kg", "1x10^5 cells/kg"),
    ("10⁶", "106"),
    ("10^6", "10^-6"),
    ("5-10", "510"),
    ("5-10", "5-11"),
    ("0.5", "5"),
    ("CD105", "CD106"),
    ("CD73", "CD37"),
    ("IL-6", "IL-8"),
    ("IL-10", "IL-1"),
    ("M1", "M2"),
    ("CD34-", "CD34+"),
    ("CD34-", "CD34"),
    ("HLA-DR", "HLA-DR negative"),
    ("hypoxia", "hyperoxia"),
    ("hypotension", "hypertension"),
    ("in vivo", "in vitro"),
    ("in vitro", "in situ"),
    ("intracellular", "intercellular"),
    ("increase", "decrease"),
    ("increased pain", "decreased pain"),
    ("autologous", "allologous"),
    ("autogeneic", "allogeneic"),
    ("expressed", "not expressed"),
    ("not approved", "approved"),
    ("no fever", "fever"),
    ("without scarring", "with scarring"),
    ("acellular", "cellular"),
    ("typical", "atypical"),
    ("vascular", "avascular"),
    ("adherent", "non-adherent"),
    ("adherent", "nonadherent"),
    ("adduction", "abduction"),
    ("afferent", "efferent"),
    ("agonist", "antagonist"),
    ("amylase", "amylose"),
    ("ileum", "ilium"),
    ("dysphagia", "dysphasia"),
    ("prostate", "prostrate"),
    ("pro-inflammatory", "anti-inflammatory"),
    ("endogenous", "exogenous"),
    ("pluripotent", "multipotent"),
    ("mitosis", "meiosis"),
    ("homologous", "heterologous"),
    ("regeneration", "degeneration"),
    ("prevents", "promotes"),
    ("upregulated", "downregulated"),
    ("osteoblast", "osteoblast or osteoclast"),
    ("VEGF", "EGF"),
    ("HGF", "NGF"),
    ("bone marrow", "fat"),
    ("acute", "chronic"),
    ("donor", "recipient"),
    ("anything", ""),
    ("anything", " ?! "),
    ("anything", "\x00"),
]

# One letter slipped in a long word.
SLIPS = [
    ("chondrocyte", "condrocyte"),
    ("angiogenesis", "angiogensis"),
    ("apoptosis", "apoptosys"),
    ("mesenchymal", "mesencyhmal"),
    ("autologous", "autologus"),
    ("immunomodulation", "immunomodullation"),
    ("vascular endothelial growth factor", "vascular endotelial growth factor"),
]

# Near enough to ask, not to pass.
CLOSE = [
    ("pain", "pian"),
    ("growth of new blood vessels", "growth of blood vessels"),
    ("umbilical cord", "umbilical cord blood"),
    ("trophic", "tropic"),
    ("endothelial growth factor", "growth factor, endothelial"),
    ("vascular endothelial growth factor", "vasculer endotelial growth factor"),
]


@pytest.mark.parametrize(("answer", "typed"), SAME)
def test_the_same_in_other_letters_is_right(answer: str, typed: str) -> None:
    assert grade(question(answer), typed).verdict is Verdict.RIGHT


@pytest.mark.parametrize(("answer", "typed"), [*WRONG, *((typed, answer) for answer, typed in WRONG[:24])])
def test_what_only_looks_alike_is_wrong_and_says_so(answer: str, typed: str) -> None:
    found = grade(question(answer), typed)
    assert found.verdict is Verdict.WRONG
    assert found.reason


@pytest.mark.parametrize(("answer", "typed"), SLIPS)
def test_one_slip_in_a_long_word_is_right_and_told(answer: str, typed: str) -> None:
    found = grade(question(answer), typed)
    assert found == Grade(Verdict.RIGHT, f"right but for the spelling: {answer}")


@pytest.mark.parametrize(("answer", "typed"), CLOSE)
def test_what_is_near_is_asked_about(answer: str, typed: str) -> None:
    found = grade(question(answer), typed)
    assert found.verdict is Verdict.CLOSE
    assert found.reason
    assert found.rating is None


@pytest.mark.parametrize("typed", ["fibroblasts", "fibroblast"])
def test_a_slip_that_gives_the_answer_of_another_card_is_wrong(typed: str) -> None:
    others = answer_keys([question("fibroblasts"), question("fibroblast")])
    found = grade(question("fibroplast"), typed, others)
    assert found == Grade(Verdict.WRONG, "that answers another card")
    assert grade(question("fibroplast"), "fibroplasst", others).verdict is Verdict.RIGHT


def test_an_accepted_answer_is_right_and_shows_the_cards_own() -> None:
    found = grade(question("growth of new blood vessels", "angiogenesis"), "Angiogenesis")
    assert found == Grade(Verdict.RIGHT, "accepted; the card says growth of new blood vessels")


def test_a_rejected_answer_is_wrong_for_the_reason_its_author_gives() -> None:
    card = question("new blood vessels", reject={"less inflammation": "that is the shift of macrophages"})
    assert grade(card, "Less  inflammation.") == Grade(Verdict.WRONG, "that is the shift of macrophages")


def test_a_wrong_option_of_a_choice_is_wrong_when_typed_too() -> None:
    note = Note(
        "a", Kind.CHOICE, "t", HERE, question="?", answer="bone and fat", distractors=("fat and bone",)
    )
    assert grade(Card(note, 1), "fat and bone").verdict is Verdict.WRONG
    assert grade(Card(note, 1), "Bone and fat").verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("TP53", Verdict.RIGHT), ("Trp53", Verdict.WRONG), ("tp53", Verdict.CLOSE)],
)
def test_capitals_count_where_the_author_says_so(typed: str, verdict: Verdict) -> None:
    assert grade(question("TP53", case=True), typed).verdict is verdict


@pytest.mark.parametrize(
    ("typed", "verdict", "reason"),
    [
        ("VEGF, HGF, IGF-1, TGF-beta", Verdict.RIGHT, "4 of 4"),
        ("tgf-β; igf1; hgf; vegf", Verdict.RIGHT, "4 of 4"),
        ("vegf and hgf and igf-1 & TGFβ", Verdict.RIGHT, "4 of 4"),
        ("VEGF\nHGF\nIGF-1\nTGF-beta", Verdict.RIGHT, "4 of 4"),
        ("VEGF HGF IGF-1 TGF-beta", Verdict.RIGHT, "4 of 4"),
        ("VEGF, VEGF, HGF, IGF-1, TGF-beta", Verdict.RIGHT, "4 of 4"),
        ("VEGF, HGF", Verdict.CLOSE, "2 of 4; missing: IGF-1, TGF-beta"),
        ("VEGF", Verdict.WRONG, "1 of 4; missing: HGF, IGF-1, TGF-beta"),
        ("VEGF, HGF, IGF-1, TGF-beta, EGF", Verdict.CLOSE, "4 of 4; does not belong: EGF"),
        ("VEGF, HGF, IGF-2, TGF-beta", Verdict.CLOSE, "3 of 4; missing: IGF-1; does not belong: IGF-2"),
        (
            "nothing of it",
            Verdict.WRONG,
            "0 of 4; missing: VEGF, HGF, IGF-1, TGF-beta; does not belong: nothing of it",
        ),
    ],
)
def test_a_list_is_taken_in_any_order_and_says_what_is_missing(
    typed: str, verdict: Verdict, reason: str
) -> None:
    found = grade(enumeration("VEGF", "HGF", "IGF-1", "TGF-beta"), typed)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_an_item_may_hold_an_and() -> None:
    card = enumeration("skin and bone", "fat")
    assert grade(card, "fat, skin and bone").verdict is Verdict.RIGHT
    assert grade(card, "fat; bone").verdict is not Verdict.RIGHT


def test_some_items_are_enough_where_the_author_says_so() -> None:
    card = enumeration("VEGF", "HGF", "IGF-1", need=2)
    assert grade(card, "HGF, VEGF") == Grade(Verdict.RIGHT, "2 of 2", missing=("IGF-1",))


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("one, two, three", Verdict.RIGHT), ("two, one, three", Verdict.CLOSE), ("one, three", Verdict.CLOSE)],
)
def test_the_order_counts_where_the_author_says_so(typed: str, verdict: Verdict) -> None:
    card = enumeration("one", "two", "three", ordered=True)
    assert grade(card, typed).verdict is verdict


def test_a_synonym_of_an_item_is_not_held_against_the_learner() -> None:
    card = enumeration("TGF-beta (transforming growth factor)", "HGF", accept=("hepatocyte growth factor",))
    assert grade(card, "transforming growth factor, HGF").verdict is Verdict.RIGHT
    assert grade(card, "TGF-beta, HGF, hepatocyte growth factor").verdict is Verdict.RIGHT


@pytest.mark.parametrize(
    ("text", "number", "typed", "verdict"),
    [
        ("MSCs carry {{c1::microRNAs}} and {{c2::proteins}}.", 1, "micro-RNAs", Verdict.RIGHT),
        ("MSCs carry {{c1::microRNAs}} and {{c2::proteins}}.", 2, "microRNAs", Verdict.WRONG),
        ("{{c1::VEGF}} and {{c1::HGF}} are released.", 1, "HGF, VEGF", Verdict.RIGHT),
        ("{{c1::VEGF}} and {{c1::HGF}} are released.", 1, "HGF", Verdict.CLOSE),
        ("{{c1::MSCs}} act; {{c1::MSCs}} migrate.", 1, "mscs", Verdict.RIGHT),
        ("The {{c1::a {{c2::nested}} stretch}}.", 1, "nested stretch", Verdict.RIGHT),
    ],
)
def test_each_hidden_stretch_of_a_cloze_is_asked_for(
    text: str, number: int, typed: str, verdict: Verdict
) -> None:
    assert grade(cloze(text, number), typed).verdict is verdict


# Of a, b, c and d, three or two right: each wrong option picked takes away a right one.
@pytest.mark.parametrize(
    ("right", "picked", "verdict", "reason"),
    [
        ("abc", "abc", Verdict.RIGHT, "3 of 3"),
        ("abc", "cba", Verdict.RIGHT, "3 of 3"),
        ("abc", "ab", Verdict.CLOSE, "2 of 3; missing: c"),
        ("abc", "abcd", Verdict.CLOSE, "3 of 3; not right: d"),
        ("abc", "abd", Verdict.WRONG, "2 of 3; missing: c; not right: d"),
        ("abc", "a", Verdict.WRONG, "1 of 3; missing: b, c"),
        ("ab", "a", Verdict.CLOSE, "1 of 2; missing: b"),
        ("ab", "abx", Verdict.CLOSE, "2 of 2; not right: x (a letter too far)"),
        ("ab", "abcx", Verdict.WRONG, "2 of 2; not right: c, x (a letter too far)"),
        ("ab", "cx", Verdict.WRONG, "0 of 2; missing: a, b; not right: c, x (a letter too far)"),
        ("a", "a", Verdict.RIGHT, ""),
        ("a", "b", Verdict.WRONG, "b"),
        ("a", "x", Verdict.WRONG, "x: a letter too far"),
    ],
)
def test_picked_options_are_right_close_or_wrong_with_the_reason(
    right: str, picked: str, verdict: Verdict, reason: str
) -> None:
    found = grade_picked(tuple(right), tuple(picked), {"x": "a letter too far"})
    assert (found.verdict, found.reason) == (verdict, reason)


@given(st.integers(2, 6), st.integers(1, 6))
def test_to_pick_every_option_never_passes_for_knowing(right: int, wrong: int) -> None:
    options = tuple(map(str, range(right + wrong)))
    assert grade_picked(options[:right], options, {}).verdict is not Verdict.RIGHT
    if wrong * 2 > right:
        assert grade_picked(options[:right], options, {}).verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [("fever and pain", Verdict.RIGHT), ("pain", Verdict.CLOSE), ("sleep", Verdict.WRONG)],
)
def test_several_right_options_are_typed_as_a_list(typed: str, verdict: Verdict) -> None:
    note = Note("a", Kind.CHOICE, "t", HERE, question="?", items=("pain", "fever"), distractors=("sleep",))
    assert grade(Card(note, 1), typed).verdict is verdict


def test_the_other_way_round_the_question_is_the_answer() -> None:
    note = Note(
        "a", Kind.QUESTION, "t", HERE, question="VEGF", answer="a factor", accept=("x",), reverse=True
    )
    assert grade(cards_of(note)[1], "vegf").verdict is Verdict.RIGHT
    assert grade(cards_of(note)[1], "x").verdict is Verdict.WRONG


@pytest.mark.parametrize(("verdict", "rating"), [(Verdict.RIGHT, Rating.GOOD), (Verdict.WRONG, Rating.AGAIN)])
def test_a_clear_verdict_is_a_rating(verdict: Verdict, rating: Rating) -> None:
    assert Grade(verdict).rating is rating


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_gets_a_verdict_with_its_reason_in_one_line(answer: str, typed: str) -> None:
    found = grade_text((answer,), typed)
    assert found.reason
    assert found.verdict in Verdict


@given(st.text(max_size=60))
def test_the_one_form_of_a_text_is_the_same_in_capitals_and_decomposed(text: str) -> None:
    assert key(text) == key(f"  {text}  ")


@given(st.text(max_size=30), st.text(max_size=30))
def test_opposites_are_mutual(one: str, other: str) -> None:
    assert opposed(one, other) == opposed(other, one)
