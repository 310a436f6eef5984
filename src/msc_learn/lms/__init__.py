"""Cards as questions for other learning systems, which ask and grade by their own, plainer rules."""
