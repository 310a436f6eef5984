"""One learner: queue, session, practice and statistics."""
