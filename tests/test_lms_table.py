"""The table of cards: what a CSV reader gives back is what the notes say, and no cell is a formula."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Label, Media, Note, Source, Strength, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.release.lock import Lock
from msc_learn.errors import ExportError
from msc_learn.lms.csv_table import COLUMNS, FORMAT, text_of
from msc_learn.position import Position

NOW = 1_700_000_000
PLACE = Position("renal.yaml", 3, 5)


def note(id_: str, kind: Kind = Kind.QUESTION, **values: Any) -> Note:
    values = {"question": f"What is {id_}?", "answer": f"answer-{id_}", **values}
    return Note(id_, kind, "kidney", PLACE, **values)


def compiled(root: Path, *notes: Note) -> Release:
    topics = (Topic("kidney", "Kidney", notes, PLACE),)
    made = Course("renal", "Renal medicine", "Renal", "en-GB", topics, root, root)
    return compile_course(made, Lock(), NOW)


def cells(text: str) -> list[dict[str, str]]:
    """Return the rows as a strict reader gives them, each apostrophe at the start of a cell taken away."""
    csv.field_size_limit(10**7)
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
    assert tuple(head) == COLUMNS
    return [dict(zip(head, (cell.removeprefix("'") for cell in row), strict=True)) for row in rows]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("course")
    (folder / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    return folder


def test_a_card_is_a_row(root: Path) -> None:
    asked = note(
        "vegf",
        answer="VEGF",
        accept=("VEGF-A", "vascular, endothelial"),
        reject={"EGF": "another", "HGF": ""},
        hint="a factor",
        extra="one of\nfour",
        strength=Strength.HEDGED,
        sources=(Source(("A", "B"), 'said "so"'), Source(("C",), "p < 0.05")),
        tags=("own",),
    )
    (row,) = cells(text_of(compiled(root, asked)))
    assert len(row.pop("version")) == 12
    assert row == {
        "id": "vegf#1",
        "topic": "Kidney",
        "kind": "question",
        "question": "What is vegf?",
        "answer": "VEGF",
        "accepted": "VEGF-A\nvascular, endothelial",
        "rejected": "EGF: another\nHGF",
        "options": "",
        "hint": "a factor",
        "extra": "one of\nfour",
        "picture": "",
        "strength": "hedged",
        "section": "A › B\nC",
        "quote": 'said "so"\np < 0.05',
        "tags": "renal::kidney\nrenal::own\nrenal::strength::hedged",
    }


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (note("r", reverse=True), [("r#1", "What is r?", "answer-r"), ("r#2", "answer-r", "What is r?")]),
        (
            note("z", Kind.CLOZE, cloze="{{c1::a}} or {{c1::b}}, {{c2::c {{c3::d}}::h}}"),
            [
                ("z#1", "[…] or […], c d", "a\nb"),
                ("z#2", "a or b, [h]", "c d"),
                ("z#3", "a or b, c […]", "d"),
            ],
        ),
        (note("l", Kind.LIST, items=("a", "b\nc")), [("l#1", "What is l?", "a\nb c")]),
        (
            note("o", Kind.OCCLUSION, labels=(Label("x", (0, 0, 9, 9)),), media=Media("a.svg", "a cell")),
            [("o#1", "What is o?", "x")],
        ),
        (note("e", answer="y" * 5000), [("e#1", "What is e?", "y" * 5000)]),
    ],
    ids=["reverse", "cloze", "list", "occlusion", "long"],
)
def test_every_card_of_every_kind_is_there(root: Path, asked: Note, rows: list[tuple[str, str, str]]) -> None:
    found = cells(text_of(compiled(root, asked)))
    assert [(row["id"], row["question"], row["answer"]) for row in found] == rows


def test_a_choice_has_its_options(root: Path) -> None:
    (row,) = cells(text_of(compiled(root, note("c", Kind.CHOICE, answer="a", distractors=("b", "c")))))
    assert (row["answer"], sorted(row["options"].split("\n"))) == ("a", ["a", "b", "c"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5 °C", "@SUM(A1)", "＝1+1", "'quoted'", "''", "-"])
def test_no_cell_is_a_formula_and_its_text_comes_back(root: Path, text: str) -> None:
    written = text_of(compiled(root, note("a", answer=text, hint=text)))
    for raw in csv.reader(io.StringIO(written[1:], newline=""), strict=True):
        assert not [cell for cell in raw if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]
    (row,) = cells(written)
    assert (row["answer"], row["hint"]) == (text, text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cn"]), max_size=60))
def test_any_text_comes_back(root: Path, text: str) -> None:
    (row,) = cells(text_of(compiled(root, note("a", question=f"{text}?", hint=text, extra=f"={text}"))))
    assert (row["question"], row["hint"], row["extra"]) == (f"{text}?", text, f"={text}")


@given(st.text(st.sampled_from("=+-@'\"\n\t, a"), max_size=12))
def test_no_mix_of_signs_is_a_formula(root: Path, text: str) -> None:
    (row,) = cells(text_of(compiled(root, note("a", extra=text))))
    assert row["extra"] == text


def test_line_ends_are_those_of_the_rfc(root: Path) -> None:
    text = text_of(compiled(root, note("a"), note("b")))
    assert text.count("\r\n") == text.count("\r") == 3
    assert text.endswith("\r\n")


def test_equal_courses_give_equal_bytes(root: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    made = compiled(root, note("a"), note("b"))
    assert FORMAT.write(made, one) == FORMAT.write(made, other) == FORMAT.digest(made)
    assert one.read_bytes() == other.read_bytes()
    assert one.read_bytes().startswith(b"\xef\xbb\xbfid,topic,kind,")


def test_differences_name_the_cards(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    FORMAT.write(compiled(root, note("a"), note("b", answer="y" * 200_000), note("c")), path)
    same = compiled(root, note("a"), note("b", answer="y" * 200_000), note("c"))
    assert FORMAT.differences(same, path) == ()
    other = compiled(root, note("a"), note("b"), note("d"))
    assert FORMAT.differences(other, path) == ("card b#1", "card c#1", "card d#1")
    with pytest.raises(ExportError, match="X204 cannot be read"):
        FORMAT.differences(other, tmp_path / "none.csv")


def test_the_shipped_course_has_a_row_for_every_card(tmp_path: Path) -> None:
    made = compile_course(load_course("msc"), Lock(), NOW)
    rows = cells(text_of(made))
    assert len(rows) == made.cards
    assert FORMAT.summary(made) == f"{made.cards} cards, one a row"
    assert all(row["quote"] and row["strength"] and len(row["version"]) == 12 for row in rows)
