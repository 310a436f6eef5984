"""The `check` and `schema` commands, whole."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from conftest import WriteCourse
from msc_learn.cli.check import command as check
from msc_learn.cli.explain import explanations
from msc_learn.cli.schema import OF_TRAINING
from msc_learn.cli.schema import command as schema_command
from msc_learn.course.schema import SCHEMAS, schema

ROOT = Path(__file__).parents[1]


def test_a_course_without_problems_is_said_to_be_so(runner: CliRunner, course_folder: Path) -> None:
    result = runner.invoke(check, [str(course_folder)])
    assert (result.exit_code, result.output) == (0, f"{course_folder}: 4 notes, no problems\n")


def test_problems_are_printed_with_their_places_and_exit_with_1(
    runner: CliRunner, write_course: WriteCourse
) -> None:
    folder = write_course("topic: T\ncards:\n  - id: a\n    question: q\n    anser: b\n")
    result = runner.invoke(check, [str(folder)])
    file = folder / "growth-factors.yaml"
    assert result.exit_code == 1
    assert result.stdout == (
        f"{file}:3:5: F203 a question card has no answer: add the key\n"
        f"{file}:5:5: F201 unknown key 'anser'; did you mean 'answer'?\n"
    )
    assert result.stderr == f"{folder}: 0 notes, 2 problems\n"


def test_problems_are_told_as_json_too(runner: CliRunner, write_course: WriteCourse) -> None:
    folder = write_course("topic: T\ncards:\n  - id: a\n    question: q\n")
    result = runner.invoke(check, [str(folder), "--format", "json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "path": str(folder / "growth-factors.yaml"),
            "line": 3,
            "column": 5,
            "code": "F203",
            "message": "a question card has no answer: add the key",
            "remedy": "Add the key that the message names.",
        }
    ]


def test_a_folder_whose_name_turns_the_line_is_named_in_escapes(
    runner: CliRunner, write_course: WriteCourse
) -> None:
    folder = write_course("topic: T\ncards:\n  - id: a\n    question: q\n")
    turned = folder.rename(folder.with_name("stro\u202emal"))
    result = runner.invoke(check, [str(turned), "--format", "json"])
    assert "\u202e" not in result.stdout
    (problem,) = json.loads(result.stdout)
    assert problem["path"] == str(turned / "growth-factors.yaml")


def test_problems_are_told_as_annotations_too(runner: CliRunner, write_course: WriteCourse) -> None:
    folder = write_course("topic: T\ncards:\n  - id: a\n    question: q\n")
    result = runner.invoke(check, [str(folder), "--format", "github"])
    assert result.stdout.startswith(f"::error file={folder}/growth-factors.yaml,line=3,col=5,title=F203::")


def test_a_code_is_explained_with_its_remedy_and_an_example(runner: CliRunner) -> None:
    for name in ("S402", "s402"):
        result = runner.invoke(check, ["--explain", name])
        assert result.exit_code == 0
        assert result.output.startswith(
            "S402  the sentence is hedged, and neither question nor answer shows it\n"
        )
        assert "What to do: Put the hedge of the sentence" in result.output
        assert result.output.index("Wrong:") < result.output.index("Right:")


def test_all_codes_are_listed_when_asked_for_and_when_there_is_none_of_that_name(runner: CliRunner) -> None:
    lines = [f"{name}  {code.meaning}" for name, code in explanations().items()]
    listed = runner.invoke(check, ["--explain", "all"])
    assert (listed.exit_code, listed.output.splitlines()) == (0, lines)
    unknown = runner.invoke(check, ["--explain", "G999"])
    assert (unknown.exit_code, unknown.stdout.splitlines()) == (2, lines)
    assert "unknown code G999" in unknown.stderr


def test_the_shipped_course_has_no_problems(runner: CliRunner) -> None:
    result = runner.invoke(check, [str(ROOT / "cards" / "msc")])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("name", [*SCHEMAS, *OF_TRAINING])
def test_the_published_schema_is_the_one_the_reader_uses(runner: CliRunner, name: str) -> None:
    published = (ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert runner.invoke(schema_command, [name]).stdout == published
    jsonschema.Draft202012Validator.check_schema(json.loads(published))


KINDS = {"course.yaml": "course", "competences.yaml": "competences"}


@pytest.mark.parametrize("path", sorted((ROOT / "cards" / "msc").glob("*.yaml")), ids=lambda path: path.name)
def test_the_shipped_course_fits_the_published_schema(runner: CliRunner, path: Path) -> None:
    kept = json.loads(runner.invoke(schema_command, [KINDS.get(path.name, "card-file")]).stdout)
    jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), kept)


@pytest.mark.parametrize(
    "cards",
    [
        "topic: T\ncards:\n  - {id: a, question: q}\n",
        "topic: T\ncards:\n  - {id: A, question: q, answer: b}\n",
        "topic: T\ncards:\n  - {id: a, cloze: 'x {{c1::y}}', answer: b}\n",
        "topic: T\ncards:\n  - {id: a, question: q, answer: b, colour: red}\n",
        "topic: T\ncards:\n  - {id: a, question: q, answer: b, strength: sure}\n",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses_too(write_course: WriteCourse, cards: str) -> None:
    from msc_learn.course.load import read_course

    assert read_course(write_course(cards))[1]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(cards), schema("card-file"))
