"""The quiz on a real terminal: what tmux holds after some keys, as pictures for docs/quiz.md."""

import base64
import io
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile
from pathlib import Path

from playwright.sync_api import Browser
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from look.clocked import NOW
from look.shipped import ROOT, SCREENS
from msc_learn.course.load import load_course
from msc_learn.history.store import History
from msc_learn.study.queue import cards_in
from simulated import FORGETFUL, reviews

COURSE = ROOT / "cards" / "msc"
WIDE, NARROW = 80, 40
_WEEKS = timedelta(weeks=5)
_ROWS = 90
_PATIENCE = 30.0
# Dark letters on light ground, each colour with a contrast of 4.5 or more.
_THEME = TerminalTheme(
    (255, 255, 255),
    (30, 34, 40),
    [
        (0, 0, 0),
        (176, 32, 32),
        (20, 110, 50),
        (130, 90, 0),
        (30, 80, 190),
        (150, 40, 140),
        (0, 105, 115),
        (90, 90, 90),
    ],
)
_PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; width: max-content; background: #fff; }}
pre {{ margin: 0; padding: 14px 16px; font: 15px/1.3 "DejaVu Sans Mono", monospace; color: #1e2228; }}
</style><pre>{}</pre>"""
# Letters on paper need few shades: their steps grow until all are among the 256 of a palette.
_FEW_COLOURS = """async source => {
  const image = new Image(); image.src = source; await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width; canvas.height = image.height;
  const paper = canvas.getContext("2d"); paper.drawImage(image, 0, 0);
  const {data} = paper.getImageData(0, 0, image.width, image.height);
  for (let step = 15; ; step += 10) {
    const found = new Map(), places = [];
    for (let at = 0; at < data.length; at += 4) {
      const colour = [0, 1, 2].map(part => Math.min(255, Math.round(data[at + part] / step) * step));
      const name = String(colour);
      if (!found.has(name)) found.set(name, [found.size, colour]);
      places.push(found.get(name)[0]);
    }
    if (found.size > 256) continue;
    let packed = "";
    for (const place of places) packed += String.fromCharCode(place);
    return [image.width, image.height, [...found.values()].flatMap(([, colour]) => colour), btoa(packed)];
  }
}"""
_FAINT = re.compile(r"(\x1b\[(?:\d+;)*)2m")
# The name the command has for a reader; how it is started stays out of the picture.
_SHELL = """PS1='$ '
msc-learn() {{ "{python}" -m look.clocked "$@"; }}
clear
"""


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture: the command, then pairs of what must be seen and what is typed; ends with what is seen."""

    command: str
    steps: tuple[str, ...]
    columns: int = WIDE
    studied: bool = False


_OPEN, _RATED, _GRADED = "quit   ? more", "Easy", "I was right"
_ANSWERED = (_OPEN, "\r", _RATED)
_VEGF = ("quit", "vascular epithelial growth factor\r", _GRADED)
SHOWN = {
    "quiz-first": Screen("msc-learn quiz", (_OPEN,)),
    "quiz-answer": Screen("msc-learn quiz", _ANSWERED),
    "quiz-typed": Screen("msc-learn quiz --topic growth-factors --mode type", _VEGF),
    "quiz-list": Screen(
        "msc-learn quiz --topic sources --mode type", ("quit", "placenta, bone marrow, blood\r", "1-4")
    ),
    "quiz-choice": Screen("msc-learn quiz --topic clinical-use", (_OPEN, "1", "Enter")),
    "quiz-keys": Screen("msc-learn quiz", (_OPEN, "?", "flag it")),
    "quiz-summary": Screen(
        "msc-learn quiz --topic homing --limit 4", (*_ANSWERED, "3", *_ANSWERED, "1", _OPEN, "q", "ready now")
    ),
    "quiz-stats": Screen("msc-learn stats", ("Weakest cards",), studied=True),
    "quiz-due": Screen("msc-learn due", ("falls due",), studied=True),
    "quiz-plain": Screen("msc-learn quiz --plain", (_OPEN, "\r", _RATED, "3\r", "\n  Good", "", _OPEN)),
    "quiz-narrow": Screen("msc-learn quiz", _ANSWERED, NARROW),
    "quiz-typed-narrow": Screen("msc-learn quiz --topic growth-factors --mode type", _VEGF, NARROW),
    "quiz-stats-narrow": Screen("msc-learn stats", ("Weakest cards",), NARROW, studied=True),
}


def write_studied(path: Path) -> None:
    """Write a history of some weeks of daily study, drawn by a seed."""
    cards = [card.id for card in cards_in(load_course(COURSE).topics)]
    begin = NOW - _WEEKS
    drawn = reviews(20 * len(cards), FORGETFUL, new=5, start=begin)
    with History.open(path) as history:
        for review in takewhile(lambda one: one.at < NOW - timedelta(hours=2), drawn):
            number = int(review.card[1:].partition("#")[0])
            if number < len(cards):
                history.append(replace(review, course="msc", card=cards[number]))


def seen(screen: Screen, studied: Path) -> str:
    """Return what stands on the terminal at the end, with its colours as escape sequences."""
    # A sitting that loses its terminal stores and leaves, and may do so when its folder goes.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if screen.studied:
            shutil.copy(studied, folder / "history.db")
        with _terminal(folder, screen.columns) as pane:
            pane.press(f"{screen.command}\r")
            for number, step in enumerate(screen.steps):
                pane.press(step) if number % 2 else pane.wait(step)
            return pane.held(colours=True)


@dataclass(frozen=True, slots=True)
class _Pane:
    socket: Path

    def tmux(self, *words: str) -> str:
        ran = subprocess.run(["tmux", "-S", str(self.socket), *words], capture_output=True, check=True)
        return ran.stdout.decode()

    def press(self, keys: str) -> None:
        self.tmux("send-keys", "-l", keys)

    def held(self, *, colours: bool = False) -> str:
        return self.tmux("capture-pane", "-p", *["-e"] * colours).rstrip()

    def wait(self, text: str) -> None:
        """Wait until a text stands below all that stood there before; raises where it does not come."""
        end = time.monotonic() + _PATIENCE
        before = ""
        while True:
            now = self.held()
            # What is still being printed changes from one look to the next.
            if text in now and now == before:
                return
            if time.monotonic() > end:
                raise TimeoutError(f"no {text!r} on the terminal:\n{now}")
            before = now
            time.sleep(0.25)


@contextmanager
def _terminal(folder: Path, columns: int) -> Iterator[_Pane]:
    """Start a shell in a terminal of a fixed size, with a history and a cache of its own."""
    start = folder / "start.sh"
    start.write_text(_SHELL.format(python=sys.executable))
    told = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"))),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "MSC_LEARN_DB": str(folder / "history.db"),
        "MSC_LEARN_CACHE": "off",
    }
    size = ("-x", str(columns), "-y", str(_ROWS))
    pane = _Pane(folder / "tmux")
    command = ["tmux", "-u", "-S", str(pane.socket), "-f", os.devnull, "new-session", "-d", *size]
    subprocess.run([*command, f"bash --noprofile --rcfile {start}"], env=told, check=True)
    try:
        pane.wait("$")
        yield pane
    finally:
        pane.tmux("kill-server")


def drawn(browser: Browser, text: str, columns: int) -> bytes:
    """Return a picture of a terminal's text."""
    console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
    # Faint letters are drawn half as dark, too faint for a picture: white of our own palette is a plain grey.
    console.print(Text.from_ansi(_FAINT.sub(r"\g<1>37m", text)), soft_wrap=True)
    code = console.export_html(theme=_THEME, inline_styles=True, code_format="{code}")
    page = browser.new_page(device_scale_factor=1)
    page.set_content(_PAGE.format(code))
    taken = base64.b64encode(page.locator("body").screenshot()).decode()
    width, height, palette, places = page.evaluate(_FEW_COLOURS, f"data:image/png;base64,{taken}")
    page.close()
    return _png(width, height, bytes(palette), base64.b64decode(places))


def _png(width: int, height: int, palette: bytes, places: bytes) -> bytes:
    """Return a PNG of colours by their places in a palette, a third of what the browser would write."""
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = b"".join(b"\0" + places[row * width : (row + 1) * width] for row in range(height))
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def write_screens(browser: Browser) -> Iterator[tuple[str, int]]:
    """Write the pictures; yields the name of each and how many bytes it has."""
    with tempfile.TemporaryDirectory() as folder:
        studied = Path(folder) / "studied.db"
        write_studied(studied)
        for name, screen in SHOWN.items():
            picture = drawn(browser, seen(screen, studied), screen.columns)
            (SCREENS / f"{name}.png").write_bytes(picture)
            yield name, len(picture)
