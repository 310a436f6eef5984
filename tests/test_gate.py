"""The gate: one for all proposers, and its page says what it catches of good cards made wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from bench.gate.__main__ import PAGE, main, run, table, write_table
from bench.gate.cases import Case, accepted, drafts
from bench.gate.mutations import MUTATIONS, SENTENCE_MUTATIONS
from bench.gate.score import Score
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from msc_learn.course.model import Kind, Note, Source, Status, Strength
from msc_learn.document.readers import markdown, read_document
from msc_learn.document.segment import sentences_of
from msc_learn.evidence.context import ContextIndex, QuoteContext
from msc_learn.evidence.hedging import strength_of
from msc_learn.extract.pipeline import drafts_of
from msc_learn.lint import unsupported_answer, unsupported_question, word_support
from msc_learn.lint.gate import problems_in, refusals
from msc_learn.position import Position

DOCUMENTS = sorted((Path(__file__).parent / "data" / "documents").iterdir())
SENTENCE = "MSCs may reduce pain, and “exosomes” carry proteins."
TEXT = f"# Cells\n\n## Effects\n\n{SENTENCE} It is safe.\n"
GROUND = QuoteContext(("Effects",), SENTENCE, title="Cells")


def cloze(text: str, **others: object) -> Note:
    kept = {"strength": Strength.HEDGED, "status": Status.DRAFT, "sources": (Source(("Effects",), SENTENCE),)}
    note = Note("a", Kind.CLOZE, "t", Position("t.yaml", 3, 5), cloze=text)
    return replace(note, **{**kept, **others})  # type: ignore[arg-type]  # the names are those of the fields


GOOD = cloze("MSCs may reduce {{c1::pain}}, and “exosomes” carry proteins.")


@pytest.fixture(scope="module")
def scores() -> tuple[Score, ...]:
    return run()


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        (GOOD, set()),
        (cloze("[Effects] MSCs may reduce {{c1::pain}}, and “exosomes” carry proteins."), set()),
        (cloze("[Cells › Effects] MSCs may reduce {{c1::pain}}, and “exosomes” carry proteins."), set()),
        (cloze("[Fats] MSCs may reduce {{c1::pain}}, and “exosomes” carry proteins."), {"G310", "G311"}),
        (cloze('MSCs may reduce {{c1::pain}}, and "exosomes" carry proteins.'), set()),
        (cloze("MSCs reduce {{c1::pain}}, and “exosomes” carry proteins."), {"G311", "S402"}),
        (replace(GOOD, strength=Strength.ASSERTED), {"S401"}),
        (replace(GOOD, sources=()), {"G301"}),
        (replace(GOOD, sources=(Source(("Effects",), "MSCs may reduce fever."),)), {"G302"}),
        (replace(GOOD, sources=(Source(("Effects",), ""),)), {"G302"}),
    ],
)
def test_the_gate_judges_a_note_on_the_ground_it_is_given(note: Note, codes: set[str]) -> None:
    assert {problem.code for problem in refusals(note, (GROUND,))} == codes


def test_a_note_without_grounds_is_refused() -> None:
    assert {problem.code for problem in refusals(GOOD, ())} == {"G302"}


def test_a_ground_given_is_as_good_as_one_found() -> None:
    contexts = ContextIndex(markdown.read(TEXT, "document.md"))
    found = contexts.find(GOOD.sources[0])
    assert found is not None
    assert (found.section, found.title, found.strength) == (GROUND.section, GROUND.title, GROUND.strength)
    wrong = replace(GOOD, cloze=GOOD.cloze.replace("may ", ""))
    for note in (GOOD, wrong):
        assert {problem.code for problem in refusals(note, (found,))} == {
            problem.code for problem in refusals(note, (GROUND,))
        }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_what_the_gate_passes_the_check_of_the_course_passes(path: Path) -> None:
    document = read_document(path)
    contexts = ContextIndex(document)
    for draft in drafts_of(document):
        found = [context for source in draft.note.sources if (context := contexts.find(source))]
        assert refusals(draft.note, found) == tuple(problems_in(draft.note, contexts))


@settings(max_examples=60)
@given(data=st.data())
def test_a_gap_in_a_sentence_as_it_stands_adds_nothing_to_it(data: st.DataObject) -> None:
    document = read_document(data.draw(st.sampled_from(DOCUMENTS)))
    sentence = data.draw(st.sampled_from(list(sentences_of(document))))
    context = ContextIndex(document).of_sentences(sentence.block, sentence.text)
    words = sentence.text.split(" ")
    first = data.draw(st.integers(0, len(words) - 1))
    stop = data.draw(st.integers(first + 1, len(words)))
    hidden = f"{{{{c1::{' '.join(words[first:stop])}}}}}"
    note = cloze(
        " ".join([*words[:first], hidden, *words[stop:]]),
        strength=context.strength,
        sources=(Source(context.section, sentence.text),),
    )
    # What it claims is the sentence's; whether it makes a good card is another question.
    # The term of an item and the line that leads in to it bound it too, and are not on this card.
    bounded = strength_of(sentence.text) is context.strength
    found = {problem.code for problem in refusals(note, (context,))}
    assert {code for code in found if code[0] in "GS"} == (set() if bounded else {"S402"})


def test_the_gate_agrees_with_the_check_of_the_course_on_cards_made_wrong() -> None:
    for case in list(accepted())[::5]:
        for mutate in list(MUTATIONS.values())[1:]:
            note = mutate(case)
            if note is not None:
                codes = {problem.code for problem in refusals(note, case.found)}
                assert codes == set(case.refused(note)), note


def test_a_cloze_that_quotes_passes_without_its_words_being_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def compare(*_: object) -> list[str]:
        raise AssertionError("words were compared")

    for module in (unsupported_answer, unsupported_question, word_support):
        for name in ("lacking_words", "lacking_numbers"):
            monkeypatch.setattr(module, name, compare)
    assert refusals(GOOD, (GROUND,)) == ()
    with pytest.raises(AssertionError):
        refusals(replace(GOOD, cloze="MSCs may reduce {{c1::fever}}."), (GROUND,))


def test_a_mutation_is_the_same_on_every_run() -> None:
    cases: list[Case] = [next(accepted()), next(drafts())]
    for mutate in MUTATIONS.values():
        assert [mutate(case) for case in cases] == [mutate(case) for case in cases]
        assert all(mutate(case) != case.note for case in cases)


def test_the_page_shows_what_a_run_prints(scores: tuple[Score, ...]) -> None:
    printed = "\n".join(table(scores))
    assert printed in PAGE.read_text(encoding="utf-8"), f"python -m bench.gate --write\n{printed}"


def test_the_table_of_a_page_is_written_in_the_place_of_the_old_one(
    scores: tuple[Score, ...], tmp_path: Path
) -> None:
    page = tmp_path / "gate.md"
    page.write_text("Before\n\n| Mutation | old |\n| --- | --- |\n| x | 1/2 |\n\nAfter\n", encoding="utf-8")
    write_table(page, scores)
    assert page.read_text(encoding="utf-8") == "Before\n\n" + "\n".join(table(scores)) + "\n\nAfter\n"


@pytest.mark.parametrize(
    "mutation", ["fabricated quote", "foreign entity added", "hedge dropped", "number changed"]
)
def test_what_can_be_told_by_words_is_always_caught(scores: tuple[Score, ...], mutation: str) -> None:
    for score in scores:
        assert score.of(mutation)
        assert [trial for trial in score.of(mutation) if not trial.codes] == []


@pytest.mark.parametrize("mutation", ["negation in other words", *SENTENCE_MUTATIONS])
def test_a_negation_in_other_words_is_caught_as_a_negation(scores: tuple[Score, ...], mutation: str) -> None:
    for score in scores:
        trials = score.of(mutation)
        caught = [trial for trial in trials if {"G306", "G307"} & set(trial.codes)]
        assert len(trials) >= 30
        assert len(caught) >= 0.95 * len(trials)


def test_no_good_card_is_refused(scores: tuple[Score, ...]) -> None:
    assert [trial for score in scores for trial in score.refused] == []


def test_what_passes_is_listed_when_asked_for(runner: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    score = run_of_one()
    monkeypatch.setattr("bench.gate.__main__.run", lambda: (score,))
    lines = runner.invoke(main, ["--missed"]).output.splitlines()
    assert lines[:2] == ["| Mutation | some (1) |", "| --- | --- |"]
    assert f"some: {len(score.missed)} made wrong that pass" in lines
    assert sum(line.startswith("  ") for line in lines) == len(score.missed) + len(score.refused)


def run_of_one() -> Score:
    from bench.gate.score import score_of

    return score_of("some", [next(accepted())])
