"""The pictures of the pages in docs: each is there, is small, is described, and stands on a page."""

import re
import struct
from pathlib import Path

import pytest

from look.screens import SHOWN
from look.shipped import ROOT, SCREENS

PICTURE = re.compile(r"!\[([^\]]*)\]\(screens/([^)]+)\)")
PAGES = sorted((ROOT / "docs").glob("*.md"))
PICTURES = sorted(SCREENS.iterdir())
LARGEST = 60_000  # bytes


def pictures_of(page: Path) -> list[tuple[str, str]]:
    """Return what is said of each picture of a page, and its file."""
    return [(found[1], found[2]) for found in PICTURE.finditer(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_picture_of_a_page_is_there_and_described(page: Path) -> None:
    for said, name in pictures_of(page):
        assert (SCREENS / name).is_file()
        assert len(said) >= 20


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_each_picture_stands_on_one_page(picture: Path) -> None:
    assert [name for page in PAGES for _, name in pictures_of(page)].count(picture.name) == 1


def test_the_page_of_the_quiz_shows_each_screen() -> None:
    shown = [name for _, name in pictures_of(ROOT / "docs" / "quiz.md")]
    assert sorted(shown) == sorted(f"{name}.png" for name in SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_is_small_and_no_wider_than_its_terminal(name: str) -> None:
    content = (SCREENS / f"{name}.png").read_bytes()
    assert len(content) < LARGEST
    [width] = struct.unpack(">I", content[16:20])
    # A letter is nine points wide, and there is a margin on both sides.
    assert width <= 10 * SHOWN[name].columns + 40
