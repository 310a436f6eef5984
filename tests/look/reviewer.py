"""Anki's review page in Chromium: its own script and stylesheet, the cards of a collection, no network."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

HOST = "http://deck.invalid/"
# Where Debian, macOS and others put it; the browser is a package of the system, not of Python.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_TYPED = re.compile(r"\[\[type:(?:(cloze|nc):)?(.+?)\]\]")
_PAGE = """<!doctype html>
<html dir="ltr" lang="en" class="{classes}"><head><meta charset="utf-8"><title>Anki</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="_anki/css/webview.css">
<link rel="stylesheet" href="_anki/css/reviewer.css">
<script src="_anki/js/vendor/jquery.min.js"></script>
<script>MathJax = {{startup: {{promise: Promise.resolve()}}, typesetClear() {{}}, typesetPromise() {{}}}};
var bridgeCommand = function () {{}};</script>
</head><body><div id="_mark" hidden></div><div id="_flag" hidden></div><div id="qa" dir="auto"></div>
<script src="_anki/js/reviewer.js"></script><script>qFade = 0;</script></body></html>
"""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to look at a card: on a desktop or a phone, by day or by night."""

    phone: bool = False
    night: bool = False

    @property
    def name(self) -> str:
        """The way in two words."""
        return f"{'phone' if self.phone else 'desktop'}-{'night' if self.night else 'day'}"

    @property
    def size(self) -> dict[str, int]:
        """The size of the window, in CSS pixels."""
        return {"width": 375, "height": 560} if self.phone else {"width": 760, "height": 420}


WAYS = tuple(Way(phone, night) for phone, night in product((False, True), (False, True)))


def chromium_path() -> str:
    """Return the place of the system's Chromium; raises where there is none."""
    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise FileNotFoundError("no Chromium on this machine: install the package chromium")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium; raises where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass(slots=True)
class Reviewer:
    """One open review page; `complaints` collects errors of scripts and requests for what is not there."""

    page: Page
    collection: Any
    way: Way
    complaints: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def open(
        cls, browser: Browser, collection: Any, way: Way, *, script: bool = True, scale: int = 2
    ) -> Iterator["Reviewer"]:
        """Open Anki's page; without `script` nothing on it may depend on one."""
        context = browser.new_context(
            viewport=way.size,  # type: ignore[arg-type]  # a mapping is as good as its own type
            device_scale_factor=scale,
            is_mobile=way.phone,
            has_touch=way.phone,
            color_scheme="dark" if way.night else "light",
            java_script_enabled=script,
        )
        reviewer = cls(context.new_page(), collection, way)
        reviewer.page.on("pageerror", lambda error: reviewer.complaints.append(str(error)))
        reviewer.page.route("**/*", lambda route: reviewer._serve(route))
        reviewer.page.goto(HOST)
        yield reviewer
        context.close()

    def _serve(self, route: Route) -> None:
        name = route.request.url.removeprefix(HOST)
        if not name:
            classes = ["mobile"] * self.way.phone + ["night-mode"] * self.way.night
            body = _PAGE.format(classes=" ".join(classes))
            route.fulfill(body=body, content_type="text/html")
        elif name.startswith("_anki/"):
            file = resources.files("_aqt") / "data" / "web" / name.removeprefix("_anki/")
            route.fulfill(path=str(file))
        elif (file := Path(self.collection.media.dir()) / name).is_file():
            route.fulfill(path=file)
        else:
            self.complaints.append(f"asked for {route.request.url}")
            route.abort()

    def front(self, card: Any) -> None:
        """Show the front of a card, as Anki's reviewer does."""
        question, answer = self._prepared(card.question(), card), self._prepared(card.answer(), card)
        night = " nightMode night_mode" if self.way.night else ""
        classes = f"card card{card.ord + 1} isLin{night}"
        self.page.evaluate("sides => { _showQuestion(...sides); }", [question, answer, classes])
        self._settle("front")

    def back(self, card: Any, typed: str = "") -> None:
        """Show the back of a card, `typed` being what the learner typed."""
        self.page.evaluate("side => { _showAnswer(side); }", self._prepared(card.answer(), card, typed))
        self._settle("back")

    def _settle(self, side: str) -> None:
        shown = f"document.querySelector('#qa .msc.{side}') && qa.style.opacity !== '0'"
        self.page.wait_for_function(shown)
        self.page.wait_for_function("[...document.images].every(image => image.complete)")
        # Anki draws the masks of a picture after the next frame.
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")

    def _prepared(self, html: str, card: Any, typed: str | None = None) -> str:
        """Put Anki's input, or its comparison with what was typed, in the place of its mark."""
        asked = _TYPED.search(html)
        if asked is None:
            return html
        wanted = _wanted(card, asked[1], asked[2])
        if typed is None:
            field_ = '<center><input type=text id=typeans onkeypress="_typeAnsPress();"></center>'
        else:
            field_ = f"<div>{self.collection.compare_answer(wanted, typed)}</div>"
        return _TYPED.sub(lambda _: field_ if wanted else "", html)

    def picture(self) -> bytes:
        """Return the card as a PNG, as high as the card is."""
        bottom = self.page.evaluate(
            "document.querySelector('#qa .msc').getBoundingClientRect().bottom + scrollY"
        )
        clip: Any = {"x": 0, "y": 0, "width": self.way.size["width"], "height": bottom}
        return self.page.screenshot(full_page=True, clip=clip)


def _wanted(card: Any, rule: str | None, name: str) -> str:
    text = str(card.note()[name])
    if rule != "cloze":
        return text
    return str(card.col.extract_cloze_for_typing(text, card.ord + 1))
