"""One card changed in the text of its file, and every other byte left as it was."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from msc_learn.course.card_edit import CardText, read_card, write_card
from msc_learn.course.card_reader import read_card_file
from msc_learn.course.model import Note, Status
from msc_learn.document.decode import decode
from msc_learn.errors import CardFileError
from msc_learn.position import Position

FILE = """\
# kept above
topic:   "Growth factors"
cards:

  # --- first ---
  - id: a   # a comment
    question: 'What is it?'

    answer: >-
      a factor
      # no comment, but text
    status: draft
    # inside the card
    extra: "more"

# between the cards

  - status: draft
    id: b
    cloze: It is {{c1::b}}.
  - {id: c, question: C?, answer: c, status: 'draft'}   # in braces
  -
    # the first key stands below
    id: d
    question: D?
    answer: d
    "status":  'draft'
  - id: e
    question: E?
    status: draft   # unread
    answer: e
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cards.yaml"


def card_in(path: Path, text: str, name: str) -> CardText:
    path.write_bytes(text.encode())
    card = read_card(path, name)
    assert card is not None
    return card


def status_written(path: Path, text: str, name: str, status: Status) -> str:
    write_card(card_in(path, text, name).with_status(status))
    return path.read_bytes().decode()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    ("name", "status", "old", "new"),
    [
        ("a", Status.ACCEPTED, "    status: draft\n    # inside", "    # inside"),
        ("a", Status.REJECTED, "    status: draft\n    # inside", "    status: rejected\n    # inside"),
        ("b", Status.ACCEPTED, "- status: draft", "- status: accepted"),
        ("b", Status.REJECTED, "- status: draft", "- status: rejected"),
        ("c", Status.ACCEPTED, "status: 'draft'}", "status: 'accepted'}"),
        ("c", Status.REJECTED, "status: 'draft'}", "status: 'rejected'}"),
        ("d", Status.ACCEPTED, "    \"status\":  'draft'\n", ""),
        ("d", Status.REJECTED, "\"status\":  'draft'", "\"status\":  'rejected'"),
        ("e", Status.ACCEPTED, "status: draft   # unread", "status: accepted   # unread"),
        ("e", Status.REJECTED, "status: draft   # unread", "status: rejected   # unread"),
    ],
)
def test_a_status_changes_its_own_words_alone(
    path: Path, name: str, status: Status, old: str, new: str, mark: str, ending: str
) -> None:
    before, after = FILE, FILE.replace(old, new)
    assert before.count(old) == 1
    written = status_written(path, mark + before.replace("\n", ending), name, status)
    assert written == mark + after.replace("\n", ending)


@pytest.mark.parametrize(
    "lines",
    [
        "    answer: a\n\n    status: draft\n",
        "    answer: |-\n      a\n    status: draft\n      # no word of the answer\n",
    ],
)
def test_a_line_that_those_around_it_need_keeps_its_key(path: Path, lines: str) -> None:
    text = f"topic: T\ncards:\n  - id: a\n    question: A?\n{lines}"
    assert status_written(path, text, "a", Status.ACCEPTED) == text.replace("draft", "accepted")


KEYS = st.sampled_from(
    [
        ("answer: one answer",),
        ("answer: 'it''s so'",),
        ("answer: |-", "  several", "", "  # lines"),
        ('answer: "a folded', '  text"'),
    ]
)
EXTRAS = st.lists(
    st.sampled_from(
        [
            ("reverse: true",),
            ("tags:", "  - one", "  - two"),
            ("tags: [one,", "  two]"),
            ("hint: status draft",),
            ("extra: |-", "  status: draft", "  status: draft"),
            ("strength: hedged",),
            ("source:", "  quote: some words", "  section: 'A > B'"),
            ("source: {quote: some words, at: [1, 2]}",),
            ('extra: "naïve ünïcode \u2014 \U0001f9ec"',),
        ]
    ),
    unique_by=lambda lines: lines[0].split(":")[0],
    max_size=4,
)
BETWEEN = st.lists(
    st.sampled_from(["", "   ", "# a comment", "      # status: draft", "# - id: x"]), max_size=2
)
LONE = ("status: draft", "status:   draft  ", '"status": draft', "status: 'draft'")
STATUS = st.sampled_from((*LONE, "status: draft # mine", "'status':  \"draft\"  # mine"))


@dataclass(frozen=True)
class Made:
    """A card file of drafts in block style, and what it is with one of them accepted in either way."""

    chosen: str
    text: str
    without: str
    instead: str
    # Whether nothing but keys stands around the line, so that there is no reason to keep it.
    must_go: bool


@st.composite
def card_files(draw: st.DrawFn) -> Made:
    indent = " " * draw(st.integers(0, 4))
    deeper = indent + " " * draw(st.integers(2, 4))
    number = draw(st.integers(1, 4))
    chosen, at, lone = draw(st.integers(0, number - 1)), 0, False
    lines = ["topic: T", "cards:"]
    for card in range(number):
        lines += [*draw(BETWEEN), f"{indent}-{deeper[len(indent) + 1 :]}id: card-{card}"]
        status = draw(STATUS)
        for group in draw(st.permutations([("question: What?",), draw(KEYS), *draw(EXTRAS), (status,)])):
            lines += [*draw(BETWEEN), *(deeper + line if line else "" for line in group)]
            if group == (status,) and card == chosen:
                at, lone = len(lines) - 1, status in LONE
    lines += draw(BETWEEN)
    mark, ending = draw(st.sampled_from(["", "\ufeff"])), draw(st.sampled_from(["\n", "\r\n"]))
    ended = [mark * (not place) + line + ending for place, line in enumerate(lines)]
    if draw(st.booleans()):
        ended[-1] = ended[-1].removesuffix(ending)
    accepted = ended[at].replace("draft", "accepted")
    around = [line.strip() for line in (*lines[at - 1 : at], *lines[at + 1 : at + 2])]
    return Made(
        f"card-{chosen}",
        "".join(ended),
        "".join([*ended[:at], *ended[at + 1 :]]) if lone else "",
        "".join([*ended[:at], accepted, *ended[at + 1 :]]),
        lone and all(line and not line.startswith("#") for line in around),
    )


def nowhere(notes: tuple[Note, ...]) -> list[Note]:
    return [replace(note, position=Position("")) for note in notes]


def notes_of(text: str) -> list[Note]:
    file = read_card_file(decode(text.encode(), ""), "", "cards")
    assert file.topic is not None
    assert not file.problems, (file.problems, text)
    return nowhere(file.topic.notes)


LAW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@given(card_files())
@LAW
def test_accepting_takes_one_line_or_word_and_keeps_every_other_byte(path: Path, made: Made) -> None:
    written = status_written(path, made.text, made.chosen, Status.ACCEPTED)
    assert written in (made.without, *([] if made.must_go else [made.instead]))
    expected = [
        replace(note, status=Status.ACCEPTED) if note.id == made.chosen else note
        for note in notes_of(made.text)
    ]
    assert notes_of(written) == expected


@given(card_files(), st.sampled_from([Status.ACCEPTED, Status.REJECTED]))
@LAW
def test_what_was_written_can_be_taken_back_to_the_byte(path: Path, made: Made, status: Status) -> None:
    card = card_in(path, made.text, made.chosen)
    write_card(card.with_status(status))
    again = read_card(path, made.chosen)
    assert again is not None
    assert again.with_lines(card.lines).whole == made.text


@given(card_files())
@LAW
def test_an_edit_changes_the_lines_of_its_card_alone(path: Path, made: Made) -> None:
    card = card_in(path, made.text, made.chosen)
    assert card.edited(card.text) is card
    changed = card.edited(card.text.replace("question: What?", "question: Why?"))
    assert changed.note.question == "Why?"
    assert (changed.before, changed.after) == (card.before, card.after)
    body = card.lines.rstrip("\r\n")
    assert changed.lines == body.replace("What?", "Why?").rstrip() + card.lines[len(body) :]


def test_an_edit_may_add_lines_and_takes_the_line_ends_of_the_file(path: Path) -> None:
    card = card_in(path, FILE.replace("\n", "\r\n"), "e")
    changed = card.edited("\n\n" + card.text + "    hint: |-\n      one\n      two\n\n")
    assert changed.note.hint == "one\ntwo"
    assert changed.whole == FILE.replace("\n", "\r\n") + "    hint: |-\r\n      one\r\n      two\r\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: e", "id: f", "keep the id 'e'"),
        ("id: e", "id: a", "keep the id 'e'"),
        (
            "    answer: e\n",
            "    answer: e\n  - id: f\n    question: F?\n    answer: f\n",
            "must stay one card",
        ),
        ("    answer: e\n", "    answer: e\ntags: [all]\n", "reaches beyond"),
        ("  - id: e", "  # above\n  - id: e", "write them within"),
        ("    answer: e\n", "    answer: e\n  # below\n", "write them within"),
        ("question: E?", "question: E: E?", "Y101 a colon and a space"),
        ("question: E?", "qestion: E?", "did you mean 'question'"),
        ("question: E?", 'question: "E?', "never closed"),
        ("    answer: e\n", "", "has no answer"),
        (FILE[FILE.index("  - id: e") :], "", "keep the id 'e'"),
    ],
)
def test_an_edit_that_is_not_this_card_in_order_is_refused(path: Path, old: str, new: str, said: str) -> None:
    card = card_in(path, FILE, "e")
    assert old in card.text
    with pytest.raises(CardFileError, match=said):
        card.edited(card.text.replace(old, new))
    assert path.read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("topic: T\ncards: [{id: a, question: A?, answer: a,\n  status: draft}]\n", 3),
        ('{"topic": "T", "cards": [{"id": "a", "question": "A?", "answer": "a", "status": "draft"}]}', 1),
        ("topic: T\ncards:\n  - {id: a, question: A?,\n  status: draft, answer: a}\n", 4),
        ("topic: T\ncards:\n  - id: a\n    question: A?\n    answer: a\n    status: >-\n      draft\n", 6),
        ('topic: T\ncards:\n  - id: a\n    question: A?\n    answer: a\n    status: "\\x64raft"\n', 6),
        ("topic: T\ncards:\n  - id: a\n    question: A?\n    answer: a\n", 3),
    ],
)
def test_what_cannot_be_told_for_certain_names_the_line_to_change_by_hand(
    path: Path, text: str, line: int
) -> None:
    card = card_in(path, text, "a")
    with pytest.raises(CardFileError, match="by hand") as refused:
        card.with_status(Status.REJECTED)
    [problem] = refused.value.problems
    assert (problem.position.line, problem.code) == (line, "F215")
    assert path.read_bytes().decode() == text


def test_a_card_without_lines_of_its_own_cannot_be_edited(path: Path) -> None:
    card = card_in(path, "topic: T\ncards: [{id: a, question: A?, answer: a}]\n", "a")
    assert card.lines == ""
    with pytest.raises(CardFileError, match="by hand"):
        card.with_lines("")


def test_a_file_that_is_not_utf_8_is_refused(path: Path) -> None:
    path.write_bytes(FILE.encode("utf-16"))
    with pytest.raises(CardFileError, match="save it as UTF-8"):
        read_card(path, "a")


def test_a_file_with_problems_is_refused_with_them(path: Path) -> None:
    path.write_text(FILE + "  - id: f\n", encoding="utf-8")
    with pytest.raises(CardFileError, match="has no question"):
        read_card(path, "a")


def test_a_card_that_is_not_there_is_none(path: Path) -> None:
    path.write_text(FILE, encoding="utf-8")
    assert read_card(path, "z") is None


def test_a_link_stays_a_link(path: Path) -> None:
    path.write_text(FILE, encoding="utf-8")
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    card = read_card(link, "e")
    assert card is not None
    write_card(card.with_status(Status.REJECTED))
    assert link.is_symlink()
    assert "status: rejected   # unread" in path.read_text(encoding="utf-8")
