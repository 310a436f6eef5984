"""The map for newcomers: every path and name in docs/architecture.md exists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from test_architecture import ORDER, PACKAGE

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+\?) \| `(\S+)` \| `(\S+)` \|$", PAGE, re.MULTILINE)
# A path that is not an example: those name what is to be written in angle brackets.
PATHS = sorted(set(re.findall(r"`([\w./]+/[\w./]*)`", PAGE)))


# In prose: a name, then the file that it is in.
NAMED = sorted(set(re.findall(r"`(\w+)`\s+(?:in\s+|\()`([\w/]+\.py)`", PAGE)))
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def names_in(tree: ast.Module | ast.ClassDef, inside: str = "") -> Iterator[str]:
    """Yield the classes, functions, methods and constants of a module, methods as `Class.method`."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield inside + name
                yield from names_in(node, f"{name}.")
            case ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                yield inside + name
            case ast.Assign(targets=targets):
                yield from (inside + target.id for target in targets if isinstance(target, ast.Name))


def test_the_map_answers_ten_questions() -> None:
    assert len(ROWS) == 10


@pytest.mark.parametrize(("question", "file", "name"), ROWS)
def test_each_question_leads_to_a_name_in_a_file(question: str, file: str, name: str) -> None:
    assert name in set(names_in(ast.parse((ROOT / file).read_text(encoding="utf-8")))), question


@pytest.mark.parametrize(("name", "file"), NAMED)
def test_each_name_in_the_text_is_in_its_file(name: str, file: str) -> None:
    folder = ROOT if file.startswith("tests/") else PACKAGE
    assert name in set(names_in(ast.parse((folder / file).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("path", PATHS)
def test_each_path_on_the_map_exists(path: str) -> None:
    inside = (PACKAGE, PACKAGE / "page", ROOT)
    assert any((folder / path).exists() for folder in inside)


def test_the_map_has_the_folders_in_the_order_of_imports() -> None:
    folders = re.findall(r"^\| `(\w+)/` \|", PAGE, re.MULTILINE)
    assert folders == list(ORDER[1:])
