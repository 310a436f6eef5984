"""Commit message check: the subject is `area: what it does`, at most 72 characters, then a blank line."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST = 72
_SUBJECT = re.compile(r"[a-z][a-z0-9 _/.,-]*: \S.*[^.\s]")
# Git writes these subjects itself.
_WRITTEN_BY_GIT = ("Merge ", "Revert ", "fixup! ", "squash! ", "amend! ")


def problems(message: str) -> Iterator[str]:
    """Yield what is wrong with a commit message, in words that say what to do."""
    lines = [line for line in message.splitlines() if not line.startswith("#")]
    subject = lines[0] if lines else ""
    if subject.startswith(_WRITTEN_BY_GIT):
        return
    if not _SUBJECT.fullmatch(subject):
        yield "the subject is not 'area: what it does': begin with an area, and end without a full stop"
    if len(subject) > LONGEST:
        yield f"the subject has {len(subject)} characters: at most {LONGEST} are allowed"
    if len(lines) > 1 and lines[1].strip():
        yield "the second line is not blank: put a blank line between subject and body"


def main() -> int:
    """Check the file that git names, and return 1 if something is wrong."""
    found = list(problems(Path(sys.argv[1]).read_text(encoding="utf-8")))
    for problem in found:
        print(f"commit message: {problem}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
