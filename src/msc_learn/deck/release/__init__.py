"""The release of a course: its lock, and what a new release may do to notes that learners already have."""
