"""A folder of documents becomes a folder of courses: in order, in parallel, and past every bad file."""

import gc
import json
import multiprocessing
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from inspect import signature
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import lines_with, without_id
from msc_learn.cli.main import cli
from msc_learn.document.decode import LARGEST
from msc_learn.errors import ExportError, MscLearnError
from msc_learn.extract import batch
from msc_learn.extract.batch import extract_all
from msc_learn.extract.corpus import SourceFile, find_documents
from msc_learn.lint.course_check import check_course
from streams import read_until
from test_formats import EVERY

NOTES = "# {0}\n\nInsulin is a peptide hormone produced by the {0} cells of the pancreas.\n"
BAD = {
    "bad.docx": (b"PK\x03\x04 and no more", "D113"),
    "bad.pdf": (b"%PDF-1.7 and no more", "D113"),
    "binary.txt": (bytes(range(256)) * 40, "D105"),
    "empty.md": (b"", "D104"),
    "latin.txt": ("café au lait".encode("latin-1"), "D106"),
}
LOOSE = """
import os, signal, sys, time
from pathlib import Path
from msc_learn.extract import batch
real = batch.extract
def extract(path, where):
    {body}
    return real(path, where)
batch.extract = extract
from msc_learn.cli.main import main
main(sys.argv[1:])
"""
Tree = dict[str, bytes]


def write(folder: Path, names: Iterable[str]) -> Path:
    """Write documents of one sentence, each with words of its own."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(NOTES.format(Path(name).stem), encoding="utf-8")
    return folder


def tree(folder: Path) -> Tree:
    """Return every file below a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): without_id(path) for path in folder.rglob("*") if not path.is_dir()
    }


def courses(folder: Path, out: Path) -> dict[str, str]:
    """Return the course of each document, both below their folders."""
    found = find_documents(folder, out).sources
    return {
        os.path.relpath(source.path, folder): os.path.relpath(source.course, out)
        for source in found
        if not source.problem
    }


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Return a folder of documents of every format, good and bad, some of them below."""
    folder = write(tmp_path / "docs", ["beta.md", "a/alpha.txt", "a/b/delta.markdown", "a b/two words.md"])
    for suffix, data in EVERY.items():
        (folder / f"every{suffix}").write_bytes(data)
    for name, (data, _) in BAD.items():
        (folder / "a" / name).write_bytes(data)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.md").write_text("Hidden files are passed over.", encoding="utf-8")
    write(folder, [".git/notes.md"])
    return folder


@pytest.fixture
def take(runner: CliRunner, tmp_path: Path) -> Callable[..., Result]:
    """Return a function that extracts the folder `docs` into `out`, or as told."""

    def run(*options: object, out: str = "out") -> Result:
        arguments = ["extract", str(tmp_path / "docs"), "-o", str(tmp_path / out), *map(str, options)]
        return runner.invoke(cli, arguments)

    return run


Take = Callable[..., Result]


def loosened(tmp_path: Path, body: str, *options: str, **how: str) -> "subprocess.Popen[bytes]":
    """Start an extraction of `docs` into `out` in which a line of code comes before each document."""
    command = [sys.executable, "-c", LOOSE.format(body=body), "extract", "docs", "-o", "out", *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **how}, stdout=pipe, stderr=pipe)


def test_the_courses_are_the_same_for_any_number_of_jobs_any_hash_seed_and_a_second_run(
    tmp_path: Path, documents: Path, take: Take
) -> None:
    said = [take("--jobs", jobs, out=f"out{jobs}").stderr for jobs in (1, 2, 4)]
    trees = [tree(tmp_path / f"out{jobs}") for jobs in (1, 2, 4)]
    assert len({Path(name).parts[:-1] for name in trees[0]}) == len(courses(documents, tmp_path)) - len(BAD)
    assert len(courses(documents, tmp_path)) >= 12
    assert said[0] == said[1] == said[2]
    assert trees[0] == trees[1] == trees[2]
    for seed in ("0", "4242"):
        loosened(tmp_path, "pass", "--jobs", "2", PYTHONHASHSEED=seed).communicate()
        assert tree(tmp_path / "out") == trees[0]


def test_a_bad_file_is_one_line_in_order_and_the_rest_goes_on(
    tmp_path: Path, documents: Path, take: Take
) -> None:
    result = take("--jobs", 2)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(":")[0] for line in lines] == [str(documents / "a" / name) for name in sorted(BAD)]
    assert all(f" {BAD[name][1]} " in line for name, line in zip(sorted(BAD), lines, strict=True))
    assert lines_with(result.stdout, "5 documents") == snapshot(
        ["5 documents could not be read (see above); 1 file of unsupported formats skipped"]
    )
    for name, course in courses(documents, tmp_path / "out").items():
        if Path(name).name not in BAD:
            assert check_course(tmp_path / "out" / course)[1] == ()


def test_a_json_line_for_each_document_and_a_last_one_for_all(documents: Path, take: Take) -> None:
    result = take("--json", "--jobs", 2)
    *lines, last = map(json.loads, result.stdout.splitlines())
    assert result.stderr == ""
    assert [line["path"] for line in lines] == [
        source.path for source in find_documents(documents, Path("o")).sources
    ]
    assert {Path(line["path"]).name: line["problems"][0]["code"] for line in lines if "problems" in line} == {
        name: code for name, (_, code) in BAD.items()
    }
    good = [line for line in lines if "problems" not in line]
    assert all(line["new"] == sum(line["added"].values()) > 0 for line in good)
    assert last["new"] == sum(line["new"] for line in good)
    assert (last["documents"], last["failed"], last["unknown"]) == (len(good), len(BAD), 1)


@pytest.mark.parametrize(("count", "lines"), [(1, 3), (20, 22), (21, 2)])
def test_a_few_documents_are_listed_and_many_are_summed_up(
    tmp_path: Path, take: Take, count: int, lines: int
) -> None:
    write(tmp_path / "docs", [f"{number:02}.md" for number in range(count)])
    result = take()
    assert result.exit_code == 0
    assert result.stdout.count("\n") == lines
    assert f"from {count} document" in result.stdout


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.md", "b/a.md"], ["a", "b/a"]),
        (["a.md", "a.txt"], ["a", "a-txt"]),
        (["a.md", "a.txt", "a-txt.md"], ["a", "a-txt-2", "a-txt"]),
        (["A.md", "a.md"], ["A", "a-md"]),
        (["e\u0301.md", "\u00e9.md"], ["e\u0301", "\u00e9-md"]),
        (["a.md", "a/b.md"], ["a-md", "a/b"]),
        (["a.md", "A/b.md"], ["a-md", "A/b"]),
        (["cards.yaml.md"], ["cards.yaml-md"]),
        (["a b.md", "a.b.md"], ["a b", "a.b"]),
    ],
)
def test_each_document_gets_a_course_of_its_own(
    tmp_path: Path, names: list[str], expected: list[str]
) -> None:
    folder = write(tmp_path / "docs", names)
    assert courses(folder, tmp_path / "out") == dict(zip(names, expected, strict=True))


def test_a_document_that_is_added_moves_no_course(tmp_path: Path, take: Take) -> None:
    folder = write(tmp_path / "docs", ["a.md"])
    assert take().exit_code == 0
    (folder / "a.htm").write_bytes(EVERY[".html"])
    assert courses(folder, tmp_path / "out") == {"a.htm": "a-htm", "a.md": "a"}
    assert "kept unchanged" in take().stdout


def test_links_to_folders_are_not_followed_and_loops_end(tmp_path: Path, take: Take) -> None:
    folder = write(tmp_path / "docs", ["below/a.md"])
    write(tmp_path / "elsewhere", ["b.md"])
    (folder / "below" / "up").symlink_to(folder)
    (folder / "aside").symlink_to(tmp_path / "elsewhere")
    (folder / "linked.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    result = take()
    assert courses(folder, tmp_path / "out") == {"below/a.md": "below/a", "linked.md": "linked"}
    assert result.exit_code == 0
    assert "2 symlinked folders skipped" in result.stdout


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.symlink_to("gone.md"), "D101 is a link to a file that does not exist"),
        (lambda path: path.symlink_to(path), "D103 cannot be read: Too many levels"),
        (os.mkfifo, "D122 is not a regular file (it is a pipe, a socket"),
        (lambda path: path.symlink_to("/dev/zero"), "D122 is not a regular file (it is a pipe, a socket"),
        (
            lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), LARGEST + 1),
            "D117 is too large: 512 MB",
        ),
    ],
    ids=["broken link", "link to itself", "pipe", "device", "huge"],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_no_file_to_read_is_never_opened(
    tmp_path: Path, take: Take, make: Callable[[Path], object], said: str, jobs: int
) -> None:
    make(write(tmp_path / "docs", ["a.md", "c.md"]) / "b.md")
    result = take("--jobs", jobs)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{tmp_path / 'docs' / 'b.md'}: {said}")
    assert result.stderr.count("\n") == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a", "c"]


def test_a_folder_that_cannot_be_listed_is_one_line_in_its_place(
    tmp_path: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "docs", ["a.md", "b/b.md", "c.txt"])
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr("os.scandir", refuse)
    lines = [json.loads(line) for line in take("--json").stdout.splitlines()]
    assert [Path(line["path"]).name for line in lines[:-1]] == ["a.md", "b", "c.txt"]
    assert lines[1]["problems"][0]["message"] == snapshot("cannot be read: Permission denied")


@pytest.mark.parametrize("name", [b"a\nb.md", b"\xff.md", b"\x1b[31m.md"])
def test_no_name_of_a_file_breaks_a_line_or_steers_the_terminal(
    tmp_path: Path, take: Take, name: bytes
) -> None:
    write(tmp_path / "docs" / os.fsdecode(name[:-3]), ["a.md"])
    (tmp_path / "docs" / os.fsdecode(name)).write_text(NOTES, encoding="utf-8")
    result = take()
    assert result.exit_code == 1
    assert ".md: D118 " in result.stderr
    assert result.stderr.split("D118 ")[1] == snapshot(
        "the file name contains a line break, a control character or invalid UTF-8; rename the file\n"
    )
    assert result.stderr.count("\n") == 1
    assert result.stdout.count("\n") == 4
    assert "\x1b" not in result.output
    assert take("--json").stdout.count("\n") == 3


def test_the_courses_may_lie_in_the_folder_and_are_not_read(tmp_path: Path, take: Take) -> None:
    folder = write(tmp_path / "docs", ["a.md"])
    first = take(out="docs/out")
    assert courses(folder, folder / "out") == {"a.md": "a"}
    printed = (first.stdout + take(out="docs/out").stdout).replace(str(tmp_path), "PATH")
    assert lines_with(printed, " 1 document") == snapshot(
        [
            "PATH/docs/out: 1 new draft from 1 document of PATH/docs",
            "PATH/docs/out: 0 new drafts from 1 document of PATH/docs, 1 card kept unchanged",
        ]
    )


@pytest.mark.parametrize(
    ("names", "out", "code", "said"),
    [
        ([], "out", 1, "D119 contains no document; supported are .txt, .md"),
        (["a.png", ".b.md"], "out", 1, "D119 contains no document"),
        (["a.md"], "docs", 1, "X104 is the folder of the documents"),
        (["a.md"], "docs/a.md", 1, "X102 is a file"),
        (["a.md"], "docs/a.md/out", 1, "X101 cannot be written"),
        (["a.md"], "out.yaml", 2, "must be a folder"),
    ],
)
def test_what_cannot_begin_is_one_clear_line(
    tmp_path: Path, take: Take, names: list[str], out: str, code: int, said: str
) -> None:
    (tmp_path / "docs").mkdir()
    write(tmp_path / "docs", names)
    before = tree(tmp_path)
    result = take(out=out)
    if isinstance(result.exception, MscLearnError):
        assert code == 1
        assert len(result.exception.problems) == 1
    else:
        assert result.exit_code == code
    assert said in result.output or said in str(result.exception)
    assert tree(tmp_path) == before


def test_courses_are_not_put_into_a_course(tmp_path: Path, take: Take) -> None:
    folder = write(tmp_path / "docs", ["a.md"])
    take()
    with pytest.raises(ExportError, match="X104 is a course"):
        find_documents(folder, tmp_path / "out" / "a")


def test_a_missing_library_is_said_once_for_a_format(
    documents: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (documents / f"z{number}.pdf").write_bytes(EVERY[".pdf"])
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "msc_learn.document.readers.pdf", raising=False)
    lines = [line for line in take("--jobs", 1).stderr.splitlines() if "D111" in line]
    assert len(lines) == 2
    assert "a/bad.pdf: D111 " in lines[0]
    assert "pip install" in lines[0]
    assert lines[1].startswith(f"{documents}: D111 4 ")
    assert [line.split("D111 ")[1] for line in lines] == snapshot(
        ["reading .pdf files needs more: pip install 'msc-learn[formats]'", "4 more .pdf files need it too"]
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_fault_in_one_document_is_one_line(tmp_path: Path, jobs: str) -> None:
    write(tmp_path / "docs", ["a.md", "b.md", "c.md"])
    run = loosened(tmp_path, "if path.stem == 'b': raise ValueError('two\\nlines')", "--jobs", jobs)
    printed, errors = run.communicate()
    assert run.returncode == 1
    assert errors.decode().startswith("docs/b.md: D121 ")
    assert errors.decode().endswith("ValueError: two lines\n")
    assert b"from 2 documents" in printed


@pytest.mark.skipif(sys.platform != "linux", reason="the change reaches other processes by fork alone")
def test_a_killed_process_costs_only_the_document_that_killed_it(tmp_path: Path) -> None:
    names = [f"{number:02}.md" for number in range(30)]
    write(tmp_path / "docs", names)
    loosened(tmp_path, "pass").communicate()
    expected = tree(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "whole")
    kill = "if path.stem in ('03', '17', '18'): os.kill(os.getpid(), signal.SIGKILL)"
    run = loosened(tmp_path, kill, "--jobs", "2")
    printed, errors = run.communicate()
    assert run.returncode == 1
    said = errors.decode().splitlines()
    assert [line.split(": ")[0] for line in said] == ["docs/03.md", "docs/17.md", "docs/18.md"]
    assert all(" D120 " in line for line in said)
    assert {line.split(": ", 1)[1] for line in said} == snapshot(
        {"D120 the process that read it was killed, perhaps because memory ran out; try it alone"}
    )
    assert b"from 27 documents" in printed
    killed = ("03/", "17/", "18/")
    assert tree(tmp_path / "out") == {k: v for k, v in expected.items() if not k.startswith(killed)}
    loosened(tmp_path, "pass").communicate()
    assert tree(tmp_path / "out") == expected


def test_a_process_killed_by_chance_costs_nothing(tmp_path: Path) -> None:
    write(tmp_path / "docs", [f"{number:02}.md" for number in range(10)])
    once = "if path.stem == '04' and not os.path.exists('once'): Path('once').touch(); os._exit(9)"
    run = loosened(tmp_path, once, "--jobs", "2")
    printed, errors = run.communicate()
    assert (run.returncode, errors) == (0, b"")
    assert b"from 10 documents" in printed
    assert len(list((tmp_path / "out").iterdir())) == 10


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_was_interrupted_is_whole_and_goes_on(tmp_path: Path, jobs: str) -> None:
    names = [f"{number:02}.md" for number in range(9)]
    write(tmp_path / "docs", names)
    loosened(tmp_path, "pass").communicate()
    expected = tree(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "whole")
    wait = "if path.stem == '04': print('at work', flush=True)\n"
    wait += "    while path.stem == '04' and not os.path.exists('go'): time.sleep(0.01)"
    run = loosened(tmp_path, wait, "--jobs", jobs)
    assert run.stdout is not None
    read_until(run.stdout.fileno(), b"at work")
    run.send_signal(signal.SIGINT)
    (tmp_path / "go").touch()
    _, errors = run.communicate()
    assert run.returncode == 130
    done = len(list((tmp_path / "out").iterdir()))
    assert f" {done} of 9 " in errors.decode()
    assert errors.decode().replace(f" {done} of", " N of") == snapshot(
        "stopped: N of 9 documents are done; to continue, run the same command again\n"
    )
    assert done == 5 if jobs == "1" else done >= 5
    assert tree(tmp_path / "out").items() <= expected.items()
    loosened(tmp_path, "pass").communicate()
    assert tree(tmp_path / "out") == expected


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_second_ctrl_c_waits_for_no_document(tmp_path: Path, jobs: str) -> None:
    write(tmp_path / "docs", ["a.md", "b.md", "c.md"])
    run = loosened(tmp_path, "print('at work', flush=True); time.sleep(600)", "--jobs", jobs)
    assert run.stdout is not None
    assert run.stderr is not None
    read_until(run.stdout.fileno(), b"at work")
    # A third one might come when all is said and the program about to end.
    for wait in (0.5, 20, 20):
        run.send_signal(signal.SIGINT)
        if select.select([run.stderr], [], [], wait)[0]:
            break
    _, errors = run.communicate(timeout=30)
    assert run.returncode == 130
    assert " 0 of 3 " in errors.decode()
    assert errors.decode() == snapshot(
        "stopped: 0 of 3 documents are done; to continue, run the same command again\n"
    )


def test_processes_may_be_started_afresh_too(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = find_documents(documents, tmp_path / "out").sources
    alone = list(extract_all(sources, 1))
    (tmp_path / "out").rename(tmp_path / "first")
    monkeypatch.setattr(batch, "_context", lambda: multiprocessing.get_context("spawn"))
    assert list(extract_all(sources, 2)) == alone
    assert tree(tmp_path / "out") == tree(tmp_path / "first")


def test_only_so_many_documents_are_in_flight(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sources = [SourceFile(str(tmp_path / f"{number}.md"), str(tmp_path / "out")) for number in range(1000)]
    submitted, submit = [], batch._submitted

    def note(pool: object, source: SourceFile) -> object:
        submitted.append(source)
        return submit(pool, source)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "_submitted", note)
    outcomes = extract_all(sources, 2)
    for number, outcome in zip(range(300), outcomes, strict=False):
        assert outcome.path == sources[number].path
        assert len(submitted) <= number + 100
    outcomes.close()


def test_no_memory_of_words_grows_with_every_document(documents: Path, tmp_path: Path) -> None:
    list(extract_all(find_documents(documents, tmp_path / "out").sources, 1))
    kind = type(lru_cache(len))
    caches = [found for found in gc.get_objects() if isinstance(found, kind)]
    ours = [
        cache
        for cache in caches
        if cache.__module__.startswith("msc_learn.extract.") and signature(cache).parameters
    ]
    assert len(ours) > 5
    assert [cache for cache in ours if cache.cache_parameters()["maxsize"] is None] == []


def test_the_death_of_killed_processes_is_no_news_and_everything_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Minder(threading.Thread):
        __module__ = ProcessPoolExecutor.__module__

    heard: list[threading.Thread | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: heard.append(arguments.thread))
    batch._hide_tracebacks_of_killed_processes()

    def fail() -> None:
        raise ValueError

    threads = [Minder(target=fail), threading.Thread(target=fail)]
    for thread in threads:
        thread.start()
        thread.join()
    assert heard == threads[1:]
