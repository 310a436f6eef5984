"""The command as it is, but for the clock, which stands still: `python -m look.clocked quiz`."""

import sys
from datetime import UTC, datetime

from msc_learn.cli import clock
from msc_learn.cli.main import main

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)

if __name__ == "__main__":
    clock.now = lambda: NOW
    main(sys.argv[1:])
