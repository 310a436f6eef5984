"""What the learner studies, and what makes it good."""
