"""Exams: form, draw, attempt, scoring and item analysis."""
