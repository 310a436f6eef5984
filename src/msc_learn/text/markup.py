r"""The small markup of card texts, as HTML and as plain text.

`**bold**`, `*italic*`, `~sub~` and `^sup^`. Maths in `\(…\)` and `\[…\]` is not parsed, as Anki expects it.
A mark counts only if no space separates it from its text: `HLA-A*02`, `~5 %` and `10^6` stay as they are. Sub
and sup contain no whitespace. A backslash escapes a mark. Everything else is text: the card shows `<CD34>`
with its angle brackets.
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
    """Yield the text in runs of one style; marks do not nest."""
    begun = at = 0
    unclosed: set[str] = set()  # an opening without a closing has none later: search once
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
    """Return escaped HTML with the markup as tags; a line break becomes `<br>`."""
    if not _MARK.search(text):
        return html.escape(text, quote=False).replace("\n", "<br>")
    return "".join(
        escaped if style in ("plain", "maths") else f"<{style}>{escaped}</{style}>"
        for style, value in spans(text)
        for escaped in (html.escape(value, quote=False).replace("\n", "<br>"),)
    )


def to_plain(text: str) -> str:
    """Return the text without marks."""
    return "".join(value for _, value in spans(text)) if may_be_marked(text) else text


def may_be_marked(text: str) -> bool:
    """Return, fast, whether a text contains a character of the markup."""
    return "*" in text or "~" in text or "^" in text or "\\" in text
