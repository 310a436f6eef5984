"""What the source says."""
