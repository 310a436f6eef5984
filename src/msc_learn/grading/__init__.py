"""Grading of typed and chosen answers."""
