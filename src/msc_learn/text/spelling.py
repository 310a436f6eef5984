"""British and American spelling, and drugs with two names (INN and USAN), in one form."""

import re
from functools import cache, lru_cache

# One drug, named otherwise in America; the British name on the right.
_DRUGS = {
    "epinephrine": "adrenaline", "norepinephrine": "noradrenaline", "acetaminophen": "paracetamol",
    "albuterol": "salbutamol", "levalbuterol": "levosalbutamol", "cyclosporine": "ciclosporin",
    "cyclosporin": "ciclosporin", "frusemide": "furosemide", "lignocaine": "lidocaine",
    "rifampin": "rifampicin", "meperidine": "pethidine", "glyburide": "glibenclamide",
    "isoproterenol": "isoprenaline",
    "nitroglycerin": "nitroglycerine", "adrenalin": "adrenaline", "noradrenalin": "noradrenaline",
}  # fmt: skip


@cache
def spelling_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what is replaced in British words by what. Both sides of a comparison are rewritten."""
    return tuple(
        (re.compile(british), american)
        for british, american in (
            (r"our(?=$|s$|ed$|ing$|al)", "or"),
            (r"([bt])re(?=s?$)", r"\1er"),
            (r"is(?=(?:e|ed|es|er|ing|ation|ations)$)", "iz"),
            (r"ys(?=(?:e|ed|es|er|ing)$)", "yz"),
            (r"ll(?=(?:ed|ing)$)", "l"),
            (r"sulph", "sulf"),
            (r"grey", "gray"),
            (r"ageing", "aging"),
            (r"programme", "program"),
            (r"practise", "practice"),
            (r"licence", "license"),
            (r"(?<=[deo]f)ence(?=s?$)", "ense"),
            (r"aluminium", "aluminum"),
            (r"maneuvre|maneuver|manouver|manoeuvre", "maneuver"),
            (r"leuco", "leuko"),
            (r"ha?em[ao]topoie", "hemopoie"),
            (r"trophin", "tropin"),
            (r"lachrymal", "lacrimal"),
            (r"ae|oe", "e"),
        )
    )


@lru_cache(maxsize=1 << 14)
def one_spelling(word: str) -> str:
    """Return a word in lower case in American spelling, and a drug by its British name."""
    for pattern, replacement in spelling_rules():
        word = pattern.sub(replacement, word)
    return _DRUGS.get(word, word)
