"""The deck as a learner sees it: in Anki's own review page, in a real browser."""
