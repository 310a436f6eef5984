"""What a training manager sees: the report in every format, what it may not show, and its page."""

import csv
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner, Result
from inline_snapshot import snapshot
from playwright.sync_api import Browser

import examined
from conftest import WriteCourse, lines_with, paragraphs_with
from look.reviewer import chromium
from msc_learn.cli import clock, report
from msc_learn.cli.main import cli
from msc_learn.course.fields import FieldSpec
from msc_learn.course.load import load_course
from msc_learn.exams.attempt import Attempt, Item
from msc_learn.history.store import History
from msc_learn.memory.review import Mode, Rating, Review, Verdict
from msc_learn.reports import sheets
from msc_learn.study.claim_digest import version_of
from msc_learn.study.queue import cards_in
from msc_learn.training.competence_file import COMPETENCE_KEYS, read_needs
from msc_learn.training.people import load_people
from trained import COMPETENCES, PEOPLE, item, sat, write_needs

MANUAL = Path(__file__).parents[1] / "docs" / "report.md"
NOW = datetime(2027, 2, 10, 12, tzinfo=UTC)
FORMATS = ("table", "json", "csv", "xlsx", "html")
# A name that would be a formula, markup of a page, markup of the terminal, and a path out of a string.
NASTY = """=HYPERLINK("http://x","y")<script>alert(1)</script>[red]&amp;"""
MARKED = "vasculogenic mimicry"
CARDS_MET = ("vegf-name#1", "exosome-cargo#1", "exosome-cargo#2", "exosome-cargo-list#1", "pain-choice#1")


def items_of(folder: Path) -> list[Item]:
    """Return the cards of a course as the questions of an exam, in the version they have today."""
    return [
        Item(card.id, version_of(card), card.note.topic, Mode.TYPE, card.note.question or "…", ("right",))
        for card in cards_in(load_course(folder).topics)
    ]


def attempts_of(folder: Path) -> list[Attempt]:
    """Return attempts by which somebody stands at each level on the tenth of February 2027."""
    items = items_of(folder)
    right, wrong = (1.0,) * len(items), (0.0,) * len(items)
    old = [replace(items[0], version="earlier"), *items[1:]]
    return [
        sat("anna", right, items=items),
        sat("anna", right, items=old, form="safety", days=200),
        sat("ben", wrong, items=items, days=-340),
        sat("ben", right, items=items, days=-330),
        sat("ben", right, items=items, days=-400, form="safety"),
        sat("zoe", right, items=items),
    ]


def crowd(learners: int = 40) -> list[Attempt]:
    """Return attempts of many learners at questions with options, one of which is turned about."""
    options = ("right & <b>true</b>", "wrong", "worse", "=1+1")
    items = [item(number, options=options if number else ()) for number in range(6)]
    found = []
    for place in range(learners):
        scores = [float(place > learners * number / 7) for number in range(5)]
        scores.append(float(place < learners / 2))
        found.append(sat(f"crowd{place}", scores, items=items, days=place / 100))
    return found


Run = Callable[..., Result]


@pytest.fixture
def folder(write_course: WriteCourse) -> Path:
    folder = write_course()
    write_needs(folder)
    (folder.parent / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return folder


@pytest.fixture
def run(folder: Path, runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs the command on a course, with the history beside it and attempts at its exams."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "zone", lambda: "UTC")

    def go(
        *words: str, attempts: Sequence[Attempt] | None = None, people: bool = True, columns: int = 80
    ) -> Result:
        found = attempts_of(folder) if attempts is None else attempts
        monkeypatch.setattr(report, "attempts_in", lambda *_: tuple(found))
        monkeypatch.setenv("COLUMNS", str(columns))
        named = ["--people", str(folder.parent / "people.yaml")] if people else []
        database = str(folder.parent / "history.db")
        return runner.invoke(cli, ["report", str(folder), "--db", database, *named, *words])

    return go


def study(folder: Path, learner: str = "anna", cards: Sequence[str] = CARDS_MET, **how: object) -> None:
    """Answer cards, the first five days before now, each other one a day earlier."""
    with History.open(folder.parent / "history.db") as history:
        for number, card in enumerate(cards):
            at = NOW - timedelta(days=5 + number)
            review = Review(f"{learner}{number}", learner, "stromal", card, Rating.GOOD, at)
            history.append(replace(review, **how))  # type: ignore[arg-type]


def recall_in(run: Run) -> tuple[str, str]:
    """Return the share and the interval of recall that JSON tells of the first person, as words tell them."""
    row = json.loads(run("--format", "json").output)["standings"][0]
    share, low, high = (round(100 * row[key]) for key in ("recall", "recall_low", "recall_high"))
    return f"{share}\u00a0%", f"{low}–{high}\u00a0%"


def written(run: Run, folder: Path, name: str, *words: str, **how: object) -> bytes:
    """Return a report in a format; of a workbook, all its parts."""
    if name == "table":
        return b"".join(run(*words, columns=columns, **how).output.encode() for columns in (80, 40))
    file = folder.parent / f"report.{name}"
    result = run("--format", name, "-o", str(file), *words, **how)
    assert result.exit_code == 0, result.output
    if name != "xlsx":
        return file.read_bytes()
    with zipfile.ZipFile(file) as book:
        return b"".join(book.read(part) for part in book.namelist())


def test_a_table_tells_in_words_who_stands_where(run: Run, folder: Path) -> None:
    study(folder)
    output = run().output
    lines = [re.split(r"\s{2,}", line.strip()) for line in output.splitlines()]
    span = recall_in(run)[1].replace("\u00a0", " ")
    basics = [line for line in lines if line[0] == "Stromal cells, basics"]
    assert basics == [
        ["Stromal cells, basics", "due soon", "2027-03-02", "100 %", span, "5/5"],
        ["Stromal cells, basics", "expired", "2026-04-06", "100 %", "–", "0/5"],
    ]
    assert ["Safety", "never passed", "–", "–", "–", "0/5"] in lines
    keys = ("(anna), Safety:", "Stromal cells, basics:", "2 March 2027", ": 1 learner")
    assert [lines_with(output, key) for key in keys] == snapshot(
        [
            ["  Anna Berg (anna), Safety: 1 fact changed since the pass"],
            ["  Stromal cells, basics: 1 due soon, 1 expired"],
            ["  Anna Berg (anna): renew, by 2 March 2027 (Stromal cells, basics)"],
            ["Not on the list of people: 1 learner with an exam."],
        ]
    )


def test_who_must_do_what_is_told_the_most_urgent_first(run: Run) -> None:
    found = json.loads(run("--format", "json").output)["to_do"]
    told = [(row["learner"], row["competences"], row["task"], row["by"]) for row in found]
    assert told == [
        ("ben", "Stromal cells, basics", "sit-again", None),
        ("ben", "Safety", "sit-again", None),
        ("anna", "Stromal cells, basics", "renew", "2027-03-02"),
        ("cleo", "Safety", "sit", None),
        ("anna", "Safety", "read-changes", None),
    ]
    assert [row["facts_changed"] for row in found] == [0, 0, 0, 0, 1]


def test_one_exam_is_sat_once_for_all_it_proves(run: Run, folder: Path) -> None:
    write_needs(folder, COMPETENCES.replace("form: safety", "form: induction\n    due-soon-days: 40"))
    found = json.loads(run("--format", "json", "--as-of", "2027-02-01").output)["to_do"]
    told = [(row["learner"], row["competences"], row["task"], row["by"]) for row in found]
    assert told == [
        ("ben", "Stromal cells, basics; Safety", "sit-again", None),
        ("anna", "Stromal cells, basics; Safety", "renew", "2027-03-02"),
        ("cleo", "Safety", "sit", None),
    ]


def test_a_failed_attempt_is_told_beside_the_table(run: Run, folder: Path) -> None:
    wrong = [sat("cleo", (0.0, 0.0, 1.0), form="safety"), sat("cleo", (0.0, 0.0), form="safety", days=9)]
    for columns in (80, 40):
        told = " ".join(run(attempts=wrong, columns=columns).output.split())
        assert re.findall(r"2 attempts, .*?1 \w+", told) == snapshot(["2 attempts, none passed, 1 left"])


def test_totals_count_a_person_with_two_roles_once(run: Run) -> None:
    found = json.loads(run("--format", "json").output)["totals"]
    assert [list(row.values()) for row in found] == [
        ["Stromal cells, basics", 2, 0, 1, 0, 1, 0],
        ["Safety", 3, 1, 0, 0, 1, 1],
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--role", "front-desk"], {("ben", "Safety"), ("cleo", "Safety")}),
        (["--competence", "basics"], {("anna", "Stromal cells, basics"), ("ben", "Stromal cells, basics")}),
        (["--role", "front-desk", "--competence", "basics"], set()),
    ],
)
def test_a_report_can_be_of_one_role_or_competence(
    run: Run, words: list[str], expected: set[tuple[str, str]]
) -> None:
    found = json.loads(run("--format", "json", *words).output)["standings"]
    assert {(row["learner"], row["competence"]) for row in found} == expected


def test_without_people_all_who_sat_an_exam_are_told_by_their_pseudonyms(run: Run) -> None:
    found = json.loads(run("--format", "json", people=False).output)
    assert {row["learner"] for row in found["standings"]} == {"anna", "ben", "zoe"}
    assert {(row["role"], row["name"]) for row in found["standings"]} == {("", "")}
    assert run(people=False).output.splitlines()[2] == snapshot("Everyone who took an exam")


@pytest.mark.parametrize("name", FORMATS)
def test_a_group_that_has_sat_nothing_has_a_report_too(run: Run, folder: Path, name: str) -> None:
    assert written(run, folder, name, attempts=[])
    assert written(run, folder, name, attempts=[], people=False)
    assert "--people" in run(attempts=[], people=False).output


@pytest.mark.parametrize("name", ["table", "html"])
def test_people_without_a_role_of_the_report_are_told_as_such(run: Run, folder: Path, name: str) -> None:
    (folder.parent / "people.yaml").write_text("people: {ben: {roles: [nurse]}}\n", encoding="utf-8")
    said = written(run, folder, name, "--role", "front-desk").decode()
    assert "None of the people listed" in " ".join(said.split())
    assert "--people FILE" not in said


@pytest.mark.parametrize(
    ("day", "level", "recall"),
    [
        ("2026-03-01", "never", None),
        ("2026-03-02", "current", None),
        ("2027-02-10", "due-soon", 0.81),
        ("2027-03-10", "overdue", 0.65),
        ("2027-04-01", "expired", 0.6),
    ],
)
def test_a_report_can_be_of_another_day(
    run: Run, folder: Path, day: str, level: str, recall: float | None
) -> None:
    study(folder)
    found = json.loads(run("--format", "json", "--as-of", day).output)
    [row] = [one for one in found["standings"] if (one["learner"], one["role"]) == ("anna", "Nurse")][:1]
    assert (found["day"], row["standing"]) == (day, level)
    # What was remembered on a day that is past is not told, for later answers have changed it.
    assert (row["recall"] is None) == (recall is None)
    assert row["recall"] == pytest.approx(recall, abs=0.05) if recall else row["cards_met"] is None


@pytest.mark.parametrize("columns", [80, 60, 40, 20])
def test_a_report_fits_its_terminal(run: Run, folder: Path, columns: int) -> None:
    study(folder)
    for words in ([], ["--items", "induction"]):
        output = run(*words, columns=columns, attempts=[*attempts_of(folder), *crowd()]).output
        assert max(map(len, output.splitlines())) <= columns
    assert "\x1b" not in output


def test_a_narrow_terminal_tells_the_same_in_paragraphs(run: Run, folder: Path) -> None:
    study(folder)
    lines = run(columns=40).output.splitlines()
    recall = " ".join(recall_in(run)[0].split())
    assert f" {recall} " in " ".join(" ".join(lines[3:8]).split())
    assert lines[3:8] == snapshot(
        [
            "  Anna Berg (anna)",
            "    Stromal cells, basics: due soon",
            "      valid until 2 March 2027, score",
            "      100 %, recall 81 % (47–100 %), 5",
            "      of 5 cards seen",
        ]
    )
    never = lines.index("  Cleo (cleo)")
    assert lines[never : never + 4] == snapshot(
        [
            "  Cleo (cleo)",
            "    Safety: never passed",
            "      no attempt, recall not shown, 0 of",
            "      5 cards seen",
        ]
    )


def test_csv_and_workbook_hold_what_json_holds(run: Run, folder: Path) -> None:
    study(folder)
    rows = json.loads(written(run, folder, "json"))["standings"]
    text = written(run, folder, "csv").decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert len(table) == len(rows) + 1
    for line, row in zip(table[1:], rows, strict=True):
        assert line == ["" if value is None else str(value) for value in row.values()]
    written(run, folder, "xlsx")
    book = openpyxl.load_workbook(folder.parent / "report.xlsx")
    assert book.sheetnames == ["Standings", "To do", "Totals", "Items", "Options", "Exams"]
    page = book["Standings"]
    assert [cell.value for cell in page[1]] == table[0]
    for cells, row in zip(page.iter_rows(min_row=2), rows, strict=True):
        assert [plain(cell.value) for cell in cells] == [plain(value) for value in row.values()]


def plain(value: object) -> object:
    """Return a value as JSON has it; an empty cell is no value."""
    return value.date().isoformat() if isinstance(value, datetime) else None if value == "" else value


def test_a_spreadsheet_knows_the_letters_of_a_csv_file(run: Run, folder: Path) -> None:
    named(folder, "Zoë Müller")
    file = written(run, folder, "csv")
    assert file.startswith(b"\xef\xbb\xbfRole,")
    assert "Zoë Müller" in file.decode()
    assert run("--format", "csv").output.startswith("Role,")


def test_a_workbook_has_real_days_and_shares_and_a_head_that_stays(run: Run, folder: Path) -> None:
    study(folder)
    written(run, folder, "xlsx")
    book = openpyxl.load_workbook(folder.parent / "report.xlsx")
    page = book["Standings"]
    heads = {cell.value: cell.column for cell in page[1]}
    until, score = page.cell(2, heads["Valid until"]), page.cell(2, heads["Score"])
    assert (until.is_date, until.value, until.number_format) == (True, datetime(2027, 3, 2), "yyyy-mm-dd")
    assert (score.data_type, score.value, score.number_format) == ("n", 1, "0%")
    for one in book:
        assert one.freeze_panes == "A2"
        assert all(dimension.width > 6 for dimension in one.column_dimensions.values())


def named(folder: Path, name: str) -> None:
    """Give a person a name, and a competence and a role that name for their titles."""
    text = PEOPLE.replace("Anna Berg", json.dumps(name))
    (folder.parent / "people.yaml").write_text(text, encoding="utf-8")
    titled = COMPETENCES.replace("Stromal cells, basics", json.dumps(name))
    write_needs(folder, titled.replace("title: Nurse", f"title: {json.dumps(name)}"))


def test_a_name_that_is_markup_or_a_formula_is_shown_as_it_is(run: Run, folder: Path) -> None:
    named(folder, NASTY)
    attempts = [*attempts_of(folder), *crowd()]
    page = written(run, folder, "html", attempts=attempts).decode()
    assert "<script" not in page
    assert unescape(re.sub(r"<[^>]*>", "", page)).count(NASTY) >= 4
    assert NASTY in run(attempts=attempts, columns=80).output.replace("\n", "")
    table = list(csv.reader(io.StringIO(written(run, folder, "csv", attempts=attempts).decode(), newline="")))
    assert table[1][:4] == [f"'{NASTY}", f"'{NASTY}", "anna", f"'{NASTY}"]
    book = written(run, folder, "xlsx", attempts=attempts)
    assert b"<f>" not in book
    assert b"<hyperlink" not in book
    cell = openpyxl.load_workbook(folder.parent / "report.xlsx")["Standings"]["B2"]
    assert (cell.data_type, cell.value) == ("s", NASTY)


def test_a_learner_whose_name_no_people_file_would_take_is_shown_as_it_is(run: Run, folder: Path) -> None:
    # A history that somebody wrote by hand may name a learner in any way.
    attempts = [sat(NASTY, (1.0,))]
    page = written(run, folder, "html", attempts=attempts, people=False).decode()
    assert "<script" not in page
    assert NASTY in unescape(re.sub(r"<[^>]*>", "", page))
    assert f"'{NASTY[:10]}" in written(run, folder, "csv", attempts=attempts, people=False).decode()


@pytest.mark.parametrize("columns", [80, 40])
def test_a_name_of_two_lines_takes_one(run: Run, folder: Path, columns: int) -> None:
    named(folder, "Anna\nBerg")
    output = run(columns=columns).output
    assert output.count("Anna␊Berg") >= 4
    assert "Anna\n" not in output


STEERING = "a\x1b[31mb\x9b31m\u202ec\x7f"


@pytest.mark.parametrize("name", ["json", "csv", "html"])
@pytest.mark.parametrize("words", [(), ("--items", "induction")], ids=["people", "items"])
def test_no_format_on_the_screen_is_obeyed_by_a_terminal(
    run: Run, name: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    odd = replace(item(0), question=STEERING, card=STEERING)
    attempts = [sat(f"l{place}", (1.0,), items=[odd]) for place in range(5)]
    attempts.append(sat(STEERING, (1.0,), items=[odd]))
    output = run("--format", name, *words, attempts=attempts, people=False).output
    assert "a" in output
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", output)


def test_json_of_any_letters_is_read_back(run: Run) -> None:
    attempts = [sat(STEERING, (1.0,))]
    output = run("--format", "json", attempts=attempts, people=False).output
    assert json.loads(output)["standings"][0]["learner"] == STEERING
    assert output.replace("\n", "").isprintable()


def test_recall_is_of_the_topics_that_a_competence_names(run: Run, folder: Path) -> None:
    course = (folder / "course.yaml").read_text(encoding="utf-8")
    (folder / "course.yaml").write_text(course.replace("[growth-factors]", "[growth-factors, other]"))
    (folder / "other.yaml").write_text(
        "topic: Other\ncards:\n  - {id: more, question: What more?, answer: none, source: {quote: MSCs}}\n"
    )
    write_needs(folder, COMPETENCES.replace("topics: [growth-factors]", "topics: [other]"))
    found = json.loads(run("--format", "json").output)["standings"]
    # What names no topics rests on those of its exam.
    assert {(row["competence"], row["cards"]) for row in found} == {
        ("Stromal cells, basics", 5),
        ("Safety", 1),
    }


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", " =", "\t", "＝", "＋", "－", "＠"])
def test_a_text_of_a_csv_file_never_begins_as_a_formula(begin: str) -> None:
    sheet = sheets.Sheet(
        "a", "A", (sheets.Column("a", "A"), sheets.Column("b", "B", "decimal")), ((f"{begin}1", -1.5),)
    )
    assert list(csv.reader(io.StringIO(sheets.as_csv(sheet), newline="")))[1] == [f"'{begin}1", "-1.5"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_practice_answer_rating_or_time_is_told(run: Run, folder: Path, name: str) -> None:
    at = datetime(2027, 1, 19, 13, 37, 41, tzinfo=UTC)
    study(folder, at=at, answer=MARKED, verdict=Verdict.WRONG, mode=Mode.TYPE, elapsed=123457)
    found = written(run, folder, name).decode(errors="replace")
    assert "anna" in found
    times = ("123457", "123.4", "13:37", "2027-01-19", "19 January", "19 Jan")
    marks = (MARKED, *times, "again", "good", "wrong")
    shown = re.sub(r"(sit|take)(-|\s+the\s+exam\s+)again", "", found, flags=re.IGNORECASE)
    assert [mark for mark in marks if mark in shown] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_the_same_whatever_was_answered_and_whichever_card_it_was(
    run: Run, folder: Path, name: str
) -> None:
    reports = []
    for failed, answer, hour in ((0, "", 9), (3, MARKED, 15)):
        (folder.parent / "history.db").unlink(missing_ok=True)
        for number, card in enumerate(CARDS_MET):
            rating = Rating.AGAIN if number == failed else Rating.GOOD
            at = datetime(2027, 2, 3, hour, number, tzinfo=UTC)
            study(folder, cards=[card], id=f"r{number}", rating=rating, at=at, answer=answer, elapsed=hour)
        reports.append(written(run, folder, name))
    assert reports[0] == reports[1]


@pytest.mark.parametrize(("met", "told"), [(4, False), (5, True)])
@pytest.mark.parametrize("name", FORMATS)
def test_recall_of_few_cards_is_told_nowhere(run: Run, folder: Path, name: str, met: int, told: bool) -> None:
    study(folder, cards=CARDS_MET[:met])
    row = json.loads(run("--format", "json").output)["standings"][0]
    assert (row["cards_met"], row["recall"] is not None) == (met, told)
    assert recall_is_shown(written(run, folder, name), folder, name) == told


def recall_is_shown(report: bytes, folder: Path, name: str) -> bool:
    """Return whether any recall is told in a report."""
    if name in ("table", "html"):
        return re.search(r"\d+–\d+\s%", report.decode()) is not None
    if name == "json":
        return any(row["recall"] is not None for row in json.loads(report)["standings"])
    if name == "csv":
        return any(row["To"] for row in csv.DictReader(io.StringIO(report.decode(), newline="")))
    page = openpyxl.load_workbook(folder.parent / "report.xlsx")["Standings"]
    [column] = [cell.column for cell in page[1] if cell.value == "Predicted recall"]
    return any(row[column - 1] is not None for row in page.iter_rows(min_row=2, values_only=True))


def test_the_questions_of_an_exam_are_told_without_a_name(run: Run) -> None:
    for name in ("table", "json", "csv", "html"):
        words = ["--items", "induction"] + (["--format", name] if name != "table" else [])
        result = run(*words, attempts=crowd(), people=False)
        assert result.exit_code == 0, result.output
        assert "crowd" not in result.output
    found = json.loads(run("--items", "induction", "--format", "json", attempts=crowd()).output)
    assert [row["verdict"] for row in found["items"]] == [
        "too-easy",
        "",
        "",
        "",
        "",
        "discriminates-little, distractor-beats-key",
    ]
    assert found["exams"][0]["coefficient"] == "KR-20"
    assert len(found["options"]) == 20


def test_few_learners_get_figures_and_no_verdict(run: Run) -> None:
    output = run("--items", "induction", attempts=crowd(10)).output
    assert paragraphs_with(output, "(KR-20)") == snapshot(
        [
            "Induction induction 10 learners with 6 questions. Mean score 63 %, standard",
            "deviation 23 points, reliability 0.38 (KR-20), standard error of a score 18",
            "points; too few learners for a verdict.",
        ]
    )
    assert "facility" in output
    few = run("--items", "induction", attempts=crowd(4)).output
    assert paragraphs_with(few, " 6 questions") == snapshot(
        [
            "Induction induction 4 learners with 6 questions. Too few learners for figures.",
            "No figures for 6 questions: fewer than 5 learners had each.",
        ]
    )
    assert "facility" not in few.split("Only the first")[0]


@pytest.mark.parametrize(
    ("words", "people", "code", "said"),
    [
        (["--role", "nurse"], False, 2, "--role needs --people"),
        (["--role", "nurs"], True, 2, "unknown id 'nurs': use one of nurse, front-desk"),
        (["--competence", "ethics"], True, 2, "unknown id 'ethics': use one of basics, safety"),
        (["--items", "inducton"], True, 2, "exams with finished attempts: induction, safety"),
        (["--format", "xlsx"], True, 2, "name a file with -o"),
        (["-o", "report.txt"], True, 2, "with -o, name a --format"),
        (["--as-of", "tomorrow"], True, 2, "invalid day 'tomorrow': write it like 2027-03-01"),
        (["--as-of", "2027-02-29"], True, 2, "invalid day '2027-02-29'"),
        (["--as-of", "9999-12-31"], True, 2, "the latest possible day is 9999-12-30"),
        (["--people", "none.yaml"], False, 2, "none.yaml"),
    ],
)
def test_what_cannot_be_done_is_told(run: Run, words: list[str], people: bool, code: int, said: str) -> None:
    result = run(*words, people=people)
    assert (result.exit_code, said in " ".join(result.output.split())) == (code, True), result.output


def test_a_workbook_needs_its_library(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "is_installed", lambda: False)
    result = run("--format", "xlsx", "-o", str(folder.parent / "report.xlsx"))
    assert (result.exit_code, "pip install 'msc-learn[report]'" in result.output) == (1, True)


def test_a_mistake_in_a_file_is_told_with_its_place(run: Run, folder: Path) -> None:
    file = write_needs(folder, COMPETENCES.replace("form: safety", "form: sefety"))
    result = run()
    assert result.exception is not None
    assert str(result.exception).startswith(f"{file}:9:11: T201 unknown exam 'sefety'")


def test_a_file_of_names_is_its_owner_s_alone(run: Run, folder: Path) -> None:
    file = folder.parent / "new" / "report.csv"
    result = run("--format", "csv", "-o", str(file))
    assert result.output == f"{file}: written\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_page_asks_for_nothing(run: Run, folder: Path) -> None:
    page = written(run, folder, "html").decode()
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href|style)=|url\(|@import|\son\w+=\"", page)


def test_the_page_tells_what_the_table_tells(run: Run, folder: Path) -> None:
    study(folder)
    page = written(run, folder, "html", attempts=[*attempts_of(folder), *crowd()]).decode()
    told = " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
    recall = " ".join("{} ({})".format(*recall_in(run)).split())
    for said in (
        f"◐ due soon valid until 2 March 2027 score 100 %, 1 attempt recall {recall}, 5 of 5 cards seen",
        "✕ expired valid until 6 April 2026 score 100 %, 2 attempts recall not shown, 0 of 5 cards seen",
        "○ never passed no attempt",
        "1 fact changed since the pass",
        "Renew Stromal cells, basics 2 March 2027",
        "low discrimination; a wrong option beats the right one",
    ):
        assert said in told, said


def test_attempts_come_from_the_history(
    write_course: WriteCourse, runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 2, 10, 12, tzinfo=UTC))
    folder = write_course()
    examined.write_form(folder)
    competence = "competences:\n  - {id: basics, title: Basics, form: induction, due-soon-days: 10}\n"
    (folder / "competences.yaml").write_text(competence, encoding="utf-8")
    database = folder.parent / "history.db"
    with History.open(database) as history:
        for place in range(6):
            right = examined.right_answer if place else lambda _: MARKED
            examined.sat(history, folder, right, learner=f"l{place}", minutes=60 * place)
    words = ["report", str(folder), "--db", str(database), "--format", "json"]
    found = json.loads(runner.invoke(cli, words).output)
    told = [
        (row["learner"], row["standing"], row["valid_until"], row["attempts_left"])
        for row in found["standings"]
    ]
    assert told == [
        ("l0", "never", None, 1),
        *((f"l{place}", "current", "2027-03-02", 2) for place in range(1, 6)),
    ]
    assert found["exams"][0]["learners"] == 6
    # What was typed in an exam is no part of a report either.
    for name in ("json", "html", "table"):
        assert MARKED not in runner.invoke(cli, [*words[:-1], name]).output


@pytest.mark.parametrize(
    ("day", "left", "learners", "mean"),
    [("2026-03-02", 1, None, None), ("2026-03-03", 2, 5, 1.0), ("2026-03-04", 2, 5, 1.0)],
)
def test_an_attempt_through_the_end_of_a_day_counts_as_it_stood_then(
    write_course: WriteCourse,
    runner: CliRunner,
    monkeypatch: pytest.MonkeyPatch,
    day: str,
    left: int,
    learners: int | None,
    mean: float | None,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 10, 12, tzinfo=UTC))
    monkeypatch.setattr(clock, "zone", lambda: "UTC")
    folder = write_course()
    examined.write_form(folder)
    competence = "competences:\n  - {id: basics, title: Basics, form: induction}\n"
    (folder / "competences.yaml").write_text(competence, encoding="utf-8")
    database = folder.parent / "history.db"
    with History.open(database) as history:
        for place in range(5):
            # Begun eight minutes before four at night, where days end, and handed in after it.
            late = 60 * 19 - 8 + place / 10
            examined.sat(history, folder, examined.right_answer, learner=f"l{place}", minutes=late)
    words = ["report", str(folder), "--db", str(database), "--format", "json", "--as-of", day]
    found = json.loads(runner.invoke(cli, words).output)
    assert {row["attempts_left"] for row in found["standings"]} == {left}
    assert [(row["learners"], row["mean"]) for row in found["exams"]] == (
        [(learners, mean)] if learners else []
    )


@pytest.mark.parametrize("keys", [COMPETENCE_KEYS], ids=["competences"])
def test_the_manual_has_the_keys_of_the_reader(keys: Sequence[FieldSpec]) -> None:
    rows = [f"| `{key.name}` | {'yes' if key.required else 'no'} | {key.about} |" for key in keys]
    table = "\n".join(["| Key | Needed | Means |", "| --- | --- | --- |", *rows])
    assert table in MANUAL.read_text(encoding="utf-8"), f"\n{table}"


def test_the_examples_of_the_manual_are_right(write_course: WriteCourse, tmp_path: Path) -> None:
    needs, people = re.findall(r"```yaml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    found, problems = read_needs(
        needs, tmp_path / "competences.yaml", ["safety", "candidates"], ["induction"]
    )
    assert (len(found.competences), problems) == (1, ())
    (tmp_path / "people.yaml").write_text(people, encoding="utf-8")
    assert [person.learner for person in load_people(tmp_path / "people.yaml", ["nurse", "front-desk"])] == [
        "anna",
        "b-17",
    ]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize(
    ("width", "scheme", "opened"),
    [
        (1200, "light", False),
        (1200, "dark", True),
        (390, "light", True),
        (390, "dark", False),
        (320, "light", True),
    ],
)
def test_everybody_can_read_the_page(
    browser: Browser, run: Run, folder: Path, width: int, scheme: str, opened: bool
) -> None:
    study(folder)
    page = written(run, folder, "html", attempts=[*attempts_of(folder), *crowd()]).decode()
    file = folder.parent / "shown.html"
    shown = page.replace('<details class="item">', '<details class="item" open>') if opened else page
    file.write_text(shown, encoding="utf-8")
    dark: bool = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    tab = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(file.as_uri())
    assert (asked, said) == ([file.as_uri()], [])
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", ground))) < 200) == dark
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    context.close()
