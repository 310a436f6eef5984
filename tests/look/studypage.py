"""The study page in Chromium, opened from a file as a learner opens it, without a network."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from look.shipped import ROOT
from msc_learn.course.load import load_course
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.release.lock import Lock
from msc_learn.page import write

# What a browser that keeps nothing does: even to ask for its storage is refused.
_DENIED = """
for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}
"""
# A database takes one change after the other, so one that is asked for now is made when all before it are.
_SETTLED = """async () => {
  if (App.progress?.kind !== "stored") return;
  const opening = indexedDB.open("msc-learn");
  const database = await new Promise((resolve) => {
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => resolve(null);
  });
  if (database === null) return;
  const last = database.transaction("events", "readwrite");
  last.objectStore("events").getKey(0);
  await new Promise((resolve) => { last.oncomplete = last.onabort = resolve; });
  database.close();
}"""
PHONE, DESKTOP, NARROW = (390, 844), (1280, 800), (320, 640)


@dataclass(slots=True)
class Study:
    """An open study page; `complaints` collects its errors, warnings and requests."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def open(
        cls,
        browser: Browser,
        path: Path,
        *,
        size: tuple[int, int] = DESKTOP,
        night: bool = False,
        denied: bool = False,
        scale: int = 1,
    ) -> Iterator["Study"]:
        """Open a page in a browser that has never seen one."""
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            is_mobile=size != DESKTOP,
            has_touch=size != DESKTOP,
            color_scheme="dark" if night else "light",
            timezone_id="Europe/Zurich",
            offline=True,
        )
        if denied:
            context.add_init_script(_DENIED)
        yield cls.among(context, path)
        context.close()

    @classmethod
    def among(cls, context: BrowserContext, path: Path) -> "Study":
        """Open a page in a browser that may have seen it."""
        study = cls(context.new_page())
        study.page.on("pageerror", lambda error: study.complaints.append(str(error)))
        study.page.on("console", lambda message: study.complaints.append(message.text))
        study.page.on("request", lambda request: study._noted(request.url))
        study.page.goto(path.as_uri())
        study.ready()
        return study

    def _noted(self, url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            self.complaints.append(f"asked for {url}")

    def ready(self) -> float:
        """Wait until the page is ready, and return the milliseconds that took."""
        ready = self.page.locator("html[data-ready]")
        ready.wait_for(state="attached")
        return float(ready.get_attribute("data-ready") or "nan")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each once the page has settled."""
        for key in keys:
            self.page.keyboard.press(key)
            self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way: an answer is kept before the next card shows."""
        self.page.wait_for_timeout(30)
        self.page.evaluate(_SETTLED)

    def opened_anew_until(self, condition: str) -> None:
        """Open the page anew until a condition holds: a browser may take a moment to keep a choice.

        Raises TimeoutError where it never does.
        """
        for _ in range(20):
            self.page.reload()
            self.ready()
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(100)
        raise TimeoutError(f"{condition} did not come true")

    def screen(self) -> str:
        """Return the name of the screen on show."""
        return self.page.locator("body").get_attribute("data-screen") or ""

    def go(self, screen: str, rest: str = "") -> None:
        """Go to a screen as a link does."""
        self.page.evaluate("([screen, rest]) => App.go(screen, rest)", [screen, rest])
        self.page.locator(f"body[data-screen={screen}]").wait_for()

    def ask(self, *cards: str) -> None:
        """Begin a sitting with these cards, by their ids, whatever is due."""
        self.go("home")
        self.page.evaluate(
            """ids => {
                Quiz.end();
                const cards = ids.map(id => Course.byId.get(id));
                Quiz.begin({ cards, steps: [] }, { cram: false });
            }""",
            list(cards),
        )
        self.go("sitting")

    def is_too_wide(self) -> bool:
        """Return whether one must scroll sideways."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return wide

    def exported(self) -> str:
        """Return the progress file as it would be saved."""
        text: str = self.page.evaluate("App.progress.exported()")
        return text


def compiled(folder: Path | str, **options: Any) -> Release:
    """Return a course compiled for the page."""
    return compile_course(load_course(str(folder)), Lock(), 1_800_000_000, **options)


# The pictures in docs/study-page.md: how large the window is, whether it is night, and what is shown.
PICTURES = {
    "page-home": (DESKTOP, False),
    "page-home-phone": (PHONE, False),
    "page-question": (PHONE, False),
    "page-answer": (PHONE, True),
    "page-choice": (PHONE, False),
    "page-picture": (PHONE, True),
    "page-browse": (DESKTOP, True),
    "page-exams": (DESKTOP, False),
}


def pictures(browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each picture in docs/study-page.md, and the picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "msc.html"
        write(compiled(ROOT / "cards" / "msc"), path)
        for name, (size, night) in PICTURES.items():
            with Study.open(browser, path, size=size, night=night, scale=1) as study:
                _show(study, name)
                study.page.wait_for_timeout(200)
                yield name, study.page.screenshot()


def _show(study: Study, name: str) -> None:
    if name.startswith("page-home"):
        return
    if name == "page-exams":
        study.go("exams")
        return
    if name == "page-browse":
        study.go("browse")
        study.page.get_by_label("Search").fill("growth factor")
        return
    card = {
        "page-question": "exosome-cargo#1",
        "page-answer": "homing-term#1",
        "page-choice": "exosome-abilities#1",
        "page-picture": "exosome-picture#1",
    }[name]
    study.ask(card, "vegf-name#1", "exosome-term#1")
    if name == "page-answer":
        study.page.get_by_label("Type the answer").fill("homing")
        study.press("Enter")
    if name == "page-choice":
        study.press("1", "2")
