"""The evaluation of extraction: its counting, its gold lists, and its table."""

import json
from pathlib import Path

import pytest
from bench.extraction.__main__ import HERE, main
from bench.extraction.coverage import Reach, covers, reach, shows
from bench.extraction.form import DUPLICATE, defects, defects_of
from bench.extraction.gold import Fact, Gold, GoldError, Term, gold_of, offered
from bench.extraction.honesty import is_quoted, is_within, keeps, limit_of
from bench.extraction.page import PAGE, table, write_table
from bench.extraction.score import Counts, Score, score_notes, score_of, total, totals
from bench.extraction.sides import Card, cards_of
from click.testing import CliRunner

from msc_learn.course.model import Kind, Note, Source, Strength
from msc_learn.document.model import BlockKind
from msc_learn.document.readers import markdown, read_document
from msc_learn.evidence.context import ContextIndex
from msc_learn.position import Position

GOLDS = [gold_of(path) for path in sorted((HERE / "gold").glob("*.yaml"))]
NAMES = [gold.name for gold in GOLDS]
SPLEEN = "# Spleen\n\n## Work\n\nThe spleen **filters** old red cells. It may enlarge in malaria.\n"
FILTERS = "The spleen filters old red cells."
ENLARGES = "It may enlarge in malaria."


def source(quote: str, start: int | None = None) -> Source:
    return Source(("Work",), quote, start, None if start is None else start + len(quote) + 4)


def cloze_card(text: str, quote: str = FILTERS, strength: Strength = Strength.ASSERTED) -> Card:
    note = Note(
        "a", Kind.CLOZE, "work", Position("a.md"), cloze=text, strength=strength, sources=(source(quote),)
    )
    return next(cards_of([note]))


def question_card(question: str, *answers: str) -> Card:
    kind = Kind.QUESTION if len(answers) == 1 else Kind.LIST
    note = Note("a", kind, "work", Position("a.md"), question=question, sources=(source(FILTERS),))
    return Card(note, question, answers)


def fact(cue: str, answer: str, *, importance: int = 1, hedged: bool = False) -> Fact:
    terms = [tuple(map(Term, side.split(";"))) for side in (cue, answer)]
    return Fact(answer, importance, "Work", hedged, *terms)


@pytest.mark.parametrize(
    ("term", "text", "stands"),
    [
        ("signal", "the signals", True),
        ("kidney|organ", "two organs", True),
        ("red cells", "old red blood cells", True),
        ("red cells", "old cells", False),
        ("120", "about 12", False),
        ("4", "4.3 hours", False),
        ("15,000", "15000 mmol", True),
        ("three", "3 days", True),
        ("no limitation", "limitation of movement", False),
        ("no", "No.", True),
        ("stop at once", "stop", True),
    ],
)
def test_a_term_stands_in_a_text_with_all_words_of_one_alternative(
    term: str, text: str, stands: bool
) -> None:
    assert Term(term).is_in(offered(text)) is stands


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (cloze_card("The spleen filters {{c1::old red cells}}."), Reach.COVERED),
        (question_card("What does the spleen filter?", "old red cells"), Reach.COVERED),
        (question_card("Which cells are filtered?", "red cells", "platelets"), Reach.NO_CUE),
        (cloze_card("It filters {{c1::old red cells}}."), Reach.NO_CUE),
        (cloze_card("The {{c1::spleen}} filters old red cells."), Reach.REVERSED),
        (cloze_card("The spleen {{c1::filters}} old red cells."), Reach.OTHER_GAP),
        (cloze_card("The spleen filters {{c1::old}} matter."), Reach.ONLY_QUOTED),
        (cloze_card("It may enlarge in {{c1::malaria}}.", ENLARGES), Reach.NO_CARD),
    ],
)
def test_a_fact_is_covered_by_a_card_that_asks_for_it(card: Card, expected: Reach) -> None:
    assert reach(fact("spleen", "red cells"), [card]) is expected
    assert covers(card, fact("spleen", "red cells")) is (expected is Reach.COVERED)


@pytest.mark.parametrize(
    ("card", "covered"),
    [
        (cloze_card("Red cells are kept for {{c1::120}} days."), True),
        (cloze_card("Red cells are kept for {{c1::120 days}}."), True),
        (cloze_card("Red cells are kept for 120 {{c1::days}}."), False),
        (cloze_card("Red cells are kept for {{c1::120}} hours."), False),
    ],
)
def test_a_unit_may_stand_on_either_side(card: Card, covered: bool) -> None:
    assert covers(card, fact("red cells", "120 (days)")) is covered


def test_an_answer_can_be_asked_in_parts() -> None:
    cards = list(cards_of([cloze_card("The spleen filters {{c1::old}} {{c2::cells}}.").note]))
    assert reach(fact("spleen", "old;cells"), cards) is Reach.IN_PARTS
    assert reach(fact("spleen", "old;cells"), cards[:1]) is Reach.OTHER_GAP


def test_a_heading_gives_the_cue_and_a_number_of_a_cloze_is_a_card_of_its_own() -> None:
    cards = list(cards_of([cloze_card("It {{c1::filters}} {{c2::red cells}}.").note]))
    assert [(card.front, card.parts) for card in cards] == [
        ("It […] red cells.", ("filters",)),
        ("It filters […].", ("red cells",)),
    ]
    assert covers(cards[1], fact("work", "red cells"))
    assert shows(cards[0], fact("red cells", "filters"))


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (cloze_card("The spleen filters {{c1::old red cells}}."), []),
        (cloze_card("[Spleen] It filters {{c1::old red cells}}."), []),
        (cloze_card("It filters {{c1::old red cells}}."), ["dangling"]),
        (question_card("Therefore what is filtered?", "red cells"), ["dangling"]),
        (cloze_card("The spleen filters cells, such as red {{c1::cells}}."), ["leak"]),
        (question_card("What are red cells?", "the red cells"), ["leak"]),
        (cloze_card("In three weeks cells of {{c1::grade 3}} grade."), []),
        (question_card("Are red or white cells filtered?", "red cells"), []),
        (question_card("Which red cells are filtered?", "red cells", "old cells"), []),
        (question_card("What is filtered?", "cell " * 26), ["long answer"]),
        (cloze_card("[Spleen] {{c1::The spleen filters old red cells}}."), ["all hidden"]),
        (cloze_card("The spleen filters old red cells."), ["asks nothing"]),
        (question_card("The spleen filters", "red cells"), ["asks nothing"]),
        (cloze_card("The spleen {{c1::filters the}} old red cells."), ["fragment"]),
        (cloze_card("The spleen filters red cells {{c1::which are old}}."), ["fragment"]),
        (cloze_card("Old cells are filtered {{c1::within two days}}."), []),
        (cloze_card("Cells of the red{{c1::dish}} pulp filter."), ["fragment"]),
        (cloze_card("Cells are kept for {{c1::90}} to 120 days."), ["half a range"]),
        (cloze_card("Cells are kept for 90 to {{c1::120 days}}."), ["half a range"]),
        (cloze_card("filters cells of the {{c1::blood}}"), ["cut front"]),
        (cloze_card("Filter {{c1::old cells}}, red cells and"), ["cut front"]),
        (cloze_card("Old cells pass {{c1::slits}} through."), []),
        (cloze_card("[Spleen] {{c1::3.2}} Label the tube."), ["item number"]),
        (cloze_card("3.2 Label the {{c1::tube}}."), []),
        (cloze_card("pH falls with {{c1::age}}."), []),
        (cloze_card("Cells of this organ {{c1::filter}}."), ["dangling"]),
        (cloze_card("[Spleen] Cells of this organ {{c1::filter}}."), []),
    ],
)
def test_a_defect_of_form_has_a_kind(card: Card, expected: list[str]) -> None:
    assert defects(card) == expected


def test_the_second_of_two_equal_fronts_is_the_duplicate() -> None:
    cards = [question_card("What is filtered?", "cells"), question_card("what is filtered?", "red cells")]
    assert defects_of(cards) == ({DUPLICATE: 1}, 1)


@pytest.mark.parametrize(
    ("quote", "shift", "stands"), [(FILTERS, 0, True), (FILTERS, 40, False), ("The spleen stores.", 0, False)]
)
def test_a_quote_stands_at_its_offsets_markup_aside(quote: str, shift: int, stands: bool) -> None:
    note = Note(
        "a", Kind.QUESTION, "work", Position("a.md"),
        sources=(source(quote, SPLEEN.index("The spleen") + shift),),
    )  # fmt: skip
    assert is_quoted(Card(note, "", ()), SPLEEN) is stands


@pytest.mark.parametrize(
    ("answer", "within"), [("old red cells", True), ("Old red cells", True), ("red blood cells", False)]
)
def test_an_answer_is_read_in_its_quote(answer: str, within: bool) -> None:
    assert is_within(question_card("What does it filter?", answer)) is within


@pytest.mark.parametrize(
    ("text", "strength", "kept"),
    [
        ("It may enlarge in {{c1::malaria}}.", Strength.HEDGED, True),
        ("It may enlarge in {{c1::malaria}}.", Strength.ASSERTED, False),
        ("It enlarges in {{c1::malaria}}.", Strength.HEDGED, False),
    ],
)
def test_a_card_keeps_the_strength_of_its_sentence(text: str, strength: Strength, kept: bool) -> None:
    card = cloze_card(text, ENLARGES, strength)
    limit = limit_of(card, ContextIndex(markdown.read(SPLEEN, "spleen.md")))
    assert limit is Strength.HEDGED
    assert keeps(card, limit) is kept


def test_a_long_form_claims_nothing() -> None:
    document = markdown.read("# A\n\nFactor X (FX) may help.\n", "a.md")
    asked = Note(
        "a", Kind.QUESTION, "a", Position("a.md"), question="What does FX stand for?",
        sources=(Source((), "Factor X (FX) may help."),),
    )  # fmt: skip
    assert limit_of(Card(asked, asked.question, ("Factor X",)), ContextIndex(document)) is Strength.ASSERTED


def test_figures_count_facts_by_importance_and_add_up() -> None:
    facts = (
        fact("spleen", "red cells", importance=3),
        fact("enlarge", "malaria", hedged=True),
        fact("spleen", "platelets", importance=2),
    )
    cards = (
        cloze_card("The spleen filters {{c1::old red cells}}."),
        cloze_card("It may enlarge in {{c1::malaria}}.", ENLARGES, Strength.HEDGED),
    )
    document = markdown.read(SPLEEN, "spleen.md")
    score = score_notes(Gold("spleen", "", "", False, facts), document, [card.note for card in cards])
    assert score.counts == Counts(
        words=len(SPLEEN.split()), facts=3, weight=6, covered=2, covered_weight=4, somewhere=2,
        hedged_covered=1, hedge_shown=1, cards=2, on_a_fact=2, defective=1, quoted=0, within=2,
        cautious=1, kept=1,
    )  # fmt: skip
    assert score.missed == ((facts[2], Reach.NO_CARD),)
    both = total("both", [score, score])
    assert (both.counts.covered_weight, both.defects["dangling"], both.reaches[Reach.NO_CARD]) == (8, 2, 2)
    assert total("one", [score]).counts == score.counts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("facts: [", "a bracket is opened here"),
        ("document: a.md\n", "needs `document` and a list of `facts`"),
        ("document: a.md\nfacts:\n  - id: a\n", "3: a fact needs exactly the keys"),
        (
            "document: a.md\nfacts:\n"
            "  - {id: a, importance: 4, section: '', hedged: false, cue: [a], answer: [b]}\n",
            "importance must be 1, 2 or 3, not '4'",
        ),
        (
            "document: a.md\nfacts:\n"
            "  - {id: a, importance: 1, section: '', hedged: no, cue: [a], answer: b}\n",
            "hedged must be true or false, not 'no'",
        ),
        (
            "document: a.md\nfacts:\n"
            "  - {id: a, importance: 1, section: '', hedged: true, cue: [], answer: [b]}\n",
            "terms must be a list of one or more texts",
        ),
    ],
)
def test_a_gold_list_that_cannot_be_used_says_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=r"a\.yaml") as caught:
        gold_of(path)
    assert message in str(caught.value)


def section_text(gold: Gold, section: str) -> str:
    """Return the text under a heading with the headings above it, or the whole document for no heading."""
    document = read_document(HERE / "documents" / gold.document)
    if not section:
        return document.text
    blocks = [block for block in document.blocks if section in (block.text, *block.section)]
    assert blocks, f"{gold.document} has no heading {section!r}"
    assert any(block.kind in (BlockKind.HEADING, BlockKind.QUESTION) for block in blocks)
    return " ".join(" ".join((*block.section, block.term, block.text)) for block in blocks)


@pytest.mark.parametrize("gold", GOLDS, ids=NAMES)
def test_a_gold_list_asks_for_nothing_its_section_lacks(gold: Gold) -> None:
    texts = {section: section_text(gold, section) for section in {fact.section for fact in gold.facts}}
    lacking = {
        fact.id: term.text
        for fact in gold.facts
        for term in (*fact.cue, *fact.answer)
        if not term.is_in(offered(texts[fact.section]))
    }
    assert lacking == {}


@pytest.mark.parametrize("gold", GOLDS, ids=NAMES)
def test_a_gold_list_is_long_enough_and_its_document_too(gold: Gold) -> None:
    text = (HERE / "documents" / gold.document).read_text(encoding="utf-8")
    assert 30 <= len(gold.facts) <= 70
    assert 350 <= len(text.split()) <= 1000


@pytest.mark.parametrize("gold", GOLDS, ids=NAMES)
def test_no_cue_gives_its_answer_away(gold: Gold) -> None:
    same = [fact.id for fact in gold.facts if set(fact.cue) & set(fact.answer)]
    assert same == []


def test_the_documents_are_of_different_kinds_and_half_of_them_held_out() -> None:
    assert len({gold.kind for gold in GOLDS}) >= 6
    assert sum(gold.held_out for gold in GOLDS) * 2 >= len(GOLDS)
    assert {gold.document for gold in GOLDS} == {path.name for path in (HERE / "documents").iterdir()}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two documents outside the repository, and no clock."""
    monkeypatch.setattr("bench.extraction.__main__.words_per_second", lambda _: 1000.0)
    monkeypatch.setattr("bench.extraction.__main__.cold_start", lambda _: 0.25)
    for folder in ("documents", "gold"):
        (tmp_path / folder).mkdir()
    row = "{id: x, importance: 3, section: Work, hedged: false, cue: [spleen], answer: [dragons]}"
    for name, held_out in (("open", "false"), ("shut", "true")):
        (tmp_path / "documents" / f"{name}.md").write_text(SPLEEN, encoding="utf-8")
        (tmp_path / "gold" / f"{name}.yaml").write_text(
            f"document: {name}.md\nkind: note\nheld_out: {held_out}\nfacts:\n  - {row}\n", encoding="utf-8"
        )
    return ["--documents", str(tmp_path / "documents"), "--gold", str(tmp_path / "gold")]


def test_the_run_prints_its_table(runner: CliRunner, folders: list[str]) -> None:
    result = runner.invoke(main, folders)
    assert result.exit_code == 0, result.output
    for text in (
        "Coverage",
        "open ",
        "shut *",
        "tuned",
        "held out",
        "all ",
        "open                         1,000",
        "1,000 words/s together; cold start 0.25 s",
    ):
        assert text in result.output


def test_misses_of_held_out_documents_are_listed_by_name_alone(runner: CliRunner, folders: list[str]) -> None:
    everything = runner.invoke(main, [*folders, "--missed"]).output
    assert "open: 1 missed" in everything
    assert "shut: 1 missed" not in everything
    named = runner.invoke(main, [*folders, "--missed", "--document", "shut"]).output
    assert "shut: 1 missed" in named
    assert "3 x" in named


def test_scripts_get_the_figures_as_json(runner: CliRunner, folders: list[str]) -> None:
    found = json.loads(runner.invoke(main, [*folders, "--json", "--missed"]).output)
    assert [entry["name"] for entry in found["totals"]] == ["tuned", "held out", "all"]
    assert found["documents"][0]["missed"] == {"x": "no card"}
    assert found["words_per_second"] == {"open": 1000.0, "shut": 1000.0, "together": 1000.0}
    assert "missed" not in found["documents"][1]


def test_an_unknown_document_is_wrong_usage(runner: CliRunner, folders: list[str]) -> None:
    result = runner.invoke(main, [*folders, "--document", "liver"])
    assert result.exit_code == 2
    assert "liver.yaml" in result.output


def test_a_score_without_cards_divides_by_nothing() -> None:
    from bench.extraction.table import lines

    empty = Score("none", "", False, Counts())
    assert any("none" in line and "-" in line for line in lines([empty], []))


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    ordered = sorted(GOLDS, key=lambda gold: gold.held_out)
    return [score_of(gold, HERE / "documents") for gold in ordered]


def test_the_page_shows_what_a_run_prints(scores: list[Score]) -> None:
    printed = "\n".join(table(scores, totals(scores)))
    assert printed in PAGE.read_text(encoding="utf-8"), f"python -m bench.extraction --write\n{printed}"


def test_every_card_is_quoted_and_as_cautious_as_its_sentence(scores: list[Score]) -> None:
    counts = total("all", scores).counts
    assert counts.quoted == counts.within == counts.cards
    assert counts.kept == counts.cautious > 0


def test_the_table_of_a_page_is_written_in_the_place_of_the_old_one(
    scores: list[Score], tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before\n\n| Document | old |\n| --- | --- |\n\nAfter\n", encoding="utf-8")
    write_table(page, scores, [])
    assert page.read_text(encoding="utf-8") == "Before\n\n" + "\n".join(table(scores, [])) + "\n\nAfter\n"
