"""Start-up: each command loads only the libraries that it uses."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import WriteCourse
from trained import write_needs

HEAVY = {
    *("fsrs", "genanki", "jinja2", "markdown_it", "platformdirs", "rapidfuzz", "rich", "sqlite3"),
    *("xlsxwriter", "yaml"),
}
PROGRAM = """\
import sys
from msc_learn.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as stop:
    assert not stop.code, stop.code
print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "used"),
    [
        (["--help"], set()),
        (["quiz", "COURSE", "--db", "DB"], {"fsrs", "platformdirs", "rich", "sqlite3", "yaml"}),
        (["stats", "COURSE", "--db", "DB"], {"platformdirs", "rich", "sqlite3", "yaml"}),
        (["due", "COURSE", "--db", "DB"], {"platformdirs", "rich", "sqlite3", "yaml"}),
        (["report", "COURSE", "--db", "DB"], {"platformdirs", "rich", "sqlite3", "yaml"}),
        (["coverage", "COURSE"], {"markdown_it", "rich", "yaml"}),
        (["check", "COURSE"], {"markdown_it", "rapidfuzz", "yaml"}),
        (["build", "COURSE", "-o", "DECK"], {"genanki", "sqlite3", "yaml"}),
        (["stats", "COURSE", "--db", "DB", "--html", "PAGE"], {"jinja2", "platformdirs", "sqlite3", "yaml"}),
    ],
    ids=lambda value: "-".join(value[:1] + value[4:5]) if isinstance(value, list) else None,
)
def test_a_command_loads_only_the_libraries_it_uses(
    write_course: WriteCourse, tmp_path: Path, words: list[str], used: set[str]
) -> None:
    course = write_course()
    write_needs(course)
    paths = {"COURSE": course, "DB": "history.db", "DECK": "deck.apkg", "PAGE": "page.html"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *(str(paths.get(word, word)) for word in words)],
        input="q\n",
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.splitlines()[-1].split())
    assert loaded & HEAVY <= used
