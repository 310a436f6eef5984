"""Options and first steps that quiz, due and stats share."""

from collections.abc import Sequence

import click

from msc_learn.course.cache import open_course
from msc_learn.course.model import Course, Topic
from msc_learn.history.location import cache_folder
from msc_learn.memory.review import LEARNER, is_pseudonym
from msc_learn.study.queue import topics_named
from msc_learn.terminal.screen import one_line

db_option = click.option(
    "--db", metavar="FILE", help="The history file; else MSC_LEARN_DB, else the user's data folder."
)


def pseudonym(_: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    """Pass the name of a learner; one that may not be is wrong usage."""
    if name is not None and not is_pseudonym(name):
        said = f"'{one_line(name)}' is no name of up to 40 letters a to z, digits, - and _"
        raise click.BadParameter(said, param=parameter)
    return name


learner_option = click.option(
    "--learner",
    metavar="NAME",
    default=LEARNER,
    envvar="MSC_LEARN_LEARNER",
    callback=pseudonym,
    help=f"Whose answers: a pseudonym; else MSC_LEARN_LEARNER, else '{LEARNER}'.",
)
one_learner_option = click.option(
    "--learner", metavar="NAME", callback=pseudonym, help="Only this learner; else all of them."
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
            raise click.BadParameter(f"no topic '{one_line(name)}'; there are {known}", param_hint="--topic")
    return course, topics_named(course, names)
