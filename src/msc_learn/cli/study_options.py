"""Options and first steps that quiz, due and stats share."""

import shlex
from collections.abc import Sequence

import click

from msc_learn.cli.options import DEFAULT_COURSE
from msc_learn.course.cache import open_course
from msc_learn.course.model import Course, Topic
from msc_learn.study.place import cache_folder
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


def course_and_topics(
    where: str, names: Sequence[str], *, kept: bool = True
) -> tuple[Course, tuple[Topic, ...]]:
    """Load a course and the topics named; an unknown one is wrong usage, answered with those there are.

    With `kept`, a course whose files are as they were comes from the cache, without the places of its
    values, and one that was read is kept there when the command ends.
    """
    course, keep = open_course(where, cache_folder() if kept else None)
    click.get_current_context().call_on_close(keep)
    for name in names:
        if not topics_named(course, [name]):
            known = ", ".join(topic.id for topic in course.topics)
            raise click.BadParameter(f"no topic '{name}'; there are {known}", param_hint="--topic")
    return course, topics_named(course, names)


def quiz_again(*more: str) -> str:
    """Return the command of a sitting on the course, topics, drafts and history this one was given."""
    given = click.get_current_context().params
    words = ["msc-learn", "quiz", *([given["course"]] if given["course"] != DEFAULT_COURSE else [])]
    words += [word for topic in given.get("topics", ()) for word in ("--topic", topic)]
    words += ["--drafts"] if given.get("drafts") else []
    words += ["--db", given["db"]] if given.get("db") else []
    return shlex.join([*words, *more])
