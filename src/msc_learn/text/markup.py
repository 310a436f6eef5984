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
    r"|(?P<maths>\\[(\[])"
    r"|\*\*(?=\S)(?P<strong>[^*\n]+?)(?<=\S)\*\*"
    r"|(?<![\w*])\*(?=[^\s*])(?P<em>[^*\n]+?)(?<=\S)\*(?![\w*])"
    r"|~(?P<sub>[^\s~]{1,40})~"
    r"|\^(?P<sup>[^\s^]{1,40})\^"
)
_CLOSING = {"\\(": "\\)", "\\[": "\\]"}


def spans(text: str) -> Iterator[tuple[Style, str]]:
    """Yield the text as stretches of one style each; marks do not nest."""
    begun = at = 0
    unclosed: set[str] = set()  # what does not close once does not close later: no search is made twice
    while match := _MARK.search(text, at):
        at, name = match.end(), match.lastgroup or "literal"
        value = match[name]
        if name == "maths":
            end = -1 if value in unclosed else text.find(_CLOSING[value], at + 1)
            if end < 0:
                unclosed.add(value)
                continue
            at = end + 2
            value = text[match.start() : at]
        if match.start() > begun:
            yield "plain", text[begun : match.start()]
        yield ("plain" if name == "literal" else name), value  # type: ignore[misc]  # groups are styles
        begun = at
    if begun < len(text):
        yield "plain", text[begun:]


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
