"""The path of a history: links are resolved once, and names that SQLite takes otherwise are refused."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from msc_learn.cli.main import cli
from msc_learn.errors import HistoryError
from msc_learn.history.erase_restore import back_up
from msc_learn.history.location import history_path
from msc_learn.history.store import History
from msc_learn.memory.review import Rating, Review

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fill(path: Path) -> Path:
    with History.open(path) as history:
        history.append(Review("r", "ana-byte", "course", "a#1", Rating.GOOD, NOW, answer="typed-byte"))
        backup = back_up(history, NOW.date())
    assert backup
    return backup


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "FILE:x", "", " ", "-x", "--json"])
def test_a_name_that_is_not_that_of_a_file_is_refused(name: str) -> None:
    with pytest.raises(HistoryError, match="H104"):
        history_path(name)


@pytest.mark.parametrize("name", ["a?b.db", "a%20b.db", "a#b.db", "./:memory:", "./-x"])
def test_an_odd_name_is_that_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    backup = fill(history_path(name))
    assert backup.parent == tmp_path
    with closing(sqlite3.connect(tmp_path / Path(name).name)) as database:
        assert database.execute("SELECT count(*) FROM review").fetchone() == (1,)


def test_erasing_through_a_link_leaves_no_byte_beside_the_real_file(
    runner: CliRunner, tmp_path: Path
) -> None:
    real = tmp_path / "real" / "history.db"
    fill(real)
    link = tmp_path / "link.db"
    link.symlink_to(real)
    arguments = ["progress", "erase", "--learner", "ana-byte", "--yes", "--db", str(link)]
    assert runner.invoke(cli, arguments).exit_code == 0
    assert link.is_symlink()
    assert not any(b"ana-byte" in file.read_bytes() for file in real.parent.iterdir())


def test_restoring_through_a_link_replaces_the_real_file_and_keeps_the_link(
    runner: CliRunner, tmp_path: Path
) -> None:
    real, link = tmp_path / "real.db", tmp_path / "link.db"
    backup = fill(real)
    link.symlink_to(real)
    real.write_bytes(b"damaged")
    assert runner.invoke(cli, ["progress", "restore", str(backup), "--db", str(link)]).exit_code == 0
    assert link.is_symlink()
    with History.open(real) as history:
        assert len(list(history.reviews())) == 1


def test_a_history_that_others_could_read_is_tightened_with_its_backups(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    for file in (fill(path), path):
        file.chmod(0o644)
    History.open(path).close()
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("command", ["import", "restore"])
def test_a_pipe_is_refused_and_not_waited_for(runner: CliRunner, tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    result = runner.invoke(cli, ["progress", command, str(tmp_path / "pipe"), "--db", str(tmp_path / "h.db")])
    assert "H104 is a pipe" in str(result.exception)
    assert not (tmp_path / "h.db").exists()
