"""Location of a course: its folder, a single card file, or a course that comes with the package."""

import re
from pathlib import Path

from msc_learn.errors import CardFileError

DEFAULT_COURSE = "msc"
CARD_FILE_SUFFIXES = (".yaml", ".yml")
COMPETENCES = "competences.yaml"
# YAML files in the folder of a course that are not card files.
NO_CARD_FILES = ("course.yaml", COMPETENCES)


def find_course(where: str | Path) -> Path:
    """Return the folder or card file that `where` names; raises `CardFileError` if there is none."""
    path = Path(where)
    if path.is_dir() or path.suffix in CARD_FILE_SUFFIXES:
        return path
    if path.exists():
        raise CardFileError.at(path, "F213", "is not a card file: the name of one ends in .yaml")
    shipped = _shipped_folder() / str(where)
    if re.fullmatch(r"[\w-]+", str(where)) and (shipped / "course.yaml").is_file():
        return shipped
    shipped_names = ", ".join(shipped_courses())
    raise CardFileError.at(path, "F213", f"no such course: give a folder, a card file or {shipped_names}")


def shipped_courses() -> tuple[str, ...]:
    """Return the names of the courses that come with the package."""
    return tuple(sorted(path.parent.name for path in _shipped_folder().glob("*/course.yaml")))


def _shipped_folder() -> Path:
    inside = Path(__file__).parents[1] / "courses"
    # An editable install has no copy in the package; its courses are in the checkout.
    return inside if inside.is_dir() else Path(__file__).parents[3] / "cards"
