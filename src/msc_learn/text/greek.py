"""Greek letters and their English names."""

import re

GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma"
        " tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
GREEK_NAMES = frozenset(GREEK.values())
GREEK_LETTER = re.compile("[α-ωΑ-Ω]")


def spell_letter(letter: re.Match[str]) -> str:
    """Return the name of a Greek letter, for `re.sub`; an accented one stays as it is."""
    return GREEK.get(letter[0].lower(), letter[0])


def spell_greek(text: str) -> str:
    """Transliterate Greek letters: `TGF-β` gives `TGF-beta`."""
    return text if text.isascii() else GREEK_LETTER.sub(spell_letter, text)
