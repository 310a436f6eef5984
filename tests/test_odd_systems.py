"""Odd terminals, zones, names and damaged files: one line or the right output, never a traceback."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LONG = "n" * 300
COURSE = "id: d-7k2m9qxd\ntitle: Тест é\ntopics: [t]\n"
CARDS = (
    "topic: Тема\ncards:\n  - id: a\n    question: Вопрос → 😀?\n    answer: é да\n"
    "  - id: b\n    question: Second?\n    answer: β\n"
)
Result = subprocess.CompletedProcess[bytes]


def wide(value: str) -> Any:
    """Return a row that is left to `make wide`: each starts a program or several."""
    return pytest.param(value, marks=pytest.mark.wide)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    course = tmp_path / "d"
    course.mkdir()
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    (course / "t.yaml").write_text(CARDS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, typed: str = "", **environment: str) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "msc_learn", *arguments],
        cwd=folder,
        input=typed.encode(environment.get("PYTHONIOENCODING", "utf-8"), "replace"),
        capture_output=True,
        check=False,
        env={**os.environ, "MSC_LEARN_DB": str(folder / "history.db"), **environment},
    )


def one_line_of(result: Result) -> str:
    """Return the one line that a command prints when it fails."""
    assert result.returncode == 1, result
    [line] = result.stderr.decode().splitlines()
    return line


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", *map(wide, ["latin-1", "koi8-r"])])
@pytest.mark.parametrize(
    "words",
    [
        "quiz d --cram --json",
        "check bad.yaml --format json",
        "due d --json",
        "stats d --json",
        "schema",
        "build d -o deck.apkg --json",
    ],
)
def test_json_is_whole_in_any_encoding(folder: Path, encoding: str, words: str) -> None:
    (folder / "bad.yaml").write_text("topic: T\ncards:\n  - id: Ж\n    question: q\n", encoding="utf-8")
    typed = "\nтест\n3\nq\n"
    run(folder, "build", "d", "-o", "deck.apkg")

    def values(encoding: str) -> object:
        result = run(folder, *words.split(), typed=typed, PYTHONIOENCODING=encoding)
        assert b"Traceback" not in result.stderr
        text = result.stdout.decode(encoding if encoding != "ascii" else "utf-8")
        return list(map(json.loads, text.splitlines())) if words.startswith("quiz") else json.loads(text)

    if words.startswith("quiz"):
        [asked] = [line for line in values(encoding) if line["event"] == "question"][:1]  # type: ignore[attr-defined]
        assert asked["question"] == "Вопрос → 😀?"
    else:
        assert values(encoding) == values("utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", *map(wide, ["ascii", "latin-1", "utf-8"])])
@pytest.mark.parametrize(
    "words",
    [
        "quiz d --cram --plain",
        "check bad.yaml",
        "due d",
        "stats d",
        "check Нет",
        "build d -o deck.apkg",
        "--help",
    ],
)
def test_a_character_that_an_encoding_lacks_is_no_traceback(folder: Path, encoding: str, words: str) -> None:
    (folder / "bad.yaml").write_text("topic: T\ncards:\n  - id: Ж\n    question: q\n", encoding="utf-8")
    result = run(folder, *words.split(), typed="\n3\n\n3\nq\n", PYTHONIOENCODING=encoding)
    assert b"Traceback" not in result.stderr.replace(b"\0", b"")
    assert result.returncode == (1 if words in ("check bad.yaml", "check Нет") else 0)


@pytest.mark.parametrize(
    "words",
    [
        f"check {LONG}",
        f"build x/{LONG}.yaml",
        f"build d -o {LONG}",
        f"stats d --html {LONG}",
        f"extract {LONG}.md -o out",
        f"extract notes.md -o {LONG}",
        f"progress export -o {LONG}",
        f"report {LONG}",
        f"new {LONG}",
        f"diff {LONG} {LONG}",
        f"due d --db {LONG}",
    ],
    ids=lambda words: words.replace(LONG, "NAME"),
)
def test_a_name_of_three_hundred_letters_is_one_line(folder: Path, words: str) -> None:
    notes = "# T\n\nInsulin is a hormone of the pancreas that lowers blood sugar.\n"
    (folder / "notes.md").write_text(notes, encoding="utf-8")
    before = [*folder.rglob("*")]
    line = one_line_of(run(folder, *words.split()))
    assert LONG in line
    assert "too long" in line or "no such" in line
    # A build writes the lock before the deck.
    made = {path for path in folder.rglob("*") if not path.name.startswith("history.db")}
    assert made - {*before} <= {folder / "d" / "release.lock"}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("d/t.yaml", f"{CARDS}    media: {{file: {LONG}.svg, alt: x}}\n"),
        ("d/course.yaml", f"{COURSE}document: {LONG}.md\n"),
    ],
    ids=["picture", "document"],
)  # fmt: skip
def test_a_name_of_three_hundred_letters_in_a_file_is_reported(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    result = run(folder, "check", "d")
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert LONG.encode() in result.stdout + result.stderr


@pytest.mark.parametrize("zone", ["UTC-24", "XYZ+30", "A", "", ":", "/etc/passwd", "UTC-24:59:59"])
def test_any_time_zone_is_taken(folder: Path, zone: str) -> None:
    for words in ("quiz d --plain", "due d", "stats d"):
        result = run(folder, *words.split(), typed="\n3\nq\n", TZ=zone)
        assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize(
    "text",
    ['{"schema": ' + "1" * 5000 + "}", "[" * 100_000, '{"schema": 1e999}', '{"schema": NaN}', "null", '"'],
    ids=["digits", "brackets", "infinite", "not a number", "null", "quote"],
)
def test_a_damaged_lock_is_one_line(folder: Path, text: str) -> None:
    (folder / "d" / "release.lock").write_text(text, encoding="utf-8")
    assert "release.lock:1" in one_line_of(run(folder, "build", "d", "-o", "deck.apkg")).replace("\\", "/")
    assert (folder / "d" / "release.lock").read_text(encoding="utf-8") == text


def edited_package(
    folder: Path, change: Callable[[bytes], bytes], method: int = zipfile.ZIP_DEFLATED
) -> Path:
    """Build a deck, and write it again with a changed database."""
    run(folder, "build", "d", "-o", "deck.apkg")
    with zipfile.ZipFile(folder / "deck.apkg") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path = folder / "edited.apkg"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, change(data) if name == "collection.anki2" else data)
    return path


def test_a_package_whose_number_is_infinite_is_one_line(folder: Path) -> None:
    def change(data: bytes) -> bytes:
        file = folder / "collection.anki2"
        file.write_bytes(data)
        database = sqlite3.connect(file)
        models = json.loads(database.execute("SELECT models FROM col").fetchone()[0])
        text = json.dumps({id_: {**model, "mod": 0} for id_, model in models.items()})
        database.execute("UPDATE col SET models = ?", (text.replace('"mod": 0', '"mod": 1e999'),))
        database.commit()
        database.close()
        return file.read_bytes()

    edited_package(folder, change)
    assert "edited.apkg: X205" in one_line_of(run(folder, "diff", "deck.apkg", "edited.apkg"))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_a_package_with_damaged_parts_is_one_line(folder: Path, method: int) -> None:
    path = edited_package(folder, lambda data: data, method)
    data = bytearray(path.read_bytes())
    middle = len(data) // 4
    data[middle : middle + 64] = bytes(64)
    path.write_bytes(data)
    assert "edited.apkg: X20" in one_line_of(run(folder, "diff", "deck.apkg", "edited.apkg"))


@pytest.mark.parametrize("version", [-5, -1])
def test_a_history_of_a_version_that_never_was_is_one_line(folder: Path, version: int) -> None:
    run(folder, "quiz", "d", "--plain", typed="\n3\nq\n")
    database = sqlite3.connect(folder / "history.db")
    database.execute(f"PRAGMA user_version = {version}")
    database.close()
    before = (folder / "history.db").read_bytes()
    assert "H101 is damaged" in one_line_of(run(folder, "due", "d"))
    assert (folder / "history.db").read_bytes() == before


@pytest.mark.parametrize(
    "data", ['{"attempt": [[]]}', '{"attempt": 5}', '{"attempt": null}', "[]", "{", '{"x": 1}']
)
def test_an_exam_event_that_holds_anything_is_one_line(folder: Path, data: str) -> None:
    (folder / "d" / "exams").mkdir()
    (folder / "d" / "exams" / "short.yaml").write_text(
        "title: S\nblueprint: {t: 1}\nitems: 1\nminutes: 10\npass-mark: 50\nrationale: r\nattempts: 2\n"
        "valid-months: 12\n",
        encoding="utf-8",
    )
    run(folder, "quiz", "d", "--plain", typed="\n3\nq\n")
    database = sqlite3.connect(folder / "history.db")
    database.execute(
        "INSERT INTO event (id, kind, learner, course, card, at, zone, data)"
        " VALUES ('e', 'examended', 'me', 'd-7k2m9qxd', '', 0, 'UTC', ?)",
        (data,),
    )
    database.commit()
    database.close()
    assert "history.db: H101 is damaged" in one_line_of(run(folder, "exam", "short", "--course", "d"))


def test_input_that_is_not_in_its_encoding_is_one_line(folder: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "msc_learn", "quiz", "d", "--plain"],
        cwd=folder,
        input=b"\n3\nq\n",
        capture_output=True,
        check=False,
        env={**os.environ, "MSC_LEARN_DB": str(folder / "history.db"), "PYTHONIOENCODING": "utf-16"},
    )
    assert result.returncode == 1
    assert "stdin: cannot be read" in result.stderr.decode("utf-16")
    assert len(result.stderr.decode("utf-16").splitlines()) == 1
