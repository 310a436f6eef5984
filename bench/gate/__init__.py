"""What the gate catches: good cards, each made wrong in one way at a time, and how many of them pass."""
