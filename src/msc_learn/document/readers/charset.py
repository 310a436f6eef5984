"""Decode an HTML file in the encoding that it declares, by default UTF-8."""

import codecs
import re

from msc_learn.document.decode import decode
from msc_learn.errors import DocumentError

_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_SEARCHED_BYTES = 4096
# As in every browser: Latin-1 means Windows-1252, and a file in UTF-16 could not declare that in ASCII.
_ALIASES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def text_of(data: bytes, path: str) -> str:
    r"""Return the text with `\n` line ends; `path` names the file in `DocumentError`."""
    declared = _declared(data)
    if data.startswith(_BYTE_ORDER_MARKS) or not declared:
        return decode(data, path)
    encoding = _encoding(declared, path)
    if encoding == "utf-8" or _is_utf_8(data):
        return decode(data, path)
    try:
        plain = data.decode(encoding).encode()
    except (UnicodeError, LookupError) as error:
        message = f"declares the encoding {declared} but is not in it; save it as UTF-8"
        raise DocumentError.at(path, "D116", message) from error
    return decode(plain, path)


def _declared(data: bytes) -> str:
    declaration = _XML.match(data) or _DECLARED.search(data[:_SEARCHED_BYTES])
    return declaration[1].decode() if declaration else ""


def _encoding(declared: str, path: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError as error:
        message = f"declares the unknown encoding {declared}; save it as UTF-8"
        raise DocumentError.at(path, "D116", message) from error
    return _ALIASES.get(name, name)


def _is_utf_8(data: bytes) -> bool:
    """Tell whether a file is UTF-8 whatever it declares: text in other encodings is never valid UTF-8."""
    if data.isascii():
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
