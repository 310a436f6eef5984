"""Web pages, PDF, Word documents and e-books: what is read, where it stands, and what is refused."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.readers import (
    BINARY_READERS,
    BinaryReader,
    docx,
    epub,
    html,
    pdf,
    read_document,
)
from msc_learn.errors import DocumentError
from msc_learn.extract.extract_document import extract
from msc_learn.extract.pipeline import drafts_of
from msc_learn.lint.course_check import check_course

Text = tuple[float, float, float, str, str]
_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})
# Here mypy checks each reader against the protocol.
READERS: dict[str, BinaryReader] = {"html": html, "pdf": pdf, "docx": docx, "epub": epub}


def shown(page: Sequence[Text]) -> bytes:
    """Return the drawing of a page: texts with place, size and font."""
    return b"".join(
        f"BT /{font} {size} Tf {x} {y} Td ({text.translate(_ESCAPED)}) Tj ET\n".encode("cp1252")
        for x, y, size, font, text in page
    )


def pdf_of(*pages: Sequence[Text], trailer: bytes = b"", drawing: bytes = b"") -> bytes:
    """Write a PDF by hand: F1 is Helvetica, F2 its bold."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for name in (b"Helvetica", b"Helvetica-Bold"):
        encoding = b"/Encoding /WinAnsiEncoding"
        objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /%s %s >>" % (name, encoding))
    kids = []
    for page in pages:
        stream = shown(page) + drawing
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        size = b"/MediaBox [0 0 595 842] /Contents %d 0 R" % len(objects)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s %s >>" % (size, fonts))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return joined(objects, trailer)


def joined(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    root = b"trailer << /Size %d /Root 1 0 R %s >>" % (len(objects) + 1, trailer)
    return out + table + root + b"\nstartxref\n%d\n%%%%EOF\n" % len(out)


def zip_of(files: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx_of(body: str) -> bytes:
    """Write a Word document with this body."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "heading 1", "heading 2")
    )
    levels = "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/></w:lvl>' for level in (0, 1))
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "numbering")
    )
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
            "</Relationships>",
            "word/styles.xml": f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>',
            "word/numbering.xml": f'<w:numbering xmlns:w="{_WORD}"><w:abstractNum w:abstractNumId="0">'
            f'{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        }
    )


def para(text: str, style: str = "", level: int | None = None, bold: str = "") -> str:
    """Write a paragraph of a Word document."""
    item = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = '<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>'
    first = run.format("<w:rPr><w:b/></w:rPr>", bold) if bold else ""
    return f"<w:p><w:pPr>{named}{item}</w:pPr>{first}{run.format('', text)}</w:p>"


_OPF = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0">
<metadata><dc:title>{title}</dc:title></metadata>
<manifest>{items}</manifest><spine>{spine}</spine></package>"""
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)


def epub_of(
    *chapters: str, title: str = "", hrefs: Sequence[str] = (), more: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Write an e-book; chapters are listed backwards, so that only the spine gives their order."""
    names = hrefs or [f"text/c%20{index}.xhtml" for index in range(len(chapters))]
    page = 'media-type="application/xhtml+xml"'
    items = "".join(f'<item id="c{i}" href="{name}" {page}/>' for i, name in reversed([*enumerate(names)]))
    spine = "".join(f'<itemref idref="c{index}"/>' for index in range(len(chapters)))
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/book.opf": _OPF.format(title=title, items=items, spine=spine),
    }
    for name, chapter in zip(names, chapters, strict=True):
        files[f"OEBPS/{name.replace('%20', ' ')}"] = chapter
    return zip_of({**files, **(more or {})})


# One document in every format.
PAGE = """<!doctype html><html><head><title>Vitamin D | A site</title>
<style>p {color: red}</style></head><body>
<header><p>A site for everyone</p></header><nav><ul><li>Home</li></ul></nav>
<main><h1>Vitamin D</h1>
<p>Vitamin D (calciferol) may raise the uptake of calcium in the gut.</p>
<h2>Forms</h2><p>There are two main forms:</p>
<ul><li><b>Ergocalciferol</b>: made by mushrooms and yeast.<ul><li>Also called D2.</li></ul></li>
<li><b>Cholecalciferol</b>: made in the skin under ultraviolet light.</li></ul>
<h2>Doses</h2><table><tr><th>Group</th><th>Daily dose</th></tr><tr><td>Infants</td><td>400 IU</td></tr>
<tr><td>Adults</td><td>600 IU</td></tr></table></main>
<aside>Buy now.</aside><footer>All rights reserved.</footer>
<script>let a = "<p>no</p>"</script></body></html>"""
CHAPTERS = (
    "<html><head><title/></head><body>"
    "<p>Vitamin D (calciferol) may raise the uptake of calcium in the gut.</p>"
    "<h1>Forms</h1><p>There are two main forms:</p>"
    "<ul><li><a id='x'/><b>Ergocalciferol</b>: made by mushrooms"
    " and yeast.<ul><li>Also called D2.</li></ul></li><li><b>Cholecalciferol</b>: made in the skin under"
    " ultraviolet light.</li></ul></body></html>",
    "<html><body><h1>Doses</h1>"
    "<table><tr><th>Group</th><th>Daily dose</th></tr><tr><td>Infants</td><td>400 IU"
    "</td></tr><tr><td>Adults</td><td>600 IU</td></tr></table></body></html>",
)


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in cells) + "</w:tr>"


WORD = (
    para("Vitamin D", "Title")
    + para("Vitamin D (calciferol) may raise the uptake of calcium in the gut.")
    + para("Forms", "heading1")
    + para("There are two main forms:")
    + para(": made by mushrooms and yeast.", level=0, bold="Ergocalciferol")
    + para("Also called D2.", level=1)
    + para(": made in the skin under ultraviolet light.", level=0, bold="Cholecalciferol")
    + para("Doses", "heading1")
    + f"<w:tbl>{row('Group', 'Daily dose')}{row('Infants', '400 IU')}{row('Adults', '600 IU')}</w:tbl>"
)
PAGES = (
    [
        (72, 800, 9, "F1", "Notes on vitamins"),
        (72, 760, 20, "F2", "Vitamin D"),
        (72, 730, 11, "F1", "Vitamin D (calciferol) may raise the uptake of cal-"),
        (72, 716, 11, "F1", "cium in the gut."),
        (72, 690, 14, "F2", "Forms"),
        (72, 670, 11, "F1", "There are two main forms:"),
        (72, 650, 11, "F1", "• Ergocalciferol: made by mushrooms and yeast."),
        (90, 636, 11, "F1", "– Also called D2."),
        (72, 622, 11, "F1", "•"),
        (90, 622, 11, "F1", "Cholecalciferol: made in the skin under ultraviolet"),
        (90, 608, 11, "F1", "light."),
        (290, 30, 9, "F1", "Page 1 of 2"),
    ],
    [
        (72, 800, 9, "F1", "Notes on vitamins"),
        (72, 760, 14, "F2", "Doses"),
        (72, 740, 11, "F2", "Group"),
        (200, 740, 11, "F2", "Daily dose"),
        (72, 726, 11, "F1", "Infants"),
        (200, 726, 11, "F1", "400 IU"),
        (72, 712, 11, "F1", "Adults"),
        (200, 712, 11, "F1", "600 IU"),
        (290, 30, 9, "F1", "Page 2 of 2"),
    ],
)
EVERY = {
    ".html": PAGE.encode(),
    ".htm": PAGE.encode("utf-16"),
    ".pdf": pdf_of(*PAGES),
    ".docx": docx_of(WORD),
    ".epub": epub_of(*CHAPTERS, title="Vitamin D"),
}
OUTLINE = [
    ("heading", "Vitamin D"),
    ("paragraph", "Vitamin D (calciferol) may raise the uptake of calcium in the gut."),
    ("heading", "Forms"),
    ("paragraph", "There are two main forms:"),
    ("item", "Ergocalciferol: made by mushrooms and yeast."),
    ("item", "Also called D2."),
    ("item", "Cholecalciferol: made in the skin under ultraviolet light."),
    ("heading", "Doses"),
    ("paragraph", "Group | Daily dose"),
    ("item", "Infants | 400 IU"),
    ("item", "Adults | 600 IU"),
]


def written(folder: Path, suffix: str, data: bytes) -> Path:
    path = folder / f"notes{suffix}"
    path.write_bytes(data)
    return path


def outline(document: Document) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in document.blocks]


def page(body: str) -> list[tuple[str, str]]:
    return outline(html.read(body.encode(), "a.html"))


def test_every_format_has_its_document_here() -> None:
    assert set(EVERY) == set(BINARY_READERS)


def test_every_binary_reader_is_checked_against_the_protocol() -> None:
    assert set(READERS) == set(BINARY_READERS.values())


@pytest.mark.parametrize("suffix", EVERY)
def test_a_document_is_the_same_blocks_in_every_format(tmp_path: Path, suffix: str) -> None:
    document = read_document(written(tmp_path, suffix, EVERY[suffix]))
    assert document.title == "Vitamin D"
    assert outline(document) == OUTLINE
    blocks = document.blocks
    assert [block.level for block in blocks if block.kind is BlockKind.ITEM] == [1, 2, 1, 1, 1]
    assert [block.lead for block in blocks if block.kind is BlockKind.ITEM] == [3, 4, 3, 8, 8]
    assert [block.term for block in blocks if block.term] == ["Ergocalciferol", "Cholecalciferol"]
    assert blocks[4].section == ("Forms",)
    assert all(document.text[block.start : block.end] == block.text for block in blocks)


@pytest.mark.parametrize("suffix", EVERY)
def test_drafts_quote_the_text_where_they_say(tmp_path: Path, suffix: str) -> None:
    document = read_document(written(tmp_path, suffix, EVERY[suffix]))
    drafts = drafts_of(document)
    assert len(drafts) >= 5
    for source in (source for draft in drafts for source in draft.note.sources):
        assert document.text[source.start : source.end] == source.quote


@pytest.mark.parametrize("suffix", EVERY)
def test_what_was_extracted_passes_the_check_and_stays(tmp_path: Path, suffix: str) -> None:
    path, course = written(tmp_path, suffix, EVERY[suffix]), tmp_path / "course"
    assert extract(path, course).total >= 5
    assert check_course(course)[1] == ()
    before = {file.name: file.read_bytes() for file in course.iterdir()}
    assert extract(path, course).total == 0
    assert {file.name: file.read_bytes() for file in course.iterdir()} == before
    assert before[f"document{suffix}"] == EVERY[suffix]


def test_a_block_of_a_pdf_knows_its_page(tmp_path: Path) -> None:
    blocks = read_document(written(tmp_path, ".pdf", EVERY[".pdf"])).blocks
    assert [block.page for block in blocks] == [1] * 7 + [2] * 4
    assert read_document(written(tmp_path, ".html", EVERY[".html"])).blocks[0].page is None


@pytest.mark.parametrize("module", ["selectolax", "mammoth", "pypdfium2"])
def test_without_the_extra_the_command_that_installs_it_is_named(tmp_path: Path, module: str) -> None:
    suffix = {"selectolax": ".epub", "mammoth": ".docx", "pypdfium2": ".pdf"}[module]
    written(tmp_path, suffix, EVERY[suffix])
    hidden = f"import sys; sys.modules[{module!r}] = None; from msc_learn.cli.main import main; main()"
    command = [sys.executable, "-c", hidden, "extract", f"notes{suffix}", "-o", "out"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    needs = f"reading {suffix} files needs more: pip install 'msc-learn[formats]'"
    assert done.stderr == f"notes{suffix}: D111 {needs}\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>T</h1><p>Broken <b>off", [("heading", "T"), ("paragraph", "Broken off")]),
        ("<ul><li>one<li>two <table><tr><td>a", [("item", "one"), ("item", "two"), ("paragraph", "a")]),
        ("<p>10<sup>9</sup>/L, H<sub>2</sub>O", [("paragraph", "10⁹/L, H2O")]),
        ('<p>A fact.<sup><a href="#n">[1]</a></sup>', [("paragraph", "A fact.")]),
        (
            "<p>One.<br>Two<br>goes on<br><br>Three",
            [("paragraph", t) for t in ("One.", "Two goes on", "Three")],
        ),
        ("<dl><dt>Cytokine<dd>A signal.</dl>", [("item", "Cytokine: A signal.")]),
        ("<dl><dt>Is it?<dd>It is.</dl>", [("question", "Is it?"), ("answer", "It is.")]),
        (
            "<details><summary>Is it?</summary><p>It is.</details>",
            [("question", "Is it?"), ("answer", "It is.")],
        ),
        ("<p><b>Part</b></p><p>Text.</p>", [("heading", "Part"), ("paragraph", "Text.")]),
        ("<p>• one</p><p>5&nbsp;mg &amp; a&shy;b", [("item", "one"), ("paragraph", "5 mg & ab")]),
        ("<form><input><p>Name</form><p>Text.", [("paragraph", "Text.")]),
        ("<form><h1>T</h1><p>Text.<button>Go</button></form>", [("heading", "T"), ("paragraph", "Text.")]),
        ("<article><header><h2>H</h2></header><p>Text.", [("heading", "H"), ("paragraph", "Text.")]),
        (
            "<div class='a sidebar'>No</div><p hidden>No<p style='display: none'>No<p>Yes",
            [("paragraph", "Yes")],
        ),
        (
            "<div class='cookie-notice'>No</div><ol class=breadcrumb><li>No</ol><div id=toc>No</div>"
            "<section class=related-articles><h2>No</h2></section><p>Yes",
            [("paragraph", "Yes")],
        ),
        ("<div class='sidebar-right'><h1>T</h1><p>a</div>", [("heading", "T"), ("paragraph", "a")]),
        ("<div class='page has-sidebar'><p>a</div>", [("paragraph", "a")]),
        ("<p class=footer-note>a", [("paragraph", "a")]),
        ("<p>It is a fact.<sup>1,2</sup> So is 10<sup>2</sup>.", [("paragraph", "It is a fact. So is 10².")]),
        (
            "<h2><button aria-expanded=false>Can it?</button></h2><div class=panel hidden>It can.</div>",
            [("heading", "Can it?"), ("paragraph", "It can.")],
        ),
        (
            "<button aria-expanded=false>Can it?</button><div id=faq-1 style='display:none'>It can.</div>"
            "<button aria-expanded=false>Menu</button>",
            [("question", "Can it?"), ("answer", "It can.")],
        ),
        ("<ol><li>one<li>two</ol>", [("item", "one"), ("item", "two")]),
        ("<p>Kept <del>gone</del><pre>code</pre>", [("paragraph", "Kept")]),
        ("<table><tr><td><table><tr><td>a</table><td>b</table>", [("paragraph", "a"), ("paragraph", "b")]),
        (
            "<table><tr><th><th>Dose<tr><th rowspan=2>Drug<td>1 | 2<tr><td>3</table>",
            [("paragraph", "– | Dose"), ("item", "Drug | 1 / 2"), ("item", "Drug | 3")],
        ),
        (
            "<table><thead><tr><th>Drug<th colspan=2>Dose<tr><th><th>day<th>night<tbody><tr><td>a<td>1<td>2",
            [("paragraph", "Drug | Dose day | Dose night"), ("item", "a | 1 | 2")],
        ),
        (
            "<table><tr><th rowspan=2>Age<th colspan=2>Dose<tr><th>day<th>night<tr><td>9<td>1<td>2</table>",
            [("paragraph", "Age | Dose day | Dose night"), ("item", "9 | 1 | 2")],
        ),
        (
            "<table><caption>Daily <i>dose</i></caption><tr><th>Age<th>Dose<tr><td>9<td>1</table>",
            [("paragraph", "Daily dose"), ("paragraph", "Age | Dose"), ("item", "9 | 1")],
        ),
        (
            "<table><tr><td>Homing<td>cells move<tr><td>Uptake<td>cells eat</table>",
            [("paragraph", "Homing | cells move"), ("paragraph", "Uptake | cells eat")],
        ),
        ("<table><tr><td colspan=99999999>a<td>b", [("paragraph", " | ".join("a" * 50 + "b"))]),
    ],
)
def test_a_page_becomes_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    assert page(body) == expected


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<title>A</title><h1>B</h1><p>c", "B"),
        ("<title> A </title><p>c", "A"),
        ("<title>A</title><h1>B</h1><p>c<h1>D</h1><p>e", "A"),
        ("<header><h1>B</h1></header><p>c", "B"),
        ("<p>c", "My page"),
    ],
)
def test_a_page_has_a_title(body: str, title: str) -> None:
    assert html.read(body.encode(), "my-page.html").title == title


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "shift_jis"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?>', "iso8859-15"),
        ('<meta charset="latin1">', "utf-8"),
        ('<meta charset="utf-16">', "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(head: str, encoding: str) -> None:
    word = "日本" if encoding == "shift_jis" else "naïve"
    document = html.read(f"{head}<p>A {word} cell".encode(encoding), "a.html")
    assert document.blocks[0].text == f"A {word} cell"


@pytest.mark.parametrize("body", ["<div>" * 100_000 + "deep", "<table><tr><td>" * 7000 + "deep"])
def test_a_page_nested_deeper_than_any_page_is_refused(body: str) -> None:
    with pytest.raises(DocumentError, match=r"a\.html: D115 nests more than 6,000 tags"):
        html.read(body.encode(), "a.html")


# Were the work to grow with the square of the number of lines, this would not come back.
def test_a_paragraph_of_many_line_breaks_is_read() -> None:
    assert page("<p>" + "a<br>" * 200_000) == [("paragraph", " ".join("a" * 200_000))]


def test_a_page_nested_deeper_than_python_is_read() -> None:
    assert page("<div>" * 5000 + "deep") == [("paragraph", "deep")]


_SCRAPS = st.sampled_from(
    "<p> </p> <b> </b> <ul> <li> </ul> <ol> <table> <tr> <td> <th> </td> </tr> </table> <thead> </thead>"
    " <h1> <h2> </h1> <dl> <dt> <dd> </dl> <br> <sup> </sup> <details> <summary> </summary> <caption> <main>"
    " <div> </div> a Q:\u00a0b? 1 | : . <!-- --> &amp; < >".split(" ")
)


@given(st.lists(_SCRAPS, max_size=40))
def test_any_page_becomes_blocks_that_stand_where_they_say(scraps: list[str]) -> None:
    blocks: tuple[Block, ...] = ()
    with suppress(DocumentError):
        document = html.read(" ".join(scraps).encode(), "a.html")
        blocks = document.blocks
    for block in blocks:
        assert block.text.strip()
        assert document.text[block.start : block.end] == block.text


def lines(*texts: str, x: float = 72, size: float = 11, font: str = "F1", y: float = 700) -> list[Text]:
    return [(x, y - 14 * index, size, font, text) for index, text in enumerate(texts)]


WIDE = "This line of the body is as wide as the page allows it to be, so that"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (lines(f"{WIDE} anti-", "inflammatory words keep theirs."), "anti-inflammatory"),
        (lines(f"{WIDE} IL-", "6 is one name."), "IL-6 is one"),
        (lines(f"{WIDE} dif-", "ferent words are whole."), "different words"),
        (lines(f"{WIDE} by-", "pass is here, and by-pass is there."), "so that by-pass is here"),
        (
            [*lines("A count of 10"), (144, 704, 7, "F1", "9"), (149, 700, 11, "F1", "/L is low.")],
            "A count of 10⁹/L is low.",
        ),
    ],
)
def test_words_and_numbers_of_a_pdf_are_whole(texts: list[Text], expected: str) -> None:
    (block,) = pdf.read(pdf_of(texts), "a.pdf").blocks
    assert expected in block.text


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"the left column goes on and on in line {number}" for number in range(8)]
    right = [f"the right one is read when it is done {number}" for number in range(8)]
    title = [(72.0, 760.0, 20.0, "F2", "A title across both of the columns of the page")]
    mixed = [one for pair in zip(lines(*left), lines(*right, x=330), strict=True) for one in pair]
    document = pdf.read(pdf_of([*mixed, *title]), "a.pdf")
    assert outline(document) == [("heading", title[0][4]), ("paragraph", " ".join([*left, *right]))]


def test_columns_whose_words_stand_apart_are_read_one_after_the_other() -> None:
    words = {0: "Insulin", 40: "lowers", 78: "glucose", 125: "over", 152: "time,"}
    left = [(72.0 + x, 700.0 - 14 * row, 11.0, "F1", word) for row in range(8) for x, word in words.items()]
    right = [(x + 260, y, size, font, text.replace("Ins", "Gas")) for x, y, size, font, text in left]
    document = pdf.read(pdf_of([one for pair in zip(left, right, strict=True) for one in pair]), "a.pdf")
    text = " ".join(block.text for block in document.blocks)
    assert text.index("Gasulin") > text.rindex("Insulin")


def test_a_page_on_its_side_is_read_and_a_stamp_in_its_margin_left_out() -> None:
    turned = b"BT /F1 11 Tf 0 1 -1 0 %d 100 Tm (%s) Tj ET\n"
    drawing = turned % (300, b"The first line of a page on its side") + turned % (
        314,
        b"goes on in the second.",
    )
    document = pdf.read(pdf_of(lines("A stamp"), drawing=drawing), "a.pdf")
    assert outline(document) == [
        ("paragraph", "The first line of a page on its side goes on in the second."),
    ]


def test_heads_that_name_the_chapter_beside_the_page_number_are_left_out() -> None:
    pages = [
        [*lines(f"Chapter {name}", y=800), *lines(number, x=500, y=800), *lines(f"Text of {name}.")]
        for name, number in (("One", "7"), ("Two", "8"), ("Three", "9"))
    ]
    texts = [block.text for block in pdf.read(pdf_of(*pages), "a.pdf").blocks]
    assert texts == ["Text of One.", "Text of Two.", "Text of Three."]


def test_a_sentence_goes_on_over_the_page_and_heads_of_pages_are_left_out() -> None:
    def one(number: int, *texts: str) -> list[Text]:
        return [*lines("A head", y=800), *lines(*texts), *lines(f"- {number} -", y=30)]

    pages = [
        one(8, "The first page ends in the midst"),
        one(9, "of a sentence."),
        one(10, "The third is short."),
    ]
    document = pdf.read(pdf_of(*pages), "a.pdf")
    texts = [(block.page, block.text) for block in document.blocks]
    assert texts == [(1, "The first page ends in the midst of a sentence."), (3, "The third is short.")]


LOCKED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (
    b"o" * 32,
    b"u" * 32,
)
PICTURE = b"q 500 0 0 700 40 40 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
BOOK = EVERY[".epub"]
CLOSED = '<encryption><CipherReference URI="OEBPS/text/c%200.xhtml"/></encryption>'


def bomb() -> bytes:
    return b"<p>" + b"a " * (40 * 2**20) + b"</p>"


def laughs() -> str:
    return '<!DOCTYPE a [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">]><package>&b;</package>'


BAD: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("an empty page", ".html", lambda: b" \n", "D104 is empty"),
    ("a page without text", ".html", lambda: b"<html><script>a()</script></html>", "D114 contains no text"),
    ("a page that is no text", ".html", lambda: bytes(range(256)) * 9, "D105 is not a text file"),
    ("a page in Latin-1 that does not say so", ".htm", lambda: "<p>caf\xe9s".encode("latin-1"), ":1:7: D106"),
    (
        "an unknown encoding",
        ".html",
        lambda: b"<meta charset=klingon><p>a",
        "D116 declares the unknown encoding",
    ),
    ("no encoding", ".html", lambda: b"<meta charset=undefined><p>a", "D116 declares the encoding undefined"),
    ("no text encoding", ".html", lambda: b"<meta charset=hex><p>a", "D116 declares the encoding hex"),
    (
        "a wrong encoding",
        ".html",
        lambda: b"<meta charset=shift_jis><p>a\xff",
        "D116 declares the encoding shift_jis but",
    ),
    ("an empty PDF", ".pdf", lambda: b"", "D104 is empty"),
    ("no PDF", ".pdf", lambda: b"Hello there", "D113 is damaged: it is not a PDF"),
    (
        "a PDF cut short",
        ".pdf",
        lambda: EVERY[".pdf"][:-200],
        "D113 is damaged: it is not a PDF, or its end is",
    ),
    ("a PDF without its pages", ".pdf", lambda: b"%PDF-1.4\n%%EOF\n", "D113 is damaged"),
    ("a locked PDF", ".pdf", lambda: pdf_of(*PAGES, trailer=LOCKED), "D112 has a password"),
    (
        "a scanned PDF",
        ".pdf",
        lambda: pdf_of([], drawing=PICTURE),
        "D114 contains no text: its page is empty or a scan",
    ),
    ("no zip", ".docx", lambda: b"PK and then nothing", "D113 is damaged: a .docx file is a zip"),
    (
        "a Word document cut short",
        ".docx",
        lambda: EVERY[".docx"][:900],
        "D113 is damaged: a .docx file is a zip",
    ),
    (
        "an old or locked one",
        ".docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "D112 has a password",
    ),
    ("another zip", ".docx", lambda: zip_of({"a.txt": "a"}), "D113 is damaged: word/document.xml is missing"),
    ("broken XML", ".docx", lambda: docx_of("<w:p>"), "D113 is damaged: its parts do not fit"),
    ("no words", ".docx", lambda: docx_of(para("")), "D114 contains no text"),
    ("a Word bomb", ".docx", lambda: docx_of(para("a" * (40 * 2**20))), "D115 unpacks to too much"),
    ("no zip", ".epub", lambda: b"<p>Hello", "D113 is damaged: an .epub file is a zip"),
    (
        "a name outside",
        ".epub",
        lambda: epub_of("a", more={"../../evil": "a"}),
        "D115 names a file outside itself",
    ),
    ("a path outside", ".epub", lambda: epub_of("a", hrefs=["../../x"]), "D115 names a file outside itself"),
    (
        "a chapter outside",
        ".epub",
        lambda: wrong_href("../../../etc/passwd"),
        "D115 names a file outside itself",
    ),
    (
        "a missing chapter",
        ".epub",
        lambda: wrong_href("none.xhtml"),
        "D113 is damaged: OEBPS/none.xhtml is missing",
    ),
    (
        "a bomb",
        ".epub",
        lambda: epub_of(bomb().decode()),
        "D115 unpacks to too much data: OEBPS/text/c 0.xhtml has 80 MB",
    ),
    (
        "entities",
        ".epub",
        lambda: epub_of(more={"OEBPS/book.opf": laughs()}),
        "D115 OEBPS/book.opf in it defines",
    ),
    (
        "no container",
        ".epub",
        lambda: zip_of({"a": "b"}),
        "D113 is damaged: META-INF/container.xml is missing",
    ),
    ("broken XML", ".epub", lambda: zip_of({"META-INF/container.xml": "<a"}), "D113 is damaged: META-INF"),
    (
        "no package",
        ".epub",
        lambda: zip_of({"META-INF/container.xml": "<a/>"}),
        "D113 is damaged: it does not name",
    ),
    (
        "a locked book",
        ".epub",
        lambda: epub_of("a", more={"META-INF/encryption.xml": CLOSED}),
        "D112 has a password",
    ),
    (
        "a book of pictures",
        ".epub",
        lambda: epub_of("<body><img src='a.png'/></body>"),
        "D114 contains no text",
    ),
]


def wrong_href(name: str) -> bytes:
    package = _OPF.format(
        title="", items=f'<item id="a" href="{name}" media-type="text/html"/>', spine='<itemref idref="a"/>'
    )
    return zip_of({"META-INF/container.xml": _CONTAINER, "OEBPS/book.opf": package})


@pytest.mark.parametrize(
    ("suffix", "data", "said"), [case[1:] for case in BAD], ids=[f"{case[0]}{case[1]}" for case in BAD]
)
def test_what_cannot_be_read_is_one_line_and_nothing_is_written(
    tmp_path: Path, suffix: str, data: Callable[[], bytes], said: str
) -> None:
    path = written(tmp_path, suffix, data())
    with pytest.raises(DocumentError) as caught:
        extract(path, tmp_path / "course")
    (problem,) = caught.value.problems
    assert str(problem).startswith(str(path))
    assert said in str(problem)
    assert "\n" not in str(problem)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".docx", ".epub"])
def test_an_archive_whose_files_lie_before_its_start_is_damaged(tmp_path: Path, suffix: str) -> None:
    data = bytearray(EVERY[suffix])
    # Four bytes at the end say where the list of files begins; the library counts back from there.
    data[-6:-2] = (len(data) * 2).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="D113 is damaged"):
        read_document(written(tmp_path, suffix, bytes(data)))


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".epub"])
def test_a_file_cut_anywhere_or_with_a_wrong_byte_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    data = EVERY[suffix]
    for at in range(0, len(data), max(1, len(data) // 40)):
        for wrong in (data[:at], data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]):
            with suppress(DocumentError):
                assert read_document(written(tmp_path, suffix, wrong)).blocks
