"""Texts of notes as HTML that is safe inside Anki."""

import html
import re

from msc_learn.course.markup import to_html

_SPECIAL = re.compile(r"[\\*~^<>&\[\x00-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Anki acts on these wherever they stand in a field: sounds, speech, typed answers, LaTeX.
_ANKI_MARK = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$\$?\]|\[type:)", re.IGNORECASE)


def html_of(text: str) -> str:
    """Return the text as HTML; what Anki would take for a command of its own stays text."""
    if not _SPECIAL.search(text):
        return text
    return _ANKI_MARK.sub("&#91;", to_html(_CONTROL.sub("", text)))


def attribute(text: str) -> str:
    """Return the text as it stands between the double quotes of an attribute."""
    return html.escape(_CONTROL.sub("", text).replace("\n", " "), quote=True)


def list_of(texts: tuple[str, ...], *, ordered: bool) -> str:
    """Return the texts as an HTML list."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{html_of(text)}</li>" for text in texts) + f"</{tag}>"
