"""A card's values changed in its own lines; everything else, and all that cannot be changed, as it was."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from msc_learn.course.card_lines import note_of_lines
from msc_learn.course.card_patch import patched
from msc_learn.course.model import Evidence, Note, Status, Strength

BLOCK = """\
  - id: a   # mine
    question: 'What is it?'
    items:
      - x
      - y
    extra: |
      a text

      of lines
    # above
    strength: hedged   # a word
    status: draft
    base: sha256:0123abcd
    source:
      # the place
      section: A > B   # where
      quote: "it's so"
      at: [1, 2]
      digest: sha256:00
"""
SEVERAL = """\
  -
    # the first key stands below
    id: a
    question: Q?
    answer: a
    source:
      - quote: a folded
          quote
        at:
          - 1
          - 2
      - {section: A, quote: "b, c", at: [3, 4], digest: sha256:00}
"""
BRACES = "  - {id: a, question: Q?, items: [x, y], source: {quote: 'it, so', at: [1, 2]}}   # end\n"
CARDS = [BLOCK, SEVERAL, BRACES]


def note_of(lines: str) -> Note:
    note = note_of_lines(lines)
    assert note is not None
    return note


def moved(note: Note) -> Note:
    sources = tuple(
        replace(
            s,
            section=("New: one", "B"),
            start=s.start and 70,
            end=s.end and 90,
            digest=s.digest and "sha256:ff",
        )
        for s in note.sources
    )
    return replace(note, sources=sources)


CHANGES: dict[str, Callable[[Note], Note]] = {
    "marked": lambda note: replace(note, evidence=Evidence.ORPHANED),
    "moved": moved,
    "moved and marked": lambda note: replace(moved(note), evidence=Evidence.DRIFTED),
    "requoted": lambda note: replace(
        note, sources=tuple(replace(source, quote="new: 'words', \"so\"") for source in note.sources)
    ),
    "worded": lambda note: replace(note, question="Why: so?", items=("p: q", "[r]") if note.items else ()),
    "more cautious": lambda note: replace(note, strength=Strength.INVESTIGATIONAL),
    "rejected": lambda note: replace(note, status=Status.REJECTED),
    "without section": lambda note: replace(
        note, sources=tuple(replace(source, section=()) for source in note.sources)
    ),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("lines", CARDS, ids=["block", "several", "braces"])
def test_the_lines_make_the_card_that_was_meant(lines: str, change: str, ending: str) -> None:
    lines = lines.replace("\n", ending)
    was = note_of(lines)
    now = CHANGES[change](was)
    made = patched(lines, now)
    assert made is not None
    assert replace(note_of(made), position=was.position) == now
    comments = [part.split("#")[1] for part in lines.split(ending) if "#" in part]
    assert [part.split("#")[1] for part in made.split(ending) if "#" in part] == comments
    assert made.count("\n") == made.count(ending)


@pytest.mark.parametrize("lines", CARDS, ids=["block", "several", "braces"])
def test_a_mark_that_is_taken_away_leaves_the_lines_as_they_were(lines: str) -> None:
    was = note_of(lines)
    for evidence in Evidence:
        made = patched(lines, replace(was, evidence=evidence))
        assert made is not None
        assert made != lines
        assert patched(made, was) == lines


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("    evidence: drifted  # look\n", "      # look\n"),
        ("    evidence: drifted\n\n    # look\n", "    # look\n"),
    ],
)
def test_a_remark_beside_a_mark_outlives_it(line: str, left: str) -> None:
    head, tail = BLOCK.split("    source:\n")
    marked = f"{head}{line}    source:\n{tail}"
    made = patched(marked, replace(note_of(marked), evidence=None))
    assert made is not None
    assert "look" in made
    assert note_of(made) == replace(note_of(BLOCK), position=note_of(made).position)
    assert left.strip() in made


def test_only_the_words_that_change_do() -> None:
    made = patched(BLOCK, moved(note_of(BLOCK)))
    assert made == (
        BLOCK.replace("section: A > B   #", "section: 'New: one > B'   #")
        .replace("[1, 2]", "[70, 90]")
        .replace("sha256:00\n", "sha256:ff\n")
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda note: replace(note, hint="not the machine's"),
        lambda note: replace(note, sources=(*note.sources, *note.sources)),
        lambda note: replace(note, id="b"),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(change: Callable[[Note], Note]) -> None:
    assert patched(BLOCK, change(note_of(BLOCK))) is None
    assert patched("  - id: a\n", note_of(BLOCK)) is None
