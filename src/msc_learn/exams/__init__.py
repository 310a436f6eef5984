"""Exams: form, draw, attempt, scoring, hash chain and item analysis."""
