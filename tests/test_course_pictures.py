"""The pictures of the shipped course: each is used, can be read on a phone, and asks nothing of a network."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from msc_learn.course.load import load_course

ROOT = Path(__file__).parents[1] / "cards" / "msc"
FILES = sorted((ROOT / "media").iterdir())
NOTES = [note for note in load_course(ROOT).notes if note.media]
SVG = "{http://www.w3.org/2000/svg}"
NARROWEST = 320  # pixels, a small phone held upright
SMALLEST = 14  # pixels of text at that width
LARGEST = 8000  # bytes
OUTSIDE = re.compile(r"@import|@font-face|url\(|https?:|//|\bdata:", re.IGNORECASE)
SIZE = re.compile(r"(?:font|font-size):[^;}]*?([\d.]+)(\w+|%)")


@pytest.fixture(params=FILES, ids=lambda file: file.name)
def file(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def drawing(file: Path) -> ET.Element:
    return ET.fromstring(file.read_text(encoding="utf-8"))  # noqa: S314 (the file is ours)


def font_sizes(root: ET.Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        yield from SIZE.findall(element.get("style", ""))
        yield from re.findall(r"([\d.]+)(\w*)", element.get("font-size", ""))
        if element.tag == f"{SVG}style":
            yield from SIZE.findall(element.text or "")


def test_cards_use_every_picture_and_each_says_what_it_shows() -> None:
    shown = {note.media.path: note.media.alt for note in NOTES if note.media}
    assert sorted(shown) == [file.relative_to(ROOT).as_posix() for file in FILES]
    assert all(alt.strip() for alt in shown.values())


def test_a_picture_is_described_alike_wherever_it_stands() -> None:
    described = {(note.media.path, note.media.alt) for note in NOTES if note.media}
    assert len(described) == len(FILES)


def test_it_is_a_small_drawing_with_title_and_description(file: Path) -> None:
    root = drawing(file)
    assert root.tag == f"{SVG}svg"
    assert all((root.findtext(f"{SVG}{name}") or "").strip() for name in ("title", "desc"))
    assert file.stat().st_size < LARGEST


def test_it_runs_nothing_and_fetches_nothing(file: Path) -> None:
    root = drawing(file)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "style", "g", "text"),
            *("rect", "circle", "ellipse", "path"),
        }
        for name, value in element.attrib.items():
            assert not name.casefold().startswith("on")
            assert not name.endswith("href")
            assert not OUTSIDE.search(value)
    assert not OUTSIDE.search(root.findtext(f"{SVG}style") or "")
    assert "<!DOCTYPE" not in file.read_text(encoding="utf-8")


def test_its_text_can_be_read_on_a_small_phone(file: Path) -> None:
    root = drawing(file)
    _, _, width, _ = map(float, root.get("viewBox", "").split())
    sizes = list(font_sizes(root))
    assert sizes
    assert {unit for _, unit in sizes} <= {"px", ""}
    assert min(float(size) for size, _ in sizes) * NARROWEST / width >= SMALLEST
    assert not any(element.get("transform") for element in root.iter())


def test_it_brings_a_ground_for_day_and_night(file: Path) -> None:
    root = drawing(file)
    ground = next(element for element in root if element.tag == f"{SVG}rect")
    day, night = (root.findtext(f"{SVG}style") or "").split("prefers-color-scheme: dark")
    assert [ground.get("width"), ground.get("height")] == root.get("viewBox", "").split()[2:]
    assert f".{ground.get('class')} {{" in day
    assert f".{ground.get('class')} {{" in night
