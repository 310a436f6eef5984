"""The text of an HTML file: in the encoding that it declares, else in UTF-8."""

import codecs
import re

from msc_learn.document.decode import decode
from msc_learn.errors import DocumentError

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_SEARCHED = 4096
# As every browser does: who says Latin-1 means Windows-1252; a file in UTF-16 could not say so in ASCII.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def text_of(data: bytes, path: str) -> str:
    r"""Return the text with `\n` line ends; `path` is named in the error."""
    declared = _declared(data)
    if data.startswith(_MARKS) or not declared:
        return decode(data, path)
    encoding = _encoding(declared, path)
    if encoding == "utf-8" or _is_utf_8(data):
        return decode(data, path)
    try:
        plain = data.decode(encoding).encode()
    except (UnicodeError, LookupError) as error:
        message = f"says it is in {declared} but is not; save it as UTF-8"
        raise DocumentError.at(path, "D116", message) from error
    return decode(plain, path)


def _declared(data: bytes) -> str:
    found = _XML.match(data) or _DECLARED.search(data[:_SEARCHED])
    return found[1].decode() if found else ""


def _encoding(declared: str, path: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError as error:
        message = f"says it is in {declared}, an encoding that is not known; save it as UTF-8"
        raise DocumentError.at(path, "D116", message) from error
    return _MEANT.get(name, name)


def _is_utf_8(data: bytes) -> bool:
    """Tell a file that is UTF-8 whatever it says: no other text is UTF-8 by chance."""
    if data.isascii():
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
