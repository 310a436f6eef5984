"""`python -m tests.look`: write anew what all cards say, and a picture of each note type, for review."""

import base64
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anki.collection as anki
from playwright.sync_api import Browser

from .reviewer import WAYS, Reviewer, chromium
from .words import deck_words

ROOT = Path(__file__).parents[2]
DECK = ROOT / "decks" / "msc.apkg"
SNAPSHOT = ROOT / "tests" / "data" / "decks" / "msc.txt"
SCREENS = ROOT / "docs" / "screens"
# One card for each thing a note type can do: its picture's name, and the search that finds the card.
SHOWN = {
    "question": "CardId:vegf-name card:1",
    "reversed": "CardId:vegf-name card:2",
    "typed": "CardId:homing-term card:1",
    "cloze": "CardId:exosome-cargo card:1",
    "list": "note:*List",
    "choice": "CardId:msc-potency",
    "several": "CardId:exosome-abilities",
    "occlusion": "CardId:exosome-picture card:1",
}
_SHEET = """<!doctype html><style>
body {{ margin: 0; padding: 12px; width: max-content; background: #8a939c; }}
div {{ display: flex; gap: 12px; align-items: flex-start; }} div + div {{ margin-top: 12px; }}
img {{ border-radius: 4px; }}
</style>{}"""


@contextmanager
def imported(deck: Path) -> Iterator[Any]:
    """Open a fresh collection that has taken a deck, as a new learner has."""
    with tempfile.TemporaryDirectory() as folder:
        collection = anki.Collection(str(Path(folder) / "collection.anki2"))
        options = anki.ImportAnkiPackageOptions()
        request = anki.ImportAnkiPackageRequest(package_path=str(deck), options=options)
        collection.import_anki_package(request)
        yield collection
        collection.close()


def card_found(collection: Any, search: str) -> Any:
    """Return the first card of a search, in study order."""
    return collection.get_card(collection.find_cards(search, order="c.due, c.ord")[0])


def sheet(browser: Browser, collection: Any, card: Any) -> bytes:
    """Return one picture of a card: fronts above backs, desktop and phone, by day and by night."""
    fronts, backs = [], []
    for way in WAYS:
        with Reviewer.open(browser, collection, way, scale=1) as reviewer:
            reviewer.front(card)
            reviewer.page.evaluate("document.activeElement.blur()")
            fronts.append(reviewer.picture())
            reviewer.back(card, "homing in")
            for button in reviewer.page.locator("button.all:visible").all():
                button.click()
            backs.append(reviewer.picture())
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.set_content(_SHEET.format("".join(map(_row, (fronts, backs)))))
    picture = page.locator("body").screenshot()
    page.close()
    return picture


def _row(pictures: list[bytes]) -> str:
    images = (
        f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}">' for picture in pictures
    )
    return f"<div>{''.join(images)}</div>"


def main() -> None:
    """Write the snapshot and the pictures."""
    with imported(DECK) as collection, chromium() as browser:
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(deck_words(collection), encoding="utf-8")
        SCREENS.mkdir(exist_ok=True)
        for name, search in SHOWN.items():
            picture = sheet(browser, collection, card_found(collection, search))
            (SCREENS / f"{name}.png").write_bytes(picture)
            print(f"docs/screens/{name}.png {len(picture) // 1024} kB")


if __name__ == "__main__":
    main()
