"""`python -m msc_learn` is `msc-learn`."""

from msc_learn.cli.main import main

main()
