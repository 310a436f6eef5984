"""Arguments and options that several commands share."""

import click

from msc_learn.course.locate import DEFAULT_COURSE

course_argument = click.argument("course", default=DEFAULT_COURSE, metavar="[COURSE]")
drafts_option = click.option("--drafts", is_flag=True, help="Include drafts.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
