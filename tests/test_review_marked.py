"""`msc-learn review` of cards whose sentence has changed or gone: old and new shown, the new one taken."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import CARDS, DOCUMENT, WriteCourse, lines_with, paragraphs_with, review_counts
from msc_learn.cli.main import cli
from msc_learn.course.load import load_course
from msc_learn.course.model import Evidence, Note, Status
from msc_learn.extract.extract_document import extract
from msc_learn.lint.course_check import check_course

PAIN = "MSC treatment may reduce pain."
SURE = "MSC treatment does reduce pain."
MARKED = CARDS.replace(
    "    strength: hedged\n    source", "    strength: hedged\n    evidence: drifted\n    source"
)
Take = Callable[..., Result]


@pytest.fixture
def folder(write_course: WriteCourse) -> Path:
    return write_course(MARKED, document=DOCUMENT.replace(PAIN, SURE))


@pytest.fixture
def take(runner: CliRunner, folder: Path) -> Take:
    """Return a function that reviews the course with lines of input."""

    def run(*lines: str) -> Result:
        typed = "".join(f"{line}\n" for line in lines)
        return runner.invoke(cli, ["review", str(folder)], input=typed)

    return run


def pain(folder: Path) -> Note:
    return next(note for note in load_course(folder).notes if note.id == "pain-choice")


def text_of(folder: Path) -> str:
    return (folder / "growth-factors.yaml").read_text(encoding="utf-8")


def test_old_and_new_sentence_are_shown_with_their_differing_words_marked(take: Take) -> None:
    result = take("q")
    assert result.exit_code == 0, result.output
    assert "“MSC treatment [may] reduce pain.”\n" in result.output
    assert "“MSC treatment [does] reduce pain.”\n" in result.output
    assert paragraphs_with(result.output, "1 of 1") == snapshot(["Growth factors · 1 of 1, 1 left"])
    assert lines_with(result.output, "MSC treatment [") == snapshot(
        ["  Was: “MSC treatment [may] reduce pain.”", "  Now: “MSC treatment [does] reduce pain.”"]
    )
    assert lines_with(result.output, "  ! ") == snapshot(["  ! it was hedged and is asserted"])
    assert "G315" not in result.output


def test_accepted_cards_with_a_mark_come_before_the_drafts(take: Take, folder: Path) -> None:
    drafts = MARKED.replace("    strength: asserted", "    status: draft\n    strength: asserted")
    (folder / "growth-factors.yaml").write_text(drafts, encoding="utf-8")
    first, second = take("s", "q").output.split(" of 4, ")[1:]
    assert "Was:" in first
    assert "Was:" not in second
    assert "VEGF" in second


def test_accept_takes_the_new_sentence_and_keeps_the_cards_words(take: Take, folder: Path) -> None:
    result = take("a", "q")
    assert review_counts(result.output)[0] == 1
    expected = MARKED.replace("    evidence: drifted\n", "").replace(f"quote: {PAIN}", f"quote: {SURE}")
    assert text_of(folder) == expected
    assert pain(folder).strength == "hedged", "a card may be more cautious than its sentence"
    assert check_course(folder)[1] == ()


def test_a_sentence_that_became_more_cautious_makes_its_card_so(runner: CliRunner, folder: Path) -> None:
    (folder / "document.md").write_text(DOCUMENT, encoding="utf-8")
    surer = MARKED.replace("strength: hedged", "strength: asserted").replace(
        f"quote: {PAIN}", f"quote: {SURE}"
    )
    (folder / "growth-factors.yaml").write_text(surer, encoding="utf-8")
    output = runner.invoke(cli, ["review", str(folder)], input="a\nq\n").output
    assert lines_with(output, "  ! ") == snapshot(["  ! it was asserted and is hedged"])
    assert pain(folder).strength == "hedged"
    assert text_of(folder) == MARKED.replace("    evidence: drifted\n", "")


@pytest.mark.parametrize("key", ["a", "r", "s"])
def test_undo_takes_a_decision_back_to_the_byte(take: Take, folder: Path, key: str) -> None:
    take(key, "u", "q")
    assert text_of(folder) == MARKED


def test_reject_rejects_and_leaves_no_mark(take: Take, folder: Path) -> None:
    take("r", "q")
    note = pain(folder)
    assert (note.status, note.evidence, note.sources[0].quote) == (Status.REJECTED, None, PAIN)
    assert check_course(folder)[1] == ()


def test_skip_leaves_all_as_it_is(take: Take, folder: Path) -> None:
    assert review_counts(take("s", "q").output)[3:] == [1, 1]
    assert text_of(folder) == MARKED


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("answer: pain", "answer: the pain", 1),
        ("    evidence: drifted\n", "", 0),
    ],
)
def test_an_edited_card_waits_while_its_mark_stands(
    take: Take, folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, left: int
) -> None:
    monkeypatch.setattr(click, "edit", lambda text, extension: text.replace(old, new))
    assert review_counts(take("e", "q").output)[1:] == [1, 0, 0, left]


def test_words_that_the_new_sentence_lacks_are_named(runner: CliRunner, tmp_path: Path) -> None:
    document, course = tmp_path / "a.md", tmp_path / "course"
    sentence = "The adult spleen filters old red cells from the blood within 12 minutes of work."
    document.write_text(f"# Spleen\n\n{sentence}\n", encoding="utf-8")
    extract(document, course)
    for path in course.glob("i*.yaml"):
        path.write_text(path.read_text().replace("    status: draft\n", ""), encoding="utf-8")
    document.write_text(f"# Spleen\n\n{sentence.replace('12', '15')}\n", encoding="utf-8")
    extract(document, course)
    output = runner.invoke(cli, ["review", str(course)], input="a\na\na\na\nq\n").output
    assert "12 to 15" in " ".join(output.split())
    assert list(dict.fromkeys(lines_with(output, "  ! "))) == snapshot(
        [
            "  ! numbers changed: 12 to 15",
            "  ! the card still uses: 12",
            "  ! G308 the source does not say: 12",
            "  ! G305 the source does not say: 12",
        ]
    )
    assert {note.evidence for note in load_course(course).notes} == {None}
    assert {note.sources[0].quote for note in load_course(course).notes} == {sentence.replace("12", "15")}


def test_without_any_sentence_like_it_a_card_can_be_edited_or_rejected_only(take: Take, folder: Path) -> None:
    gone = MARKED.replace(f"quote: {PAIN}", "quote: Zebras graze on dry African plains.")
    (folder / "growth-factors.yaml").write_text(gone.replace("drifted", "orphaned"), encoding="utf-8")
    output = take("a", "q").output
    assert lines_with(output, "  r ")[0] == snapshot("  e edit   r reject   s skip   q quit")
    assert paragraphs_with(output, "Zebras", folder / "document.md") == snapshot(
        [
            "Its sentence is gone, and none is similar: edit the card or reject it. Was:",
            "“Zebras graze on dry African plains.” hedged · Growth factors ! G302 the quote",
            "is not in PATH",
        ]
    )
    assert "a accept" not in output
    assert pain(folder).evidence is Evidence.ORPHANED


def test_of_a_sentence_that_is_gone_the_nearest_is_shown(take: Take, folder: Path) -> None:
    gone = MARKED.replace(f"quote: {PAIN}", "quote: Some MSC treatments reduce all pain.")
    (folder / "growth-factors.yaml").write_text(gone.replace("drifted", "orphaned"), encoding="utf-8")
    assert paragraphs_with(take("q").output, "[Some]") == snapshot(
        [
            "Its sentence is gone. This one is the most similar; accepting takes it. Was:",
            "“[Some] MSC [treatments] reduce [all] pain.” Now: “MSC [treatment does] reduce",
            "pain.” ! it was qualified and is asserted hedged · Growth factors",
        ]
    )


def test_a_card_of_a_course_without_a_document_has_nothing_to_accept(
    write_course: WriteCourse, runner: CliRunner
) -> None:
    folder = write_course(MARKED, course="title: T\ntopics: [growth-factors]\n")
    output = runner.invoke(cli, ["review", str(folder)], input="a\nq\n").output
    assert "a accept" not in output
    assert pain(folder).evidence is Evidence.DRIFTED


def test_a_marked_card_in_brackets_is_to_be_changed_by_hand(take: Take, folder: Path) -> None:
    text = (
        "topic: T\ncards: [{id: pain-choice, question: A?, answer: pain, evidence: drifted,"
        f" strength: hedged, source: {{section: Growth factors, quote: {PAIN}}}}}]\n"
    )
    (folder / "growth-factors.yaml").write_text(text, encoding="utf-8")
    output = take("a", "q").output
    assert paragraphs_with(output, "F215 ", folder / "growth-factors.yaml") == snapshot(
        ["PATH:2:9: F215 this card cannot be changed in place: change it by hand"]
    )
    assert text_of(folder) == text
