"""Competences of a group: who is current, due or expired, and how the exams do."""
