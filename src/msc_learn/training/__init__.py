"""A group, an exam, a record: who has passed what, who is due, and which questions are bad."""
