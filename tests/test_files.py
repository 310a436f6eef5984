"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from msc_learn.errors import ExportError
from msc_learn.files import sweep, write_atomically


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    write_atomically(path, "one")
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in path.parent.iterdir()] == ["file.txt"]


def test_a_folder_in_the_way_is_one_line_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "kept").write_text("kept", encoding="utf-8")
    with pytest.raises(ExportError, match=r"taken: X101 cannot be written: "):
        write_atomically(tmp_path / "taken", "text")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]
    with pytest.raises(ExportError, match=r"X101"):
        write_atomically(tmp_path / "taken" / "kept" / "below", "text")


def test_a_pipe_or_device_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="pipe: X101 cannot be written: it is not a regular file"):
        write_atomically(pipe, "new")
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.txt"
    write_atomically(path, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportError, match=r"file\.txt: X101 cannot be written: No space left on device"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]


def test_a_stop_in_the_middle_leaves_nothing_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "file.txt", "text")
    assert list(tmp_path.iterdir()) == []


def test_only_what_a_killed_writer_left_is_swept_away(tmp_path: Path) -> None:
    kept = ["notes/course.yaml", "notes/.hidden", ".notes.old/a", ".other.abcd_123/a", ".notes.ABCDEFGH"]
    left = [".notes.abcd_123/.course.yaml.12345678", ".notes.abcd_123/course.yaml", "notes/.a.yaml.abcdefgh"]
    for name in (*kept, *left):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    sweep(tmp_path / "notes", since=4e9)
    assert all((tmp_path / name).exists() for name in (*kept, *left))
    sweep(tmp_path / "notes", since=0)
    assert all((tmp_path / name).exists() for name in kept)
    assert not any((tmp_path / name).exists() for name in left)
    assert not (tmp_path / ".notes.abcd_123").exists()
