"""Where a course lies: its folder, a single card file, or one of the courses that come with the package."""

import re
from pathlib import Path

from msc_learn.errors import CardFileError

DEFAULT_COURSE = "msc"
CARD_FILE_SUFFIXES = (".yaml", ".yml")
COMPETENCES = "competences.yaml"
# What lies in the folder of a course and is no card file.
NO_CARD_FILES = ("course.yaml", COMPETENCES)


def find_course(where: str | Path) -> Path:
    """Return the folder or card file that `where` names; raises `CardFileError` where there is none."""
    path = Path(where)
    if path.is_dir() or path.suffix in CARD_FILE_SUFFIXES:
        return path
    if path.exists():
        raise CardFileError.at(path, "F213", "is no card file; a card file ends in .yaml")
    shipped = _shipped_folder() / str(where)
    if re.fullmatch(r"[\w-]+", str(where)) and (shipped / "course.yaml").is_file():
        return shipped
    raise CardFileError.at(path, "F213", f"no such course; shipped are: {', '.join(shipped_courses())}")


def shipped_courses() -> tuple[str, ...]:
    """Return the names of the courses that come with the package."""
    return tuple(sorted(path.parent.name for path in _shipped_folder().glob("*/course.yaml")))


def _shipped_folder() -> Path:
    inside = Path(__file__).parents[1] / "courses"
    # An editable install has no copy in the package: there the courses lie in the checkout.
    return inside if inside.is_dir() else Path(__file__).parents[3] / "cards"
