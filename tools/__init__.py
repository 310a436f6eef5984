"""Tools for people who work on msc-learn; nothing of them is published."""
