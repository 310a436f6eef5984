"""The pictures of the shipped course: each is used, can be read on a phone, and asks nothing of a network."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from msc_learn.course.load import load_course
from msc_learn.course.model import Label, Note

ROOT = Path(__file__).parents[1] / "cards" / "msc"
FILES = sorted((ROOT / "media").iterdir())
NOTES = [note for note in load_course(ROOT).notes if note.media]
LABELS = [pytest.param(note, label, id=f"{note.id}: {label.text}") for note in NOTES for label in note.labels]
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


def test_a_picture_is_described_alike_wherever_all_of_it_shows() -> None:
    described = {(note.media.path, note.media.alt) for note in NOTES if note.media and not note.labels}
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


@dataclass(frozen=True)
class Written:
    """A line of text in a drawing, and the box around it, in percent, as wide as a wide font makes it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def width_of(text: str, size: float) -> float:
    """Return the width of a text in a sans-serif font that runs wide."""
    wide = sum(0.98 if letter in "mwMW" else 0.76 for letter in text if letter in "mw" or letter.isupper())
    narrow = sum(0.38 for letter in text if letter in "fijlrt-., ")
    others = sum(0.62 for letter in text if letter not in "mwfijlrt-., " and not letter.isupper())
    return size * (wide + narrow + others)


def lines_of(file: Path) -> list[Written]:
    root = drawing(file)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    default = float(next(size for size, _ in SIZE.findall(root.findtext(f"{SVG}style") or "")))
    lines = []
    for parent in root.iter():
        for element in parent.findall(f"{SVG}text"):
            own = SIZE.search(element.get("style", ""))
            size = float(own[1]) if own else default
            text, long = element.text or "", width_of(element.text or "", size)
            classes = f"{parent.get('class', '')} {element.get('class', '')}".split()
            before = long / 2 if "mid" in classes else long if "end" in classes else 0
            left, base = float(element.get("x", "")) - before, float(element.get("y", ""))
            top, bottom = base - 0.78 * size, base + 0.24 * size
            across, down = (100 / width, 100 / height)
            box = (left * across, top * down, (left + long) * across, bottom * down)
            lines.append(Written(text, *box))
    return lines


def hidden_by(label: Label, lines: list[Written]) -> list[Written]:
    """Return the lines whose middle lies below the mask of a label."""
    left, top, width, height = label.at
    return [
        line
        for line in lines
        if left < (line.left + line.right) / 2 < left + width
        and top < (line.top + line.bottom) / 2 < top + height
    ]


@pytest.mark.parametrize(("note", "label"), LABELS)
def test_a_mask_hides_its_label_whole_and_no_other_text(note: Note, label: Label) -> None:
    assert note.media
    hidden = hidden_by(label, lines_of(ROOT / note.media.path))
    assert " ".join(line.text for line in hidden) == label.text
    left, top, width, height = label.at
    for line in hidden:
        assert left <= line.left
        assert line.right <= left + width
        assert top <= line.top
        assert line.bottom <= top + height


@pytest.mark.parametrize(("note", "label"), LABELS)
def test_what_a_mask_hides_stands_nowhere_else_on_its_picture(note: Note, label: Label) -> None:
    assert note.media
    lines = lines_of(ROOT / note.media.path)
    shown = " ".join(line.text for line in lines if line not in hidden_by(label, lines))
    assert label.text.casefold() not in shown.casefold()


def test_a_picture_with_masks_states_its_size(file: Path) -> None:
    # Anki lays the masks over the size a picture itself states.
    root = drawing(file)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    assert float(root.get("width", "")) / float(root.get("height", "")) == pytest.approx(width / height)
