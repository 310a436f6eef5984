"""Cached courses: what they say is what the card files say, and nothing else is ever taken for it."""

import ast
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from conftest import CARDS, COURSE, WriteCourse
from msc_learn.cli.main import cli
from msc_learn.course import cache, card_writer
from msc_learn.course.cache_format import rows_of
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Note, Retired, Topic
from msc_learn.errors import MscLearnError
from msc_learn.history.location import cache_folder
from test_card_writer import IDS, NOWHERE, TEXTS, notes

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
Rows = dict[str, Any]
PACKAGE = Path(cache.__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def keep(where: Path, folder: Path) -> Path:
    """Open a course and keep it; return the file it is kept in."""
    before = kept_in(folder)
    cache.open_course(where, folder)[1]()
    (made,) = kept_in(folder) - before
    return made


def kept_in(folder: Path) -> set[Path]:
    return set(folder.iterdir()) if folder.is_dir() else set()


def is_kept(where: Path, folder: Path) -> bool:
    """Say whether a course opens without its files being read, and as they would say."""

    def read(path: Path) -> Course:
        read_from.append(path)
        return load_course(path)

    read_from: list[Path] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "_read", read)
        assert cache.open_course(where, folder)[0] == load_course(where)
    return not read_from


def reseal(kept: Path, change: Callable[[Rows], object]) -> None:
    """Change what is kept, as one would who knows how it is sealed."""
    rows = json.loads(kept.read_bytes().split(b"\n", 1)[1])
    changed = change(rows)
    content = json.dumps(rows if changed is None else changed).encode()
    kept.write_bytes(cache._checksum(content) + b"\n" + content)


def write(folder: Path, written: list[Note], reasons: dict[str, str], *, single: bool) -> Path:
    """Write a course of two topics, or a single card file, and return where it lies."""
    (folder / "media").mkdir()
    (folder / "media" / "a.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "document.md").write_text("# A", encoding="utf-8")
    retired = tuple(Retired(name, reason, NOWHERE) for name, reason in reasons.items())
    half = len(written) if single else len(written) // 2
    for name, some, out in (("one", written[:half], retired), ("two", written[half:], ())):
        topic = Topic(name, name.title(), tuple(some), NOWHERE, out)
        document = "document.md" if single else ""
        (folder / f"{name}.yaml").write_text(
            card_writer.card_file(topic, document=document), encoding="utf-8"
        )
    if single:
        return folder / "one.yaml"
    head = "title: A\ndocument: document.md\ntopics: [two, one]\n"
    (folder / "course.yaml").write_text(head, encoding="utf-8")
    return folder


@given(
    written=st.lists(notes(), max_size=4, unique_by=lambda note: note.id),
    reasons=st.dictionaries(IDS, TEXTS, max_size=2),
    single=st.booleans(),
)
def test_a_kept_course_is_the_course_that_was_read(
    written: list[Note], reasons: dict[str, str], single: bool
) -> None:
    with TemporaryDirectory() as made:
        (Path(made) / "course").mkdir()
        where, folder = write(Path(made) / "course", written, reasons, single=single), Path(made) / "kept"
        keep(where, folder)
        assert is_kept(where, folder)


@given(data=st.data(), written=st.lists(notes(), min_size=1, max_size=2, unique_by=lambda note: note.id))
def test_whatever_stands_in_a_kept_course_it_is_a_course_or_passed_over(
    data: st.DataObject, written: list[Note]
) -> None:
    with TemporaryDirectory() as made:
        topic = Topic("t", "T", tuple(written), NOWHERE)
        course = Course("c", "C", "C", "en", (topic,), Path(made), Path(made))
        rows: Rows = json.loads(json.dumps(rows_of(course)))
        within: Any = rows
        while isinstance(within, dict | list) and within:
            around = within
            at = data.draw(
                st.sampled_from(sorted(within) if isinstance(within, dict) else range(len(within)))
            )
            within = around[at]
            if data.draw(st.booleans()):
                break
        around[at] = data.draw(JSON)
        kept = Path(made) / "kept.json"
        content = json.dumps(rows).encode()
        kept.write_bytes(cache._checksum(content) + b"\n" + content)
        found = cache._cached(kept, Path(made))
        assert found is None or {type(note.question) for note in found.notes} <= {str}


def test_a_changed_file_of_the_same_size_and_time_is_read(course_folder: Path, folder: Path) -> None:
    keep(course_folder, folder)
    cards = course_folder / "growth-factors.yaml"
    before = cards.stat()
    cards.write_text(CARDS.replace("stand for", "mean here"), encoding="utf-8")
    os.utime(cards, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (cards.stat().st_size, cards.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert not is_kept(course_folder, folder)


def test_a_file_whose_time_alone_has_changed_is_not_read_again(course_folder: Path, folder: Path) -> None:
    keep(course_folder, folder)
    os.utime(course_folder / "growth-factors.yaml", (1, 1))
    assert is_kept(course_folder, folder)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="cut-short"),
        pytest.param(lambda whole: whole.replace(b"VEGF", b"VEGX"), id="another-word"),
        pytest.param(lambda whole: b"0" * 64 + whole[64:], id="another-seal"),
        pytest.param(lambda whole: pickle.dumps(["a"]), id="a-pickle"),
        pytest.param(lambda whole: b"\xff\xfe" * 50, id="no-text"),
        pytest.param(lambda whole: cache._checksum(b"[" * 99_999) + b"\n" + b"[" * 99_999, id="nested-deep"),
        pytest.param(lambda whole: cache._checksum(b"\xff") + b"\n\xff", id="sealed-but-no-text"),
    ],
)
def test_a_damaged_file_is_skipped_and_replaced(
    course_folder: Path, folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    kept = keep(course_folder, folder)
    whole = kept.read_bytes()
    assert damage(whole) != whole
    kept.write_bytes(damage(whole))
    assert not is_kept(course_folder, folder)
    cache.open_course(course_folder, folder)[1]()
    assert kept.read_bytes() == whole


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda rows: [], id="a-list"),
        pytest.param(lambda rows: {}, id="nothing"),
        pytest.param(lambda rows: rows.update(title=3), id="a-number-for-a-title"),
        pytest.param(lambda rows: rows.update(topics=[3]), id="a-number-for-a-topic"),
        pytest.param(lambda rows: rows.update(document="elsewhere.md"), id="a-document-that-is-not-there"),
        pytest.param(lambda rows: rows.update(document="../other"), id="a-document-outside"),
        pytest.param(lambda rows: rows["topics"][0].update(places=[True] * 8), id="flags-for-places"),
        pytest.param(lambda rows: rows["topics"][0]["places"].pop(), id="a-place-too-few"),
        pytest.param(lambda rows: notes_in(rows).pop("id"), id="no-ids"),
        pytest.param(lambda rows: notes_in(rows)["id"].pop(), id="an-id-too-few"),
        pytest.param(lambda rows: notes_in(rows).update(question=[1, 2, 3, 4]), id="numbers-for-texts"),
        pytest.param(lambda rows: notes_in(rows).update(kind=["essay"] * 4), id="an-unknown-kind"),
        pytest.param(lambda rows: notes_in(rows).update(tags=["abc"] * 4), id="a-text-for-texts"),
        pytest.param(lambda rows: notes_in(rows).update(need=["1"] * 4), id="a-text-for-a-number"),
        pytest.param(lambda rows: notes_in(rows).update(reject=[{"a": 1}] * 4), id="a-number-for-a-reason"),
        pytest.param(lambda rows: notes_in(rows).update(sources=[[["a"]]] * 4), id="half-a-source"),
        pytest.param(lambda rows: notes_in(rows).update(media=[["a.svg"]] * 4), id="half-a-picture"),
        pytest.param(lambda rows: notes_in(rows).update(labels=[[["a", [1]]]] * 4), id="half-a-label"),
        pytest.param(
            lambda rows: notes_in(rows).update(value_positions=[{}] * 4), id="a-field-that-is-not-kept"
        ),
    ],
)
def test_what_is_no_course_is_passed_over_though_it_is_sealed(
    course_folder: Path, folder: Path, change: Callable[[Rows], object]
) -> None:
    (course_folder.parent / "other").write_text("a", encoding="utf-8")
    kept = keep(course_folder, folder)
    reseal(kept, lambda rows: None)
    assert is_kept(course_folder, folder)
    reseal(kept, lambda rows: rows if (new := change(rows)) is None or new not in ([], {}) else new)
    assert not is_kept(course_folder, folder)


def notes_in(rows: Rows) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = rows["topics"][0]["notes"]
    return found


def test_another_format_and_another_release_keep_apart(
    course_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(course_folder, folder)
    for name, value in (("FORMAT", cache.FORMAT + 1), ("__version__", "9.9")):
        monkeypatch.setattr(cache, name, value)
        assert not is_kept(course_folder, folder)
        keep(course_folder, folder)


def modules_read_by(*names: str) -> set[str]:
    """Return all modules of the package that some of them import, lazily or not, and so on."""
    found, left = set[str](), [*names]
    while left:
        name = left.pop()
        path = PACKAGE.joinpath(*name.split(".")[1:])
        file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
        if name not in found and file.is_file():
            found.add(name)
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("msc_learn"):
                    left += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def test_every_module_that_takes_part_in_reading_is_in_the_key() -> None:
    covered = {f"msc_learn.{folder}".rstrip(".") for folder in cache.READING}
    read = modules_read_by("msc_learn.course.load", "msc_learn.course.cache")
    assert {"msc_learn.text.cloze", "msc_learn.course.card_reader", "msc_learn.position"} <= read
    assert {name for name in read if name not in covered and name.rpartition(".")[0] not in covered} == set()


@pytest.mark.parametrize("module", ["position.py", "course/fields.py", "text/cloze.py", "document/decode.py"])
def test_a_changed_module_makes_the_course_be_read_again(
    course_folder: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    shutil.copytree(PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__", "page"))
    monkeypatch.setattr(cache, "_PACKAGE", tmp_path / "package")
    keep(course_folder, folder)
    assert is_kept(course_folder, folder)
    (tmp_path / "package" / module).write_text("", encoding="utf-8")
    assert not is_kept(course_folder, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and pipes as POSIX has them")
@pytest.mark.parametrize("mode", [0o622, 0o620, 0o602])
def test_a_file_that_others_may_write_is_not_relied_on(course_folder: Path, folder: Path, mode: int) -> None:
    keep(course_folder, folder).chmod(mode)
    assert not is_kept(course_folder, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and pipes as POSIX has them")
def test_a_file_of_someone_else_is_not_relied_on(
    course_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(course_folder, folder)
    monkeypatch.setattr(os, "getuid", lambda: 99_999)
    assert not is_kept(course_folder, folder)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and pipes as POSIX has them")
def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(course_folder: Path, folder: Path) -> None:
    kept = keep(course_folder, folder)
    kept.unlink()
    os.mkfifo(kept)
    assert not is_kept(course_folder, folder)
    (course_folder / "pipe.yaml").unlink(missing_ok=True)
    os.mkfifo(course_folder / "pipe.yaml")
    with pytest.raises(MscLearnError, match="F212"):
        cache.open_course(course_folder, folder)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_folder_whose_name_is_no_text_is_a_course_too(write_course: WriteCourse, folder: Path) -> None:
    where = write_course(name="stromal\udcff")
    course, keep_it = cache.open_course(where, folder)
    keep_it()
    assert course == load_course(where)


def test_a_file_that_cannot_be_read_is_said_as_ever(
    course_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(MscLearnError, match="Permission denied"):
        cache.open_course(course_folder, folder)


@pytest.mark.parametrize("place", ["a-file", "a-file/below"])
def test_where_nothing_can_be_kept_the_course_is_read(
    course_folder: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a-file").write_text("a", encoding="utf-8")
    course, keep_it = cache.open_course(course_folder, tmp_path / place)
    keep_it()
    assert course == load_course(course_folder)
    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "a"


def test_a_full_disk_leaves_nothing_half(
    course_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    cache.open_course(course_folder, folder)[1]()
    assert kept_in(folder) == set()


def test_what_changed_while_it_was_read_is_not_kept(course_folder: Path, folder: Path) -> None:
    _, keep_it = cache.open_course(course_folder, folder)
    (course_folder / "growth-factors.yaml").write_text(CARDS + "# more\n", encoding="utf-8")
    keep_it()
    assert kept_in(folder) == set()


def test_a_course_with_a_problem_is_never_kept(write_course: WriteCourse, folder: Path) -> None:
    where = write_course(CARDS.replace("question:", "querstion:", 1))
    for _ in range(2):
        with pytest.raises(MscLearnError, match="did you mean 'question'"):
            cache.open_course(where, folder)
    assert kept_in(folder) == set()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda where: (where / "document.md").unlink(), "the document .* does not exist"),
        (lambda where: (where / "media" / "a.svg").unlink(), "the picture media/a.svg does not exist"),
        (lambda where: (where / "more.yaml").write_text(CARDS), "F212 more.yaml is in the folder"),
        (lambda where: (where / "growth-factors.yaml").unlink(), "growth-factors.yaml"),
        (lambda where: (where / "course.yaml").unlink(), "has no course.yaml"),
    ],
)
def test_what_lies_around_the_cards_is_looked_at_each_time(
    write_course: WriteCourse, folder: Path, change: Callable[[Path], object], says: str
) -> None:
    where = write_course(
        CARDS.replace("    distractors", "    media: {file: media/a.svg, alt: A}\n    distractors")
    )
    (where / "media").mkdir()
    (where / "media" / "a.svg").write_text("<svg/>", encoding="utf-8")
    keep(where, folder)
    assert is_kept(where, folder)
    change(where)
    with pytest.raises(MscLearnError, match=says):
        cache.open_course(where, folder)


def test_the_same_cards_under_another_name_are_another_course(
    write_course: WriteCourse, folder: Path
) -> None:
    where, other = write_course(), write_course(name="other")
    keep(where, folder)
    assert not is_kept(other, folder)
    single = where / "growth-factors.yaml"
    keep(single, folder)
    assert is_kept(single, folder)
    assert not is_kept(single.rename(where / "b.yaml"), folder)


def test_a_course_is_the_same_from_wherever_it_is_named(
    course_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(course_folder, folder)
    monkeypatch.chdir(course_folder.parent)
    assert is_kept(Path(course_folder.name), folder)


def test_few_files_stay_and_those_of_others_are_left(
    course_folder: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_CACHED", 2)
    folder.mkdir()
    others = {folder / "notes.json", folder / "a.new"}
    for other in others:
        other.write_text("mine", encoding="utf-8")
    left = folder / f"{'0' * 64}.abc.new"
    left.write_text("of a process that was killed", encoding="utf-8")
    os.utime(left, (1, 1))
    made = []
    for turn in range(3):
        (course_folder / "course.yaml").write_text(f"{COURSE}# {turn}\n", encoding="utf-8")
        made.append(keep_last(course_folder, folder))
        os.utime(made[-1], (turn + 2, turn + 2))
    assert kept_in(folder) == {*others, *made[1:]}


def keep_last(where: Path, folder: Path) -> Path:
    cache.open_course(where, folder)[1]()
    return folder / f"{cache._cache_key(where)}.json"


@pytest.mark.parametrize(
    ("environment", "place"),
    [({"MSC_LEARN_CACHE": "off"}, None), ({"MSC_LEARN_CACHE": "~/a"}, Path.home() / "a")],
)
def test_the_environment_names_the_folder_or_turns_it_off(
    environment: dict[str, str], place: Path | None
) -> None:
    assert cache_folder(environment) == place


def test_the_users_own_cache_is_the_place_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = cache_folder({})
    assert place is not None
    assert "msc-learn" in place.parts


def msc_learn(*arguments: str, **environment: object) -> "subprocess.Popen[str]":
    told = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    command = [sys.executable, "-m", "msc_learn", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, env=told, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, encoding="utf-8"
    )


def test_processes_at_once_say_the_same_and_leave_one_whole_file(
    course_folder: Path, folder: Path, tmp_path: Path
) -> None:
    places = {"MSC_LEARN_CACHE": folder, "MSC_LEARN_DB": tmp_path / "history.db"}
    running = [msc_learn("due", "--json", str(course_folder), **places) for _ in range(4)]
    said = {process.communicate() for process in running}
    assert len(said) == 1
    assert {process.returncode for process in running} == {0}
    assert [path.suffix for path in kept_in(folder)] == [".json"]
    assert is_kept(course_folder, folder)


@pytest.mark.parametrize("command", ["quiz", "due", "stats"])
def test_a_command_says_the_same_of_a_kept_course_and_writes_nowhere_else(
    runner: CliRunner, course_folder: Path, folder: Path, tmp_path: Path, command: str
) -> None:
    def files() -> set[Path]:
        return {path for path in tmp_path.rglob("*") if path.parent != folder and path != folder}

    db = tmp_path / "history.db"
    environment = {"MSC_LEARN_DB": str(db), "MSC_LEARN_CACHE": str(folder)}
    before = files()
    said = [runner.invoke(cli, [command, str(course_folder)], env=environment) for _ in range(2)]
    assert said[0].output == said[1].output
    assert [one.exit_code for one in said] == [0, 0]
    # The history with its log and its backup.
    assert {path for path in files() - before if not path.name.startswith("history.db")} == set()
    (kept,) = kept_in(folder)
    assert kept.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"
    assert is_kept(course_folder, folder)


def test_a_quiz_keeps_nothing_where_that_is_off(
    runner: CliRunner, course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environment = {"MSC_LEARN_DB": str(tmp_path / "history.db"), "MSC_LEARN_CACHE": "off"}
    assert runner.invoke(cli, ["quiz", str(course_folder)], env=environment).exit_code == 0
    assert not (tmp_path / "off").exists()


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["review"], ["build", "-o", "deck.apkg"]],
    ids=lambda arguments: str(arguments[0]),
)
def test_what_says_problems_with_their_places_reads_the_files(
    runner: CliRunner,
    course_folder: Path,
    folder: Path,
    tmp_path: Path,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    runner.invoke(cli, [*arguments, str(course_folder)], env={"MSC_LEARN_CACHE": str(folder)})
    assert kept_in(folder) == set()


def test_a_kept_course_opens_without_a_parser(course_folder: Path, folder: Path, tmp_path: Path) -> None:
    keep(course_folder, folder)
    program = (
        "import sys\n"
        "from msc_learn.cli.main import cli\n"
        "cli.main(sys.argv[1:], standalone_mode=False)\n"
        "print('loaded:', 'yaml' in sys.modules)\n"
    )
    told = {**os.environ, "MSC_LEARN_DB": str(tmp_path / "history.db")}
    for cache_named, loaded in ((str(folder), False), ("off", True)):
        done = subprocess.run(
            [sys.executable, "-c", program, "quiz", str(course_folder)],
            env={**told, "MSC_LEARN_CACHE": cache_named},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[-1] == f"loaded: {loaded}"
