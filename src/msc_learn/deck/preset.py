"""Deck options (preset) that a package offers, each with its reason.

Anki imports them only if the learner ticks “Import any deck presets”. Then they replace the options of all
decks of the course. A later package never changes a preset that the learner already has, so a new value here
reaches new learners only. FSRS is on or off for the whole collection, and no package changes that.
"""

from dataclasses import dataclass

from msc_learn.course.model import Course


@dataclass(frozen=True, slots=True)
class Preset:
    """Options for all decks of a course; steps are minutes, limits are cards a day."""

    name: str

    # A course of 200 cards takes three weeks.
    new_per_day: int = 10
    # No limit (the highest value in Anki): cards held back are forgotten, and nobody sees how many.
    reviews_per_day: int = 9999

    # One short step: FSRS chooses the days itself, and further steps on one day help little.
    learning_steps: tuple[float, ...] = (10.0,)
    relearning_steps: tuple[float, ...] = (10.0,)

    # The package gives each new card its position: document order through all topics, siblings apart.
    gather_by_position: bool = True
    keep_gathered_order: bool = True

    # With two cards of a note on one day, one gives the other away, and the second answer proves nothing.
    bury_siblings: bool = True

    # A card that fails again and again should be reported or rewritten, not suspended.
    leeches_are_suspended: bool = False
    leech_after_lapses: int = 8

    # Anki's default. More costs many reviews for little gain; less is not enough for an exam.
    desired_retention: float = 0.9


def preset_of(course: Course) -> Preset:
    """Return the preset of a course."""
    return Preset(f"msc-learn: {course.title}")
