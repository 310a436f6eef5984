r"""The small markup of card texts, as HTML and as plain text.

`**bold**`, `*italic*`, `~sub~`, `^sup^`; `\(…\)` and `\[…\]` hold maths and pass unread, as Anki expects
them. A mark counts only where it hugs what it marks (`HLA-A*02`, `~5 %` and `10^6` stay as they are), sub
and sup hold no blank, and a backslash before a mark takes it as it is. All else is text: `<CD34>` is four
letters in angle brackets, on the card too.
"""

import html
import re
from collections.abc import Iterator
from typing import Literal

Style = Literal["plain", "strong", "em", "sub", "sup", "maths"]

_MARK = re.compile(
    r"\\(?P<literal>[*~^\\])"
    r"|(?P<maths>\\\(.+?\\\)|\\\[.+?\\\])"
    r"|\*\*(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<em>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|~(?P<sub>[^\s~]{1,40})~"
    r"|\^(?P<sup>[^\s^]{1,40})\^",
    re.DOTALL,
)


def spans(text: str) -> Iterator[tuple[Style, str]]:
    """Yield the text as stretches of one style each; marks do not nest."""
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            yield "plain", text[at : match.start()]
        name = match.lastgroup or "literal"
        value = match[name]
        if name == "literal":
            yield "plain", value
        else:
            yield name, value  # type: ignore[misc]  # the groups are named after the styles
        at = match.end()
    if at < len(text):
        yield "plain", text[at:]


def to_html(text: str) -> str:
    """Return safe HTML: everything escaped but the small markup; a line end becomes `<br>`."""
    if not _MARK.search(text):
        return html.escape(text, quote=False).replace("\n", "<br>")
    return "".join(
        escaped if style in ("plain", "maths") else f"<{style}>{escaped}</{style}>"
        for style, value in spans(text)
        for escaped in (html.escape(value, quote=False).replace("\n", "<br>"),)
    )


def to_plain(text: str) -> str:
    """Return the text without its marks."""
    return "".join(value for _, value in spans(text)) if may_be_marked(text) else text


def may_be_marked(text: str) -> bool:
    """Tell, fast, whether a text holds a character of the markup."""
    return "*" in text or "~" in text or "^" in text or "\\" in text
