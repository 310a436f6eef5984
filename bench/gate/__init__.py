"""What the gate catches: good cards, each made wrong in ten ways, and how many of them pass."""
