"""FSRS-6 and what follows from it: pure functions over reviews, without files or screen."""
