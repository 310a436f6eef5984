"""The benchmarks of writing: their tables at tiny sizes, and that the peers do the same work as ours."""

import json
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bench.__main__ import main
from bench.cards import write_card_file
from bench.tables import TABLES, builds, corpus, fields, subdecks, table_named
from bench.tables import help as help_table

Written = Counter[tuple[str, str, tuple[tuple[int, str], ...]]]


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the programs leave behind in the test's own folder."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))


def written(package: Path, here: Path) -> Written:
    """Return the notes a package holds, whatever their ids: fields, tags, and cards with their decks."""
    with zipfile.ZipFile(package) as archive:
        newest = max(name for name in archive.namelist() if name.startswith("collection.anki2"))
        with closing(sqlite3.connect(archive.extract(newest, here / "unpacked"))) as database:
            database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
            return Counter(_notes(database))


def _notes(database: sqlite3.Connection) -> list[tuple[str, str, tuple[tuple[int, str], ...]]]:
    (decks,) = database.execute("SELECT decks FROM col").fetchone()
    names: dict[str, dict[str, Any]] = json.loads(decks)
    cards: dict[int, list[tuple[int, str]]] = {}
    for note, number, deck in database.execute("SELECT nid, ord, did FROM cards ORDER BY ord"):
        cards.setdefault(note, []).append((number, names[str(deck)]["name"]))
    rows = database.execute("SELECT id, flds, tags FROM notes")
    return [(texts, tags, tuple(cards[id_])) for id_, texts, tags in rows]


def rows_of(lines: list[str], name: str) -> int:
    return sum(line.lstrip().startswith(name) for line in lines)


def test_every_program_writes_the_notes_fields_tags_and_cards_that_ours_does(tmp_path: Path) -> None:
    lines = list(builds.lines(tmp_path, {10: 1, 15: 1}))
    assert all(rows_of(lines, name) == 2 for name in builds.FILES if name != builds.OURS)
    for count in (10, 15):
        ours = written(builds.output(tmp_path, builds.OURS, count), tmp_path)
        assert ours.total() == count
        for name in builds.FILES:
            assert written(builds.output(tmp_path, name, count), tmp_path) == ours, name


def test_the_slow_loader_is_left_out_of_many_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builds, "LONGEST_SAFE", 4)
    assert rows_of(list(builds.lines(tmp_path, {5: 1})), builds.SAFE) == 0


def test_genanki_writes_the_decks_that_ours_does(tmp_path: Path) -> None:
    lines = list(subdecks.lines(tmp_path, {3: 1}))
    assert rows_of(lines, subdecks.GENANKI) == 1
    ours, genanki = (written(tmp_path / f"{name}-3.apkg", tmp_path) for name in ("ours", "genanki"))
    assert ours == genanki
    assert ours.total() == 15
    assert len({deck for _, _, cards in ours for _, deck in cards}) == 3


def test_each_piece_has_a_figure_for_each_size() -> None:
    lines = list(fields.lines((1, 2), (1,)))
    figures = {
        writer: [line for line in lines if line.startswith(f"  {writer} ")] for writer in ("ours", "genanki")
    }
    assert [line.count(" µs") for line in figures["ours"]] == [2] * len(fields.PIECES)
    assert [line.count(" µs") for line in figures["genanki"]] == [1] * len(fields.PEER_PIECES)


def test_the_other_tables_have_a_row_for_each_program(tmp_path: Path) -> None:
    assert rows_of(list(help_table.lines(1)), "bare Click") == 1
    assert rows_of(list(corpus.lines(tmp_path, 2, 1)), "jobs") == 2


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_one_file_and_one_word(name: str) -> None:
    assert callable(table_named(name).table)


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ([], [f"{name} False" for name in TABLES]),
        (["--large"], [f"{name} True" for name in TABLES]),
        (["quiz", "builds"], ["quiz False", "builds False"]),
    ],
)
def test_the_tables_named_are_printed_and_all_where_none_is(
    arguments: list[str],
    printed: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def line(name: str, here: Path, *, large: bool) -> Iterator[str]:
        yield f"{name} {large}"

    for name in TABLES:
        monkeypatch.setattr(table_named(name), "table", partial(line, name))
    main(arguments)
    assert capsys.readouterr().out.splitlines()[2:] == printed


def test_a_table_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])
    assert "there is no table speed; there are builds, subdecks" in capsys.readouterr().err


def test_card_files_of_one_course_repeat_no_id(tmp_path: Path) -> None:
    texts = [write_card_file(tmp_path / f"{n}.yaml", 5, first=n * 5).read_text("utf-8") for n in (0, 1)]
    ids = [line for text in texts for line in text.splitlines() if "- id:" in line]
    assert len(set(ids)) == 10
