"""The study page: one HTML file that asks, grades, schedules and remembers in a browser, with no network."""
