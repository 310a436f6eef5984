"""The form of an exam: read whole, every mistake a line with its place, and never in the way of the cards."""

import json
import re
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from conftest import CARDS, WriteCourse
from examined import FORM, write_form
from msc_learn.cli.build import command as build
from msc_learn.cli.check import command as check
from msc_learn.cli.schema import command as schema_command
from msc_learn.course.cache import open_course
from msc_learn.course.load import load_course, read_course
from msc_learn.errors import CardFileError
from msc_learn.exams.error_bounds import pass_probability
from msc_learn.exams.form import FORM_KEYS, Form, _apportioned, load_form, problems_of_forms
from msc_learn.memory.review import Mode
from msc_learn.reports.phrases import percent

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "cards" / "msc" / "exams" / "induction.yaml"


def form_of(folder: Path, text: str = FORM) -> Form:
    write_form(folder, text)
    return load_form(load_course(folder), "induction")


def test_a_form_is_read_whole(course_folder: Path) -> None:
    form = form_of(course_folder, FORM + "asks: [type, choice]\noptions: generated\nseed: spring\n")
    assert form == Form(
        "induction",
        "Induction",
        (("growth-factors", 4),),
        30,
        75,
        "A convention.",
        2,
        12,
        7,
        "the test",
        (Mode.CHOICE, Mode.TYPE),
        True,
        "spring",
    )
    assert form.items == 4


def test_a_form_may_leave_out_what_need_not_be_said(course_folder: Path) -> None:
    form = form_of(course_folder, re.sub(r"(set-by|cool-down-days):.*\n", "", FORM))
    assert (form.cool_down_days, form.set_by, form.asks, form.generated, form.seed) == (
        0,
        "",
        (Mode.CHOICE, Mode.TYPE),
        False,
        "",
    )


BAD = [
    (
        "a topic that is not there",
        "{growth-factors: 4}",
        "{growth-factor: 4}",
        r":2:13: E102 no topic 'growth-factor'; there are growth-factors",
    ),
    (
        "a pass mark over 100",
        "pass-mark: 75",
        "pass-mark: 101",
        r":5:12: E105 pass-mark is 101; write a number from 1 to 100",
    ),
    (
        "a pass mark under 1",
        "pass-mark: 75",
        "pass-mark: 0",
        r":5:12: F202 wrong value of pass-mark",
    ),
    ("a pass mark with a sign", "pass-mark: 75", "pass-mark: 75 %", r":5:12: F202 wrong value of pass-mark"),
    (
        "a sum that is not that of the items",
        "items: 4",
        "items: 5",
        r":2:12: E103 the blueprint asks 4, not 5",
    ),
    (
        "shares that are not all",
        "{growth-factors: 4}",
        "{growth-factors: 90 %}",
        r":2:12: E103 the shares add up to 90 %, not 100 %",
    ),
    (
        "a number beside a share",
        "{growth-factors: 4}",
        "{growth-factors: 4, b: 90 %}",
        r":2:12: E103 numbers and shares are mixed",
    ),
    (
        "a number that is none",
        "{growth-factors: 4}",
        "{growth-factors: some}",
        r":2:29: E103 'growth-factors' has 'some'; write",
    ),
    (
        "a number without end",
        "{growth-factors: 4}",
        f"{{growth-factors: {'9' * 5000}}}",
        r":2:29: E103 'growth-factors' has '9{20}'; write",
    ),
    ("items without end", "items: 4", f"items: {'9' * 5000}", r":3:8: F202 wrong value of items"),
    (
        "more items than there are cards",
        "items: 4",
        "items: 4\nasks: [choice]",
        r":2:13: E104 'growth-factors' has 1 note to ask by choice, and the blueprint wants 4",
    ),
    (
        "a way to ask that is none",
        "items: 4",
        "items: 4\nasks: [flip]",
        r":4:8: F210 asks is 'flip': write one of choice, type",
    ),
    ("no minutes", "minutes: 30", "minutes: 0", r":4:10: F202 wrong value of minutes"),
    (
        "more minutes than a day",
        "minutes: 30",
        "minutes: 1441",
        r":4:10: E105 minutes is 1441; write a number from 1 to 1440",
    ),
    ("no months", "valid-months: 12", "valid-months: 0", r":10:15: F202 wrong value of valid-months"),
    (
        "an unknown key",
        "attempts: 2",
        "attempt: 2",
        r":1:1: F203 a form has no attempts.*\n.*:8:1: F201 unknown key 'attempt'; did you mean",
    ),
    ("no rationale", "rationale: A convention.\n", "", r":1:1: F203 a form has no rationale"),
    (
        "options of a third kind",
        "items: 4",
        "items: 4\noptions: any",
        r":4:10: F210 options is 'any': write one of authored, generated",
    ),
    ("broken YAML", "title: Induction", "title: 'Induction", r":1:8: Y101 a quote is opened here"),
    ("a list", FORM, "- a\n", r":1:1: F202 wrong type of a form"),
    ("nothing", FORM, "", r": D104 is empty"),
    ("nothing but a comment", FORM, "# later", r":1:1: F202 a form must be a mapping"),
    (
        "a text for a blueprint",
        "{growth-factors: 4}",
        "growth-factors",
        r":2:12: F202 wrong value of blueprint",
    ),
]


@pytest.mark.parametrize(("found", "written", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_mistake_in_a_form_is_a_line_with_its_place(
    course_folder: Path, runner: CliRunner, found: str, written: str, said: str
) -> None:
    file = write_form(course_folder, FORM.replace(found, written))
    result = runner.invoke(check, [str(course_folder)])
    assert result.exit_code == 1
    assert re.fullmatch(re.escape(str(file)) + said + ".*\n", result.stdout), result.stdout
    with pytest.raises(CardFileError):
        load_form(load_course(course_folder), "induction")


def test_all_mistakes_are_told_at_once(course_folder: Path) -> None:
    write_form(course_folder, FORM.replace("75", "750").replace("minutes: 30", "minutes: 0"))
    write_form(course_folder, "title: T\n", "second")
    found = list(problems_of_forms(load_course(course_folder)))
    assert [problem.code for problem in found].count("F203") > 5
    assert {"E105", "F202"} <= {problem.code for problem in found}


def test_a_name_no_form_has_is_answered_with_those_there_are(course_folder: Path) -> None:
    with pytest.raises(CardFileError, match=r"E101 no such exam; .* has no exams"):
        load_form(load_course(course_folder), "induction")
    write_form(course_folder)
    write_form(course_folder, name="yearly")
    with pytest.raises(
        CardFileError, match=r"inducton\.yaml: E101 no such exam; the course has: induction, yearly"
    ):
        load_form(load_course(course_folder), "inducton")


def test_a_form_is_named_as_a_card_is(course_folder: Path) -> None:
    write_form(course_folder, name="The Exam")
    [problem] = problems_of_forms(load_course(course_folder))
    assert (problem.code, problem.message) == (
        "F205",
        "the name 'The Exam' must be small letters and digits with single hyphens between",
    )


def test_a_form_with_another_ending_is_told_and_not_passed_over(course_folder: Path) -> None:
    write_form(course_folder)
    (course_folder / "exams" / "yearly.yml").write_text("title: Yearly\n", encoding="utf-8")
    [problem] = problems_of_forms(load_course(course_folder))
    assert str(problem).endswith("yearly.yml: E101 is not read as an exam: its name must end in .yaml")


def test_a_broken_card_file_is_told_without_what_its_exams_lack_by_it(
    write_course: WriteCourse, runner: CliRunner
) -> None:
    folder = write_course(CARDS.replace("answer: pain", "anser: pain"))
    write_form(folder)
    printed = runner.invoke(check, [str(folder)]).stdout
    assert "F201" in printed
    assert "E104" not in printed


@pytest.mark.parametrize(
    ("cards", "there"),
    [
        (CARDS, 4),
        (CARDS.replace("    answer: vascular", "    status: draft\n    answer: vascular"), 3),
        (CARDS.replace("{{c1::microRNAs}} and {{c2::proteins}}", f"{{{{c1::{'RNA ' * 9}}}}}"), 3),
        (CARDS.replace("    accept: [vascular", "    reverse: true\n    accept: [vascular"), 4),
    ],
    ids=["all", "a draft", "an answer too long to type", "both ways"],
)
def test_only_what_can_be_asked_counts(write_course: WriteCourse, cards: str, there: int) -> None:
    folder = write_course(cards)
    write_form(folder, FORM.replace("4", "9"))
    [problem] = problems_of_forms(load_course(folder))
    assert f"has {there} notes to ask by choice or type, and the blueprint wants 9" in problem.message


def test_generated_options_are_taken_only_when_the_form_says_so(write_course: WriteCourse) -> None:
    plain = "".join(
        f"  - {{id: c{n}, question: What is number {n}?, answer: {word}, strength: asserted}}\n"
        for n, word in enumerate(["apple", "pear", "plum", "peach", "cherry"])
    )
    folder = write_course(f"topic: T\ncards:\n{plain}")
    write_form(folder, FORM + "asks: [choice]\n")
    assert [problem.code for problem in problems_of_forms(load_course(folder))] == ["E104"]
    write_form(folder, FORM + "asks: [choice]\noptions: generated\n")
    assert list(problems_of_forms(load_course(folder))) == []


@given(st.sets(st.integers(1, 99), max_size=12), st.integers(1, 200))
def test_shares_turn_into_numbers_that_add_up(cuts: set[int], items: int) -> None:
    places = [0, *sorted(cuts), 100]
    shares = {str(end): end - start for start, end in pairwise(places)}
    counts = _apportioned(shares, items)
    assert sum(counts.values()) == items
    assert all(abs(counts[name] - share * items / 100) < 1 for name, share in shares.items())


def test_shares_are_read(course_folder: Path) -> None:
    assert form_of(course_folder, FORM.replace("factors: 4}", "factors: 100 %}")).blueprint == (
        ("growth-factors", 4),
    )


def test_the_version_follows_from_what_a_form_says_alone(course_folder: Path) -> None:
    first = form_of(course_folder)
    assert form_of(course_folder, "# a comment\n" + FORM).version == first.version
    others = [
        FORM.replace(": 75", ": 76"),
        FORM.replace("30", "31"),
        FORM + "seed: a\n",
        FORM + "asks: [type, choice]\n",
        FORM.replace("A convention", "A panel"),
    ]
    versions = [form_of(course_folder, text).version for text in others]
    assert [version == first.version for version in versions] == [False, False, False, True, False]


def test_a_folder_of_exams_changes_nothing_else_of_a_course(
    course_folder: Path, tmp_path: Path, runner: CliRunner
) -> None:
    def state() -> tuple[object, ...]:
        deck = tmp_path / "deck.apkg"
        built = runner.invoke(build, [str(course_folder), "-o", str(deck), "--locked"])
        assert built.exit_code == 0, built.output
        open_course(course_folder, tmp_path / "cache")[1]()
        lock = (course_folder / "release.lock").read_bytes()
        kept = {path.name for path in (tmp_path / "cache").iterdir()}
        return load_course(course_folder), deck.read_bytes(), lock, kept

    runner.invoke(build, [str(course_folder), "-o", str(tmp_path / "deck.apkg")])
    before = state()
    write_form(course_folder)
    assert state() == before


def test_a_single_card_file_has_no_exams(course_folder: Path) -> None:
    write_form(course_folder, "nonsense")
    course, _ = read_course(course_folder / "growth-factors.yaml")
    assert list(problems_of_forms(course)) == []


def test_the_shipped_form_asks_forty_items_of_every_topic() -> None:
    course = load_course(ROOT / "cards" / "msc")
    form = load_form(course, "induction")
    assert form.items == 40
    assert {topic for topic, _ in form.blueprint} == {topic.id for topic in course.topics}
    assert "convention" in form.rationale


def test_the_published_schema_is_that_of_the_reader(runner: CliRunner) -> None:
    published = (ROOT / "docs" / "exam-form.schema.json").read_text(encoding="utf-8")
    assert runner.invoke(schema_command, ["exam-form"]).stdout == published
    found = json.loads(published)
    jsonschema.Draft202012Validator.check_schema(found)
    assert list(found["properties"]) == [key.name for key in FORM_KEYS]
    jsonschema.validate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")), found)
    for wrong in (
        FORM.replace("items: 4", "items: 0"),
        FORM + "colour: red\n",
        FORM.replace("title", "titel"),
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.safe_load(wrong), found)


def test_the_page_on_exams_has_the_table_of_keys_and_of_chances() -> None:
    page = (ROOT / "docs" / "exams.md").read_text(encoding="utf-8")
    rows = [f"| `{key.name}` | {'yes' if key.required else 'no'} | {key.about} |" for key in FORM_KEYS]
    assert "\n".join(rows) in page
    for items in (20, 40, 60):
        chances = (pass_probability(items, 80, known) for known in (0.7, 0.8, 0.9))
        assert f"| {items} items | {' | '.join(percent(chance) for chance in chances)} |" in page
