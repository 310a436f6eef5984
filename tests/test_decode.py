"""Bytes to text, and what is refused."""

import codecs
import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.document.decode import decode, digest_of, read_text
from msc_learn.errors import DocumentError

TEXT = "Crohn’s disease\nµg\n"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\tb\x0bc\x0cd", "a\tb c d"),
        ("a\u2028b\u2029c\x85d".encode(), "a\nb\nc\nd"),
        (b"", ""),
    ],
)
def test_text_is_read_whatever_its_unicode_encoding_and_line_ends(data: bytes, text: str) -> None:
    assert decode(data, "a.txt") == text


@pytest.mark.parametrize(
    ("data", "line", "part"),
    [
        ("caf\xe9".encode("latin-1"), "a.txt:1:4: D106", "0xE9"),
        (b"one\r\ntwo \x93quoted\x94\n", "a.txt:2:5: D106", "iconv -f WINDOWS-1252 -t UTF-8"),
        (b"one\ntw\x00o", "a.txt:2:3: D105", "U+0000"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt: D105", "not a text file"),
        (codecs.BOM_UTF16_LE + b"\x00", "a.txt: D107", "UTF-16"),
        (b"bell \x07", "a.txt:1:6: D105", "U+0007"),
        (b"a\x7f", "a.txt:1:2: D105", "U+007F"),
        ("it\x92s".encode(), "a.txt:1:3: D105", "U+0092"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place_and_why(data: bytes, line: str, part: str) -> None:
    with pytest.raises(DocumentError) as caught:
        decode(data, "a.txt")
    assert str(caught.value).startswith(line)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("make", "line"),
    [
        (lambda path: None, "D101 no such file"),
        (lambda path: path.mkdir(), "D102 is a folder; name a file in it"),
        (lambda path: path.write_bytes(b""), "D104 is empty"),
        (lambda path: path.write_bytes(b" \n\t\n"), "D104 is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path, make: object, line: str) -> None:
    path = tmp_path / "notes.txt"
    make(path)  # type: ignore[operator]
    with pytest.raises(DocumentError) as caught:
        read_text(path)
    assert str(caught.value) == f"{path}: {line}"


def test_a_file_one_may_not_read_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (tmp_path / "notes.txt").write_text("Cells may help.")
    with pytest.raises(DocumentError, match=r"D103 cannot be read: Permission denied"):
        read_text(tmp_path / "notes.txt")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    text = ""
    with contextlib.suppress(DocumentError):
        text = decode(data, "a.txt")
    assert not set(text) & set("\r\x00\x1b\x7f\x9b")


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)
)
def test_text_survives_each_encoding(text: str) -> None:
    marks = {"utf-8": b"", "utf-16-le": codecs.BOM_UTF16_LE, "utf-32-be": codecs.BOM_UTF32_BE}
    plain = text.removeprefix("\ufeff")
    for encoding, mark in marks.items():
        assert decode(mark + plain.encode(encoding), "a.txt") == plain


def test_a_digest_names_its_kind() -> None:
    assert digest_of("").startswith("sha256:e3b0c442")
