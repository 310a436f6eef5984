"""`make look`: write anew what all cards say, and the pictures of docs/, for review."""

import base64
from itertools import chain
from typing import Any

from playwright.sync_api import Browser

from look import clinicpage, studypage
from look.reviewer import WAYS, Reviewer, chromium
from look.screens import write_screens
from look.shipped import DECK, SCREENS, SHOWN, SNAPSHOT, card_found, imported
from look.words import deck_words

_SHEET = """<!doctype html><style>
body {{ margin: 0; padding: 12px; width: max-content; background: #8a939c; }}
div {{ display: flex; gap: 12px; align-items: flex-start; }} div + div {{ margin-top: 12px; }}
img {{ border-radius: 4px; }}
</style>{}"""


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
        for name, size in write_screens(browser):
            print(f"docs/screens/{name}.png {size // 1024} kB")
        for name, picture in chain(studypage.pictures(browser), clinicpage.pictures(browser)):
            (SCREENS / f"{name}.png").write_bytes(picture)
            print(f"docs/screens/{name}.png {len(picture) // 1024} kB")


if __name__ == "__main__":
    main()
