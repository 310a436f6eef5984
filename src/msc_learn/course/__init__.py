"""The course: its model, and its card files read, written, edited and cached."""
