"""The deck options that a package offers, each with its reason.

Anki leaves them out unless the learner ticks “Import any deck presets”; then all decks of the course have
them, whatever the learner chose for those before. A preset that the learner has already is never changed by
a later package, so what the learner sets in it stays: a new value here reaches new learners alone. Whether
FSRS is on is a choice for the whole collection, which no package makes.
"""

from dataclasses import dataclass

from msc_learn.course.model import Course


@dataclass(frozen=True, slots=True)
class Preset:
    """Options for all decks of a course; steps are minutes, limits are cards a day."""

    name: str

    # A course of 200 cards takes three weeks.
    new_per_day: int = 10
    # No limit (Anki takes no more than this): held back, what is due is forgotten, and nobody sees how much.
    reviews_per_day: int = 9999

    # One short step: FSRS chooses the days itself, and counts more steps on one day for little.
    learning_steps: tuple[float, ...] = (10.0,)
    relearning_steps: tuple[float, ...] = (10.0,)

    # The package gives each new card its position: document order through all topics, siblings apart.
    gather_by_position: bool = True
    keep_gathered_order: bool = True

    # Two cards of a note on one day: the one gives the other away, and the second answer proves nothing.
    bury_siblings: bool = True

    # A card that fails again and again is a card to report or to rewrite, not one to lose from sight.
    leeches_are_suspended: bool = False
    leech_after_lapses: int = 8

    # Anki's own default: more costs many reviews for little, less is thin for an exam.
    desired_retention: float = 0.9


def preset_of(course: Course) -> Preset:
    """Return the preset of a course."""
    return Preset(f"msc-learn: {course.title}")
