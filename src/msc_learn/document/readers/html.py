"""HTML: the main content of a page without navigation, advertisements and other boilerplate.

`Document.text` is the plain text extracted from the page, and offsets of blocks count in it.
"""

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from msc_learn.document.model import Document
from msc_learn.document.readers.charset import text_of
from msc_learn.document.readers.html_blocks import HtmlEvent, blocks_of
from msc_learn.document.readers.raw_blocks import RawBlock, document_from
from msc_learn.document.readers.whitespace import normalised
from msc_learn.errors import DocumentError

_SKIPPED_TAGS = frozenset(
    "head title script style noscript template nav footer aside form select textarea input label"
    " dialog iframe object embed svg math canvas audio video map pre rt rp del s strike figcaption"
    " img".split()
)
_SKIPPED_ROLES = frozenset(
    "navigation banner contentinfo complementary search form dialog menu doc-toc".split()
)
_BOILERPLATE_CLASSES = frozenset(
    "nav navbar navigation menu sidebar footer breadcrumb breadcrumbs toc cookie-banner cookies advert ads"
    " share social comments skip-link sr-only visually-hidden noprint navbox infobox reflist"
    " mw-editsection".split()
)
# Parts of a class or id that mark boilerplate, unless another part says that it wraps the page.
_BOILERPLATE_PARTS = frozenset(
    "cookie cookies breadcrumb breadcrumbs sidebar footer navbar toc newsletter pagination advert".split()
)
_BOILERPLATE_FIRST_PARTS = frozenset("share sharing related subscribe promo".split())
_WRAPPER_PARTS = frozenset(
    "has with without no page layout wrapper main content container body row col grid".split()
)
_BOILERPLATE_NAMES = frozenset("site-header global-header skip-to-content call-to-action byline".split())
# Parts of a page that a click unfolds; their hidden text is read.
_COLLAPSIBLE = frozenset("accordion collapse collapsible panel faq answer".split())
_NOTE_IDS = ("footnote-", "endnote-")
# The parser's time grows with the square of the depth.
_DEEPEST = 6000
_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
# Tags without an end tag, or with an optional one.
_UNNESTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody"
    " tfoot option optgroup colgroup caption rt rp html head body".split()
)
# Tags that are part of the text, whatever their class.
_TEXT_TAGS = frozenset("a abbr b em i li p span strong td th tr h1 h2 h3 h4 h5 h6".split())
Attributes = Mapping[str, str | None]
_HEADINGS = "h1, h2, h3, h4, h5, h6"


def read(data: bytes, path: str) -> Document:
    """Read a web page."""
    title, blocks = content_of(text_of(data, path), path)
    if not blocks:
        message = "contains no text; if the page needs JavaScript, save it from a browser"
        raise DocumentError.at(path, "D114", message)
    return document_from(path, blocks, title)


def content_of(html: str, path: str) -> tuple[str, list[RawBlock]]:
    """Return the title and the blocks of a page; `path` names it in `DocumentError`."""
    if html.count("<") > _DEEPEST and _depth(html) > _DEEPEST:
        raise DocumentError.at(path, "D115", f"nests more than {_DEEPEST:,} tags, deeper than any page needs")
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return "", []
    return _title(tree), list(blocks_of(_events(_main(body))))


def _depth(html: str) -> int:
    """Return the maximum nesting depth of tags, counted without parsing."""
    deepest = depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _UNNESTED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _title(tree: LexborHTMLParser) -> str:
    headings = [normalised(node.text()) for node in tree.css("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    node = tree.css_first("title")
    return normalised(node.text()) if node else ""


def _main(body: LexborNode) -> LexborNode:
    """Return the main content: the only `main`, else the only `article`, else the whole body."""
    for selector in ("main, [role=main]", "article"):
        nodes = body.css(selector)
        if len(nodes) == 1 and normalised(nodes[0].text()):
            return nodes[0]
    return body


def _events(root: LexborNode) -> Iterator[HtmlEvent]:
    """Yield the tags and texts below a node in order; a loop, because pages exceed the recursion limit."""
    node, end = root.child, root.mem_id
    while node is not None:
        if node.is_text_node:
            yield HtmlEvent("", text=node.text_content or "")
        elif node.is_element_node and not _is_skipped(node):
            yield _opened(node)
            if node.child is not None:
                node = node.child
                continue
            yield HtmlEvent(f"/{_read_as(node)}")
        while node.next is None:
            parent = node.parent
            if parent is None or parent.mem_id == end:
                return
            node = parent
            yield HtmlEvent(f"/{_read_as(node)}")
        node = node.next


def _opened(node: LexborNode) -> HtmlEvent:
    if node.tag == "table":
        return HtmlEvent("layout" if _is_layout(node) else "table")
    if node.tag in ("td", "th"):
        return HtmlEvent(node.tag, columns=_span(node, "colspan"), rows=_span(node, "rowspan"))
    return HtmlEvent(_read_as(node))


def _read_as(node: LexborNode) -> str:
    """Return the tag that a node is read as: a button outside a heading is the summary of what it unfolds."""
    in_heading = node.parent is not None and node.parent.tag in ("h2", "h3", "h4", "h5", "h6")
    return "summary" if node.tag == "button" and not in_heading else node.tag or ""


def _span(node: LexborNode, name: str) -> int:
    value = (node.attributes.get(name) or "").strip()
    return min(int(value), 50) if value.isascii() and value.isdigit() and value != "0" else 1


def _is_layout(table: LexborNode) -> bool:
    """Tell whether a table is used for page layout, not for data."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    return bool(table.css(f"table table, ul, ol, {_HEADINGS}"))


def _is_skipped(node: LexborNode) -> bool:
    attributes = node.attributes
    if attributes.get("role") in _SKIPPED_ROLES or (attributes.get("id") or "").startswith(_NOTE_IDS):
        return True
    if _is_hidden(attributes) and _COLLAPSIBLE.isdisjoint(_parts_of(attributes)):
        return True
    if node.tag == "form":
        return not _holds_page(node)
    if node.tag == "header":
        return not _is_of_article(node)
    if node.tag == "sup":
        return _is_citation(node)
    if node.tag == "button":
        return not _unfolds(node)
    return node.tag in _SKIPPED_TAGS or _is_boilerplate(node)


def _is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return "display:none" in (attributes.get("style") or "").replace(" ", "").lower()


def _names_of(attributes: Attributes) -> list[str]:
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()


def _parts_of(attributes: Attributes) -> set[str]:
    return {part for name in _names_of(attributes) for part in re.split(r"[-_]+", name)}


def _is_boilerplate(node: LexborNode) -> bool:
    """Tell by its class or id whether a node only surrounds the text."""
    if not _BOILERPLATE_CLASSES.isdisjoint((node.attributes.get("class") or "").lower().split()):
        return True
    named = node.tag not in _TEXT_TAGS and any(map(_names_boilerplate, _names_of(node.attributes)))
    return named and not node.css("h1, main, article")


def _names_boilerplate(name: str) -> bool:
    parts = re.split(r"[-_]+", name)
    known = (
        name in _BOILERPLATE_NAMES
        or parts[0] in _BOILERPLATE_FIRST_PARTS
        or not _BOILERPLATE_PARTS.isdisjoint(parts)
    )
    return known and _WRAPPER_PARTS.isdisjoint(parts)


def _unfolds(button: LexborNode) -> bool:
    """Tell whether a button is the heading or the question of the text it unfolds."""
    parent = button.parent
    if parent is not None and parent.tag in ("h2", "h3", "h4", "h5", "h6"):
        return True
    return "aria-expanded" in button.attributes and normalised(button.text()).endswith("?")


def _holds_page(form: LexborNode) -> bool:
    """Tell whether a form wraps the whole page, as some servers do."""
    return bool(form.css("h1")) or len(form.css("p")) > 2


def _is_of_article(header: LexborNode) -> bool:
    """Tell whether a header belongs to an article and not to the page, so that its headings are text."""
    node = header.parent
    while node is not None and node.tag != "body":
        if node.tag in ("article", "main", "section"):
            return bool(header.css(_HEADINGS))
        node = node.parent
    return False


def _is_citation(mark: LexborNode) -> bool:
    """Tell whether a superscript is the number of a footnote, not an exponent."""
    return bool(mark.css('a[href^="#"]')) and normalised(mark.text()).strip("[]").isdigit()
