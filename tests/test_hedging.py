"""Strength is read from hedges, and the most cautious cue wins."""

import pytest

from msc_learn.course.model import Strength
from msc_learn.evidence.hedging import cues_of, strength_of


@pytest.mark.parametrize(
    ("strength", "text"),
    [
        ("asserted", "Exosomes carry microRNAs and proteins."),
        ("asserted", "The trial began in May 2026."),
        ("asserted", "A book about exosomes lies around the house."),
        ("asserted", "A few cells are enough."),
        ("qualified", "Cells are often used."),
        ("qualified", "The dose can affect outcomes."),
        ("qualified", "About 40 patients took part."),
        ("qualified", "Many studies are small."),
        ("qualified", "The profile was favourable."),
        ("hedged", "The cells may reduce pain."),
        ("hedged", "The shift can help calm inflammation."),
        ("hedged", "Studies suggest an effect."),
        ("hedged", "The treatment has shown potential."),
        ("hedged", "The results are promising and often seen."),
        ("investigational", "Long-term safety remains under investigation."),
        ("investigational", "It is not universally approved and may help."),
        ("investigational", "The evidence is still emerging."),
        ("investigational", "Data are still being collected."),
        ("investigational", "The cells are being explored for lupus."),
        ("investigational", "Trials are in early phases."),
        ("investigational", "The therapy is considered experimental."),
    ],
)
def test_a_sentence_claims_as_much_as_its_most_cautious_cue_allows(strength: str, text: str) -> None:
    assert strength_of(text) is Strength(strength)


def test_cues_come_in_the_order_of_the_text() -> None:
    assert [cue for _, cue in cues_of("Studies often suggest that it may help.")] == [
        "often",
        "suggest",
        "may",
    ]


def test_caution_grows_from_asserted_to_investigational() -> None:
    assert [strength.caution for strength in Strength] == [0, 1, 2, 3]
