"""A second run of extract, rule by rule: whose words stay, what is marked, and what comes back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import CARDS, WriteCourse
from msc_learn.cli.main import cli
from msc_learn.course.draft_digest import is_untouched
from msc_learn.course.load import load_course
from msc_learn.course.model import Evidence, Note, Source, Status
from msc_learn.document.readers import markdown
from msc_learn.errors import CardFileError
from msc_learn.evidence.drift import differences, red_flags
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.extract.extract_document import extract
from msc_learn.extract.merge.new_course import Saved
from msc_learn.extract.merge.three_way import EarlierDocument, three_way
from msc_learn.extract.pipeline import drafts_of
from msc_learn.lint.course_check import check_course

FILTER = "The spleen filters old red cells in about 12 minutes."
IRON = "The red pulp stores iron, platelets, and red cells."
SEPSIS = "Loss of it raises the risk of overwhelming sepsis when young."
DOCUMENT = f"""\
# Spleen

{FILTER} It may enlarge in malaria.

## Structure

The white pulp holds lymphocytes. {IRON}

## Removal

{SEPSIS}
"""
SEPSIS_MANY = SEPSIS.replace("young", "many young")
CHANGED = DOCUMENT.replace(SEPSIS, SEPSIS_MANY)
HIDES = "{{c1::risk of overwhelming sepsis}}"
MACHINE = ("at: ", "digest: ", "section: ")


class Course:
    """A document and its course in a folder, changed and extracted again."""

    def __init__(self, folder: Path, where: str = "course") -> None:
        self.document, self.path = folder / "spleen.md", folder / where
        self.extract(DOCUMENT)

    def extract(self, text: str) -> Saved:
        """Write the document and extract it."""
        self.document.write_text(text, encoding="utf-8")
        return extract(self.document, self.path)

    def note(self, name: str) -> Note:
        """Return the card of an id."""
        return next(note for note in load_course(self.path).notes if note.id == name)

    def about(self, quote: str, status: Status | None = None) -> list[Note]:
        """Return the cards on a sentence."""
        notes = [n for n in load_course(self.path).notes if any(s.quote == quote for s in n.sources)]
        return [note for note in notes if status in (None, note.status)]

    def change(self, note: Note, old: str, new: str) -> None:
        """Change the text of one card as a person would."""
        path = Path(note.position.path)
        text = path.read_text(encoding="utf-8")
        start = text.index(f"id: {note.id}\n")
        assert old in text[start:]
        path.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")

    def accept(self, note: Note) -> Note:
        """Accept a draft."""
        self.change(note, "    status: draft\n", "")
        return self.note(note.id)

    def lines(self, note: Note) -> list[str]:
        """Return the lines of a card but those that are the machine's."""
        text = Path(note.position.path).read_text(encoding="utf-8")
        card = text[text.index(f"id: {note.id}\n") :].split("\n\n")[0]
        return [line for line in card.rstrip().split("\n") if not line.strip().startswith(MACHINE)]

    def files(self) -> dict[str, bytes]:
        """Return the bytes of all files."""
        places = self.path.rglob("*.*") if self.path.is_dir() else [self.path]
        return {str(path): path.read_bytes() for path in places}


@pytest.fixture(params=["course", "cards.yaml"])
def course(request: pytest.FixtureRequest, tmp_path: Path) -> Course:
    return Course(tmp_path, request.param)


def sepsis(course: Course) -> Note:
    return next(note for note in course.about(SEPSIS) if HIDES in note.cloze)


def test_a_draft_carries_the_digest_of_what_was_proposed(course: Course) -> None:
    notes = load_course(course.path).notes
    assert all(is_untouched(note) for note in notes)
    assert {note.status for note in notes} == {Status.DRAFT}


@pytest.mark.parametrize(
    ("old", "new", "untouched"),
    [
        ("{{c1::risk of overwhelming sepsis}}", "{{c1::sepsis}}", False),
        ("status: draft", "hint: an infection\n    status: draft", False),
        ("strength: asserted", "strength: qualified", False),
        ("quote: Loss", "quote: The loss", False),
        ("    status: draft\n", "", True),
        ("status: draft", "evidence: drifted\n    status: draft", True),
        ("section: Removal", "section: Elsewhere", True),
        ("strength: asserted", "strength: 'asserted'  # as it says", True),
    ],
)
def test_a_card_is_untouched_while_it_says_what_was_proposed(
    course: Course, old: str, new: str, untouched: bool
) -> None:
    note = sepsis(course)
    course.change(note, old, new)
    assert is_untouched(course.note(note.id)) is untouched


def test_an_untouched_draft_takes_what_is_proposed_now_under_its_id(course: Course) -> None:
    note = sepsis(course)
    saved = course.extract(CHANGED)
    after = course.note(note.id)
    assert (saved.refreshed, saved.drifted, saved.orphaned) == (len(course.about(SEPSIS_MANY)), 0, 0)
    assert after.cloze == note.cloze.replace("young", "many young")
    assert after.sources[0].quote == SEPSIS_MANY
    assert after.strength == "qualified"
    assert is_untouched(after)
    assert check_course(course.path)[1] == ()


def test_a_draft_takes_the_context_of_a_renamed_document(course: Course) -> None:
    old = [note for note in load_course(course.path).notes if note.cloze.startswith("[Spleen]")]
    saved = course.extract(DOCUMENT.replace("# Spleen", "# The organ"))
    new = [course.note(note.id).cloze for note in old]
    assert new == [note.cloze.replace("[Spleen]", "[The organ]") for note in old]
    assert saved.refreshed == len(new) > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    status: draft\n", ""),
        ("    status: draft\n", "    status: accepted  # mine\n"),
        ("{{c1::risk of overwhelming sepsis}}", "risk of {{c1::overwhelming sepsis}}"),
        ("status: draft", "status: draft # later"),
        ("strength: asserted", "strength: qualified   # to be safe"),
    ],
)
def test_a_persons_card_keeps_its_words_and_moves_with_its_sentence(
    course: Course, old: str, new: str
) -> None:
    note = sepsis(course)
    course.change(note, old, new)
    before = course.lines(note)
    moved = DOCUMENT.replace("## Removal", "## Early\n\nThe organ lies on the left side.\n\n## Taking it out")
    saved = course.extract(moved)
    after = course.note(note.id)
    assert course.lines(after) == before
    assert after.sources[0].section == ("Taking it out",)
    assert moved[after.sources[0].start : after.sources[0].end] == SEPSIS
    assert (saved.drifted, saved.orphaned) == (0, 0)
    assert check_course(course.path)[1] == ()


def test_a_sentence_of_which_no_card_is_proposed_any_more_keeps_its_cards(course: Course) -> None:
    note = course.accept(sepsis(course))
    before = course.lines(note)
    saved = course.extract(DOCUMENT.replace("## Removal", "## Notes"))
    after = course.note(note.id)
    assert (after.evidence, saved.drifted, saved.orphaned) == (None, 0, 0)
    assert after.sources[0].section == ("Notes",)
    assert course.lines(after) == before


def test_an_accepted_card_whose_sentence_changed_is_marked_and_nothing_else(course: Course) -> None:
    note = course.accept(sepsis(course))
    before = course.lines(note)
    saved = course.extract(CHANGED)
    after = course.note(note.id)
    assert after.evidence is Evidence.DRIFTED
    assert after.sources == note.sources
    assert [line for line in course.lines(after) if "evidence" not in line] == before
    assert saved.drifted == 1
    assert all(HIDES not in other.cloze for other in course.about(SEPSIS_MANY)), "it stands for the new draft"
    assert "G315" in {problem.code for problem in check_course(course.path)[1]}
    assert note.id in {other.id for other in load_course(course.path).studied()}


def test_a_card_whose_sentence_is_gone_is_marked_and_kept(course: Course) -> None:
    kept, draft = course.accept(sepsis(course)), course.about(IRON)[0]
    saved = course.extract(DOCUMENT.replace(SEPSIS, "Bones are hard.").replace(IRON, ""))
    assert course.note(kept.id).evidence is Evidence.ORPHANED
    assert course.note(draft.id).evidence is Evidence.ORPHANED
    assert saved.orphaned == len([n for n in load_course(course.path).notes if n.evidence])
    assert {p.code for p in check_course(course.path)[1]} == {"G316"}


@pytest.mark.parametrize("changed", [CHANGED, DOCUMENT.replace(SEPSIS, "Bones are hard.")])
def test_a_sentence_that_is_back_takes_the_mark_away(course: Course, changed: str) -> None:
    note = course.accept(sepsis(course))
    before = course.files()
    course.extract(changed)
    assert course.note(note.id).evidence
    saved = course.extract(DOCUMENT)
    assert saved.restored >= 1
    assert course.note(note.id).evidence is None
    restored = Path(note.position.path)
    assert restored.read_bytes().startswith(before[str(restored)])


def test_a_rejected_card_never_comes_back_and_is_never_marked(course: Course) -> None:
    note = sepsis(course)
    course.change(note, "status: draft", "status: rejected")
    before = course.lines(note)
    for text in (DOCUMENT.replace(SEPSIS, "Bones are hard."), DOCUMENT):
        course.extract(text)
        assert course.lines(course.note(note.id)) == before
    assert [other for other in course.about(SEPSIS) if HIDES in other.cloze] == [course.note(note.id)]


def test_a_rejected_fact_stays_away_under_another_id_too(course: Course) -> None:
    note = sepsis(course)
    course.change(note, "status: draft", "status: rejected")
    course.change(note, note.id, "an-id-of-mine")
    saved = course.extract(DOCUMENT)
    assert saved.total == 0
    assert [other.id for other in course.about(SEPSIS) if HIDES in other.cloze] == ["an-id-of-mine"]


def test_another_fact_that_comes_to_share_an_id_gets_a_longer_one() -> None:
    drafts = drafts_of(markdown.read(DOCUMENT, "a.md"))
    mine, theirs = drafts[-1], drafts[0].note
    taken = replace(theirs, id=mine.note.id, status=Status.ACCEPTED)
    places = QuoteRelocator(markdown.read(DOCUMENT, "a.md"))
    outcome = three_way([taken], drafts, places, EarlierDocument())
    named = [draft.note.id for draft in outcome.new if draft.note.sources == mine.note.sources]
    assert outcome.changed == {}
    assert len(named) == 1
    assert named[0].startswith(mine.note.id.rpartition("-")[0])
    assert named[0] != mine.note.id
    again = three_way([taken, *(draft.note for draft in outcome.new)], drafts, places, EarlierDocument())
    assert again.new == ()


def test_an_untouched_draft_of_a_changed_sentence_without_a_new_draft_is_orphaned() -> None:
    note = next(d.note for d in drafts_of(markdown.read(DOCUMENT, "a.md")) if HIDES in d.note.cloze)
    places = QuoteRelocator(markdown.read(CHANGED, "a.md"))
    free = three_way([note], (), places, EarlierDocument())
    assert free.changed == {note.id: replace(note, evidence=Evidence.ORPHANED)}
    assert three_way(list(free.changed.values()), (), places, EarlierDocument(unchanged=True)).changed == {}
    mine = replace(note, hint="a person's", status=Status.DRAFT)
    assert three_way([mine], (), places, EarlierDocument()).changed[note.id].evidence is Evidence.DRIFTED


def test_a_sentence_that_stood_there_before_is_another_fact() -> None:
    old, new = (f"# T\n\n{text}\n" for text in (f"{SEPSIS} {SEPSIS_MANY}", SEPSIS_MANY))
    note = next(d.note for d in drafts_of(markdown.read(old, "a.md")) if HIDES in d.note.cloze)
    accepted = replace(note, status=Status.ACCEPTED)
    was, now = QuoteRelocator(markdown.read(old, "a.md")), QuoteRelocator(markdown.read(new, "a.md"))
    marks = [
        three_way([accepted], (), now, before).changed[note.id].evidence
        for before in (EarlierDocument(was), EarlierDocument(), EarlierDocument(unchanged=True))
    ]
    assert marks == [Evidence.ORPHANED, Evidence.DRIFTED, Evidence.DRIFTED]


def test_items_and_rows_that_differ_in_one_word_are_different_facts(tmp_path: Path) -> None:
    rows = [
        f"- Type {n} collagen occurs in the walls of {where}." for n, where in ((1, "bone"), (3, "vessels"))
    ]
    table = "\n".join(["# Collagen", "", "Collagen types differ as follows:", "", *rows, ""])
    course = Course(tmp_path)
    course.document.write_text(table, encoding="utf-8")
    other = tmp_path / "collagen"
    extract(course.document, other)
    for path in other.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("    status: draft\n", ""), encoding="utf-8")
    course.document.write_text(table.replace(rows[0] + "\n", "- Keratin makes hair.\n"), encoding="utf-8")
    extract(course.document, other)
    marks = {n.evidence for n in load_course(other).notes if n.sources[0].quote == rows[0][2:]}
    assert marks == {Evidence.ORPHANED}


TWICE = """\
# Drugs

## Adults

Give the drug with food.

## Children

Give the drug with food. Weigh the child.
"""


@pytest.mark.parametrize(
    ("section", "at", "found"),
    [
        (("Adults",), 60, ("Adults",)),
        (("Children",), 0, ("Children",)),
        (("Elsewhere",), 20, ("Adults",)),
        (("Elsewhere",), 70, ("Children",)),
    ],
)
def test_of_several_places_the_one_in_the_section_comes_first_and_then_the_nearest(
    section: tuple[str, ...], at: int, found: tuple[str, ...]
) -> None:
    source = Source(section, "Give the drug with food.", at, at + 24, "sha256:old")
    now = QuoteRelocator(markdown.read(TWICE, "a.md")).exact(source, whole=True)
    assert now is not None
    assert now.section == found
    assert TWICE[now.start : now.end] == source.quote


@pytest.mark.parametrize(
    ("quote", "whole", "stands"),
    [
        ("Give the drug with food.", True, True),
        ("the drug with food", True, False),
        ("the drug with food", False, True),
        ("Give the drug  with food.", True, True),
        ("rug with foo", False, True),
        ("Give the drug with milk.", False, False),
        ("Adults", False, False),
    ],
)
def test_a_part_of_a_sentence_counts_for_what_a_person_quotes_alone(
    quote: str, whole: bool, stands: bool
) -> None:
    places = QuoteRelocator(markdown.read(TWICE, "a.md"))
    assert bool(places.exact(Source((), quote), whole=whole)) is stands


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("Give the drug with some food.", "Give the drug with some food."),
        ("Give it.", None),
        # Two are alike, so neither is taken.
        ("Give the drug with good food. Give the drug with cold food.", None),
    ],
)
def test_a_sentence_is_taken_for_a_changed_one_where_it_is_clearly_most_alike(
    text: str, alike: str | None
) -> None:
    found = QuoteRelocator(markdown.read(f"# T\n\n{text}\n", "a.md")).alike(
        Source((), "Give the drug with food.")
    )
    assert (found and found.quote) == alike


def test_words_put_before_a_sentence_make_it_another(course: Course) -> None:
    note = course.accept(sepsis(course))
    course.extract(DOCUMENT.replace(SEPSIS, f"It is not true that all say: {SEPSIS}"))
    assert course.note(note.id).evidence


def test_drafts_of_a_sentence_are_not_proposed_again_once_its_card_has_taken_it(
    course: Course, runner: CliRunner
) -> None:
    note = course.accept(sepsis(course))
    course.extract(CHANGED)
    result = runner.invoke(cli, ["review", str(course.path)], input="a\nq\n")
    assert result.exit_code == 0, result.output
    after = course.note(note.id)
    assert (after.evidence, after.sources[0].quote, after.strength) == (None, SEPSIS_MANY, "qualified")
    before = course.files()
    saved = course.extract(CHANGED)
    assert (saved.total, saved.drifted, course.files()) == (0, 0, before)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("topic: R\ncards:\n  - id: a\n    anser: b\n", "F201"),
        ("topic: R\ncards:\n  - id: a\n    question: Why: so?\n    answer: b\n", "Y101"),
        ("topic: R\ncards:\n  - id: holds-lymphocytes-db27\n    question: q\n    answer: b\n", "F206"),
        ("\ufefftopic: R\ncards: []\n", "F215"),
    ],
)
def test_a_card_file_in_disorder_stops_the_merge_before_anything_is_written(
    tmp_path: Path, text: str, code: str
) -> None:
    course = Course(tmp_path)
    data = text.encode("utf-16" if code == "F215" else "utf-8").replace(b"\xff\xfe\xff\xfe", b"\xff\xfe")
    (course.path / "removal.yaml").write_bytes(data)
    before = course.files()
    with pytest.raises(CardFileError, match=code):
        course.extract(CHANGED.replace("lymphocytes", "many lymphocytes"))
    assert course.files() == before


def test_cards_that_cannot_be_changed_in_place_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    course = Course(tmp_path)
    bad = "topic: R\ncards: [{id: a, question: q, answer: b, source: {quote: gone}}]\n"
    for name in ("removal", "structure"):
        (course.path / f"{name}.yaml").write_text(bad.replace("id: a", f"id: {name}"), encoding="utf-8")
    before = course.files()
    with pytest.raises(CardFileError) as caught:
        course.extract(DOCUMENT)
    assert [problem.code for problem in caught.value.problems] == ["F215", "F215"]
    assert course.files() == before


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_comments_line_ends_and_the_order_of_keys_stay(course: Course, ending: str, mark: str) -> None:
    note = sepsis(course)
    path = Path(note.position.path)
    text = path.read_text(encoding="utf-8").replace("    status: draft\n    base", "    # mine\n    base")
    text = f"{mark}# above\n{text}# below\n".replace("\n", ending)
    path.write_bytes(text.encode())
    course.extract(CHANGED)
    after = path.read_bytes().decode()
    marked = after.replace(f"    evidence: drifted{ending}", "")
    kept = [line for line in text.split(ending) if not line.strip().startswith(MACHINE)]
    assert [li for li in marked.split(ending) if not li.strip().startswith(MACHINE)][: len(kept) - 1] == kept[
        :-1
    ]
    assert after.count("\n") == after.count(ending)
    assert "evidence: drifted" in after


def test_a_run_says_what_became_of_every_card(tmp_path: Path, runner: CliRunner) -> None:
    course = Course(tmp_path)
    course.accept(sepsis(course))
    course.document.write_text(CHANGED.replace(IRON, "Bones are hard."), encoding="utf-8")
    arguments = ["extract", str(course.document), "-o", str(course.path)]
    said = runner.invoke(cli, arguments).output
    assert "  of 6 existing cards: 4 kept, 1 drifted, 1 orphaned\n" in said
    assert "Drifted: the sentence has changed" in said
    values = json.loads(runner.invoke(cli, [*arguments, "--json"]).output)
    assert values == {
        "course": str(course.path), "added": {}, "new": 0,
        "kept": values["kept"], "refreshed": 0, "drifted": 1, "orphaned": 1, "restored": 0,
    }  # fmt: skip
    course.extract(DOCUMENT)
    course.extract(CHANGED)
    course.document.write_text(DOCUMENT, encoding="utf-8")
    assert "1 restored\n" in runner.invoke(cli, arguments).output


def test_a_card_drifted_once_stays_so_and_one_orphaned_too_while_the_document_stays(course: Course) -> None:
    note, lost = course.accept(sepsis(course)), course.accept(course.about(IRON)[0])
    changed = CHANGED.replace(IRON, "Bones are hard.")
    course.extract(changed)
    before = course.files()
    for _ in range(2):
        assert course.extract(changed).total == 0
        assert course.files() == before
    assert course.note(note.id).evidence is Evidence.DRIFTED
    assert course.note(lost.id).evidence is Evidence.ORPHANED


@pytest.mark.parametrize(
    ("old", "new", "flags"),
    [
        ("It grows.", "It may grow.", ["it was asserted and is hedged"]),
        ("It grows by 5 mm.", "It grows by 6 mm.", ["numbers changed: 5 to 6"]),
        ("It grows by 1.5 mm.", "It grows by 15 mm.", ["numbers changed: 1.5 to 15"]),
        ("Two cells grow.", "Three cells grow.", ["numbers changed: 2 to 3"]),
        ("Two cells grow.", "2 cells grow.", []),
        ("It grows.", "It grows in 3 days.", ["numbers changed: none to 3"]),
        ("It grows.", "It does not grow.", ["it is negated now"]),
        ("It never grows.", "It grows.", ["it is not negated any more"]),
        ("It grows fast.", "It grows quickly.", []),
    ],
)
def test_a_red_flag_is_raised_where_the_claim_may_be_another(old: str, new: str, flags: list[str]) -> None:
    assert list(red_flags(old, new)) == flags


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("a b c", "a x c", "a [b] c", "a [x] c"),
        ("a b", "a b c d", "a b", "a b [c d]"),
        ("a  b", "a b", "a b", "a b"),
        ("a", "b", "[a]", "[b]"),
    ],
)
def test_the_words_that_differ_are_told_on_both_sides(old: str, new: str, left: str, right: str) -> None:
    def shown(side: tuple[tuple[str, bool], ...]) -> str:
        return " ".join(f"[{text}]" if differs else text for text, differs in side)

    one, other = differences(old, new)
    assert (shown(one), shown(other)) == (left, right)


def test_neither_base_nor_mark_changes_what_is_released(
    tmp_path: Path, runner: CliRunner, write_course: WriteCourse
) -> None:
    marks = "    base: sha256:0123abcd\n    evidence: drifted\n    strength"
    decks: list[tuple[bytes, bytes]] = []
    for cards in (CARDS, CARDS.replace("    strength", marks)):
        deck = tmp_path / f"{len(decks)}.apkg"
        folder = write_course(cards)
        result = runner.invoke(cli, ["build", str(folder), "-o", str(deck)])
        assert result.exit_code == 0, result.output
        decks.append((deck.read_bytes(), (folder / "release.lock").read_bytes()))
    assert decks[0] == decks[1]
