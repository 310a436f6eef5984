"""Files of questions read back: GIFT by gift-pegjs, Moodle XML by the browser, both in one form."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from look.reviewer import chromium

_READERS = Path(__file__).parent / "readers"
_BLANKS = re.compile(
    "[ \\t\\n\\v\\f\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+"
)
_GIFT = _READERS / "node_modules" / "gift-pegjs" / "lib" / "gift-parser-globals.js"


@dataclass(frozen=True)
class Read:
    """A question as a reader found it: HTML as the text that a browser shows of it, blanks as one."""

    id: str
    name: str
    category: str
    tags: tuple[str, ...]
    kind: str
    format: str
    stem: str
    html: str
    feedback: str
    answers: tuple[tuple[str, float, str, float | None], ...]
    pairs: tuple[tuple[str, str], ...]
    rest: dict[str, Any] = field(compare=False)

    @property
    def worth(self) -> dict[str, float]:
        """What each answer is worth."""
        return {text: share for text, share, _, _ in self.answers}

    def share(self, typed: str) -> float:
        """Return what a typed answer earns, as Moodle compares it: by the first that fits."""
        fitting = (
            worth for text, worth, _, _ in self.answers if fits(text, typed, self.rest.get("usecase") == "1")
        )
        return next(fitting, 0)

    def number(self, typed: float) -> float:
        """Return what a number earns."""
        near = (
            worth for text, worth, _, off in self.answers if abs(float(text) - typed) <= (off or 0) + 1e-9
        )
        return next(near, 0)


def fits(pattern: str, typed: str, case: bool) -> bool:
    """Return whether a typed text is what an answer asks for: a star is any text, but behind a backslash."""
    parts = (re.escape(part.replace(r"\*", "*")) for part in re.split(r"(?<!\\)\*+", pattern))
    return re.fullmatch(".*".join(parts), typed.strip(), 0 if case else re.IGNORECASE) is not None


def one_line(text: str) -> str:
    """Return a text with its blanks as one and none at its ends: readers trim all of these."""
    return _BLANKS.sub(" ", text).strip(" ")


@contextmanager
def readers() -> Iterator[Page]:
    """Open a page with the readers in it."""
    with chromium() as browser:
        page = browser.new_page()
        for script in (_GIFT, _READERS / "readers.js"):
            page.add_script_tag(path=script)
        yield page


def read(page: Page, name: str, text: str) -> tuple[Read, ...]:
    """Return the questions of a file, in its order; `name` is that of the format."""
    found: Sequence[dict[str, Any]] = page.evaluate(
        "([name, text]) => window[name](text)", ["readGift" if name == "gift" else "readXml", text]
    )
    return tuple(_read(each) for each in found)


def _read(found: dict[str, Any]) -> Read:
    named = ("id", "name", "category", "kind", "format", "html")
    return Read(
        **{name: found.pop(name) for name in named},
        tags=tuple(found.pop("tags")),
        stem=one_line(found.pop("stem")),
        feedback=one_line(found.pop("feedback")),
        answers=tuple((one_line(text), *_numbers(rest)) for text, *rest in found.pop("answers")),
        pairs=tuple((one_line(left), one_line(right)) for left, right in found.pop("pairs")),
        rest=found,
    )


def _numbers(rest: Sequence[Any]) -> tuple[float, str, float | None]:
    share, feedback, tolerance = rest
    return share, one_line(feedback), tolerance
