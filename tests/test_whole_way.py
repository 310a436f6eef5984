"""The whole way, from a document nobody has prepared to a deck and a quiz."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# The user's own document lies beside a checkout, if anywhere: it is theirs, and not part of the project.
REAL = Path(os.environ.get("MSC_LEARN_SOURCE", ROOT.parent / "shared" / "source" / "msc.txt"))
DOCUMENTS = [
    pytest.param(REAL, marks=pytest.mark.skipif(not REAL.is_file(), reason="the real document is not here")),
    *sorted((ROOT / "tests" / "data" / "documents").glob("*.*")),
]


def msc_learn(folder: Path, *arguments: str, typed: str = "") -> str:
    """Run the command as a user would, in a folder of its own; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "msc_learn", *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MSC_LEARN_DB": str(folder / "history.db"), "PYTHONWARNINGS": "error"},
    )
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_becomes_drafts_a_deck_and_a_quiz(document: Path, tmp_path: Path) -> None:
    before = document.read_bytes()
    msc_learn(tmp_path, "extract", str(document), "-o", "course")
    assert "no problems" in msc_learn(tmp_path, "check", "course")
    msc_learn(tmp_path, "build", "course", "--drafts", "-o", "course.apkg")
    assert (tmp_path / "course.apkg").stat().st_size > 1000
    said = msc_learn(tmp_path, "quiz", "course", "--drafts", "--limit", "3", typed="\n3\n" * 3)
    assert "3" in said
    due = msc_learn(tmp_path, "due", "course", "--drafts", "--json")
    assert '"new"' in due
    assert document.read_bytes() == before
    course = tmp_path / "course"
    files = {path.name: path.read_bytes() for path in course.iterdir()}
    msc_learn(tmp_path, "extract", str(document), "-o", "course")
    assert {path.name: path.read_bytes() for path in course.iterdir()} == files
