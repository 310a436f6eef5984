"""Negation detection: its cues, what each denies, and cards that state the opposite of their sentence."""

from pathlib import Path

import pytest
import yaml

from msc_learn.course.model import Kind, Note, Source, Strength
from msc_learn.evidence.context import QuoteContext
from msc_learn.evidence.hedging import strength_of
from msc_learn.lint.gate import refusals
from msc_learn.position import Position
from msc_learn.text.negation import negated_words, negations

PAIRS: list[list[str]] = yaml.load(
    (Path(__file__).parent / "data" / "negation.yaml").read_text(encoding="utf-8"),
    yaml.BaseLoader,  # noqa: S506  # it makes texts of all values, and nothing else
)


@pytest.mark.parametrize(
    ("text", "cue", "governed"),
    [
        ("Young cells lack surface CD45.", "lack", "surface cd45"),
        ("Cells lack CD45, CD34 and HLA-DR and express CD90.", "lack", "cd45 cd34 and hla dr"),
        ("They do not carry CD45, CD34, or CD14.", "do not", "carry cd45 cd34 or cd14"),
        ("In absence of oxygen the culture grows slowly.", "absence of", "oxygen"),
        ("The sample is free of endotoxin.", "free of", "endotoxin"),
        ("Endotoxin-free water is used.", "Endotoxin-free", "endotoxin"),
        ("CD45 is absent from young cells.", "is absent", "cd45"),
        ("An infection was ruled out.", "was ruled out", "an infection"),
        ("Alcohol should be avoided, and rest is advised.", "should be avoided", "alcohol"),
        ("CD45 was not detected on MSCs.", "was not detected", "cd45"),
        ("The drug is non-toxic.", "non-toxic", "toxic"),
        ("a nonsteroidal drug", "nonsteroidal", "steroidal"),
        ("It is ineffective here.", "ineffective", "effective"),
        ("The cells do not form new tissue but release signals.", "do not", "form new tissue"),
        ("Without treatment, pain and fever follow.", "Without", "treatment"),
        ("It doesn't heal.", "doesn't", "heal"),
        ("Does it heal? No.", "No", "does it heal"),
        ("Do not: drink, drive", "Do not", "drink"),
        ("MSCs act by signals rather than by differentiation.", "rather than", "by differentiation"),
        ("Cells not only secrete VEGF but also IL-6.", "not only", "only"),
    ],
)
def test_a_cue_denies_the_words_in_its_scope(text: str, cue: str, governed: str) -> None:
    assert [(found.cue, " ".join(found.governed)) for found in negations(text)] == [(cue, governed)]
    assert all(text[found.start : found.end] == found.cue for found in negations(text))
    assert negated_words(text) == set(governed.split())


@pytest.mark.parametrize(
    "text",
    [
        "Units of insulin are given under the skin, uninterrupted.",
        "NO relaxes vessels.",
        "See no. 5 and No 6.",
        "Henrietta Lacks gave her cells.",
        "There is no doubt, whether or not it helps.",
        "Heparin prevents clots and inhibits thrombin.",
        "Nonetheless the nonsense stayed.",
        "An absence seizure ends by itself.",
    ],
)
def test_what_denies_nothing_is_no_cue(text: str) -> None:
    assert negations(text) == ()


@pytest.mark.parametrize(("quote", "question", "answer", "meaning"), PAIRS)
def test_a_card_that_states_the_opposite_of_its_sentence_is_reported(
    quote: str, question: str, answer: str, meaning: str
) -> None:
    strength = strength_of(quote)
    note = Note(
        "a",
        Kind.QUESTION,
        "t",
        Position("t.yaml"),
        question=question,
        answer=answer,
        strength=Strength(strength),
        sources=(Source((), quote),),
    )
    codes = {problem.code for problem in refusals(note, (QuoteContext((), quote),))}
    assert bool(codes & {"G306", "G307"}) == (meaning == "opposite"), codes
