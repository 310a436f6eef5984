"""The numbers that Python and the page share are those of the `fsrs` package, and both sides use them."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import fsrs
import fsrs.scheduler
import pytest

from msc_learn import constants

PACKAGE = Path(constants.__file__).parent
SCRIPT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("page/script/**/*.js")))
FSRS = constants._VALUES["fsrs"]
# Python takes these from the `fsrs` package itself.
_OF_THE_PAGE = {"lowest_weights", "highest_weights", "lowest_stability", "learning_steps", "relearning_steps"}


def test_fsrs_has_the_same_numbers() -> None:
    assert constants.WEIGHTS == fsrs.scheduler.DEFAULT_PARAMETERS
    assert tuple(FSRS["lowest_weights"]) == tuple(fsrs.scheduler.LOWER_BOUNDS_PARAMETERS)
    assert tuple(FSRS["highest_weights"]) == tuple(fsrs.scheduler.UPPER_BOUNDS_PARAMETERS)
    assert FSRS["lowest_stability"] == fsrs.scheduler.STABILITY_MIN
    scheduler = fsrs.Scheduler()
    for name in ("learning_steps", "relearning_steps"):
        assert tuple(timedelta(minutes=step) for step in FSRS[name]) == tuple(getattr(scheduler, name))
    ranges = [(each["start"], each["end"], each["factor"]) for each in fsrs.scheduler.FUZZ_RANGES]
    # An interval ends at the most days, and JSON knows no infinity.
    assert [(*row[:1], min(row[1], constants.MAXIMUM_DAYS), row[2]) for row in ranges] == [*constants.FUZZ]


@pytest.mark.parametrize("name", [name for values in constants._VALUES.values() for name in values])
def test_both_sides_use_a_number(name: str) -> None:
    assert re.search(rf"\b{name}\b", SCRIPT)
    of_python = Path(constants.__file__).read_text(encoding="utf-8")
    assert (f'"{name}"' in of_python) != (name in _OF_THE_PAGE)


@pytest.mark.parametrize("name", ["constants", "messages"])
def test_help_reads_no_shared_file(name: str) -> None:
    program = f"import sys, msc_learn.cli.main; sys.exit('msc_learn.{name}' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
