"""Word documents: converted to HTML by their styles, then read as HTML.

`Document.text` is the plain text extracted from the file, and offsets of blocks count in it.
"""

import re
from io import BytesIO

import mammoth  # type: ignore[import-untyped]

from msc_learn.document.model import Document
from msc_learn.document.readers.archive import damaged, open_archive, refuse_entities
from msc_learn.document.readers.html import content_of
from msc_learn.document.readers.raw_blocks import document_from
from msc_learn.errors import DocumentError

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
"""
_TITLE = '<h1 class="title">'
_HEADING = re.compile(r"<(/?)h([1-5])>")
_MAIN = "word/document.xml"


def read(data: bytes, path: str) -> Document:
    """Read a Word document."""
    archive = open_archive(data, path, "a .docx file")
    names = {_MAIN: None} | {entry.filename: None for entry in archive.zip.infolist()}
    for name in names:
        if name.endswith((".xml", ".rels")):
            refuse_entities(archive.read(name), path, name)
    title, blocks = content_of(_with_title(_html(data, path)), path)
    if not blocks:
        raise DocumentError.at(path, "D114", "contains no text")
    return document_from(path, blocks, title)


def _html(data: bytes, path: str) -> str:
    try:
        result = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
            include_embedded_style_map=False,
        )
    except Exception as error:
        # mammoth documents no error type: a wrong file raises any.
        raise damaged(path, "its parts do not fit together; open it in Word and save it again") from error
    return str(result.value)


def _with_title(html: str) -> str:
    """Lower all headings by one level if a paragraph has the Title style."""
    if _TITLE not in html:
        return html
    before, _, rest = html.partition(_TITLE)
    title, _, after = rest.partition("</h1>")
    return _lowered(before) + f"<h1>{title}</h1>" + _lowered(after.replace(_TITLE, "<h1>"))


def _lowered(html: str) -> str:
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}>", html)
