"""Word documents: as HTML by their styles, and then read as HTML is.

`Document.text` is the plain text taken out of the file, and the places of blocks are places in it.
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
    title, found = content_of(_with_title(_html(data, path)), path)
    if not found:
        raise DocumentError.at(path, "D114", "holds no text")
    return document_from(path, found, title)


def _html(data: bytes, path: str) -> str:
    try:
        done = mammoth.convert_to_html(
            BytesIO(data),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
            include_embedded_style_map=False,
        )
    except Exception as error:
        # The library promises no kind of error: what is wrong in the file comes out as any of them.
        raise damaged(path, "its parts do not fit together; open it in Word and save it again") from error
    return str(done.value)


def _with_title(html: str) -> str:
    """Put all headings below the title, where a paragraph has the style of one."""
    if _TITLE not in html:
        return html
    before, _, rest = html.partition(_TITLE)
    title, _, after = rest.partition("</h1>")
    return _lowered(before) + f"<h1>{title}</h1>" + _lowered(after.replace(_TITLE, "<h1>"))


def _lowered(html: str) -> str:
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}>", html)
