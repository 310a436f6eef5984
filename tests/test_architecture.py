"""The shape of the package: imports run one way, libraries come in by their doors, modules stay small."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "msc_learn"
MODULES = sorted(PACKAGE.rglob("*.py"))
BY_NAME = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in MODULES
}
# A folder imports from itself and from those before it.
ORDER = (
    "",
    "text",
    "document",
    "memory",
    "history",
    "course",
    "deck",
    "evidence",
    "grading",
    "lint",
    "study",
    "extract",
    "exams",
    "lms",
    "training",
    "page",
    "reports",
    "terminal",
    "cli",
)
DOORS = {
    "yaml": {"course/yaml_reader.py", "course/yaml_spans.py"},
    "rapidfuzz": {"text/fuzzy.py"},
    "markdown_it": {"document/readers/markdown.py"},
    "selectolax": {"document/readers/html.py"},
    "mammoth": {"document/readers/docx.py"},
    "pypdfium2": {"document/readers/pdf.py"},
    "genanki": {"deck/formats/"},
    "fsrs": {"memory/fsrs6.py"},
    "fsrs_rs_python": {"memory/trainer.py"},
    "xlsxwriter": {"reports/workbook.py"},
    "jinja2": {"reports/html.py"},
    "markupsafe": {"reports/html.py"},
    "sqlite3": {"history/", "deck/formats/"},
    "platformdirs": {"history/location.py"},
    "rich": {"terminal/screen.py"},
    "click": {"cli/"},
}
LONGEST = 300
_STANDARD = __import__("sys").stdlib_module_names


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def station(name: str) -> str:
    folder = name.split("/")[0] if "/" in name else ""
    return folder if folder in ORDER else ""


def imports(module: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: relative import"
            yield node.lineno, node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_imports_only_from_its_own_station_and_those_before_it(module: Path) -> None:
    here = ORDER.index(station(name_of(module)))
    for line, imported in imports(module):
        if not imported.startswith("msc_learn.") or name_of(module) == "__main__.py":
            continue
        parts = imported.split(".")
        there = ORDER.index(parts[1] if parts[1] in ORDER else "")
        assert there <= here, f"{name_of(module)}:{line} imports {imported}"


def modules_imported_by(module: Path) -> set[Path]:
    """Return the modules of the package that one imports at any time: lazily, or for its types alone."""
    names = set[str]()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name for name in submodules if name in BY_NAME} or {node.module}
    return {BY_NAME[name] for name in names & BY_NAME.keys()} - {module}


def cycles(graph: Mapping[Path, set[Path]]) -> set[tuple[str, ...]]:
    """Return the names of the modules that can be reached from themselves."""

    def reached(start: Path) -> set[Path]:
        found, left = set[Path](), [*graph[start]]
        while left:
            if (module := left.pop()) not in found:
                found.add(module)
                left += graph[module]
        return found

    closures = {module: reached(module) for module in graph}
    in_cycle = [module for module in graph if module in closures[module]]
    return {
        tuple(
            sorted(name_of(other) for other in in_cycle if other in closures[one] and one in closures[other])
        )
        for one in in_cycle
    }


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert cycles({module: modules_imported_by(module) for module in MODULES}) == set()


def test_a_cycle_of_modules_is_found() -> None:
    one, other, third = MODULES[1:4]
    assert cycles({one: {other}, other: {one}, third: {one}}) == {tuple(sorted(map(name_of, (one, other))))}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_library_comes_in_by_its_door(module: Path) -> None:
    for line, imported in imports(module):
        library = imported.split(".")[0]
        if library == "msc_learn" or (library in _STANDARD and library not in DOORS):
            continue
        assert any(name_of(module).startswith(door) for door in DOORS[library]), (
            f"{name_of(module)}:{line} imports {library}"
        )


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_begins_with_a_docstring_and_stays_small(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert docstring
    assert text.count("\n") <= LONGEST or f"over {LONGEST} lines because" in docstring


def test_no_module_is_left_without_a_station() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders <= set(ORDER)


def test_json_is_printed_in_one_way_that_no_terminal_obeys() -> None:
    writing = {name_of(module) for module in MODULES if "json.dump" in module.read_text(encoding="utf-8")}
    assert {name for name in writing if station(name) in ("cli", "terminal")} == {"terminal/streams.py"}
