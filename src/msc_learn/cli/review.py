"""`msc-learn review`: accept, edit or reject drafts one by one."""

import sys
from collections.abc import Sequence

import click

from msc_learn.cli.console import edit_yaml, keyboard_of
from msc_learn.cli.options import course_argument
from msc_learn.cli.study_options import course_and_topics, topic_option
from msc_learn.document.readers import read_document
from msc_learn.errors import ExportError
from msc_learn.evidence.context import ContextIndex
from msc_learn.files import READ_ONLY, is_part_of_program
from msc_learn.lint.draft_review import review_of
from msc_learn.terminal.prompt import Quit
from msc_learn.terminal.review_session import ReviewSession, show_review_summary
from msc_learn.terminal.screen import Terminal

INTERRUPTED = 130


@click.command(
    epilog="""\b
Examples:
  msc-learn review cards/insulin
  msc-learn review cards/insulin --topic effects
  EDITOR=nano msc-learn review cards/insulin     e opens the card in nano
  printf 'a\\nr\\nq\\n' | msc-learn review insulin  accept one, reject one, leave
"""
)
@course_argument
@topic_option
def command(course: str, topics: Sequence[str]) -> None:
    """Each draft is shown next to the sentence it quotes. Accepted cards whose sentence has changed or is
    gone come first, with the old and the new sentence. Accepting such a card takes the new sentence as its
    source; its id and its review history stay.

    Accepting removes the line `status: draft` (or writes `accepted` if the status shares its line).
    Rejecting writes `status: rejected`, so that the card is never proposed again. e opens the lines of the
    card in $VISUAL or $EDITOR. Each decision is saved in the card file before the next draft, and nothing
    else in the file changes. You can leave at any time and go on later.
    """
    loaded, chosen = course_and_topics(course, topics, kept=False, stores=True)
    terminal, review = Terminal.here(), review_of(loaded, chosen)
    if not review.drafts:
        terminal.say(f"No drafts to review in {loaded.path}.")
        return
    if is_part_of_program(loaded.path):
        raise ExportError.at(loaded.path, "X105", READ_ONLY)
    contexts = ContextIndex(read_document(loaded.document)) if loaded.document else None
    session = ReviewSession(terminal, keyboard_of(terminal), loaded, contexts, review, edit_yaml)
    interrupted = False
    try:
        session.run()
    except (Quit, EOFError):
        pass
    except KeyboardInterrupt:
        interrupted = True
    finally:
        show_review_summary(terminal, session.review, course, topics)
    if interrupted:
        sys.exit(INTERRUPTED)
