"""The programs measured beside ours, each the least that does the same work; run with `python -m`."""
