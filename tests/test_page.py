"""The study page as a file: what is in it, that it is safe, the same each time, and can be checked."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from look.studypage import PICTURES, compiled
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.course.model import Course
from msc_learn.deck.cards import cards_of
from msc_learn.errors import ExportError
from msc_learn.page import assemble, differences, digest, to_bytes, write
from msc_learn.page.assemble import SCRIPTS, STYLES, data_in, embedded
from msc_learn.page.contents import contents_of, text_of
from msc_learn.study.claim_digest import version_of

ROOT = Path(__file__).parents[1]
PAGE = Path(assemble.__file__).parent
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def plain(text: Any) -> str:
    """Return a text of the page without its markup."""
    if isinstance(text, str):
        return text
    return "".join(piece if isinstance(piece, str) else piece[1] for piece in text)


@pytest.fixture(scope="module")
def shipped() -> Course:
    return load_course("msc")


@pytest.fixture(scope="module")
def page() -> str:
    return to_bytes(compiled("msc")).decode()


def test_all_cards_are_in_the_page_in_study_order(shipped: Course, page: str) -> None:
    cards = [card for note in shipped.studied() for card in cards_of(note)]
    found = contents_of(shipped)["cards"]
    assert [card["id"] for card in found] == [card.id for card in cards]
    assert [card["version"] for card in found] == [version_of(card) for card in cards]
    data = data_in(page.encode())
    assert data is not None
    assert [card["id"] for card in data["cards"]] == [card.id for card in cards]


def test_a_cloze_shows_its_gap_in_place_and_fills_it(shipped: Course) -> None:
    cards = {card["id"]: card for card in contents_of(shipped)["cards"]}
    card = cards["exosome-cargo#2"]
    assert card["asked"] == ["The exosomes of MSCs carry proteins and ", ["plain", "[…]", 1], "."]
    assert card["answer"] == [["The exosomes of MSCs carry proteins and ", ["plain", "microRNAs", 1], "."]]


def test_a_picture_is_in_the_page_once_and_hides_its_labels(shipped: Course) -> None:
    data = contents_of(shipped)
    card = next(card for card in data["cards"] if card["id"] == "exosome-picture#2")
    assert card["picture"]["asked"] == 1
    assert card["picture"]["masks"] == [[61.5, 27, 24.5, 7], [57.8, 41.4, 31.9, 7]]
    inlined = data["pictures"][card["picture"]["name"]]
    file = shipped.root / "media" / "exosome.svg"
    assert base64.b64decode(inlined.removeprefix("data:image/svg+xml;base64,")) == file.read_bytes()
    assert len(data["pictures"]) == len(list(file.parent.iterdir()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("HLA-DR<low>", "HLA-DR<low>"),
        ("10^6^ cells", ["10", ["sup", "6"], " cells"]),
        ("a **b** c", ["a ", ["strong", "b"], " c"]),
        (r"\*a", "*a"),
        ("", ""),
    ],
)
def test_markup_is_read_into_pieces(text: str, shown: object) -> None:
    assert text_of(text) == shown


def test_equal_courses_give_equal_bytes(page: str) -> None:
    assert to_bytes(compiled("msc")).decode() == page
    assert digest(compiled("msc")) == f"sha256:{hashlib.sha256(page.encode()).hexdigest()}"


def test_the_page_runs_its_own_script_and_style_alone(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"'sha256-{sha256(script)}'",
        "style-src": f"'sha256-{sha256(style)}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_nothing_in_the_page_lies_elsewhere(page: str) -> None:
    outside, data = page.split('<script type="application/json"')[0], data_in(page.encode())
    assert not re.search(r"\b(?:src|srcset|action|poster|data)=|@import|url\(", outside)
    assert set(re.findall(r'href="([^"]*)"', outside)) == {"#main"}
    assert data
    assert all(address.startswith("data:image/") for address in data["pictures"].values())


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_defines_one_thing_and_reads_no_text_as_html(name: str) -> None:
    text = (PAGE / name).read_text(encoding="utf-8")
    assert not re.search(
        r"</script|<!--|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", text
    )
    if name.startswith("script/"):
        assert len(re.findall(r"^(?:const|let|var|function|class) ", text, re.MULTILINE)) <= 1


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name.startswith("script/")][:-1])
def test_a_script_is_called_by_its_file(name: str) -> None:
    folder, _, stem = name.removeprefix("script/").removesuffix(".js").partition("/")
    called = "".join(map(str.capitalize, (["exam"] if folder == "exam" else []) + stem.split("_")))
    assert re.search(f"^const {called} = ", (PAGE / name).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in SCRIPTS if re.match("script/(core|exam)/", name)])
def test_rules_are_apart_from_elements(name: str) -> None:
    text = (PAGE / name).read_text(encoding="utf-8")
    assert not re.search(r"\b(document\.(body|create|get|query)|window|location|Dom|App)\b", text)


def test_every_style_and_script_is_in_the_page(page: str) -> None:
    files = {path.relative_to(PAGE).as_posix() for path in PAGE.rglob("*") if path.suffix in (".js", ".css")}
    assert files == {*SCRIPTS, *(f"style/{name}.css" for name in STYLES)}
    assert all((PAGE / name).read_text(encoding="utf-8") in page for name in files)


@given(JSON)
def test_data_come_back_as_they_went_in_and_end_no_script(data: Any) -> None:
    text = embedded(data)
    assert json.loads(text) == data
    assert not re.search("[<\u2028\u2029]", text)


def test_texts_that_look_like_markup_stay_text(write_course: Any) -> None:
    hostile = "</script><script>document.title='x'</script><!-- \\u2028 <img src=x onerror=alert(1)>"
    said = json.dumps(hostile)
    cards = f"topic: T\ncards:\n  - id: a\n    question: {said}\n    answer: {said}\n"
    made = to_bytes(compiled(write_course(cards)))
    data = data_in(made)
    assert data
    assert plain(data["cards"][0]["asked"]) == hostile.replace("\\u2028", "\\u2028")
    assert made.count(b"</script>") == 2


def test_a_page_that_is_as_compiled_has_no_differences(tmp_path: Path, course_folder: Path) -> None:
    made = compiled(course_folder)
    write(made, tmp_path / "a.html")
    assert differences(made, tmp_path / "a.html") == ()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("answer: pain", "answer: some pain", ("card pain-choice#1",)),
        ("topic: Growth factors", "topic: Factors", ("topics",)),
        ("id: pain-choice", "id: pain", ("card pain#1", "card pain-choice#1", "order of the cards")),
    ],
)
def test_a_page_of_other_cards_names_what_differs(
    tmp_path: Path, course_folder: Path, old: str, new: str, named: tuple[str, ...]
) -> None:
    write(compiled(course_folder), tmp_path / "a.html")
    cards = course_folder / "growth-factors.yaml"
    cards.write_text(cards.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = differences(compiled(course_folder), tmp_path / "a.html")
    assert set(named) <= set(found)
    assert all(name in named or name.startswith("grading") or name == "lent" for name in found)


def test_a_page_written_by_another_release_differs_around_the_cards(
    tmp_path: Path, course_folder: Path
) -> None:
    made = compiled(course_folder)
    write(made, tmp_path / "a.html")
    text = (tmp_path / "a.html").read_bytes()
    (tmp_path / "a.html").write_bytes(text.replace(b"</style>", b"p {}</style>"))
    assert differences(made, tmp_path / "a.html") == ("the page around the cards",)


def test_a_page_that_is_not_there_cannot_be_compared(tmp_path: Path, course_folder: Path) -> None:
    with pytest.raises(ExportError, match="X204 cannot be read"):
        differences(compiled(course_folder), tmp_path / "a.html")


def test_a_build_writes_the_page_and_checks_it(
    runner: CliRunner, tmp_path: Path, course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    built = runner.invoke(cli, ["build", str(course_folder), "--format", "html"])
    assert built.output.startswith(f"{Path('decks', 'stromal.html')}: 4 notes, 5 cards, 1 topic\n")
    assert (course_folder / "release.lock").exists()
    check = ["build", str(course_folder), "--format", "html", "--check"]
    assert runner.invoke(cli, check).exit_code == 0
    (tmp_path / "decks" / "stromal.html").write_text("<p>Hello", encoding="utf-8")
    refused = runner.invoke(cli, check)
    assert refused.exit_code == 1


def test_drafts_are_in_the_page_where_they_are_asked_for(course_folder: Path) -> None:
    cards = course_folder / "growth-factors.yaml"
    text = cards.read_text(encoding="utf-8").replace("id: pain-choice", "id: pain-choice\n    status: draft")
    cards.write_text(text, encoding="utf-8")
    ids = [
        [(card["id"], card.get("draft")) for card in (data_in(to_bytes(made)) or {})["cards"]]
        for made in (compiled(course_folder), compiled(course_folder, drafts=True))
    ]
    assert ids[1] == [*ids[0], ("pain-choice#1", True)]


def test_the_page_about_the_study_page_shows_its_pictures() -> None:
    text = (ROOT / "docs" / "study-page.md").read_text(encoding="utf-8")
    assert re.findall(r"!\[[^\]]{20,}\]\(screens/(page-[a-z-]+)\.png\)", text) == list(PICTURES)
