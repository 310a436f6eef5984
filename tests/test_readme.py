"""The README is the manual: its commands print what it shows, and its tables are those of the code."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from msc_learn.cli.main import COMMANDS
from msc_learn.course.fields import ANY, CARD_KEYS, COURSE_KEYS, FILE_KEYS, MEDIA_KEYS, SOURCE_KEYS, FieldSpec
from msc_learn.lint.checks import codes

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TOURS = {page.stem: found for page in PAGES if (found := CONSOLE.findall(page.read_text(encoding="utf-8")))}


def steps(tour: str) -> list[tuple[str, str]]:
    """Return the commands of a block, each with the output shown below it."""
    parts = re.split(r"^\$ (.*)\n", tour, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def as_pattern(shown: str) -> str:
    """Return what is shown as a pattern: `…` alone on a line stands for lines, within one for characters."""
    lines = (
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*?") + r"[ ]*\n"
        for line in shown.splitlines()
    )
    return "".join(lines)


@pytest.fixture
def empty_folder(tmp_path: Path) -> Path:
    """Return a folder with nothing in it but the notes that the tour extracts from."""
    folder = tmp_path / "tour"
    folder.mkdir()
    (folder / "insulin.txt").write_bytes((ROOT / "tests" / "data" / "documents" / "insulin.txt").read_bytes())
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package as a wheel lays it out, so that no build writes into the checkout."""
    folder = tmp_path_factory.mktemp("package")
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "msc_learn", folder / "msc_learn", ignore=unwanted)
    shutil.copytree(ROOT / "cards", folder / "msc_learn" / "courses")
    return folder


def test_the_readme_is_a_tour() -> None:
    assert sum(len(steps(tour)) for tour in TOURS["README"]) > 6


@pytest.mark.parametrize("page", TOURS)
def test_the_commands_of_a_page_print_what_it_shows(page: str, empty_folder: Path, package: Path) -> None:
    plain = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(package),
        "MSC_LEARN_DB": str(empty_folder / "history.db"),
        "COLUMNS": "80",
        "TZ": "UTC",
    }
    shown = [step for tour in TOURS[page] for step in steps(tour)]
    for command, output in shown:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=empty_folder,
            env={**os.environ, **plain},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        printed = done.stdout + done.stderr
        assert re.fullmatch(as_pattern(output), printed), f"$ {command}\n{printed}"


def test_the_readme_opens_with_two_commands_that_the_makefile_has() -> None:
    first = re.search(r"```sh\n(.*?)```", README, re.DOTALL)
    assert first is not None
    assert [line.split("#")[0].strip() for line in first[1].strip().splitlines()] == ["make", "make test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^test:", makefile, re.MULTILINE)


def test_every_command_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert f"msc-learn {name}" in README, name


def key_table(keys: tuple[FieldSpec, ...]) -> str:
    """Return a table of keys as it stands in the README."""
    on_cards = keys is CARD_KEYS
    rows = [f"| Key | {'On' if on_cards else 'Needed'} | Means |", "| --- | --- | --- |"]
    for key in keys:
        kinds = "all" if key.kinds == ANY else ", ".join(sorted(key.kinds))
        middle = kinds if on_cards else "yes" if key.required else "no"
        about = key.about.replace("|", "\\|")
        if "{{" in about:
            about = re.sub(r"(\{\{.*?\}\})", r"`\1`", about)
        rows.append(f"| `{key.name}` | {middle} | {about} |")
    return "\n".join(rows)


@pytest.mark.parametrize(
    "keys", [CARD_KEYS, SOURCE_KEYS, MEDIA_KEYS, FILE_KEYS, COURSE_KEYS], ids=lambda keys: keys[-1].name
)
def test_the_tables_of_keys_are_those_of_the_reader(keys: tuple[FieldSpec, ...]) -> None:
    assert key_table(keys) in README, f"\n{key_table(keys)}"


def test_the_table_of_codes_is_that_of_the_checks() -> None:
    rows = [f"| {name} | {code.meaning} |" for name, code in codes().items()]
    table = "\n".join(["| Code | Means |", "| --- | --- |", *rows])
    assert table in README, f"\n{table}"
