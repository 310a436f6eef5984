"""Speed: words per second in one process, and the time of the command from a cold start."""

import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.timing import python
from msc_learn.document.readers import read_document
from msc_learn.extract.pipeline import drafts_of


@dataclass(frozen=True, slots=True)
class Speed:
    """Words per second of each document and of all together, and seconds of the command from a cold start."""

    each: dict[str, float]
    together: float
    cold_start: float


def words_per_second(paths: Sequence[Path], rounds: int = 3) -> float:
    """Return the words read and drafted per second, in the best of some rounds."""
    count = sum(len(path.read_text(encoding="utf-8").split()) for path in paths)
    return count / min(_seconds(paths) for _ in range(rounds))


def _seconds(paths: Sequence[Path]) -> float:
    start = time.perf_counter()
    for path in paths:
        drafts_of(read_document(path))
    return time.perf_counter() - start


def cold_start(path: Path, rounds: int = 5) -> float:
    """Return the median seconds of `msc-learn extract` on a document, each run in a new process."""
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds + 1):
            command = python("-m", "msc_learn", "extract", str(path), "-o", f"{folder}/{turn}.yaml")
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - start)
    return median(seconds[1:])
