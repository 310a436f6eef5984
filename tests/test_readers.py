"""Documents as blocks: plain text and Markdown."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.document.model import Block, BlockKind, Document
from msc_learn.document.readers import TEXT_READERS, TextReader, markdown, plain_text, read_document
from msc_learn.errors import DocumentError

DOCUMENTS = sorted((Path(__file__).parent / "data" / "documents").iterdir())
Read = Callable[[str, str], Document]
# Here mypy checks each reader against the protocol.
READERS: dict[str, TextReader] = {"plain_text": plain_text, "markdown": markdown}


def outline(document: Document) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in document.blocks]


def the(document: Document, start: str) -> Block:
    return next(block for block in document.blocks if block.text.startswith(start))


def stands_where_it_says(document: Document, block: Block) -> bool:
    if block.origins is None:
        return document.text[block.start : block.end] == block.text
    there = "".join(document.text[block.offset_at(index)] for index in range(len(block.text)))
    return re.sub(r"\s", " ", there) == block.text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Title\nOne sentence.", [("heading", "Title"), ("paragraph", "One sentence.")]),
        (
            "T\n\n1. Cortex\na) Outer\n- salt\n\nb) Inner\n- sex\n\n2. Axis\nBrain -> gland\n- slow",
            [
                ("heading", "T"),
                ("heading", "1. Cortex"),
                ("heading", "a) Outer"),
                ("item", "salt"),
                ("heading", "b) Inner"),
                ("item", "sex"),
                ("heading", "2. Axis"),
                ("paragraph", "Brain -> gland"),
                ("item", "slow"),
            ],
        ),
        ("T\n\nA -> B\n- slow", [("heading", "T"), ("paragraph", "A -> B"), ("item", "slow")]),
        ("One sentence.\nAnother one.", [("paragraph", "One sentence."), ("paragraph", "Another one.")]),
        (
            "T\n\nA b.\n\nHow it works\nIt does.",
            [("heading", "T"), ("paragraph", "A b."), ("heading", "How it works"), ("paragraph", "It does.")],
        ),
        ("A b.\n- one\n- two", [("paragraph", "A b."), ("item", "one"), ("item", "two")]),
        (
            "A b.\n-\nTerm: text here.\n-\nOther: more.",
            [("paragraph", "A b."), ("item", "Term: text here."), ("item", "Other: more.")],
        ),
        (
            "A b.\n• one\n1. two\n(3) three\na) four",
            [("paragraph", "A b."), ("item", "one"), ("item", "two"), ("item", "three"), ("item", "four")],
        ),
        (
            "A b.\n- one that\n  goes on\n- two",
            [("paragraph", "A b."), ("item", "one that goes on"), ("item", "two")],
        ),
        ("A long line of text\nthat was wrapped.", [("paragraph", "A long line of text that was wrapped.")]),
        ("Q: Why?\nA: Because.", [("question", "Why?"), ("answer", "Because.")]),
        (
            "A b.\n**Q: Why?**\nA: Because.",
            [("paragraph", "A b."), ("question", "Why?"), ("answer", "Because.")],
        ),
        ("Question 1: Why?\nAnswer 1: So.", [("question", "Why?"), ("answer", "So.")]),
        ("Q1. Name it\nA1. This.", [("question", "Name it"), ("answer", "This.")]),
        ("Q: Why? A: Because.", [("question", "Why?"), ("answer", "Because.")]),
        ("Q fever is rare.\nIt is.", [("paragraph", "Q fever is rare."), ("paragraph", "It is.")]),
        (
            "Title\n=====\n\nPart\n----\nText.",
            [("heading", "Title"), ("heading", "Part"), ("paragraph", "Text.")],
        ),
        ("# Title\n## Part\nText.", [("heading", "Title"), ("heading", "Part"), ("paragraph", "Text.")]),
        (
            "T\nA b.\n1. Introduction\nIt begins here.",
            [
                ("heading", "T"),
                ("paragraph", "A b."),
                ("heading", "1. Introduction"),
                ("paragraph", "It begins here."),
            ],
        ),
        ("-", []),
        ("The car-\ndiac wall. It is well-\nknown.", [("paragraph", "The cardiac wall. It is well-known.")]),
        ("Short-\nand long-term use.", [("paragraph", "Short- and long-term use.")]),
        (
            "A b.\n\n\tDose\tRoute\nWarfarin\t5 mg\t\nAspirin\t75 mg\toral\n\nC d.",
            [
                ("paragraph", "A b."),
                ("paragraph", "– | Dose | Route"),
                ("item", "Warfarin | 5 mg | –"),
                ("item", "Aspirin | 75 mg | oral"),
                ("paragraph", "C d."),
            ],
        ),
        (
            "Homing\tcells move\nUptake\tcells eat",
            [("paragraph", "Homing | cells move"), ("paragraph", "Uptake | cells eat")],
        ),
        ("A b.\n\n- 47 -\n\nC d.\n\n48\n", [("paragraph", "A b."), ("paragraph", "C d.")]),
        ("A b.\n\nPage 3 of 10\n\f\nC d.", [("paragraph", "A b."), ("paragraph", "C d.")]),
        ("> A b goes\n> on.\n>\n> C d.", [("paragraph", "A b goes on."), ("paragraph", "C d.")]),
        ("It is so:\n\n> 5 mmol/L.", [("paragraph", "It is so:"), ("paragraph", "> 5 mmol/L.")]),
        (
            "A b.\n\nTable 1: Doses\n\nC d.",
            [("paragraph", "A b."), ("paragraph", "Table 1: Doses"), ("paragraph", "C d.")],
        ),
        (
            "A b.\n\nNursing           Book One\n\nC d.",
            [("paragraph", "A b."), ("paragraph", "Nursing Book One"), ("paragraph", "C d.")],
        ),
    ],
)
def test_plain_text_becomes_blocks(lines: str, expected: list[tuple[str, str]]) -> None:
    assert outline(plain_text.read(lines, "a.txt")) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("# T\n\nA *b* **c** `d`.", [("heading", "T"), ("paragraph", "A b c d.")]),
        ("a [link](http://x.y 'z') b", [("paragraph", "a link b")]),
        ("a ![picture](p.png) b", [("paragraph", "a b")]),
        ("- a\n  - b\n1. c", [("item", "a"), ("item", "b"), ("item", "c")]),
        ("> quoted\n> words", [("paragraph", "quoted words")]),
        ("```\ncode\n```\n\n    more code\n\ntext", [("paragraph", "text")]),
        ("<!-- note -->\n\ntext <!-- more --> here", [("paragraph", "text here")]),
        ("---\ntitle: X\n---\ntext", [("paragraph", "text")]),
        ("| a | b |\n|---|---|\n| *c* | d |", [("paragraph", "a | b"), ("item", "c | d")]),
        (
            "| | Dose | Route |\n|---|---|---|\n| c | 5 mg | |\n| d | | iv |\n| | 7 mg | iv",
            [
                ("paragraph", "– | Dose | Route"),
                ("item", "c | 5 mg |"),
                ("item", "d |  | iv"),
                ("item", "– | 7 mg | iv"),
            ],
        ),
        (
            "Drug | Dose\n---|---\na \\| b | `c` | lost\nalone",
            [("paragraph", "Drug | Dose"), ("item", "a / b | c"), ("item", "alone |")],
        ),
        ("a <script>let x = 1</script> b <b>c</b>", [("paragraph", "a b c")]),
        ("**Part**\n\ntext", [("heading", "Part"), ("paragraph", "text")]),
        ("**Why?**\n\nBecause.", [("question", "Why?"), ("answer", "Because.")]),
        ("**Q: Why?**\nA: Because.", [("question", "Why?"), ("answer", "Because.")]),
        ("Q: Why?\n\nA: Because.", [("question", "Why?"), ("answer", "Because.")]),
        ("**1. Why?**\n\nBecause.", [("question", "Why?"), ("answer", "Because.")]),
        ("*Why is it so?*\n\nBecause.", [("question", "Why is it so?"), ("answer", "Because.")]),
        ("Why is it so?\nBecause.\nYes.", [("question", "Why is it so?"), ("answer", "Because. Yes.")]),
        ("It is. Why is it so?\nBecause.", [("paragraph", "It is. Why is it so? Because.")]),
        ("1. Why is it so?\n\n   Because.", [("question", "Why is it so?"), ("answer", "Because.")]),
        (
            "- Why is it so?\n  Because.\n- Is it?\n  It is.",
            [
                ("question", "Why is it so?"),
                ("answer", "Because."),
                ("question", "Is it?"),
                ("answer", "It is."),
            ],
        ),
        (
            "- Why is it so?\n- Is it?\n\nText.",
            [("item", "Why is it so?"), ("item", "Is it?"), ("paragraph", "Text.")],
        ),
        ("Why is it so?\n\n- one", [("paragraph", "Why is it so?"), ("item", "one")]),
        ("A cup\n: It holds tea.\n: It breaks.", [("paragraph", "A cup: It holds tea. It breaks.")]),
        (
            "A b.[^1] C [^x].\n\n[^1]: Note.\n    More.\n\nD.",
            [("paragraph", "A b. C [^x]."), ("paragraph", "D.")],
        ),
        ("- [ ] a\n- [x] b\n- [c] d", [("item", "a"), ("item", "b"), ("item", "[c] d")]),
        ("a &amp; \\*b\\*", [("paragraph", "a & *b*")]),
    ],
)
def test_markdown_becomes_blocks(lines: str, expected: list[tuple[str, str]]) -> None:
    assert outline(markdown.read(lines, "a.md")) == expected


@pytest.mark.parametrize("read", [plain_text.read, markdown.read])
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("glu\u00adcose falls", "glucose falls"),
        ("glu\u00ad\ncose falls", "glucose falls"),
        ("glu\u200bcose\ufeff \u2060falls", "glucose falls"),
        ("glucose\u00a0falls \u2009\tby 5\u202fmg", "glucose falls by 5 mg"),
        ("glucose \u202eslla\u202cf \u2066x\u2069", "glucose sllaf x"),
        ("glucose\U000e0041\U000e0042 falls", "glucose falls"),
        ("می\u200cخواهم 👩\u200d⚕️ re\u0301sume\u0301", "می\u200cخواهم 👩\u200d⚕️ re\u0301sume\u0301"),
    ],
    ids=["soft-hyphen", "at-line-end", "zero-width", "blanks", "turned", "tags", "kept"],
)
def test_what_nobody_sees_is_left_out_and_the_rest_stands_where_it_says(
    read: Read, written: str, shown: str
) -> None:
    document = read(f"The {written}.", "a")
    (block,) = document.blocks
    assert block.text == f"The {shown}."
    there = "".join(document.text[block.offset_at(index)] for index in range(len(block.text)))
    assert "".join(there.split()) == "".join(block.text.split())


@pytest.mark.parametrize(
    ("read", "lines", "start", "term"),
    [
        (plain_text.read, "T\n- Homing: cells move.", "Homing", "Homing"),
        (plain_text.read, "T\n- Homing – cells move.", "Homing", "Homing"),
        (plain_text.read, "T\nNote: cells move.", "Note", ""),
        (plain_text.read, "T\nThe cells are: small.", "The", ""),
        (plain_text.read, "T\n- cells move: fast: very.", "cells", "cells move"),
        (markdown.read, "- **Homing**: cells move.", "Homing", "Homing"),
        (markdown.read, "- **Homing:** cells move.", "Homing", "Homing"),
        (markdown.read, "- **Homing** — cells move.", "Homing", "Homing"),
        (markdown.read, "- **Homing** of cells.", "Homing", ""),
        (markdown.read, "**Homing.** Cells move.", "Homing", "Homing"),
        (markdown.read, "**Homing.** of cells.", "Homing", ""),
        (markdown.read, "**Note.** Cells move.", "Note", ""),
        (markdown.read, "**Note**: Cells move.", "Note", ""),
        (markdown.read, "**Homing** = cells move.", "Homing", "Homing"),
        (markdown.read, "Homing\n: Cells move.", "Homing", "Homing"),
        (plain_text.read, "T\nHoming — the way of cells.", "Homing", "Homing"),
        (plain_text.read, "T\nHoming — the way of cells — is long.", "Homing", ""),
        (plain_text.read, "T\nHoming — cells move.", "Homing", ""),
        (plain_text.read, "T\nHoming = cells move.", "Homing", "Homing"),
        (plain_text.read, "T\nHoming = 5 cells.", "Homing", ""),
        (plain_text.read, "T\nTable 2: the cells move.", "Table", ""),
    ],
)
def test_a_term_is_known_by_its_colon_or_dash(read: Read, lines: str, start: str, term: str) -> None:
    assert the(read(lines, "a"), start).term == term


@pytest.mark.parametrize(
    ("read", "lines", "section"),
    [
        (plain_text.read, "T\n\nOne\nA b.\n\nTwo\nThe text.", ("Two",)),
        (markdown.read, "# T\n\n## One\n\n### Two\n\nThe text.", ("One", "Two")),
        (markdown.read, "# T\n\nThe text.", ()),
        (markdown.read, "# One\n\na\n\n# Two\n\nThe text.", ("Two",)),
        (markdown.read, "## One\n\n# Two\n\nThe text.", ("Two",)),
        (markdown.read, "# T\n\n# Two\n\nThe text.", ("Two",)),
    ],
)
def test_a_section_is_the_path_of_headings_below_the_title(
    read: Read, lines: str, section: tuple[str, ...]
) -> None:
    assert the(read(lines, "a"), "The text.").section == section


@pytest.mark.parametrize(
    ("read", "path", "lines", "title"),
    [
        (plain_text.read, "a.txt", "Insulin\nA b.", "Insulin"),
        (plain_text.read, "my-notes.txt", "Insulin is a hormone.", "My notes"),
        (markdown.read, "a.md", "# Insulin\n\nA b.", "Insulin"),
        (markdown.read, "a.md", "---\ntitle: 'Insulin'\n---\n## Part\n\nA b.", "Insulin"),
        (markdown.read, "my_notes.md", "A b.", "My notes"),
    ],
)
def test_a_document_has_a_title(read: Read, path: str, lines: str, title: str) -> None:
    assert read(lines, path).title == title


@pytest.mark.parametrize("read", [plain_text.read, markdown.read])
def test_items_know_what_leads_them_in(read: Read) -> None:
    document = read("# T\n\nThese are three:\n\n- one\n  - inner\n- two\n\nText.\n\n- alone\n", "a.md")
    leads = {block.text: block.lead for block in document.blocks}
    assert leads == {
        "T": None,
        "These are three:": None,
        "one": 1,
        "inner": 2,
        "two": 1,
        "Text.": None,
        "alone": None,
    }


STEPS = [("Wash them.", True), ("Dry them.", True)]


@pytest.mark.parametrize(
    ("read", "lines", "expected"),
    [
        (plain_text.read, "Do so:\n1. Wash them.\n2) Dry them.", STEPS),
        (plain_text.read, "Do so:\n(a) Wash them.\nii) Dry them.", STEPS),
        (plain_text.read, "Do so:\nStep 1: Wash them.\nStep 2. Dry them.", STEPS),
        (markdown.read, "Do so:\n\n1. Wash them.\n2. Dry them.", STEPS),
        (markdown.read, "Do so:\n\n**Step 1:** Wash them.\n\nStep 2 – Dry them.", STEPS),
        (markdown.read, "Do so:\n\n- Step 1: Wash them.\n- Step 2: Dry them.", STEPS),
        (plain_text.read, "Do so:\n- Wash them.\n* Dry them.", [(text, False) for text, _ in STEPS]),
        (markdown.read, "Do so:\n\n- Wash them.\n- Dry them.", [(text, False) for text, _ in STEPS]),
    ],
)
def test_the_items_of_a_numbered_list_are_ordered(
    read: Read, lines: str, expected: list[tuple[str, bool]]
) -> None:
    document = read(lines, "a")
    items = [block for block in document.blocks if block.kind is BlockKind.ITEM]
    assert [(block.text, block.ordered) for block in items] == expected
    assert {block.lead for block in items} == {0}
    assert all(stands_where_it_says(document, block) for block in items)


def test_code_over_two_lines_stands_where_it_says() -> None:
    document = markdown.read("Use `a b\nc d` here.", "a.md")
    assert outline(document) == [("paragraph", "Use a b c d here.")]
    assert all(stands_where_it_says(document, block) for block in document.blocks)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_block_stands_where_it_says(path: Path) -> None:
    document = read_document(path)
    assert len(document.blocks) > 5
    assert all(stands_where_it_says(document, block) for block in document.blocks)


_SCRAPS = st.sampled_from(
    [
        "# ",
        "- ",
        "1. ",
        "> ",
        "**",
        "*",
        "_",
        "`",
        "[",
        "](u)",
        "Q: ",
        "A: ",
        "\n",
        "\n\n",
        "  ",
        "|",
        "Term: ",
        "\t",
        "é’ ",
    ]
)


@pytest.mark.parametrize("read", [plain_text.read, markdown.read])
@given(parts=st.lists(_SCRAPS | st.text(alphabet="abC .?:", max_size=8), max_size=30))
def test_any_text_becomes_blocks_that_stand_where_they_say(read: Read, parts: list[str]) -> None:
    document = read("".join(parts), "a.md")
    for block in document.blocks:
        assert "\n" not in block.text
        assert block.text.strip()
        assert 0 <= block.start < block.end <= len(document.text)
        if " | " not in block.text:
            assert stands_where_it_says(document, block)


def test_every_text_reader_is_checked_against_the_protocol() -> None:
    assert set(READERS) == set(TEXT_READERS.values())


@pytest.mark.parametrize("suffix", TEXT_READERS)
def test_a_reader_is_chosen_by_the_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"notes{suffix.upper()}"
    path.write_text("A sentence stands here.\n", encoding="utf-8")
    assert [block.kind for block in read_document(path).blocks] == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("notes.odt", ".odt files"),
        ("notes", "files without a suffix"),
    ],
)
def test_another_suffix_is_refused_with_those_that_can_be_read(
    tmp_path: Path, name: str, message: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(tmp_path / name)
    known = ".txt, .md, .markdown, .html, .htm, .pdf, .docx, .epub"
    expected = f"{tmp_path / name}: D108 {message} are not supported; use one of {known}"
    assert str(caught.value) == expected


def test_a_short_digest_is_the_beginning_of_the_digest() -> None:
    document = plain_text.read("A b.", "a.txt")
    assert document.digest.startswith(document.short_digest)
    assert len(document.short_digest) == len("sha256:") + 16
