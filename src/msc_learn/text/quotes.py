"""Normalisation of quotes: whitespace and typographic quotation marks."""

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-"})


def normalised_quote(text: str) -> str:
    """Return a text with single spaces and straight quotation marks, as quotes are compared."""
    return " ".join((text if text.isascii() else text.translate(_STRAIGHT)).split())
