"""Retired word check: refuses words that the project no longer writes, in source and docs.

The list is `tools/retired_words.txt`. Identifiers are split: `mean_foo` and `meanFoo` both hold `foo`.
A word inside a longer one never counts. Course texts, test documents and the code of others are skipped.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORD_LIST = ROOT / "tools" / "retired_words.txt"
# Files with one of these endings are read, and files without any, such as the Makefile.
SUFFIXES = {"", ".py", ".js", ".mjs", ".css", ".html", ".j2", ".md", ".toml", ".json", ".yaml", ".yml"}
NOT_OURS = (
    ".venv",
    "bench/extraction/documents",
    "bench/extraction/gold",
    "build",
    "cards",
    "decks",
    "dist",
    "node_modules",
    "src/msc_learn/page/vendor",
    "tests/data",
    "package-lock.json",
)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def retired_words(path: Path = WORD_LIST) -> dict[str, str]:
    """Read the list: each retired word, in lower case, with what to write instead."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {word: instead for word, _, instead in pairs}


def hits(text: str, retired: Mapping[str, str]) -> Iterator[tuple[int, int, str, str]]:
    """Yield line and column, both from 1, of each retired word, the word, and what to write instead."""
    endings = "|".join(re.escape(word).replace(r"\*", "[a-z]*") for word in retired)
    whole = re.compile(endings)
    for number, line in enumerate(text.splitlines(), start=1):
        for part in _PART.finditer(line):
            word = part[0].lower()
            if whole.fullmatch(word):
                yield number, part.start() + 1, part[0], _instead(word, retired)


def _instead(word: str, retired: Mapping[str, str]) -> str:
    """Return what to write for a retired word, which may stand on the list with a star."""
    stems = (stem for stem in retired if stem.endswith("*") and word.startswith(stem[:-1]))
    return retired.get(word) or retired[next(stems)]


def files(folder: Path, root: Path) -> Iterator[Path]:
    """Yield every file below a folder that holds the project's own words, in order of their names."""
    for path in sorted(folder.iterdir()):
        if path.relative_to(root).as_posix() in NOT_OURS or path.name in NOT_OURS or _is_hidden(path):
            continue
        if path.is_dir():
            yield from files(path, root)
        elif path.suffix in SUFFIXES:
            yield path


def _is_hidden(path: Path) -> bool:
    """Return whether a path is hidden or a cache. Workflows and the CI script are read all the same."""
    return path.name == "__pycache__" or (path.name.startswith(".") and path.name not in (".ci", ".github"))


def problems(root: Path, retired: Mapping[str, str]) -> Iterator[str]:
    """Yield path:line:column, the word and what to write instead, for each retired word below a folder."""
    for path in files(root, root):
        name = path.relative_to(root).as_posix()
        for line, column, word, instead in hits(path.read_text(encoding="utf-8"), retired):
            yield f"{name}:{line}:{column}: retired word '{word}': write '{instead}'"


def main() -> int:
    """Print every retired word, and return 1 if there is one."""
    lines = list(problems(ROOT, retired_words()))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
