"""The `extract` command and the drafts behind it, whole."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import without_id
from msc_learn.cli.extract import command as extract_command
from msc_learn.cli.main import main
from msc_learn.course.load import load_course
from msc_learn.course.model import Status, Strength
from msc_learn.document.readers import markdown, plain_text, read_document
from msc_learn.evidence.hedging import strength_of
from msc_learn.extract.draft import slug
from msc_learn.extract.extract_document import extract
from msc_learn.extract.pipeline import drafts_of
from msc_learn.lint.course_check import check_course
from msc_learn.text import cloze
from msc_learn.text.markup import to_plain

DOCUMENTS = sorted((Path(__file__).parent / "data" / "documents").iterdir())
NOTES = """\
# Spleen

The spleen filters old red cells. It may enlarge in malaria.

## Structure

The white pulp holds lymphocytes. The red pulp stores iron, platelets, and red cells.

## Removal

Splenectomy raises the risk of sepsis.
"""
NEW_SENTENCE = "Vaccination should precede planned removal.\n"
NEW_SECTION = "\n## Rupture\n\nBlunt trauma can tear the capsule.\n"
Write = Callable[..., Path]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "spleen.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def failure(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command, which must fail with 1, and return what it says."""
    with pytest.raises(SystemExit) as caught:
        main(["extract", *map(str, arguments)])
    assert caught.value.code == 1
    return capsys.readouterr().err


def test_a_document_becomes_a_course_that_checks(runner: CliRunner, notes: Path) -> None:
    course = notes.parent / "spleen"
    result = runner.invoke(extract_command, [str(notes), "-o", str(course)])
    assert result.exit_code == 0, result.output
    assert re.match(rf"{course}: \d+ new drafts from spleen.md\n  introduction +\d+\n", result.output)
    assert f"msc-learn review {course}" in result.output
    assert set(files_of(course)) == {
        "course.yaml", "document.md", "introduction.yaml", "structure.yaml", "removal.yaml"
    }  # fmt: skip
    loaded, problems = check_course(course)
    assert problems == ()
    assert (loaded.title, loaded.deck, [topic.id for topic in loaded.topics]) == (
        "Spleen", "Spleen", ["introduction", "structure", "removal"]
    )  # fmt: skip
    assert {note.status for note in loaded.notes} == {Status.DRAFT}
    assert (course / "document.md").read_bytes() == notes.read_bytes()
    assert [path.name for path in notes.parent.iterdir() if path.name.startswith(".")] == []


def test_a_document_becomes_one_card_file_that_names_it(notes: Path) -> None:
    file = notes.parent / "cards" / "spleen.yaml"
    extract(notes, file)
    loaded, problems = check_course(file)
    assert problems == ()
    assert loaded.document is not None
    assert loaded.document.resolve() == notes.resolve()
    assert "document: ../spleen.md\n" in file.read_text(encoding="utf-8")


def test_scripts_get_json(runner: CliRunner, notes: Path) -> None:
    course = str(notes.parent / "spleen")
    first = json.loads(runner.invoke(extract_command, [str(notes), "-o", course, "--json"]).output)
    second = json.loads(runner.invoke(extract_command, [str(notes), "-o", course, "--json"]).output)
    assert first["new"] == sum(first["added"].values()) == second["kept"]
    assert second["added"] == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_draft_passes_the_gate(path: Path, tmp_path: Path) -> None:
    extract(path, tmp_path / "course")
    _, problems = check_course(tmp_path / "course")
    assert problems == ()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_draft_quotes_the_document_at_its_place_and_keeps_its_hedge(path: Path) -> None:
    document = read_document(path)
    for draft in drafts_of(document):
        note = draft.note
        for source in note.sources:
            there = document.text[source.start : source.end]
            assert re.sub(r"\W", "", source.quote) in re.sub(r"\W", "", there)
            assert source.digest == document.short_digest
        front = cloze.front(cloze.parse(note.cloze), 1) or note.question
        # A number is asked for behind "about": something that counts must stand in its gap.
        shown = to_plain(f"{front} {note.answer}" if not note.cloze else front.replace("[…]", "1"))
        if note.strength is not Strength.ASSERTED and not note.items:
            assert strength_of(shown) is not Strength.ASSERTED


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_no_two_drafts_share_an_id_or_a_front(path: Path) -> None:
    notes = [draft.note for draft in drafts_of(read_document(path))]
    fronts = [cloze.front(cloze.parse(note.cloze), 1) or note.question for note in notes]
    assert len(notes) > 5
    assert len({note.id for note in notes}) == len(notes) == len(set(fronts))


def test_drafts_are_the_same_under_any_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from msc_learn.extract.extract_document import extract\n"
        "for i, path in enumerate(sys.argv[2:]): extract(Path(path), Path(sys.argv[1]) / str(i))"
    )
    for seed in ("0", "1", "4242"):
        arguments = [sys.executable, "-c", program, str(tmp_path / seed), *map(str, DOCUMENTS)]
        subprocess.run(arguments, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    made = [
        {str(path.relative_to(tmp_path / seed)): without_id(path) for path in (tmp_path / seed).rglob("*.*")}
        for seed in ("0", "1", "4242")
    ]
    assert made[0] == made[1] == made[2]


@given(st.permutations(range(3)))
@settings(max_examples=6)
def test_ids_stay_when_sections_move(order: list[int]) -> None:
    parts = NOTES.split("\n## ")
    sections = [f"\n## {part}" for part in (*parts[1:], "Rupture\n\nBlunt trauma can tear the capsule.\n")]
    moved = parts[0] + "".join(sections[index] for index in order)
    before = {draft.note.id for draft in drafts_of(markdown.read(NOTES + NEW_SECTION, "a.md"))}
    assert {draft.note.id for draft in drafts_of(markdown.read(moved, "a.md"))} == before


def test_a_second_run_changes_nothing(notes: Path) -> None:
    course = notes.parent / "spleen"
    extract(notes, course)
    before = files_of(course)
    saved = extract(notes, course)
    assert (saved.total, files_of(course)) == (0, before)


def test_a_second_run_adds_what_is_new_and_keeps_every_word_of_a_person(notes: Path) -> None:
    course = notes.parent / "spleen"
    extract(notes, course)
    file = course / "removal.yaml"
    edited = "# mine\n" + file.read_text(encoding="utf-8").replace("status: draft", "status: rejected  # no")
    edited = edited.replace("{{c1::sepsis}}", "{{c1::overwhelming sepsis}}").rstrip("\n")
    file.write_text(edited, encoding="utf-8")
    notes.write_text(NOTES + NEW_SENTENCE + NEW_SECTION, encoding="utf-8")
    saved = extract(notes, course)
    assert dict(saved.added).keys() == {"removal", "rupture"}
    assert file.read_text(encoding="utf-8").startswith(edited + "\n\n")
    assert [topic.id for topic in load_course(course).topics][-1] == "rupture"
    assert (course / "document.md").read_text(encoding="utf-8").endswith(NEW_SECTION)
    assert extract(notes, course).total == 0


@pytest.mark.parametrize(
    ("topics", "after"),
    [
        (
            "topics: [introduction, structure, removal]  # order\n",
            "[introduction, structure, removal, rupture]  #",
        ),
        (
            "topics:\n- introduction\n- structure\n- removal # last\n# end\n",
            "- removal # last\n- rupture\n# end\n",
        ),
    ],
)
def test_new_topics_are_written_into_course_yaml_in_place(notes: Path, topics: str, after: str) -> None:
    course = notes.parent / "spleen"
    extract(notes, course)
    text = (course / "course.yaml").read_text(encoding="utf-8")
    (course / "course.yaml").write_text(text[: text.index("topics:")] + topics, encoding="utf-8")
    notes.write_text(NOTES + NEW_SECTION, encoding="utf-8")
    extract(notes, course)
    assert after in (course / "course.yaml").read_text(encoding="utf-8")
    assert check_course(course)[1] == ()


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ("topic: Removal\ncards: []\n", "topic: Removal\ncards:\n\n  # ---"),
        ("topic: Removal\ntags: [x]\ncards:\n- id: a\n  question: q\n  answer: b\n", "  answer: b\n\n# --- "),
        ("topic: R\r\ncards:\r\n  - id: a\r\n    question: q\r\n    answer: b", "answer: b\r\n\r\n  # ---"),
    ],
)
def test_drafts_are_added_in_the_manner_of_the_file(notes: Path, cards: str, expected: str) -> None:
    course = notes.parent / "spleen"
    extract(notes, course)
    (course / "removal.yaml").write_bytes(cards.encode())
    extract(notes, course)
    assert expected in (course / "removal.yaml").read_bytes().decode()
    load_course(course)


@pytest.mark.parametrize(
    "cards",
    [
        "topic: Removal\ncards: [{id: a, question: q, answer: b}]\n",
        "cards:\n  - id: a\n    question: q\n    answer: b\ntopic: Removal\n",
    ],
)
def test_a_file_that_cannot_be_added_to_is_left_alone(
    notes: Path, cards: str, capsys: pytest.CaptureFixture[str]
) -> None:
    course = notes.parent / "spleen"
    extract(notes, course)
    (course / "removal.yaml").write_text(cards, encoding="utf-8")
    before = files_of(course)
    assert "F214 new cards cannot be added" in failure(capsys, notes, "-o", course)
    assert files_of(course) == before


def test_a_course_with_problems_must_be_fixed_first(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = notes.parent / "spleen"
    extract(notes, course)
    (course / "removal.yaml").write_text("topic: R\ncards:\n  - id: a\n    anser: b\n", encoding="utf-8")
    assert "removal.yaml:4:5: F201" in failure(capsys, notes, "-o", course)


def test_a_card_file_is_added_to_as_well(notes: Path) -> None:
    file = notes.parent / "cards.yaml"
    extract(notes, file)
    before = file.read_text(encoding="utf-8")
    assert extract(notes, file).total == 0
    assert file.read_text(encoding="utf-8") == before
    notes.write_text(NOTES + NEW_SECTION, encoding="utf-8")
    assert extract(notes, file).total == 1
    after = file.read_text(encoding="utf-8")
    old, new = (markdown.read(text, "a.md").short_digest for text in (NOTES, NOTES + NEW_SECTION))
    assert after.startswith(before.replace(old, new))
    assert check_course(file)[1] == ()


def test_a_card_file_of_another_document_is_left_alone(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = notes.parent / "cards.yaml"
    extract(notes, file)
    before = file.read_bytes()
    other = notes.with_name("other.md")
    other.write_text(NOTES + NEW_SECTION, encoding="utf-8")
    assert "D110" in failure(capsys, other, "-o", file)
    assert file.read_bytes() == before


def test_cards_that_name_no_document_are_only_added_to(notes: Path) -> None:
    file = notes.parent / "cards.yaml"
    mine = "topic: T\ncards:\n  - id: a\n    question: q\n    answer: b\n    source: {quote: elsewhere}\n"
    file.write_text(mine, encoding="utf-8")
    saved = extract(notes, file)
    assert (saved.kept, saved.orphaned) == (1, 0)
    assert file.read_text(encoding="utf-8").startswith(mine)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.md", b"", "a.md: D104 is empty"),
        ("a.md", b" \n \n", "a.md: D104 is empty"),
        ("a.md", b"\x89PNG\r\n\x1a\n\x00\xff", "a.md: D105 is not a text file"),
        ("a.md", b"a\x00b", "a.md:1:2: D105"),
        ("a.md", "Un caf\xe9".encode("latin-1"), "a.md:1:7: D106 byte 0xE9 is not UTF-8"),
        ("a.odt", b"PK", "a.odt: D108 .odt files are not supported"),
        ("a.md", b"```\ncode\n```\n", "a.md: D109 no cards found"),
        ("a.txt", b"Hello there", "a.txt: D109 no cards found"),
    ],
)
def test_a_bad_document_is_one_clear_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    said = failure(capsys, tmp_path / name, "-o", tmp_path / "course")
    assert said.startswith(f"{tmp_path}/{message}")
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_missing_document_and_a_folder_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = tmp_path / "course"
    assert failure(capsys, tmp_path / "no.md", "-o", course) == f"{tmp_path}/no.md: D101 no such file\n"
    assert "D119 contains no document" in failure(capsys, tmp_path, "-o", course)


def test_a_document_in_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(NOTES.encode("utf-16"))
    assert extract(tmp_path / "a.md", tmp_path / "course").total > 4
    assert check_course(tmp_path / "course")[1] == ()


def test_a_folder_or_file_that_is_no_course_is_refused(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "X103 is not a course and not empty" in failure(capsys, notes, "-o", notes.parent)
    assert "X102 is a file" in failure(capsys, notes, "-o", notes)


def test_an_empty_folder_becomes_the_course(notes: Path) -> None:
    (notes.parent / "course").mkdir()
    assert extract(notes, notes.parent / "course").total > 4


def test_a_document_of_another_format_is_refused(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract(notes, notes.parent / "course")
    other = notes.with_suffix(".txt")
    other.write_text(NOTES, encoding="utf-8")
    said = failure(capsys, other, "-o", notes.parent / "course")
    assert "D110 the course quotes document.md; use a .md document" in said


# Were the work to grow with the square of a line's length, these would not come back.
@pytest.mark.parametrize(
    "line",
    ["word " * 1_000_000, "(" * 5_000_000, "a, b, " * 800_000, "A b c. " * 100_000],
    ids=["words", "brackets", "commas", "sentences"],
)
def test_a_line_of_five_megabytes_without_a_fact_makes_no_draft(line: str) -> None:
    assert drafts_of(plain_text.read(line, "a.txt")) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The allele HLA-A*02 and HLA-B*27 raise the risk of disease.",
        "A titre of 10^6 or ~5 % of C^3^ marks the carrier state.",
        "The tag {{c1::x}} is a placeholder of the template engine.",
        "The operator std::move is a cast of the standard library.",
        "The brace } is a mark of the end of a block.",
        "The path C:\\new is a folder of the old system.",
        "The antigen <CD34> is a marker of stem cells & more.",
    ],
)
def test_marks_in_a_document_stay_letters_on_a_card(sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Marks\n{sentence} The spleen filters old red cells.\n", encoding="utf-8")
    extract(path, tmp_path / "course")
    course, problems = check_course(tmp_path / "course")
    assert problems == ()
    for note in course.notes:
        shown = to_plain(cloze.plain(cloze.parse(note.cloze))) if note.cloze else to_plain(note.question)
        assert "spleen" in shown or sentence in shown or note.answer or note.items


SCRAPS = (
    "The |cell |may |bind |to |a, |b, |and |c. |It |(AB) |from |is |called |by |not |- |\n|\n\n|Q: |A: |? "
    "|T: |{{|}}|::|*|^|~|\\"
)


@given(st.lists(st.sampled_from(SCRAPS.split("|")), max_size=60))
def test_any_document_gives_drafts_that_quote_it(parts: list[str]) -> None:
    document = plain_text.read("".join(parts), "a.txt")
    drafts = drafts_of(document)
    assert drafts == drafts_of(document)
    for draft in drafts:
        assert draft.note.status is Status.DRAFT
        assert all(source.quote for source in draft.note.sources)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("How It Works", "how-it-works"),
        ("TNF-α & Crohn’s", "tnf-alpha-crohn-s"),
        ("Überblick über Zellen", "uberblick-uber-zellen"),
        ("…", ""),
        ("one two three four five six of the seven", "one-two-three-four-five"),
    ],
)
def test_a_slug_is_readable(words: str, name: str) -> None:
    assert slug(words) == name


def test_sections_become_topics_with_names_that_are_free() -> None:
    sections = "Salt raises the blood pressure.\n\n## Course\n\nIt damages small arteries.\n\n## course!\n\n"
    document = markdown.read(f"# T\n\n{sections}It thickens the left ventricle.\n", "a.md")
    assert sorted({draft.note.topic for draft in drafts_of(document)}) == [
        "course-topic", "course-topic-2", "introduction"
    ]  # fmt: skip


def test_references_and_sentences_about_the_text_make_no_cards() -> None:
    document = markdown.read(
        "# T\n\nThis article describes the spleen. See the next chapter for the liver.\n\n"
        "## References\n\n1. The spleen filters old red cells.\n",
        "a.md",
    )
    assert drafts_of(document) == ()


def test_a_line_that_leads_in_and_leans_on_another_brings_its_place() -> None:
    document = markdown.read(
        "# Shock\n\nShock is low blood flow. It is known by two signs which last for long:\n\n"
        "- vasopressors keep the pressure at 65 mmHg\n- lactate rises above 2 mmol/L\n",
        "a.md",
    )
    notes = [draft.note for draft in drafts_of(document)]
    fronts = [note.cloze or note.question for note in notes if "two signs" in note.cloze + note.question]
    assert len(fronts) > 1 or notes[-1].items
    assert all(front.startswith("[Shock] It is known by two signs") for front in fronts)
