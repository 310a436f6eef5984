"""Options that the study commands share, and loading of a course with its topics."""

import shlex
from collections.abc import Sequence

import click

from msc_learn.course.cache import open_course
from msc_learn.course.locate import DEFAULT_COURSE
from msc_learn.course.model import Course, Topic
from msc_learn.history.location import cache_folder
from msc_learn.memory.review import LEARNER, is_pseudonym
from msc_learn.study.queue import topics_named
from msc_learn.terminal.screen import one_line

db_option = click.option(
    "--db",
    metavar="FILE",
    help="Use this history file. Default: MSC_LEARN_DB, or a file in your data folder.",
)


def pseudonym(_: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    """Check the name of a learner; raises `BadParameter` for an invalid one."""
    if name is not None and not is_pseudonym(name):
        message = f"invalid learner name '{one_line(name)}': use 1-40 letters, digits, '-' or '_'"
        raise click.BadParameter(message, param=parameter)
    return name


learner_option = click.option(
    "--learner",
    metavar="NAME",
    default=LEARNER,
    envvar="MSC_LEARN_LEARNER",
    callback=pseudonym,
    help=f"Choose the learner, by pseudonym. Default: MSC_LEARN_LEARNER, or '{LEARNER}'.",
)
one_learner_option = click.option(
    "--learner",
    metavar="NAME",
    callback=pseudonym,
    help="Use only this learner's answers. Default: all learners.",
)
topic_option = click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    help="Use only this topic, by id or title (repeatable).",
)


def course_and_topics(
    where: str, names: Sequence[str], *, kept: bool = True, stores: bool = False
) -> tuple[Course, tuple[Topic, ...]]:
    """Load a course and the named topics; raises `BadParameter` for an unknown topic.

    With `kept`, an unchanged course comes from the cache, without the positions of its values, and a course
    that was read is cached when the command ends. If the command `stores` something about the course, a
    course without an id gets one.
    """
    course, keep = open_course(where, cache_folder() if kept else None)
    click.get_current_context().call_on_close(keep)
    if stores:
        course = course_with_id(course)
    for name in names:
        if not topics_named(course, [name]):
            known = ", ".join(topic.id for topic in course.topics)
            raise click.BadParameter(
                f"unknown topic '{one_line(name)}': use one of {known}", param_hint="--topic"
            )
    return course, topics_named(course, names)


def course_with_id(course: Course) -> Course:
    """Return the course with its id; one that has none gets it now, and the user is told.

    Raises `CardFileError` if the id cannot be written.
    """
    if course.has_id:
        return course
    from msc_learn.course.assign_id import file_of_id, with_id
    from msc_learn.deck.release.witness import lock_of

    course = with_id(course, lock_of(course).course)
    click.echo(f"{file_of_id(course)}: added the id {course.id}: keep this line for ever", err=True)
    return course


def quiz_command() -> str:
    """Return the quiz command for the course, topics, drafts, history and learner of this command."""
    given = click.get_current_context().params
    words = ["msc-learn", "quiz", *([given["course"]] if given["course"] != DEFAULT_COURSE else [])]
    words += [word for topic in given.get("topics", ()) for word in ("--topic", topic)]
    words += ["--drafts"] if given.get("drafts") else []
    words += ["--db", given["db"]] if given.get("db") else []
    words += ["--learner", given["learner"]] if given.get("learner", LEARNER) != LEARNER else []
    return shlex.join(words)
