"""Options and first steps that quiz, due and stats share."""

from collections.abc import Sequence

import click

from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Topic
from msc_learn.study.queue import topics_named

db_option = click.option(
    "--db", metavar="FILE", help="The history file; else MSC_LEARN_DB, else the user's data folder."
)
topic_option = click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="Only this topic, by its id or title; repeatable.",
)


def course_and_topics(where: str, names: Sequence[str]) -> tuple[Course, tuple[Topic, ...]]:
    """Load a course and the topics named; an unknown one is wrong usage, answered with those there are."""
    course = load_course(where)
    for name in names:
        if not topics_named(course, [name]):
            known = ", ".join(topic.id for topic in course.topics)
            raise click.BadParameter(f"no topic '{name}'; there are {known}", param_hint="--topic")
    return course, topics_named(course, names)
