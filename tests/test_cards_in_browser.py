"""Every card in Anki's own review page, in a real browser: it fits, it can be read, and keys work."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from look.reviewer import WAYS, Reviewer, Way, chromium
from look.shipped import DECK, ROOT, SHOWN, card_found, imported
from msc_learn.course.model import Kind

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

PHONE, DESKTOP = Way(phone=True), Way()


@pytest.fixture(scope="module")
def collection() -> Iterator[Any]:
    with imported(DECK) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def each_card(collection: Any) -> Iterator[Any]:
    return (collection.get_card(card) for card in collection.find_cards("", order="c.due, c.ord"))


def is_too_wide(reviewer: Reviewer) -> bool:
    wide: bool = reviewer.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide


def test_every_card_fits_a_phone_and_asks_for_nothing(browser: Browser, collection: Any) -> None:
    with Reviewer.open(browser, collection, PHONE) as reviewer:
        wide = []
        for card in each_card(collection):
            reviewer.front(card)
            wide += [f"front of {card.note()['CardId']}"] * is_too_wide(reviewer)
            reviewer.back(card)
            wide += [f"back of {card.note()['CardId']}"] * is_too_wide(reviewer)
            unnamed = "[...document.images].filter(image => !image.alt.trim()).length"
            assert reviewer.page.evaluate(unnamed) == 0
        assert (wide, reviewer.complaints) == ([], [])


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("name", SHOWN)
def test_a_card_of_each_type_can_be_read_by_everybody(
    browser: Browser, collection: Any, way: Way, name: str
) -> None:
    card = card_found(collection, SHOWN[name])
    with Reviewer.open(browser, collection, way) as reviewer:
        for side in (reviewer.front, reviewer.back):
            side(card)
            report = Axe().run(reviewer.page, context="#qa")
            assert report.violations_count == 0, report.generate_report()
            assert not is_too_wide(reviewer)
        assert reviewer.complaints == []


def test_items_of_a_list_come_one_by_one_with_the_key_n(browser: Browser, collection: Any) -> None:
    card = card_found(collection, 'note:"msc-learn List"')
    items = card.note()["Items"].count("<li>")
    with Reviewer.open(browser, collection, DESKTOP) as reviewer:
        reviewer.front(card)
        reviewer.back(card)
        waiting = reviewer.page.locator(".list li.waiting")
        assert waiting.count() == items
        for left in range(items - 1, -1, -1):
            reviewer.page.keyboard.press("n")
            assert waiting.count() == left
        assert not reviewer.page.locator(".controls").is_visible()
        assert reviewer.page.locator(".source").first.is_visible()


def test_keys_of_a_card_are_gone_with_it(browser: Browser, collection: Any) -> None:
    lists = [collection.get_card(card) for card in collection.find_cards('note:"msc-learn List"')[:2]]
    with Reviewer.open(browser, collection, DESKTOP) as reviewer:
        for card in (lists[0], lists[1], lists[0]):
            reviewer.front(card)
            reviewer.back(card)
        before = reviewer.page.locator(".list li.waiting").count()
        reviewer.page.keyboard.press("n")
        assert reviewer.page.locator(".list li.waiting").count() == before - 1
        reviewer.front(card_found(collection, 'note:"msc-learn Question"'))
        reviewer.page.keyboard.press("n")
        assert reviewer.complaints == []


def test_options_are_shuffled_and_keep_their_order_on_the_back(browser: Browser, collection: Any) -> None:
    card = card_found(collection, 'note:"msc-learn Choice"')
    orders = set()
    with Reviewer.open(browser, collection, PHONE) as reviewer:
        options = reviewer.page.locator(".options li")
        for _ in range(12):
            reviewer.front(card)
            order = tuple(options.all_inner_texts())
            options.first.tap()
            picked = order[0]
            reviewer.back(card)
            assert tuple(options.all_inner_texts()) == order
            assert reviewer.page.locator(".options li.picked").inner_text() == picked
            orders.add(order)
    assert len(orders) > 1
    assert len({frozenset(order) for order in orders}) == 1


@pytest.mark.parametrize("name", SHOWN)
def test_a_card_can_be_read_without_script(browser: Browser, collection: Any, name: str) -> None:
    card = card_found(collection, SHOWN[name])
    with Reviewer.open(browser, collection, PHONE, script=False) as reviewer:
        reviewer.page.set_content(f'<body class="card">{card.question()}</body>')
        assert reviewer.page.locator(".asked").first.is_visible()
        reviewer.page.set_content(f'<body class="card">{card.answer()}</body>')
        assert reviewer.page.locator(".answer, .asked#answer").first.is_visible()
        assert all(item.is_visible() for item in reviewer.page.locator("li").all())
        assert reviewer.page.locator(".source").first.is_visible()


def test_a_picture_is_never_shown_bare(browser: Browser, collection: Any) -> None:
    card = card_found(collection, SHOWN["occlusion"])
    with Reviewer.open(browser, collection, PHONE, script=False) as reviewer:
        reviewer.page.set_content(f'<body class="card">{card.question()}</body>')
        picture = reviewer.page.locator("#image-occlusion-container")
        assert picture.evaluate("element => getComputedStyle(element).opacity") == "0"
        assert reviewer.page.get_by_text(card.note()["Alt"]).is_visible()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_masks_hide_every_label_and_the_back_shows_the_one_asked(
    browser: Browser, collection: Any, way: Way
) -> None:
    with Reviewer.open(browser, collection, way) as reviewer:
        for note_id in collection.find_notes("note:*Occlusion"):
            for card in collection.get_note(note_id).cards():
                masks = boxes(card.note()["Occlusion"])
                reviewer.front(card)
                assert [is_covered(reviewer, box) for box in masks] == [True] * len(masks)
                reviewer.back(card)
                assert [is_covered(reviewer, box) for box in masks] == [
                    place != card.ord for place in range(len(masks))
                ]
                assert reviewer.page.locator(".answer").inner_text() in card.note()["Labels"]
        assert reviewer.complaints == []


def boxes(masks: str) -> list[list[float]]:
    """Return left, top, width and height of each mask, as shares of the picture."""
    return [
        [
            float(mask.split(f"{name}=")[1].split(":")[0].rstrip("}"))
            for name in ("left", "top", "width", "height")
        ]
        for mask in masks.split("<br>")
        if mask
    ]


def is_covered(reviewer: Reviewer, box: list[float]) -> bool:
    """Return whether the middle and the corners of a box are painted over, as nearly as makes no matter."""
    covered: bool = reviewer.page.evaluate(
        """([left, top, width, height]) => {
            const canvas = document.getElementById("image-occlusion-canvas");
            const opacity = (x, y) => canvas.getContext("2d").getImageData(
                (left + width * x) * canvas.width, (top + height * y) * canvas.height, 1, 1).data[3];
            const places = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
            return places.every(([x, y]) => opacity(x, y) === 255);
        }""",
        box,
    )
    return covered


def test_options_are_gone_through_and_picked_by_keyboard(browser: Browser, collection: Any) -> None:
    card = card_found(collection, SHOWN["several"])
    with Reviewer.open(browser, collection, DESKTOP) as reviewer:
        reviewer.front(card)
        options = reviewer.page.locator(".options li")
        for key in ("ArrowDown", "x", "ArrowDown", "ArrowDown", "x", "x", "ArrowUp", "x"):
            reviewer.page.keyboard.press(key)
        checked = [option.get_attribute("aria-selected") for option in options.all()]
        assert checked == ["true", "true", *["false"] * (options.count() - 2)]
        picked = options.all_inner_texts()[:2]
        reviewer.back(card)
        assert reviewer.page.locator(".options li.picked").all_inner_texts() == picked


def test_a_hint_opens_and_closes_with_the_key_h(browser: Browser, collection: Any) -> None:
    note = card_found(collection, SHOWN["question"]).note()
    note["Hint"] = "three words"
    collection.update_note(note)
    with Reviewer.open(browser, collection, DESKTOP) as reviewer:
        reviewer.front(note.cards()[0])
        hint = reviewer.page.get_by_text("three words")
        for visible in (False, True, False):
            assert hint.is_visible() == visible
            reviewer.page.keyboard.press("h")
        assert reviewer.complaints == []


def test_keys_typed_as_an_answer_stay_in_it(browser: Browser, collection: Any) -> None:
    card = card_found(collection, SHOWN["typed"])
    with Reviewer.open(browser, collection, DESKTOP) as reviewer:
        reviewer.front(card)
        word = f"{card.note()['Typed']}hnx"
        reviewer.page.locator("#typeans").press_sequentially(word)
        assert reviewer.page.locator("#typeans").input_value() == word
        reviewer.back(card, card.note()["Typed"])
        assert reviewer.page.locator("code#typeans").inner_text() == card.note()["Typed"]
        assert reviewer.page.locator(".typeBad, .typeMissed").count() == 0


def test_the_page_of_note_types_shows_each_of_them() -> None:
    page = (ROOT / "docs" / "note-types.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]{20,}\]\(screens/([a-z]+)\.png\)", page)
    assert shown == list(SHOWN)
    kinds = {kind.value for kind in Kind}
    assert kinds <= set(shown)
