"""What a terminal shows and reads: quiz, review, exam, tables and keys."""
