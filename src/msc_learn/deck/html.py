"""Texts of notes as HTML that is safe in Anki, and HTML of others as plain text."""

import html
import re

from msc_learn.text.markup import spans, to_html

_SPECIAL = re.compile(r"[\\*~^<>&\[\x00-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Anki acts on these anywhere in a field: sounds, speech, typed answers, LaTeX.
_ANKI_MARK = re.compile(r"\[(?=sound:|anki:|/?latex\]|/?\$\$?\]|\[type:)", re.IGNORECASE)

# In any field of a cloze note, Anki makes a card of it, even if no template shows the field.
_DELETION = re.compile(r"\{(?=\{c[0-9,]+::)")

# In HTML of others: what is not shown, pictures, tags that separate words, and all other tags.
# No match runs past a `<`, so that the time stays linear, whatever a field holds.
_UNSEEN = re.compile(r"<!--[^<]*-->|<(?:script|style)\b[^<]*</(?:script|style)\s*>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SRC = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6]|hr|blockquote|section|details|summary)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def html_of(text: str) -> str:
    """Return the text as HTML; anything that Anki would take for a command stays text."""
    if "{{c" not in text and not _SPECIAL.search(text):
        return text
    return _without_deletions(cloze_html_of(text))


def cloze_html_of(text: str) -> str:
    """Return the text as `html_of` does, but with its cloze deletions."""
    if not text or not _SPECIAL.search(text):
        return text
    return _ANKI_MARK.sub("&#91;", to_html(_CONTROL.sub("", text)))


def typable(text: str) -> str:
    """Return the text as Anki compares it with a typed answer: no markup, `^` before a power of a number."""
    typed = ""
    for style, value in spans(text):
        typed += f"^{value}" if style == "sup" and typed[-1:].isdigit() else value
    return _ANKI_MARK.sub("&#91;", html.escape(_CONTROL.sub("", typed), quote=False).replace("\n", " "))


def attribute(text: str) -> str:
    """Return the text escaped for the double quotes of an HTML attribute."""
    return _without_deletions(html.escape(_CONTROL.sub("", text).replace("\n", " "), quote=True))


def _without_deletions(text: str) -> str:
    return _DELETION.sub("&#123;", text) if "{{c" in text else text


def list_of(texts: tuple[str, ...], *, ordered: bool) -> str:
    """Return the texts as an HTML list."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{html_of(text)}</li>" for text in texts) + f"</{tag}>"


def plain_of(text: str) -> str:
    """Return HTML as one line of the visible text; pictures are named, cloze deletions stay."""
    if "<" in text:
        text = _UNSEEN.sub(" ", text)
        text = _IMAGE.sub(_named, text)
        text = _TAG.sub("", _BREAK.sub(" ", text))
    return " ".join(html.unescape(text).split())


def _named(image: re.Match[str]) -> str:
    source = _SRC.search(image[0])
    return f" [{source[source.lastindex or 0]}] " if source else " "
