"""`msc-learn review`: drafts decided in a pipe and on a terminal, each decision on disk at once."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import CARDS, WriteCourse, lines_with, paragraphs_with, review_counts
from msc_learn.cli import review
from msc_learn.cli.main import cli, main
from msc_learn.course.card_edit import read_card
from msc_learn.course.load import load_course
from msc_learn.lint.draft_review import ReviewStep
from msc_learn.terminal.keyboard import Keyboard
from msc_learn.terminal.review_session import ReviewSession
from streams import read_until

DRAFTS = CARDS.replace("    strength", "    status: draft\n    strength")
IDS = ["vegf-name", "exosome-cargo", "exosome-cargo-list", "pain-choice"]
KEYS = "a accept   e edit   r reject   s skip"
Take = Callable[..., Result]


@pytest.fixture
def folder(write_course: WriteCourse) -> Path:
    return write_course(DRAFTS)


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "growth-factors.yaml"


@pytest.fixture
def take(runner: CliRunner, folder: Path) -> Take:
    """Return a function that reviews the course with lines of input."""

    def run(*lines: str, options: tuple[str, ...] = ()) -> Result:
        typed = "".join(f"{line}\n" for line in lines)
        return runner.invoke(cli, ["review", str(folder), *options], input=typed)

    return run


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that sets what an editor does to the text, time after time, and lists what it got."""

    def set_to(*changes: Callable[[str], str | None]) -> list[str]:
        got: list[str] = []

        def edit(text: str, extension: str) -> str | None:
            got.append(text)
            return changes[len(got) - 1](text)

        monkeypatch.setattr(click, "edit", edit)
        return got

    return set_to


def statuses(folder: Path) -> list[str]:
    return [note.status.value for note in load_course(folder).notes]


def draft_text(name: str) -> str:
    """Return a draft of the course as it stands in its file."""
    start = DRAFTS.index(f"  - id: {name}\n")
    end = DRAFTS.find("  - id:", start + 1)
    return DRAFTS[start : end if end > 0 else None]


def test_a_draft_is_shown_with_its_answer_its_sentence_and_its_strength(take: Take) -> None:
    result = take("s", "s", "s", "q")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[1:12] == snapshot(
        [
            "Growth factors · 1 of 4, 4 left",
            "",
            "  What does VEGF stand for?",
            "",
            "  vascular endothelial growth factor",
            "  Also right: vascular endothelial growth factors",
            "",
            "  “MSCs release vascular endothelial growth factor (VEGF).”",
            "  asserted · Growth factors",
            "",
            "  a accept   e edit   r reject   s skip   q quit",
        ]
    )
    assert "  What does VEGF stand for?" in lines
    assert "  vascular endothelial growth factor" in lines
    assert "  “MSCs release vascular endothelial growth factor (VEGF).”" in lines
    assert "  asserted · Growth factors" in lines
    assert f"  {KEYS}   q quit" in lines
    assert "  MSC exosomes carry [microRNAs] and proteins." in lines
    assert "  MSC exosomes carry microRNAs and [proteins]." in lines
    assert "  • microRNAs" in lines
    assert lines_with(result.output, "fever; weight; sleep") == snapshot(
        ["  Wrong options: fever; weight; sleep"]
    )
    assert "  hedged · Growth factors" in lines


def test_a_draft_on_a_picture_shows_its_question_once_and_every_label(take: Take, file: Path) -> None:
    labels = "labels: [{text: microRNAs, at: [1, 2, 9, 5]}, {text: proteins, at: [1, 9, 9, 5]}]"
    picture = f"media: {{file: a.svg, alt: a vesicle}}\n    {labels}"
    (file.parent / "a.svg").write_text("<svg/>")
    file.write_text(DRAFTS.replace("items: [microRNAs, proteins]", picture))
    lines = take("s", "s", "s", "q").output.splitlines()
    assert lines.count("  Which two things do MSC exosomes carry?") == 1
    assert lines.count("  microRNAs") == lines.count("  proteins") == 1


def test_the_quoted_part_of_a_sentence_is_marked(take: Take, file: Path) -> None:
    file.write_text(DRAFTS.replace("quote: MSC treatment may reduce pain.", "quote: may reduce pain"))
    assert "  MSC treatment “may reduce pain”." in take("s", "s", "s", "q").output.splitlines()


def test_a_quote_with_other_quotation_marks_stands_beside_its_sentence(
    take: Take, folder: Path, file: Path
) -> None:
    (folder / "document.md").write_text('## Growth factors\n\nIt is "often" said.\n', encoding="utf-8")
    file.write_text(DRAFTS.replace("quote: MSC treatment may reduce pain.", "quote: is “often” said"))
    assert '  It is "often" said. “is “often” said”' in take("s", "s", "s", "q").output.splitlines()


def test_the_term_of_a_list_item_stands_once(take: Take, folder: Path) -> None:
    document = (folder / "document.md").read_text(encoding="utf-8")
    listed = document.replace("MSC treatment may", "\n\nThey do two things:\n\n- Relief: MSC treatment may")
    (folder / "document.md").write_text(listed, encoding="utf-8")
    lines = take("s", "s", "s", "q").output.splitlines()
    assert "  They do two things:" in lines
    assert "  Relief: “MSC treatment may reduce pain.”" in lines


def test_the_problems_of_a_draft_are_shown_with_it_alone(take: Take, file: Path) -> None:
    file.write_text(
        DRAFTS.replace("answer: pain", "answer: fatigue")
        .replace("Which two things", "What does VEGF stand for?#")
        .replace(
            "    question: What does VEGF stand for?# do MSC exosomes carry?",
            "    question: What does VEGF stand for?",
        )
    )
    first, second, third, fourth = take("s", "s", "s", "q").output.split(" of 4, ")[1:]
    assert "! L505 " in first
    assert "'exosome-cargo-list'" in first
    assert "!" not in second
    assert "! L505 " in third
    assert "'vegf-name'" in third
    assert "! G305 " in fourth
    assert [lines_with(draft, "! ") for draft in (first, third, fourth)] == snapshot(
        [
            ["  ! L505 asks the same as 'exosome-cargo-list' at"],
            ["  ! G309 the source does not say: VEGF", "  ! L505 asks the same as 'vegf-name' at"],
            ["  ! G305 the source does not say: fatigue"],
        ]
    )


def test_each_key_does_its_own(take: Take, folder: Path, file: Path) -> None:
    result = take("a", "r", "s", "q")
    assert statuses(folder) == ["accepted", "rejected", "draft", "draft"]
    after = draft_text("vegf-name").replace("    status: draft\n", "")
    rejected = draft_text("exosome-cargo").replace("status: draft", "status: rejected")
    expected = DRAFTS.replace(draft_text("vegf-name"), after).replace(draft_text("exosome-cargo"), rejected)
    assert file.read_text() == expected
    assert review_counts(result.output) == [1, 0, 1, 1, 2]
    assert paragraphs_with(result.output, "msc-learn build", folder) == snapshot(
        [
            "1 accepted · 0 edited · 1 rejected · 1 skipped · 2 left Continue: msc-learn",
            "review PATH Next: msc-learn build PATH",
        ]
    )


@pytest.mark.parametrize("key", ["", "x", "u", "?", "1", " "])
def test_enter_and_unknown_keys_do_nothing(take: Take, file: Path, key: str) -> None:
    output = take(key, key, "q").output
    assert file.read_text() == DRAFTS
    assert output.count(KEYS) == 3
    assert "4 left" in output


def test_a_word_counts_for_the_key_beside_it(take: Take, folder: Path) -> None:
    take("accept", "Reject")
    assert statuses(folder)[:2] == ["accepted", "rejected"]


@pytest.mark.parametrize("decided", [["a"], ["a", "r"], ["r", "s", "a"], ["a", "a", "r", "a"]])
def test_undo_takes_back_step_by_step(take: Take, file: Path, decided: list[str]) -> None:
    result = take(*decided, *["u"] * len(decided), "q")
    assert file.read_text() == DRAFTS
    assert review_counts(result.output) == [0, 0, 0, 0, 4]


def test_after_the_last_draft_undo_is_offered_still(take: Take, folder: Path) -> None:
    result = take("a", "a", "a", "r", "", "u", "a", "q")
    assert statuses(folder) == ["accepted"] * 4
    assert "u undo   q finish" in result.output
    assert result.output.count("of 4, ") == 5
    assert "done" in result.output.splitlines()
    assert "The rest" not in result.output


def test_no_drafts_is_said(runner: CliRunner, course_folder: Path) -> None:
    result = runner.invoke(cli, ["review", str(course_folder)])
    assert result.exit_code == 0
    assert paragraphs_with(result.output, "", course_folder) == snapshot(["No drafts to review in PATH."])


def test_the_end_of_input_is_a_way_to_leave(take: Take, folder: Path) -> None:
    assert take("a").exit_code == 0
    assert statuses(folder) == ["accepted", "draft", "draft", "draft"]


def test_the_next_review_goes_on_where_the_last_was_left(take: Take) -> None:
    take("a", "q")
    assert lines_with(take("q").output, "1 of 3") == snapshot(["Growth factors · 1 of 3, 3 left"])


def test_a_topic_may_be_chosen(take: Take) -> None:
    chosen = take("q", options=("--topic", "growth-factors"))
    assert "1 of 4" in chosen.output
    assert "--topic growth-factors" in " ".join(chosen.output.split())
    assert take(options=("--topic", "nowhere")).exit_code == 2


def test_a_card_is_edited_and_then_accepted(take: Take, file: Path, editor: Callable[..., list[str]]) -> None:
    got = editor(lambda text: text.replace("stand for", "mean"))
    output = take("e", "a", "q").output
    assert got == [draft_text("vegf-name")]
    assert "What does VEGF mean?" in output
    assert review_counts(output)[:2] == [1, 1]
    changed = draft_text("vegf-name").replace("stand for", "mean").replace("    status: draft\n", "")
    assert file.read_text() == DRAFTS.replace(draft_text("vegf-name"), changed)


def test_an_edit_is_taken_back_with_undo(take: Take, file: Path, editor: Callable[..., list[str]]) -> None:
    editor(lambda text: text.replace("stand for", "mean") + "    hint: four words\n")
    take("e", "u", "q")
    assert file.read_text() == DRAFTS


def test_an_editor_may_decide_too(take: Take, folder: Path, editor: Callable[..., list[str]]) -> None:
    editor(lambda text: text.replace("    status: draft\n", ""))
    output = take("e", "q").output
    assert "2 of 4, 3 left" in output
    assert review_counts(output)[:2] == [1, 1]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        (
            "id: vegf-name",
            "id: other",
            "line 1: F216 ",
            snapshot(
                [
                    "line 1: F216 the id has changed: keep the id 'vegf-name', since the review",
                    "history refers to it",
                ]
            ),
        ),
        (
            "question: What",
            "question: What: what",
            "line 2: Y101 ",
            snapshot(["line 2: Y101 a colon and a space inside a value: put it in quotes"]),
        ),
        (
            "answer",
            "anwser",
            "line 3: F201 ",
            snapshot(["line 3: F201 unknown key 'anwser'; did you mean 'answer'?"]),
        ),
        (
            "What does",
            '"What does',
            "line 2: Y101 ",
            snapshot(["line 2: Y101 a quote is opened here and never closed"]),
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_line_in_the_editor_and_nothing_is_written(
    take: Take, file: Path, editor: Callable[..., list[str]], old: str, new: str, place: str, said: list[str]
) -> None:
    editor(lambda text: text.replace(old, new))
    result = take("e", "", "d", "q")
    assert paragraphs_with(result.output, place) == said
    offers = lines_with(result.output, "   d ")
    assert len(offers) == 2
    assert offers[0] == snapshot("  e edit again   d drop the change   q quit")
    assert file.read_text() == DRAFTS
    assert review_counts(result.output)[:2] == [0, 0]


def test_editing_again_begins_with_the_words_of_the_first_time(
    take: Take, file: Path, editor: Callable[..., list[str]]
) -> None:
    got = editor(
        lambda text: text.replace("id: vegf", "id: vgef"),
        lambda text: text.replace("vgef", "vegf") + "    hint: h\n",
    )
    take("e", "e", "q")
    assert "id: vgef-name" in got[1]
    assert "    hint: h\n" in file.read_text()


@pytest.mark.parametrize("left", [lambda text: None, lambda text: text, lambda text: ""])
def test_an_editor_that_changes_nothing_changes_nothing(
    take: Take, file: Path, editor: Callable[..., list[str]], left: Callable[[str], str | None]
) -> None:
    editor(left)
    assert "nothing changed" in take("e", "q").output
    assert file.read_text() == DRAFTS


def test_a_real_editor_is_started_and_one_that_fails_is_said(
    take: Take, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "sed -i 's/stand for/mean/'")
    take("e", "q")
    assert file.read_text() == DRAFTS.replace("VEGF stand for", "VEGF mean")
    monkeypatch.setenv("EDITOR", "false")
    result = take("e", "q")
    assert result.exit_code == 0
    assert "Editing failed" in result.output


class Meddler(ReviewSession):
    """A review into which another program writes while a draft is on show."""

    def _key(self, *offers: tuple[str, str]) -> str:
        pressed = super()._key(*offers)
        path = Path(self.review.drafts[0].path)
        text = path.read_text()
        if pressed in ("a", "e") and "meddled" not in text:
            path.write_text(self.meddle(text))
        return pressed

    @staticmethod
    def meddle(text: str) -> str:
        """Change the text as another program would."""
        return text


def meddling(monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    monkeypatch.setattr(review, "ReviewSession", Meddler)
    monkeypatch.setattr(Meddler, "meddle", staticmethod(change))


def test_a_card_changed_meanwhile_is_shown_again(
    take: Take, folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddling(monkeypatch, lambda text: text.replace("VEGF stand for?", "meddled stand for?"))
    output = take("a", "q").output
    assert output.split(KEYS)[1].splitlines()[2] == snapshot(
        "  another program has changed this card meanwhile; look at it again"
    )
    assert output.count("1 of 4") == 2
    assert "What does meddled stand for?" in output
    assert statuses(folder)[0] == "draft"


def test_a_card_taken_away_meanwhile_is_passed_over(
    take: Take, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddling(monkeypatch, lambda text: text.replace(draft_text("vegf-name"), "  # meddled\n"))
    output = take("a", "q").output
    assert output.split(KEYS)[1].splitlines()[2:7] == snapshot(
        [
            "  another program has changed this card meanwhile; look at it again",
            "",
            "  vegf-name no longer needs review",
            "",
            "Growth factors · 2 of 4, 3 left",
        ]
    )
    assert "vegf-name" in output
    assert "2 of 4, 3 left" in output
    assert file.read_text() == DRAFTS.replace(draft_text("vegf-name"), "  # meddled\n")


def test_a_file_changed_elsewhere_keeps_both_changes(
    take: Take, folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddling(monkeypatch, lambda text: "# meddled\n\n" + text)
    assert "changed by another" not in take("a", "q").output
    assert file.read_text().startswith("# meddled\n\ntopic")
    assert statuses(folder)[0] == "accepted"


def test_a_card_changed_while_it_is_edited_loses_neither_words(
    take: Take, file: Path, monkeypatch: pytest.MonkeyPatch, editor: Callable[..., list[str]]
) -> None:
    def edit(text: str) -> str:
        if "meddled" not in file.read_text():
            file.write_text(file.read_text().replace("VEGF stand for?", "meddled stand for?"))
        return text.replace("VEGF stand", "VEGF really stand")

    editor(edit, lambda text: None)
    assert take("e", "d", "q").output.split(KEYS)[1].splitlines()[2:4] == snapshot(
        ["  another program has changed this card meanwhile; edit again to replace its", "  text with yours"]
    )
    assert "meddled stand for?" in file.read_text()
    file.write_text(DRAFTS)
    editor(edit, lambda text: None)
    take("e", "e", "q")
    assert file.read_text() == DRAFTS.replace("VEGF stand", "VEGF really stand")


@pytest.mark.parametrize(
    "change", [("id: exosome-cargo\n", "id: meddled\n"), ("draft", "accepted # meddled")]
)
def test_what_is_no_draft_any_more_is_passed_over(
    take: Take, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str]
) -> None:
    start = DRAFTS.index("  - id: exosome-cargo")
    meddling(monkeypatch, lambda text: text[:start] + text[start:].replace(*change, 1))
    output = take("a", "u", "q").output
    assert lines_with(output, "exosome-cargo ") == snapshot(["  exosome-cargo no longer needs review"])
    assert "3 of 4, 2 left" in output
    assert "1 of 4" in output.split("undone")[1]


def test_a_review_whose_drafts_are_all_decided_elsewhere_is_over(
    take: Take, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(self: ReviewSession) -> None:
        file.write_text(CARDS)
        begin(self)

    begin = ReviewSession.run
    monkeypatch.setattr(ReviewSession, "run", run)
    result = take()
    assert result.exit_code == 0
    assert all(name in result.output for name in IDS)
    assert [line for line in result.output.splitlines() if line][:5] == snapshot(
        [
            "  vegf-name no longer needs review",
            "  exosome-cargo no longer needs review",
            "  exosome-cargo-list no longer needs review",
            "  pain-choice no longer needs review",
            "done",
        ]
    )
    assert review_counts(result.output)[4] == 0


def test_undo_leaves_what_another_program_changed_since(
    take: Take, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take("a", "q")
    meddling(monkeypatch, lambda text: text)

    def change(self: ReviewSession, step: ReviewStep) -> None:
        path = Path(self.review.drafts[0].path)
        path.write_text(path.read_text().replace("MSC exosomes carry {", "meddled {"))
        undo(self, step)

    undo = ReviewSession._undo
    monkeypatch.setattr(Meddler, "_undo", change)
    output = take("a", "u", "q").output
    assert paragraphs_with(output, "exosome-cargo ") == snapshot(
        ["not undone: exosome-cargo was changed by another program", "exosome-cargo no longer needs review"]
    )
    assert "meddled {" in file.read_text()


def test_a_file_broken_meanwhile_ends_the_review_with_its_problems(
    folder: Path, monkeypatch: pytest.MonkeyPatch, runner: CliRunner
) -> None:
    meddling(monkeypatch, lambda text: text + "  - id: meddled\n")
    result = runner.invoke(cli, ["review", str(folder)], input="a\n")
    assert "F203" in str(result.exception)
    assert "4 left" in result.output


def test_a_card_in_brackets_is_shown_and_its_line_named(take: Take, file: Path) -> None:
    text = "topic: T\ncards: [{id: a, question: A?, answer: a, status: draft}]\n"
    file.write_text(text)
    output = take("a", "e", "r", "s", "q").output
    place = f"growth-factors.yaml:2:{text.splitlines()[1].index('draft') + 1}: F215 "
    assert "".join(place.split()) in "".join(output.split())
    assert paragraphs_with(output, "F215 ", f"{file}:2:50") == snapshot(
        [
            "PATH: F215 this card cannot be changed in place: write `status: accepted` here",
            "by hand",
            "PATH: F215 this card cannot be changed in place: write `status: rejected` here",
            "by hand",
        ]
    )
    assert lines_with(output, "a accept")[0] == snapshot("  a accept   r reject   s skip   q quit")
    assert file.read_text() == text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_an_extracted_course_is_reviewed_to_its_end(runner: CliRunner, tmp_path: Path, ending: str) -> None:
    document = Path(__file__).parent / "data" / "documents" / "insulin.txt"
    runner.invoke(cli, ["extract", str(document), "-o", str(tmp_path / "insulin")])
    files = [path for path in sorted((tmp_path / "insulin").glob("*.yaml")) if path.name != "course.yaml"]
    before = {}
    for path in files:
        before[path] = path.read_bytes().replace(b"\n", ending.encode())
        path.write_bytes(before[path])
    drafts = len(load_course(tmp_path / "insulin").notes)
    result = runner.invoke(cli, ["review", str(tmp_path / "insulin")], input="a\n" * drafts)
    assert result.exit_code == 0
    assert review_counts(result.output) == [drafts, 0, 0, 0, 0]
    for path in files:
        assert path.read_bytes() == before[path].replace(f"    status: draft{ending}".encode(), b"")


def test_a_single_card_file_is_reviewed(runner: CliRunner, file: Path) -> None:
    runner.invoke(cli, ["review", str(file)], input="a\n")
    card = read_card(file, "vegf-name")
    assert card is not None
    assert card.note.status == "accepted"


def test_a_narrow_terminal_gets_narrow_lines(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = take("a", "s", "s", "s", "u", "q").output.splitlines()
    assert max(map(len, (line for line in lines if "/" not in line))) <= 40


def test_a_file_that_cannot_be_written_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", refuse)
    monkeypatch.setattr(Keyboard, "key", lambda *_: "a")
    with pytest.raises(SystemExit) as stop:
        main(["review", str(folder)])
    assert stop.value.code == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{folder / 'growth-factors.yaml'}: X101 ")
    assert said.err.replace(str(folder), "FOLDER") == snapshot(
        "FOLDER/growth-factors.yaml: X101 cannot be written: Permission denied\n"
    )
    assert "4 left" in said.out.replace("\u00a0", " ")
    assert sorted(path.name for path in folder.iterdir()) == [
        "course.yaml",
        "document.md",
        "growth-factors.yaml",
    ]


def run(folder: Path, **rest: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "msc_learn", "review", str(folder)]
    return subprocess.Popen(command, **rest)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("decided", [1, 3])
def test_killed_after_a_decision_nothing_decided_is_lost(folder: Path, decided: int) -> None:
    started = run(folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert started.stdin is not None
    assert started.stdout is not None
    for number in range(decided):
        read_until(started.stdout.fileno(), f"{number + 1} of 4".encode())
        started.stdin.write(b"a\n")
        started.stdin.flush()
    read_until(started.stdout.fileno(), f"{decided + 1} of 4".encode())
    started.send_signal(signal.SIGKILL)
    started.wait(20)
    started.stdin.close()
    started.stdout.close()
    assert statuses(folder) == ["accepted"] * decided + ["draft"] * (4 - decided)


@pytest.fixture
def on_terminal(folder: Path) -> Callable[..., tuple[int, str]]:
    """Return a function that presses keys at a review on a terminal of its own."""

    def press(*steps: tuple[str, str], **environment: str) -> tuple[int, str]:
        screen, terminal = pty.openpty()
        told = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment}
        if "NO_COLOR" not in environment:
            told.pop("NO_COLOR", None)
        process = run(
            folder, stdin=terminal, stdout=terminal, stderr=terminal, env=told, start_new_session=True
        )
        os.close(terminal)
        seen = b""
        try:
            for wanted, keys in steps:
                seen += read_until(screen, wanted.encode())
                os.write(screen, keys.encode())
            # What is still printed is read to the end, for Linux holds a writer up otherwise.
            seen += read_until(screen, b"Next: ")
            code = process.wait(20)
        finally:
            process.kill()
            process.wait()
            os.close(screen)
        return code, seen.decode(errors="replace")

    return press


def test_single_keys_are_enough_on_a_terminal(
    on_terminal: Callable[..., tuple[int, str]], folder: Path
) -> None:
    code, seen = on_terminal(("quit", "a"), ("2 of 4", "r"), ("3 of 4", "\r"), ("", "q"))
    assert code == 0
    assert "\x1b[1m" in seen
    assert statuses(folder) == ["accepted", "rejected", "draft", "draft"]


def test_without_colour_no_control_characters_are_printed(
    on_terminal: Callable[..., tuple[int, str]],
) -> None:
    _, seen = on_terminal(("quit", "a"), ("2 of 4", "q"), NO_COLOR="1")
    assert "\x1b" not in seen


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_ctrl_c_and_ctrl_d_leave_with_what_was_decided(
    on_terminal: Callable[..., tuple[int, str]], folder: Path, key: str, code: int
) -> None:
    ended, _ = on_terminal(("quit", "a"), ("2 of 4", key))
    assert ended == code
    assert statuses(folder)[0] == "accepted"


def test_on_a_terminal_an_editor_gets_it_and_gives_it_back(
    on_terminal: Callable[..., tuple[int, str]], folder: Path, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nstty -a\nsed -i 's/stand for/mean/' \"$1\"\n")
    editor.chmod(0o755)
    steps = (("quit", "e"), ("VEGF mean?", "a"), ("2 of 4", "q"))
    code, seen = on_terminal(*steps, EDITOR=str(editor), VISUAL=str(editor))
    assert code == 0
    assert " icanon" in seen
    assert statuses(folder)[0] == "accepted"
