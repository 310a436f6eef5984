"""The difference between two Anki packages, and what a learner gets of it on import (`msc-learn diff`)."""
