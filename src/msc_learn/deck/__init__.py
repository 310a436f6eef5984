"""From notes to files that other programs read."""
