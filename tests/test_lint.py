"""The checks: a card that says more than its sentence, or says it badly, is told by code and place."""

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import WriteCourse
from msc_learn import lint
from msc_learn.course.load import load_course
from msc_learn.course.model import Kind, Note
from msc_learn.lint import changed_evidence, duplicates, missing_quote
from msc_learn.lint.card_text import Texts
from msc_learn.lint.checks import CARD_CHECKS, COURSE_CHECKS, CardCheck, CourseCheck, codes
from msc_learn.lint.course_check import check_course
from msc_learn.position import Position

DOCUMENT = """\
# Stromal cells

## Effects

MSCs release vascular endothelial growth factor (VEGF). MSC treatment may reduce pain in 12 trials.
Nitric oxide (NO) may relax vessels. MSCs act mainly by signals. Long-term safety is still being collected.
The therapy is not universally approved for use. The cells do not form new tissue. NO relaxes vessels.

Those who may benefit are people with:

- chronic wounds
- painful joints

## Exosomes

MSC exosomes carry microRNAs and proteins.

## Disorders

| Disorder | Change | Cause |
| --- | --- | --- |
| Metabolic acidosis | low bicarbonate | shock |
| Metabolic alkalosis | high bicarbonate | vomiting |

They are found by a blood test.
Chemical signals guide the cells to tissue that is sore, torn or swollen, and vessels then grow.
"""
ROW = "Metabolic acidosis | low bicarbonate | shock"
GUIDE = "Chemical signals guide the cells to tissue that is sore, torn or swollen, and vessels then grow."
VEGF = "MSCs release vascular endothelial growth factor (VEGF)."
PAIN = "MSC treatment may reduce pain in 12 trials."
NITRIC = "Nitric oxide (NO) may relax vessels."
CARGO = "MSC exosomes carry microRNAs and proteins."


def card(body: str, quote: str, section: str = "Effects", strength: str = "asserted") -> str:
    return f"""topic: T
cards:
  - id: a
    {body}
    strength: {strength}
    source: {{section: {section}, quote: "{quote}"}}
"""


def draft(body: str, quote: str, section: str = "Effects") -> str:
    return card(body, quote, section) + "    status: draft\n"


def picture(labels: str, question: str = "Which cargo is drawn here?", alt: str = "a vesicle") -> str:
    media = f"media: {{file: a.svg, alt: {alt}}}"
    return card(f"question: {question}\n    {media}\n    labels: [{labels}]", CARGO, "Exosomes")


PROTEINS, MICRORNAS = "{text: proteins, at: [10, 10, 20, 5]}", "{text: microRNAs, at: [10, 20, 20, 5]}"
FORM = "The cells do not form new tissue."
ROWS = [
    # The quote stands where the card says.
    ([], card("{question: x}"[1:-1] + "\n    answer: vascular endothelial growth factor", VEGF)),
    (["G302"], card("question: x\n    answer: VEGF", "MSCs release something else.")),
    (["G303"], card("question: x\n    answer: VEGF", VEGF, "Exosomes")),
    # A mark says more than that the quote is lost, and is a problem until somebody has looked.
    (["G315"], card("question: x\n    answer: VEGF\n    evidence: drifted", PAIN.replace("12", "14"))),
    (["G315"], card("question: x\n    answer: VEGF\n    evidence: drifted", VEGF)),
    (["G316"], card("question: x\n    answer: VEGF\n    evidence: orphaned", "Bones are hard.")),
    (
        [],
        card(
            "question: x\n    answer: VEGF\n    evidence: orphaned\n    status: rejected", "Bones are hard."
        ),
    ),
    ([], card("question: x\n    answer: VEGF", "vascular endothelial growth factor (VEGF)")),
    # The answer is in its sentence.
    (["G305"], card("question: x\n    answer: hepatocyte growth factor", VEGF)),
    (["G305"], card("question: what may\n    answer: pain in 13 trials", PAIN, strength="hedged")),
    ([], card("cloze: MSC exosomes {{c1::carried}} proteins.", CARGO, "Exosomes")),
    (["G305"], card("cloze: MSC exosomes carry {{c1::lipids}}.", CARGO, "Exosomes")),
    (["G305"], card("question: x\n    items: [microRNAs, lipids]", CARGO, "Exosomes")),
    (["G305"], card("question: What carries proteins?\n    answer: Stromal cells", CARGO, "Exosomes")),
    # A question says no more than its source, in numbers and names; a draft quotes word for word.
    ([], card("question: What may fall in 12 trials?\n    answer: pain", PAIN, strength="hedged")),
    (["G308"], card("question: What may fall in 13 trials?\n    answer: pain", PAIN, strength="hedged")),
    (["G308"], card("question: Which three?\n    items: [microRNAs, proteins]", CARGO, "Exosomes")),
    ([], card("question: Which two?\n    items: [microRNAs, proteins]", CARGO, "Exosomes")),
    ([], card("question: Which two cargoes?\n    answer: microRNAs and proteins", CARGO, "Exosomes")),
    (["G309"], card("question: What do B cells release?\n    answer: VEGF", VEGF)),
    (["G309"], card("cloze: In mice of Boston, MSC exosomes carry {{c1::proteins}}.", CARGO, "Exosomes")),
    ([], card("question: What do grafted MSCs release?\n    answer: VEGF", VEGF)),
    (["G310"], draft("question: What do grafted MSCs release?\n    answer: VEGF", VEGF)),
    ([], draft("question: What do MSCs release?\n    answer: VEGF", VEGF)),
    (["G311"], draft("question: What do MSCs release?\n    answer: endothelial vascular factor", VEGF)),
    (["G311"], draft("cloze: Exosomes carry {{c1::proteins}} and microRNAs.", CARGO, "Exosomes")),
    ([], draft("cloze: MSC exosomes carry {{c1::microRNAs}} and proteins.", CARGO, "Exosomes")),
    ([], draft("cloze: '[Exosomes] MSC exosomes carry {{c1::microRNAs}} and proteins.'", CARGO, "Exosomes")),
    (
        ["G310", "G311"],
        draft("cloze: '[Lipids] MSC exosomes carry {{c1::microRNAs}} and proteins.'", CARGO, "Exosomes"),
    ),
    (["G307", "G311"], draft("cloze: form {{c1::new tissue}}.", FORM)),
    # An answer stands where its question points to.
    (["G312"], card("cloze: Signals guide {{c1::vessels}} to tissue.", GUIDE, "Disorders")),
    ([], card("cloze: Signals guide {{c1::cells}} to tissue.", GUIDE, "Disorders")),
    ([], card("cloze: Messengers lead {{c1::cells}} to tissue.", GUIDE, "Disorders")),
    (["G313"], card("question: Acidosis, change?\n    answer: shock", ROW, "Disorders")),
    ([], card("question: Acidosis, cause?\n    answer: shock", ROW, "Disorders")),
    (
        [],
        card("question: What has shock as a cause?\n    answer: metabolic acidosis", ROW, "Disorders"),
    ),
    (["G314"], card("question: What does NO stand for?\n    answer: vessels", "NO relaxes vessels.")),
    # Strength is never more than that of the sentence, and the hedge is on the card.
    (["S401"], card("question: What may x?\n    answer: pain", PAIN)),
    ([], card("question: What may x?\n    answer: pain", PAIN, strength="hedged")),
    ([], card("question: What may x?\n    answer: pain", "pain in 12 trials", strength="hedged")),
    (["S402"], card("question: What does x?\n    answer: pain", PAIN, strength="hedged")),
    (
        ["S402"],
        card("cloze: MSCs act by {{c1::signals}}.", "MSCs act mainly by signals.", strength="qualified"),
    ),
    (
        ["S401"],
        card("question: x still being collected?\n    answer: safety", "Long-term safety", strength="hedged"),
    ),
    # A name claims nothing, so the hedge of its sentence is not its own.
    ([], card("question: What does NO stand for?\n    answer: nitric oxide", NITRIC)),
    (["S401", "S402"], card("question: What does NO do?\n    answer: relax vessels", NITRIC)),
    # An item of a list is as cautious as its lead-in.
    (["S401", "S402"], card("question: x\n    answer: chronic wounds", "chronic wounds")),
    ([], card("question: Who may benefit?\n    answer: chronic wounds", "chronic wounds", strength="hedged")),
    (["S404"], card("question: What do MSCs always release?\n    answer: VEGF", VEGF)),
    # Negations survive.
    (["G306"], card("question: What do MSCs not release?\n    answer: VEGF", VEGF)),
    ([], card("question: What do cells never form?\n    answer: new tissue", FORM)),
    (["G306"], card("question: x\n    answer: not VEGF", VEGF)),
    (
        ["G307", "S402"],
        card(
            "question: Is the therapy universally approved or refused for use?\n    answer: approved",
            "The therapy is not universally approved for use.",
            strength="investigational",
        ),
    ),
    (
        ["G307"],
        card(
            "question: What new thing do the cells form?\n    answer: tissue",
            "The cells do not form new tissue.",
        ),
    ),
    (
        [],
        card(
            "question: What do cells not form?\n    answer: new tissue", "The cells do not form new tissue."
        ),
    ),
    # The front does not give the answer away.
    (["L501"], card("question: Which carry proteins?\n    answer: protein", CARGO, "Exosomes")),
    ([], card("question: Do exosomes carry proteins or fat?\n    answer: proteins", CARGO, "Exosomes")),
    (["L502"], card("cloze: MSC {{c1::exosomes}} are exosomes.", CARGO, "Exosomes")),
    (["G305"], card("cloze: 'Exosomes carry {{c1::13 lipids}}.'", CARGO, "Exosomes")),
    # A card stands alone.
    (
        [],
        card("question: What do exosomes carry and what are they?\n    answer: proteins", CARGO, "Exosomes"),
    ),
    ([], card("cloze: In addition to microRNAs, MSC exosomes carry {{c1::proteins}}.", CARGO, "Exosomes")),
    ([], card("cloze: '[This cell] MSC exosomes carry {{c1::proteins}}.'", CARGO, "Exosomes")),
    (["L508"], card("cloze: They are found by a {{c1::blood test}}.", "They are found", "Disorders")),
    (
        ["L508"],
        card("question: How are they found?\n    answer: by a blood test", "They are found", "Disorders"),
    ),
    ([], card("cloze: '[Disorders] They are found by a {{c1::blood test}}.'", "They are found", "Disorders")),
    ([], card("question: Why is it that vessels grow?\n    answer: signals", GUIDE, "Disorders")),
    # Lengths.
    (["L507"], card("question: x\n    answer: proteins; microRNAs", CARGO, "Exosomes")),
    ([], card("question: x\n    answer: proteins, microRNAs", CARGO, "Exosomes")),
    (["L503"], card(f"question: x\n    answer: {'microRNAs and proteins ' * 9}", CARGO, "Exosomes")),
    (["L504", "L506"], card(f"question: x\n    items: [{'proteins,' * 8}]", CARGO, "Exosomes")),
    (["L506"], card("question: x\n    answer: VEGF\n    distractors: [HGF, vegf]", VEGF)),
    (
        ["L506"],
        card("question: x\n    items: [microRNAs, proteins]\n    distractors: [Proteins]", CARGO, "Exosomes"),
    ),
    (
        ["G305"],
        card("question: x\n    items: [microRNAs, lipids]\n    distractors: [proteins]", CARGO, "Exosomes"),
    ),
    (
        ["L501"],
        card(
            "question: Which proteins?\n    items: [microRNAs, proteins]\n    distractors: [x]",
            CARGO,
            "Exosomes",
        ),
    ),
    # Of labels on a picture each is an answer, and each has a place of its own.
    ([], picture(f"{PROTEINS}, {MICRORNAS}")),
    ([], picture(f"{PROTEINS}, {MICRORNAS}", "Which of the two cargoes is drawn here?")),
    (["G308"], picture(f"{PROTEINS}, {MICRORNAS}", "Which of the 3 cargoes is drawn here?")),
    (["G305"], picture("{text: lipids, at: [10, 10, 20, 5]}")),
    (["L501"], picture(f"{PROTEINS}, {MICRORNAS}", "Which of proteins is drawn here?")),
    (["L510"], picture(f"{PROTEINS}, {MICRORNAS}", alt="a vesicle that carries proteins")),
    ([], picture(f"{PROTEINS}, {MICRORNAS}", alt="a vesicle that carries proteinases")),
    (["L506"], picture("{text: proteins, at: [1, 1, 9, 9]}, {text: Proteins, at: [50, 1, 9, 9]}")),
    ([], picture(f"{PROTEINS}, {{text: microRNAs, at: [10, 14.6, 20, 5]}}")),
    (["L511"], picture(f"{PROTEINS}, {{text: microRNAs, at: [10, 14, 20, 5]}}")),
    (["L511"], picture(f"{PROTEINS}, {{text: microRNAs, at: [0, 0, 100, 100]}}")),
]


@pytest.mark.parametrize(("expected", "cards"), ROWS)
def test_a_card_is_told_what_is_wrong_with_it(
    write_course: WriteCourse, expected: list[str], cards: str
) -> None:
    folder = write_course(cards, document=DOCUMENT)
    (folder / "a.svg").write_text("<svg/>")
    problems = check_course(folder)[1]
    assert sorted(problem.code for problem in problems) == expected, problems
    assert all(problem.position.line and problem.position.column for problem in problems)


def test_a_card_without_source_or_strength_is_told(write_course: WriteCourse) -> None:
    folder = write_course("topic: T\ncards:\n  - id: a\n    question: q\n    answer: b\n", document=DOCUMENT)
    assert [problem.code for problem in check_course(folder)[1]] == ["G301"]
    folder = write_course(card("question: x\n    answer: VEGF", VEGF).replace("    strength: asserted\n", ""))
    assert "S403" in [problem.code for problem in check_course(folder)[1]]


def test_two_cards_with_one_front_are_told_with_both_places(write_course: WriteCourse) -> None:
    one = card("question: What?\n    answer: VEGF", VEGF)
    two = one[one.index("  - id") :].replace("id: a", "id: b").replace("answer: VEGF", "answer: factor")
    (problem,) = check_course(write_course(one + two, document=DOCUMENT))[1]
    assert problem.code == "L505"
    assert "'a' at" in problem.message


def test_two_cards_that_say_nearly_the_same_are_told_with_both_places(write_course: WriteCourse) -> None:
    one = card("cloze: MSC exosomes carry {{c1::microRNAs}} and proteins.", CARGO, "Exosomes")
    body = one[one.index("  - id") :].replace("id: a", "id: b")
    (problem,) = check_course(write_course(one + body.replace("carry", "also carry", 1), document=DOCUMENT))[
        1
    ]
    assert problem.code == "L509"
    assert "'a' at" in problem.message
    other = body.replace("{{c1::microRNAs}} and proteins", "microRNAs and {{c1::proteins}}")
    assert check_course(write_course(one + other, document=DOCUMENT))[1] == ()


def test_no_twin_of_a_card_is_missed_by_the_fast_look() -> None:
    notes = load_course("msc").notes
    for note in notes[::10]:
        copy = replace(note, id="copy")
        found = list(duplicates.likely(copy, notes))
        assert note in found
        assert len(found) < len(notes) / 2


def test_a_rejected_card_is_not_checked(write_course: WriteCourse) -> None:
    rejected = card("question: x\n    answer: nonsense", "nowhere").replace(
        "strength: asserted", "strength: asserted\n    status: rejected"
    )
    assert check_course(write_course(rejected, document=DOCUMENT))[1] == ()


def test_offsets_that_no_longer_hold_the_quote_are_told(write_course: WriteCourse) -> None:
    at = DOCUMENT.index(VEGF)
    good = card("question: x\n    answer: VEGF", VEGF).replace(
        "section: Effects", f"at: [{at}, {at + len(VEGF)}], section: Effects"
    )
    assert check_course(write_course(good, document=DOCUMENT))[1] == ()
    moved = DOCUMENT.replace("## Effects", "## Other\n\nNew words stand here now.\n\n## Effects")
    assert [p.code for p in check_course(write_course(good, document=moved))[1]] == ["G304"]


def test_the_nearest_sentence_is_named_for_a_quote_that_is_lost(write_course: WriteCourse) -> None:
    lost = card("question: x\n    answer: VEGF", "MSCs release vascular endothelial growth factors.")
    (problem,) = check_course(write_course(lost, document=DOCUMENT))[1]
    assert VEGF in problem.message


@pytest.mark.parametrize(
    ("quote", "mark", "said"),
    [
        (PAIN.replace("12", "14"), "drifted", f"the sentence now reads “{PAIN}”; numbers changed: 14 to 12;"),
        (PAIN.replace("12", "twelve"), "drifted", f"the sentence now reads “{PAIN}”; look at it"),
        (PAIN.replace("may ", "may not "), "drifted", "it is not negated any more; look"),
        (PAIN.replace("may reduce", "reduces"), "drifted", "it was asserted and is hedged; look"),
        (VEGF, "drifted", "the quote is in the document again; run extract again"),
        (VEGF, "orphaned", "the quote is in the document again; run extract again"),
        ("Bones are hard.", "drifted", "“Bones are hard.” is not in the document any more; look"),
        ("Bones are hard.", "orphaned", "or write `status: rejected`"),
    ],
)
def test_a_mark_says_what_changed_and_what_to_do(
    write_course: WriteCourse, quote: str, mark: str, said: str
) -> None:
    marked = card(f"question: x\n    answer: VEGF\n    evidence: {mark}", quote, strength="hedged")
    problems = check_course(write_course(marked, document=DOCUMENT))[1]
    (problem,) = (problem for problem in problems if problem.code in ("G315", "G316"))
    assert said in problem.message
    assert (problem.position.line, problem.position.column) == (6, 15)


@pytest.mark.parametrize("check", [missing_quote, changed_evidence, *CARD_CHECKS, *COURSE_CHECKS], ids=str)
def test_every_check_names_the_codes_it_reports(check: CardCheck | CourseCheck) -> None:
    assert check.CODES
    assert set(check.CODES) <= set(codes())
    assert all(code.meaning[0].islower() for code in check.CODES.values())


def test_every_file_with_codes_is_a_check() -> None:
    folder = Path(missing_quote.__file__).parent
    files = {
        f"{lint.__name__}.{file.stem}"
        for file in folder.glob("*.py")
        if "\nCODES = " in file.read_text("utf-8")
    }
    checks: list[object] = [missing_quote, changed_evidence, *CARD_CHECKS, *COURSE_CHECKS]
    assert files == {getattr(check, "__name__", "") for check in checks}


@pytest.mark.parametrize("check", CARD_CHECKS, ids=str)
def test_a_check_of_a_card_without_sentences_reports_nothing_of_evidence(check: CardCheck) -> None:
    note = Note("a", Kind.QUESTION, "t", Position("t.yaml"), question="What do they?", answer="a; b")
    assert all(problem.code[0] == "L" for problem in check.of_note(Texts(note)))


def test_every_code_of_the_checks_is_shown_by_a_row_or_a_test_of_its_own() -> None:
    shown = {code for expected, _ in ROWS for code in expected} | {"G301", "S403", "L505", "L509", "G304"}
    assert shown == set(codes())


def test_a_course_without_a_document_is_checked_for_form_alone(write_course: WriteCourse) -> None:
    folder = write_course(
        "topic: T\ncards:\n  - id: a\n    question: q\n    answer: b\n",
        course="title: T\ntopics: [growth-factors]\n",
    )
    assert check_course(folder)[1] == ()
