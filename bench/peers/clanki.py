"""The peer: clanki, a terminal program over Anki's own library, in an environment of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.timing import Start

ROOT = Path(__file__).parents[2]
RELEASE = "clanki==0.1.4"
_DECK = "Generated"


def install(here: Path) -> Path | None:
    """Make an environment with clanki in `here` and return its Python, None where it cannot be had."""
    environment = here / "clanki"
    python = environment / "bin" / "python"
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", RELEASE)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, capture_output=True)
        subprocess.run([str(python), *pip], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return python


def start(python: Path, base: Path, notes: Sequence[Sequence[str]], wanted: bytes) -> Start:
    """Make a collection of notes below `base`, with clanki's own Anki, and return the start of a review.

    `--plain` goes behind the word review: before it, clanki forgets it and paints a full screen.
    """
    make_collection(python, base / "User 1", notes)
    command = (str(python), "-m", "clanki", "review", _DECK, "--plain")
    places = ("HOME", "ANKI_BASE", "XDG_CONFIG_HOME")
    return Start(command, wanted, dict.fromkeys(places, str(base)))


def make_collection(python: Path, folder: Path, notes: Sequence[Sequence[str]]) -> Path:
    """Make a collection in `folder` with the Anki of a Python, and return its file."""
    folder.mkdir(parents=True)
    source, collection = folder / "notes.json", folder / "collection.anki2"
    source.write_text(json.dumps(notes), encoding="utf-8")
    maker = (str(python), "-m", "bench.peers.anki_reviews", _DECK, str(source), str(collection))
    subprocess.run(maker, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return collection
