"""Whatever is handed in, there is one clear line and exit code 1; nothing is half-written, nothing lost."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import CARDS, COURSE, DOCUMENT

Setup = Callable[[Path], object]
BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


def msc_learn(folder: Path, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the command in a folder, as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "msc_learn", *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MSC_LEARN_DB": str(folder / "history.db")},
    )


def text(name: str, content: str | bytes) -> Setup:
    """Return what writes a file."""
    data = content if isinstance(content, bytes) else content.encode()
    return lambda folder: (folder / name).write_bytes(data)


def course(cards: str) -> Setup:
    """Return what writes a course with these cards."""

    def write(folder: Path) -> None:
        (folder / "bad").mkdir()
        (folder / "bad" / "course.yaml").write_text(COURSE, encoding="utf-8")
        (folder / "bad" / "document.md").write_text(DOCUMENT, encoding="utf-8")
        (folder / "bad" / "growth-factors.yaml").write_text(cards, encoding="utf-8")

    return write


def nothing(folder: Path) -> None:
    """Write no file."""


EXTRACT = ("extract", "notes.txt", "-o", "out")
DOCUMENTS: list[tuple[str, Setup, str]] = [
    ("an empty document", text("notes.txt", b""), "notes.txt: D104 is empty"),
    ("only blanks", text("notes.txt", b" \n\t\n"), r"notes.txt: D104 "),
    ("a binary document", text("notes.txt", bytes(range(256)) * 40), "notes.txt: D105 is not a text file"),
    ("an empty folder", lambda folder: (folder / "notes.txt").mkdir(), r"notes.txt: D119 "),
    ("a missing file", nothing, "notes.txt: D101 no such file"),
    ("Latin-1", text("notes.txt", "Crohn’s: café.\n".encode("cp1252")), r"notes.txt:1:6: D10\d .*iconv"),
    (
        "UTF-16 without a mark",
        text("notes.txt", "Cells may help.".encode("utf-16-le")),
        r"notes.txt:1:2: D10\d ",
    ),
    ("NUL bytes", text("notes.txt", b"Cells\0 may help."), r"notes.txt:1:6: D105 .*U\+0000"),
    (
        "an unknown format",
        lambda folder: (folder / "notes.txt").symlink_to("gone.txt"),
        r"notes.txt: D101 ",
    ),
]


@pytest.mark.parametrize(("setup", "said"), [row[1:] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_a_document_that_cannot_be_read_is_one_line(tmp_path: Path, setup: Setup, said: str) -> None:
    setup(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    done = msc_learn(tmp_path, *EXTRACT)
    assert_one_line(done, said)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_format_it_does_not_know_is_named_with_those_it_does(tmp_path: Path) -> None:
    (tmp_path / "notes.odt").write_bytes(b"PK")
    done = msc_learn(tmp_path, "extract", "notes.odt", "-o", "out")
    assert_one_line(done, r"notes\.odt: D1\d\d .*\.txt.*\.md")


def test_utf_16_with_a_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes("Insulin (INS) may lower glucose in the blood.\n".encode("utf-16"))
    assert msc_learn(tmp_path, *EXTRACT).returncode == 0
    assert msc_learn(tmp_path, "check", "out").returncode == 0


def test_a_line_of_five_megabytes_is_read(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Insulin may lower glucose. " * 190_000, encoding="utf-8")
    assert msc_learn(tmp_path, *EXTRACT).returncode == 0


@pytest.mark.parametrize("command", ["check", "build", "quiz", "due", "stats"])
@pytest.mark.parametrize(
    ("cards", "said"),
    [
        (BOMB, r":1:4: Y103 "),
        ('topic: !!python/object/apply:os.system ["true"]\n', r":1:8: Y104 "),
        (
            CARDS.replace("answer: pain", "answer: pain\n    answer: pain"),
            r":\d+:5: Y102 duplicate key 'answer'",
        ),
        (CARDS.replace("id: pain-choice", "id: vegf-name"), r":\d+:9: F206 duplicate id 'vegf-name'"),
        (CARDS.replace("answer: pain", "answer: [pain]"), r":\d+:13: F202 wrong type of answer"),
        (CARDS.replace("answer: pain", "answer: 'pain"), r":\d+:13: Y101 a quote is opened"),
        (CARDS.replace("answer: pain", 'answer: "a\\0b"'), r":\d+:13: F208 "),
        (
            CARDS.replace("answer: pain", "answer: pain\n    media: {file: ../../etc/passwd, alt: x}"),
            r":\d+:19: F209 ",
        ),
    ],
    ids=["alias-bomb", "python-object", "key", "id", "type", "quote", "nul", "media"],
)
def test_a_card_file_that_is_wrong_is_one_line_to_every_command(
    tmp_path: Path, command: str, cards: str, said: str
) -> None:
    course(cards)(tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "bad").iterdir()}
    done = msc_learn(tmp_path, command, "bad")
    told = done.stdout if command == "check" else done.stderr
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    lines = [line for line in told.splitlines() if line]
    assert len(lines) == 1, told
    assert re.match(rf"bad/growth-factors\.yaml{said}", lines[0]), lines
    assert {path.name: path.read_bytes() for path in (tmp_path / "bad").iterdir()} == before
    assert not (tmp_path / "decks").exists()
    assert not (tmp_path / "history.db").exists()


def test_a_history_that_is_damaged_is_one_line_and_left_as_it_is(tmp_path: Path) -> None:
    course(CARDS)(tmp_path)
    for damage in (
        b"not a database, but long enough to be read as one " * 40,
        b"SQLite format 3\0" + b"\xff" * 9000,
    ):
        (tmp_path / "history.db").write_bytes(damage)
        for command in ("quiz", "due", "stats"):
            assert_one_line(msc_learn(tmp_path, command, "bad", typed="\n3\n"), r"\S*history\.db: H10\d ")
        assert (tmp_path / "history.db").read_bytes() == damage


def test_a_history_in_a_folder_s_place_is_one_line(tmp_path: Path) -> None:
    course(CARDS)(tmp_path)
    (tmp_path / "history.db").mkdir()
    assert_one_line(msc_learn(tmp_path, "quiz", "bad"), r"\S*history\.db: H104 is a folder")


def test_a_deck_that_cannot_be_written_is_one_line_and_the_old_one_stays(tmp_path: Path) -> None:
    course(CARDS)(tmp_path)
    (tmp_path / "taken.apkg").mkdir()
    done = msc_learn(tmp_path, "build", "bad", "-o", "taken.apkg")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert_one_line(msc_learn(tmp_path, "build", "bad", "-o", "bad/course.yaml/x.apkg"), r"\S*x\.apkg: X101 ")


def test_html_in_a_card_is_shown_as_text_in_the_terminal_too(tmp_path: Path) -> None:
    course("topic: T\ncards:\n  - {id: a, question: <script>alert(1)</script>?, answer: <b>}\n")(tmp_path)
    (tmp_path / "bad" / "course.yaml").write_text("title: T\ntopics: [growth-factors]\n", encoding="utf-8")
    done = msc_learn(tmp_path, "quiz", "bad", typed="\n3\n")
    assert "<script>alert(1)</script>?" in done.stdout
    assert "<b>" in done.stdout


TURNED = "\u202eab\u2066cd\u200fef\u061cgh"


def test_marks_that_turn_text_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    turned = CARDS.replace("growth factor\n", f"growth {TURNED} factor\n    hint: {TURNED}h\n", 1)
    course(turned.replace("topic: Growth", f"topic: {TURNED} Growth"))(tmp_path)
    titled = COURSE.replace("title: Stromal", f"title: {TURNED} Stromal")
    (tmp_path / "bad" / "course.yaml").write_text(titled, encoding="utf-8")
    typed = f"{TURNED}\u2028 \x1b[2J\x9b31m\x7f"
    ran = [
        msc_learn(tmp_path, "quiz", "bad", typed=f"f\n{typed}\nh\n\n3\nq\n"),
        msc_learn(tmp_path, "quiz", "bad", "--cram", "--mode", "type", typed=f"{typed}\nr\nq\n"),
        *(msc_learn(tmp_path, name, "bad") for name in ("due", "stats", "proposals", "check", "coverage")),
        *(msc_learn(tmp_path, name, "bad", "--json") for name in ("due", "stats", "proposals")),
        msc_learn(tmp_path, "quiz", "bad", "--topic", typed.replace("\x1b", "")),
        msc_learn(tmp_path, "quiz", f"bad{typed}"),
        msc_learn(tmp_path, "progress", "resume", f"bad{typed}", typed),
    ]
    assert [done.returncode for done in ran] == [0, 0, 0, 0, 0, 1, *[0] * 4, 2, 1, 0]
    said = "".join(done.stdout + done.stderr for done in ran)
    assert "<U+202E>ab" in said
    assert {letter for letter in said if not letter.isprintable()} <= {"\n", "\u00a0"}


def test_answers_outlast_the_cards_they_were_given_to(tmp_path: Path) -> None:
    course(CARDS)(tmp_path)
    cards = tmp_path / "bad" / "growth-factors.yaml"
    assert "1 answer" in msc_learn(tmp_path, "quiz", "bad", typed="\n4\nq\n").stdout
    _, first, rest = CARDS.partition("  - id: vegf-name\n")
    first, second, rest = (first + rest).partition("  - id: exosome-cargo\n")
    for left in ("cards: []\n", f"cards:\n{second}{rest}"):
        cards.write_text(f"topic: Growth factors\n{left}", encoding="utf-8")
        for command in ("quiz", "due", "stats", "proposals"):
            assert msc_learn(tmp_path, command, "bad", typed="q\n").returncode == 0
    # In another file a card is the same card.
    (tmp_path / "bad" / "other.yaml").write_text(f"topic: Other\ncards:\n{first}", encoding="utf-8")
    topics = COURSE.replace("[growth-factors]", "[growth-factors, other]")
    (tmp_path / "bad" / "course.yaml").write_text(topics, encoding="utf-8")
    [counts] = (
        topic
        for topic in json.loads(msc_learn(tmp_path, "due", "bad", "--json").stdout)["topics"]
        if topic["id"] == "other"
    )
    assert counts["new"] == 0
    assert msc_learn(tmp_path, "progress", "rebuild", "--check").stdout == "identical\n"


def assert_one_line(done: "subprocess.CompletedProcess[str]", said: str) -> None:
    """Assert that a run said one line of this form and exited with 1."""
    assert done.returncode == 1, done
    assert re.match(said, done.stderr), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
