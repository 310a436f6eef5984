"""Packaging: nothing of developers is published, and the lock files hold all that pyproject asks for."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from conftest import SLOW

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;]+)", text, re.MULTILINE))


def wanted(*, by_developers: bool) -> Iterator[Requirement]:
    """Yield what pyproject asks for: the dependencies, and for developers the extras and groups too."""
    project = PYPROJECT["project"]
    lists = [project["dependencies"]]
    if by_developers:
        lists += [*project["optional-dependencies"].values(), *PYPROJECT["dependency-groups"].values()]
    yield from (Requirement(line) for lines in lists for line in lines if isinstance(line, str))


@pytest.mark.parametrize(("lock", "by_developers"), [(LOCKS[0], False), (LOCKS[1], True)])
def test_a_lock_file_holds_what_pyproject_asks_for(lock: str, by_developers: bool) -> None:
    versions = locked(lock)
    for requirement in wanted(by_developers=by_developers):
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert requirement.specifier.contains(versions.get(name, "")), f"{requirement}: run `make lock`"


def test_both_lock_files_agree() -> None:
    run, dev = (locked(name) for name in LOCKS)
    assert run.items() <= dev.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_registry_and_gives_a_hash_for_each_package(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "file:" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry


def test_the_published_extras_are_for_users() -> None:
    assert set(PYPROJECT["project"]["optional-dependencies"]) == {"formats", "optimize", "report"}


def test_each_slow_file_is_there() -> None:
    assert {name for name in SLOW if not (ROOT / "tests" / f"{name}.py").is_file()} == set()
