"""Cards as GIFT and Moodle XML: what readers written by others find in the files is what the notes say."""

import base64
import html
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import moodle_xml_parser.parser as xml_parser
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from build_runs import refused, run
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Label, Media, Note, Source, Status, Strength, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats import format_named
from msc_learn.deck.media import Picture
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.lms import gift, moodle_xml
from msc_learn.lms.pictures import masked, size_of
from msc_learn.position import Position
from msc_learn.text import markup
from question_readers import Read, fits, one_line, read, readers

NOW = 1_700_000_000
PLACE = Position("renal.yaml", 3, 5)
QUOTE = "MSCs release VEGF (p < 0.05)."
FORMATS = {"gift": gift, "moodle-xml": moodle_xml}
NASTY = (
    "<CD34> on HLA-DR<low>",
    "p < 0.05 & more",
    "{braces} and {{c1:: not a cloze",
    "~tildes~ and ~5 %",
    "a = b == c",
    "100 % # a note: here",
    "::name:: and \\: and C:\\new",
    "\"quoted\" and 'quoted'",
    "two\nlines\n\nand // a fourth",
    "// no comment",
    "M1 -> M2",
    "[html] and [plain]",
    "%50% of it",
    "=1+1",
    "$CATEGORY: none",
    "10^6^ cells, CD34^+^, H~2~O",
    "**bold** and *em*",
    "HLA-A*02 and *",
    "&#123; &amp; &lt;b&gt;",
    "<script>alert(1)</script>",
    "]]> <![CDATA[ x",
    "TRUE",
    "_____",
    "beta-catenin β, 細胞, 🧬",
    "שלום עולם: تجربة",
    "e\u0301 and \u2028 and \x85 and \u00a0.",
)


def note(id_: str, kind: Kind = Kind.QUESTION, **values: Any) -> Note:
    values = {"question": f"What is {id_}?", "answer": f"answer-{id_}", **values}
    return Note(id_, kind, "kidney", PLACE, **values)


def course(root: Path, *notes: Note, **values: Any) -> Course:
    topics = (Topic("kidney", "Kidney", notes, PLACE),)
    return Course("renal", "Renal medicine", "Renal", "en-GB", topics, root, root, **values)


def compiled(root: Path, *notes: Note, drafts: bool = False) -> Release:
    return compile_course(course(root, *notes), Lock(), NOW, drafts=drafts)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with readers() as opened:
        yield opened


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    (folder / "cell.png").write_bytes(png(40, 20))
    (folder / "cell.webp").write_bytes(b"RIFF....WEBP")
    return folder


def both(page: Page, root: Path, *notes: Note, drafts: bool = False) -> tuple[tuple[Read, ...], ...]:
    made = compiled(root, *notes, drafts=drafts)
    return tuple(read(page, name, form.text_of(made)) for name, form in FORMATS.items())


def shown(text: str) -> str:
    return one_line(markup.to_plain(text))


def around_gap(text: str) -> str:
    """Return a stem with no blank beside its gap: one reader puts some there."""
    return re.sub(r"\s*_____\s*", "_____", text)


def meaning(question: Read) -> Any:
    """Return what both files must say alike; an arrow to be typed has another form in GIFT."""
    answers = [
        (text.replace("-*>", "->"), share, feedback, off or 0)
        for text, share, feedback, off in question.answers
    ]
    said = question.id, question.name, question.category, question.tags, question.kind, question.format
    return *said, around_gap(question.stem), question.feedback, answers, question.pairs


# Each kind


def test_a_question_takes_every_accepted_spelling_and_answers_near_misses(page: Page, root: Path) -> None:
    asked = note(
        "vegf",
        question="What makes new vessels?",
        answer="vascular endothelial growth factor (VEGF)",
        accept=("VEGF-A",),
        reject={"EGF": "that makes **skin**", "HGF": ""},
    )
    for (question,) in both(page, root, asked):
        assert (question.id, question.name, question.kind) == ("vegf#1", "vegf#1", "shortanswer")
        assert question.category == "$course$/top/Renal medicine/Kidney"
        assert question.stem == "What makes new vessels?"
        right = {text for text, share in question.worth.items() if share == 100}
        assert right == {
            "vascular endothelial growth factor (VEGF)",
            "vascular endothelial growth factor",
            "VEGF",
            "VEGF-A",
        }
        assert [row[:3] for row in question.answers if row[1] == 0] == [
            ("EGF", 0, "that makes skin"),
            ("HGF", 0, ""),
        ]


@pytest.mark.parametrize(
    ("strength", "said"),
    [
        (Strength.ASSERTED, "Strength: asserted"),
        (Strength.HEDGED, "Strength: hedged: may or might, not established"),
        (Strength.INVESTIGATIONAL, "Strength: investigational: still under study"),
    ],
)
def test_the_feedback_holds_answer_extra_source_and_strength(
    page: Page, root: Path, strength: Strength, said: str
) -> None:
    sources = (Source(("Growth factors", "VEGF"), QUOTE),)
    asked = note("a", answer="x~2~", extra="p > 1", strength=strength, sources=sources)
    for (question,) in both(page, root, asked):
        assert question.feedback == (f"Answer: x2 p > 1 {said} Source: Growth factors › VEGF “{QUOTE}”")


def test_tags_and_drafts_are_told(page: Page, root: Path) -> None:
    notes = note("a", tags=("odd [tag]",)), note("b", status=Status.DRAFT), note("c", status=Status.REJECTED)
    for form in FORMATS.values():
        assert form.FORMAT.summary(compiled(root, *notes)).startswith("1 question (1 short answer)")
    first, second = both(page, root, *notes, drafts=True)
    assert [each.id for each in first] == [each.id for each in second] == ["a#1", "b#1"]
    assert first[0].tags == ("renal::kidney", "renal::odd-(tag)", "renal::strength::asserted")
    assert second[0].tags == ("renal::kidney", "renal::odd-[tag]", "renal::strength::asserted")
    assert "renal::draft" in first[1].tags
    assert "Draft: no person has accepted this card yet." in second[1].feedback


@pytest.mark.parametrize(
    ("cloze", "found"),
    [
        ("a {{c1::b}} c", {"x#1": ("a _____ c", "b")}),
        ("{{c1::b}} ends {{c2::d}}", {"x#1": ("_____ ends d", "b"), "x#2": ("b ends _____", "d")}),
        ("a {{c1::b::kind}}.", {"x#1": ("a _____ (kind).", "b")}),
        ("a {{c1::b {{c2::c}} d}} e", {"x#1": ("a _____ e", "b c d"), "x#2": ("a b _____ d e", "c")}),
        ("{{c1::a}} or {{c1::b}}", {"x#1/1": ("_____ or […]", "a"), "x#1/2": ("[…] or _____", "b")}),
        ("{{c1::a}} is {{c1::A}}", {"x#1": ("_____ is […]", "a")}),
        ("**bold {{c1::b}}** {{c2::c}}/d", {"x#1": ("bold _____ c/d", "b"), "x#2": ("bold b _____/d", "c")}),
        ("{{c1::a}}[html] b", {"x#1": ("_____[html] b", "a")}),
        ("{{c1::a}}// b", {"x#1": ("_____// b", "a")}),
        ("CD~{{c1::34}}~ = {{c2::{b}!}}", {"x#1": ("CD_____ = {b}!", "34"), "x#2": ("CD34 = _____", "{b}!")}),
    ],
)
def test_each_gap_of_a_cloze_is_a_missing_word(
    page: Page, root: Path, cloze: str, found: dict[str, tuple[str, str]]
) -> None:
    for questions in both(page, root, note("x", Kind.CLOZE, cloze=cloze)):
        assert {one.id for one in questions} == set(found)
        for question in questions:
            stem, answer = found[question.id]
            assert around_gap(question.stem) == around_gap(stem)
            assert question.share(answer) == 100


def test_a_choice_has_one_right_option_and_says_why_not(page: Page, root: Path) -> None:
    asked = note(
        "c", Kind.CHOICE, answer="p < 0.05", distractors=("100 %", "{b}"), reject={"{b}": "no = set"}
    )
    for (question,) in both(page, root, asked):
        assert question.kind == "multichoice"
        assert question.worth == {"p < 0.05": 100, "100 %": 0, "{b}": 0}
        assert {text: said for text, _, said, _ in question.answers}["{b}"] == "no = set"
        assert question.rest.get("single", "true") == "true"


def test_an_option_begins_with_what_looks_like_a_weight_or_a_format(page: Page, root: Path) -> None:
    odd = ("%50%of it", "[plain]text", "[0, 1]", "100 %")
    asked = note(
        "c", Kind.CHOICE, answer=odd[0], distractors=odd[1:], reject={odd[1]: "%5%", "100 %": "[html]"}
    )
    several = note("s", Kind.CHOICE, answer="", items=odd[2:], distractors=odd[:2])
    for one, other in both(page, root, asked, several):
        assert one.worth == {odd[0]: 100, odd[1]: 0, odd[2]: 0, odd[3]: 0}
        assert {said for _, _, said, _ in one.answers} == {"", "%5%", "[html]"}
        assert other.worth == {odd[0]: -50, odd[1]: -50, odd[2]: 50, odd[3]: 50}


# What Moodle lets an answer be worth, in percent.
MOODLE = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5}
MOODLE |= {11.11111, 10, 5, 0}


@pytest.mark.parametrize("wrong", [1, 2, 3, 7, 30])
@pytest.mark.parametrize("right", [2, 3, 6, 7, 9, 10, 11, 13, 19, 20])
def test_several_right_options_make_the_whole_and_wrong_ones_take_away(
    page: Page, root: Path, right: int, wrong: int
) -> None:
    items = tuple(f"right {number}" for number in range(right))
    bad = tuple(f"wrong {number}" for number in range(wrong))
    asked = note("c", Kind.CHOICE, answer="", items=items, distractors=bad)
    for (question,) in both(page, root, asked):
        assert set(question.worth) == {*items, *bad}
        assert question.rest.get("single", "false") == "false"
        assert {abs(share) for share in question.worth.values()} <= MOODLE
        earned = sum(question.worth[item] for item in items)
        assert earned == pytest.approx(100, abs=1e-3)
        lost = [question.worth[text] for text in bad]
        assert earned + sum(lost) <= 1e-3
        assert max(lost) <= -min(question.worth[item] for item in items) + 1e-3


def test_options_stand_in_an_order_of_the_card_and_not_the_right_one_first(page: Page, root: Path) -> None:
    notes = [note(f"n{number}", Kind.CHOICE, answer="a", distractors=("b", "c", "d")) for number in range(40)]
    for questions in both(page, root, *notes):
        firsts = {question.answers[0][0] for question in questions}
        assert firsts == {"a", "b", "c", "d"}


def test_an_ordered_list_is_matched_to_places(page: Page, root: Path) -> None:
    items = ("M1 -> M2", "a = {b}", "CD34^+^", "C:\\d ~ #1")
    asked = note("l", Kind.LIST, items=items, ordered=True)
    for (question,) in both(page, root, asked):
        assert question.kind == "matching"
        assert question.pairs == (("1", "M1 -> M2"), ("2", "a = {b}"), ("3", "CD34+"), ("4", "C:\\d ~ #1"))


def test_an_unordered_list_goes_to_a_person_with_the_answer(page: Page, root: Path) -> None:
    for (question,) in both(page, root, note("l", Kind.LIST, items=("VEGF", "HGF", "IGF"), need=2)):
        assert (question.kind, question.answers, question.pairs) == ("essay", (), ())
        assert question.feedback.startswith("Answer: VEGF HGF IGF (2 of these are enough)")
        assert question.rest.get("grader", "VEGF").startswith("VEGF")


@pytest.mark.parametrize(
    ("answer", "accept", "right", "wrong", "unit"),
    [
        ("5", ("5 ± 0.5",), (4.5, 5, 5.5), (4.4, 5.6), ""),
        ("5 mg", ("4–6",), (4, 5, 6), (3.9, 6.1), "mg"),
        ("5 mg", ("4–8 mg",), (4, 5, 8), (3.9, 8.1), "mg"),
        ("500 mg", ("0.4–0.6 g",), (400, 500, 600), (0.5, 399, 601), "mg"),
        ("20 min", ("18–22 min",), (18, 20, 22), (17.9, 22.1), "min"),
        ("37.5 %", ("37.5 ± 0.25",), (37.25, 37.5, 37.75), (37.2, 37.8), "%"),
    ],
)
def test_an_authored_tolerance_makes_it_a_number(
    page: Page,
    root: Path,
    answer: str,
    accept: tuple[str, ...],
    right: tuple[float, ...],
    wrong: tuple[float, ...],
    unit: str,
) -> None:
    for (question,) in both(page, root, note("n", question="How much?", answer=answer, accept=accept)):
        assert question.kind == "numerical"
        assert [question.number(value) for value in right] == [100] * len(right)
        assert [question.number(value) for value in wrong] == [0] * len(wrong)
        first = next(text for text, share, _, _ in question.answers if share == 100)
        assert answer.startswith(first)
        assert question.stem == ("How much? (a number, in " + unit + ")" if unit else "How much? (a number)")
        assert question.rest.get("unit", unit or None) == (unit or None)


def test_a_number_that_is_a_near_miss_stays_one_within_the_tolerance(page: Page, root: Path) -> None:
    asked = note("n", answer="5 mg", accept=("3–7",), reject={"4 mg": "the old dose", "five": "no"})
    for (question,) in both(page, root, asked):
        assert (question.number(4), question.number(4.1)) == (0, 100)
        assert question.answers[0][:3] == ("4", 0, "the old dose")


@pytest.mark.parametrize("answer", ["60–90 mL", "5 × 10^6^ cells", "about 5", "5 or 6"])
def test_what_is_no_single_number_is_typed_as_text(page: Page, root: Path, answer: str) -> None:
    for (question,) in both(page, root, note("n", answer=answer, accept=("4–6",))):
        assert question.kind == "shortanswer"
        assert question.share(answer.replace("^6^", "^6")) == 100


def test_a_cloze_may_ask_for_a_number(page: Page, root: Path) -> None:
    asked = note("n", Kind.CLOZE, cloze="It is {{c1::37}} °C.", accept=("36.5–37.5",))
    for (question,) in both(page, root, asked):
        assert (question.kind, question.number(36.6), question.number(36)) == ("numerical", 100, 0)
        assert around_gap(question.stem) == "It is_____°C. (a number)"


def test_capitals_count_where_the_note_says_so_and_the_file_can(page: Page, root: Path) -> None:
    asked = note("g", answer="BRCA1", case=True, reject={"Brca1": "that is the mouse", "TP53": "another"})
    (first,), (second,) = both(page, root, asked)
    assert second.rest["usecase"] == "1"
    assert (second.share("BRCA1"), second.share("brca1")) == (100, 0)
    assert first.share("BRCA1") == 100
    assert list(first.worth) == list(second.worth) == ["BRCA1", "TP53"]


@pytest.mark.parametrize(
    ("question", "kinds"),
    [("VEGF", {"r#1": "shortanswer", "r#2": "shortanswer"}), ("What is VEGF?", {"r#1": "shortanswer"})],
)
def test_a_reversed_card_asks_for_a_term_and_never_for_a_sentence(
    page: Page, root: Path, question: str, kinds: dict[str, str]
) -> None:
    asked = note("r", question=question, answer="a growth factor", reverse=True, accept=("GF",), hint="h")
    for questions in both(page, root, asked):
        assert {each.id: each.kind for each in questions} == kinds
        for back in questions[1:]:
            assert (back.stem, back.worth) == ("a growth factor", {"VEGF": 100})
            assert back.rest.get("hint", "") == ""
    left_out = "" if len(kinds) == 2 else "; left out: 1 reversed card"
    counts = (
        f"{len(kinds)} question{'s' * (len(kinds) > 1)} ({len(kinds)} short answer{'s' * (len(kinds) > 1)})"
    )
    assert gift.FORMAT.summary(compiled(root, asked)) == counts + left_out


@pytest.mark.parametrize(
    ("answer", "typed", "kind"),
    [
        ("one two three four five six seven eight", False, "shortanswer"),
        ("one two three four five six seven eight nine", False, "essay"),
        ("one two three four five six seven eight nine", True, "shortanswer"),
        ("x " * 2500, False, "essay"),
        ("y" * 5000, False, "shortanswer"),
        (r"\(x^2\)", True, "essay"),
    ],
)
def test_what_nobody_types_letter_by_letter_goes_to_a_person(
    page: Page, root: Path, answer: str, typed: bool, kind: str
) -> None:
    for (question,) in both(page, root, note("a", answer=answer, typed=typed)):
        assert question.kind == kind
        assert question.feedback.startswith(f"Answer: {answer.strip()}")


def test_a_long_id_keeps_a_name_of_its_own_that_moodle_can_hold(page: Page, root: Path) -> None:
    notes = note("a" * 98), note("b" * 99), note("c" * 200 + "1"), note("c" * 200 + "2")
    for questions in both(page, root, *notes):
        names = [each.id for each in questions]
        assert names[0] == "a" * 98 + "#1"
        assert len(set(names)) == 4
        assert max(map(len, names)) == 100


# Pictures


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


LABELS = (Label("nucleus", (10, 20, 30, 40)), Label("<wall>", (50, 50, 25, 25)))


def test_hidden_labels_are_masked_in_the_picture_itself(page: Page, root: Path) -> None:
    asked = note(
        "o", Kind.OCCLUSION, question="Which part?", labels=LABELS, media=Media("cell.png", 'a "cell"')
    )
    questions = read(page, "xml", moodle_xml.text_of(compiled(root, asked)))
    assert [(each.id, each.share(label.text)) for each, label in zip(questions, LABELS, strict=True)] == [
        ("o#1", 100),
        ("o#2", 100),
    ]
    for each in questions:
        ((name, data),) = each.rest["pictures"]
        assert f'src="@@PLUGINFILE@@/{name}" alt="a &quot;cell&quot;"' in each.html
        assert each.rest["shown"] == []
        drawn = colours(page, base64.b64decode(data), [(10, 8), (25, 12), (2, 2)])
        assert drawn[2] == [128, 128, 128]
        assert drawn[0] != drawn[1]
        assert [128, 128, 128] not in drawn[:2]
    assert questions[0].rest["pictures"] != questions[1].rest["pictures"]


def colours(page: Page, svg: bytes, points: list[tuple[int, int]]) -> list[list[int]]:
    """Return the colours of a picture as the browser draws it in an `img`."""
    found: list[list[int]] = page.evaluate(
        """async ([data, points]) => {
            const image = new Image();
            image.src = "data:image/svg+xml;base64," + data;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
            canvas.drawImage(image, 0, 0);
            return points.map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data].slice(0, 3));
        }""",
        [base64.b64encode(svg).decode(), points],
    )
    return found


def test_gift_leaves_hidden_labels_out_and_says_so(root: Path) -> None:
    asked = note("o", Kind.OCCLUSION, labels=LABELS, media=Media("cell.png", "a cell"))
    assert gift.FORMAT.summary(compiled(root, note("a"), asked)).endswith("; left out: 2 hidden labels")
    with pytest.raises(ExportError, match="X220 has no card that can be asked there"):
        gift.text_of(compiled(root, asked))


def test_a_picture_of_unknown_size_is_left_out(root: Path) -> None:
    asked = note("o", Kind.OCCLUSION, labels=LABELS, media=Media("cell.webp", "a cell"))
    assert moodle_xml.FORMAT.summary(compiled(root, note("a"), asked)).endswith("; left out: 2 hidden labels")


def test_a_picture_beside_the_answer_comes_with_the_feedback(page: Page, root: Path) -> None:
    asked = note("p", media=Media("cell.png", "a cell"))
    (question,) = read(page, "xml", moodle_xml.text_of(compiled(root, asked)))
    ((name, data),) = question.rest["shown"]
    assert (question.rest["pictures"], base64.b64decode(data)) == ([], png(40, 20))
    assert name.startswith("msc-learn-renal-cell-")
    assert name.endswith(".png")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(7, 9), (7, 9)),
        (b"GIF89a\x07\x00\x09\x00rest", (7, 9)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x09\x00\x07rest", (7, 9)),
        (b"<svg viewBox='0 0 7 9'/>", (7, 9)),
        (b"<?xml version='1.0'?><svg stroke-width='3' width='7px' height='9'/>", (7, 9)),
        (b"<svg width='100%' height='9'/>", None),
        (b"\xff\xd8\xff\xe0\x00", None),
        (b"none of them", None),
    ],
)
def test_the_size_of_a_picture_is_read(data: bytes, size: tuple[float, float] | None) -> None:
    assert size_of(data) == size


# Every text


def with_text(text: str) -> tuple[Note, ...]:
    """Return a note of each kind that holds a text wherever it can."""
    sources = (Source(("Section", text), text),)
    rest: dict[str, Any] = {"hint": text, "extra": text, "sources": sources, "reject": {"near": text}}
    inside = text.replace("{", "").replace("}", "").replace("::", "")
    return (
        note("q", question=f"? {text}", answer=f"a {text}", typed=True, **rest),
        note(
            "z",
            Kind.CLOZE,
            cloze=f"{inside} {{{{c1::b {inside}}}}} {{{{c2::c}}}}{inside}.",
            typed=True,
            **rest,
        ),
        note("l", Kind.LIST, question=f"? {text}", items=(f"a {text}", "b"), **rest),
        note("s", Kind.LIST, question=f"? {text}", items=(f"a {text}", "b"), ordered=True, **rest),
        note(
            "c", Kind.CHOICE, question=f"? {text}", answer=f"a {text}", distractors=(f"b {text}", "c"), **rest
        ),
    )


def typed(text: str) -> str:
    """Return a text as a learner types it who sees it as the card writes it, a power behind a sign."""
    return " ".join("".join(f"^{v}" if s == "sup" else v for s, v in markup.spans(text)).split())


def holds(page: Page, root: Path, text: str) -> None:
    """Hold both files to what the notes say."""
    first, second = both(page, root, *with_text(text))
    assert [meaning(each) for each in first] == [meaning(each) for each in second]
    for questions in (first, second):
        by_id = {each.id: each for each in questions}
        assert list(by_id) == ["q#1", "z#1", "z#2", "l#1", "s#1", "c#1"]
        for id_ in ("q#1", "l#1", "s#1", "c#1"):
            assert by_id[id_].stem == shown(f"? {text}")
        if by_id["q#1"].kind == "shortanswer":
            assert by_id["q#1"].share(typed(f"a {text}")) == 100
        if by_id["s#1"].kind == "matching":
            assert [right.replace("^", "") for _, right in by_id["s#1"].pairs] == [
                " ".join(shown(f"a {text}").replace("^", "").split()),
                "b",
            ]
        options = {shown(f"a {text}"): 100, shown(f"b {text}"): 0, "c": 0}
        assert by_id["c#1"].worth == options
        quoted = f"“{shown(text)}”" if text else "Source: Section"
        for each in questions:
            assert quoted in each.feedback.replace("“ ", "“").replace(" ”", "”")


@pytest.mark.parametrize("text", NASTY, ids=lambda text: text[:20].encode("unicode_escape").decode())
def test_a_nasty_text_is_read_as_the_note_has_it(page: Page, root: Path, text: str) -> None:
    holds(page, root, text)


SIGNS = "~=#{}:\\/[]%$*^<>&\"'-_ \n\tab1é🧬ש\u2028\u00a0"


@given(
    st.text(
        st.one_of(
            st.sampled_from(SIGNS), st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cn"])
        ),
        max_size=40,
    )
)
@settings(max_examples=150)
def test_any_text_is_read_as_the_note_has_it(page: Page, root: Path, text: str) -> None:
    holds(page, root, text)


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_no_text_breaks_either_file(page: Page, root: Path, text: str) -> None:
    first, second = both(page, root, *with_text(text))
    assert (
        [each.id for each in first]
        == [each.id for each in second]
        == ["q#1", "z#1", "z#2", "l#1", "s#1", "c#1"]
    )


def test_a_choice_is_read_alike_by_a_reader_of_moodle_xml(page: Page, root: Path) -> None:
    notes = (
        note("one", Kind.CHOICE, answer="p < 0.05", distractors=("{b}", "c & d"), reject={"{b}": "**no**"}),
        note("two", Kind.CHOICE, answer="", items=("a", "b", "c"), distractors=("d",)),
    )
    text = moodle_xml.text_of(compiled(root, *notes))
    found = xml_parser.parse_bytes(text.encode())["multichoice"]
    ours = read(page, "xml", text)
    assert [(each.name, each.single, each.penalty) for each in found] == [
        ("one#1", True, 0.3333333),
        ("two#1", False, 0.3333333),
    ]
    for theirs, each in zip(found, ours, strict=True):
        assert theirs.shuffle_answers
        assert theirs.text_pre_parse == html.unescape(each.html)
        assert {one_line(option.answer): option.score_fraction for option in theirs.options} == each.worth


# The files


@pytest.mark.parametrize("name", FORMATS)
def test_equal_courses_give_equal_bytes_at_any_time(root: Path, tmp_path: Path, name: str) -> None:
    form, notes = format_named(name), with_text("a")
    later = compile_course(course(root, *notes), Lock(), NOW + 10**8)
    one, other = tmp_path / "a" / "one", tmp_path / "b" / "other"
    assert form.write(compiled(root, *notes), one) == form.write(later, other) == form.digest(later)
    assert one.read_bytes() == other.read_bytes()
    assert form.differences(later, one) == ()


@pytest.mark.parametrize("name", FORMATS)
def test_differences_name_the_questions(root: Path, tmp_path: Path, name: str) -> None:
    form, path = format_named(name), tmp_path / "file"
    form.write(compiled(root, note("a"), note("b"), note("c")), path)
    other = compiled(root, note("a"), note("b", answer="fixed"), note("d"))
    assert form.differences(other, path) == ("question b#1", "question c#1", "question d#1")
    path.write_bytes(path.read_bytes() + b"\n\n")
    assert form.differences(compiled(root, note("a"), note("b"), note("c")), path) == ("file",)
    path.write_bytes(b"\xff")
    assert len(form.differences(other, path)) == 3
    with pytest.raises(ExportError, match="X204 cannot be read"):
        form.differences(other, tmp_path / "none")


@pytest.mark.parametrize("name", FORMATS)
def test_the_shipped_course_is_read_whole(page: Page, name: str) -> None:
    made = compile_course(load_course("msc"), Lock(), NOW)
    questions = read(page, name, FORMATS[name].text_of(made))
    assert FORMATS[name].FORMAT.summary(made).startswith(f"{len(questions)} questions (")
    assert len({each.id for each in questions}) == len(questions)
    assert {each.category.split("/")[-1] for each in questions} <= {
        t.title for t in load_course("msc").topics
    }
    by_id = {note.id: note for note in load_course("msc").studied()}
    for each in questions:
        strength = by_id[each.id.split("#")[0]].strength
        assert f"Strength: {strength}" in each.feedback
        assert "“" in each.feedback


def test_moodle_xml_is_plain_xml_without_a_doctype(root: Path) -> None:
    text = moodle_xml.text_of(compiled(root, *with_text("a & b")))
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>')
    assert "<!DOCTYPE" not in text


@pytest.mark.parametrize(
    ("name", "file"),
    [("gift", "stromal-gift.txt"), ("moodle-xml", "stromal-moodle.xml"), ("csv", "stromal.csv")],
)
def test_the_command_writes_checks_and_names_what_differs(
    course_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    file: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"decks/{file}: " in run(course_folder, "--format", name).output
    run(course_folder, "--format", name, "--check")
    path = tmp_path / "decks" / file
    path.write_bytes(path.read_bytes().replace(b"vascular endothelial", b"other"))
    assert "these differ: " in (said := refused(capsys, course_folder, "--format", name, "--check"))
    assert "vegf-name#1" in said
    assert sorted(each.name for each in path.parent.iterdir()) == [file]


def test_only_what_anki_takes_is_an_update(course_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CliRunner().invoke(cli, ["build", str(course_folder), "--format", "gift", "--update"])
    assert result.exit_code == 2
    assert "leave it out for other formats" in result.output


def test_a_star_is_any_text_unless_escaped() -> None:
    assert fits("a*c", "abc", case=False)
    assert not fits(r"a\*c", "abc", case=False)
    assert fits(r"a\*c", "A*C", case=False)


def test_a_mask_needs_a_size(root: Path) -> None:
    assert masked(Picture("a.svg", b"<svg/>"), LABELS, 1) is None
