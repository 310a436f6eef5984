"""The note types: what holds for each, and the schema that may never change."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from msc_learn.course.model import Kind, Note
from msc_learn.deck.note_types import NOTE_TYPES, note_type
from msc_learn.deck.note_types.base import SHARED, NoteType, with_spare
from msc_learn.deck.note_types.choice import own as choice_fields
from msc_learn.deck.note_types.cloze import own as cloze_fields
from msc_learn.deck.note_types.list import own as list_fields
from msc_learn.deck.note_types.question import own as question_fields
from msc_learn.position import Position

PLACE = Position("renal.yaml", 3, 5)
SCHEMA = Path(__file__).parent / "data" / "note_types.json"
# What Anki's templates may name besides a note's own fields.
REPLACED = re.compile(r"\{\{[#^/]?(?:[\w-]+:)*([^}:]+)\}\}")


@pytest.fixture(params=NOTE_TYPES)
def kind(request: pytest.FixtureRequest) -> NoteType:
    return note_type(request.param)


def sides(kind: NoteType) -> list[str]:
    return [side for template in kind.templates for side in (template.front, template.back)]


def schema(kind: NoteType, spares: Mapping[int, str]) -> dict[str, object]:
    return {
        "name": kind.name,
        "title": kind.title,
        "id": kind.id,
        "is_cloze": kind.is_cloze,
        "fields": [[spares.get(field.id, field.name), field.id] for field in kind.fields],
        "templates": [[template.name, template.id] for template in kind.templates],
    }


def test_there_is_one_for_each_kind_of_note() -> None:
    assert sorted(NOTE_TYPES) == sorted(Kind)


def test_the_schema_is_the_released_one() -> None:
    # A change here forks the note type of every learner. Use a spare field instead: its id and place stay.
    released = json.loads(SCHEMA.read_text(encoding="utf-8"))
    spares = {id_: name for kind in released for name, id_ in kind["fields"] if name.startswith("Spare")}
    assert [schema(note_type(name), spares) for name in NOTE_TYPES] == released


def test_its_name_is_that_of_its_file(kind: NoteType) -> None:
    assert kind.name in NOTE_TYPES


def test_its_own_fields_come_first_and_the_shared_ones_after(kind: NoteType) -> None:
    taken = [field.name for field in SHARED if field not in kind.fields]
    assert all(name.startswith("Spare") for name in taken)
    assert [field.id for field in kind.fields[-len(SHARED) :]] == [field.id for field in SHARED]
    assert not kind.fields[0].collapsed


def test_its_own_values_are_for_its_own_fields(kind: NoteType) -> None:
    note = Note("a", Kind(kind.name), "renal", PLACE, answer="b", items=("c",))
    assert kind.fields[kind.sort_index].name in kind.own(note)
    own = [field.name for field in kind.fields if field not in SHARED]
    assert set(kind.own(note)) <= set(own)
    assert own[0] in kind.own(note)


def test_names_and_ids_are_its_own(kind: NoteType) -> None:
    for named in (kind.fields, kind.templates):
        assert max(Counter(item.name for item in named).values()) == 1
        assert max(Counter(item.id for item in named).values()) == 1


def test_ids_of_types_differ() -> None:
    assert len({note_type(name).id for name in NOTE_TYPES}) == len(NOTE_TYPES)
    templates = [template.id for name in NOTE_TYPES for template in note_type(name).templates]
    assert len(set(templates)) == len(templates)


def test_templates_name_only_fields_there_are(kind: NoteType) -> None:
    names = {field.name for field in kind.fields}
    for side in sides(kind):
        assert set(REPLACED.findall(side)) <= names
    assert {template.requires for template in kind.templates} <= names


def test_spare_fields_are_never_shown(kind: NoteType) -> None:
    assert "Spare" not in "".join(sides(kind))


def test_a_retired_note_has_an_empty_front(kind: NoteType) -> None:
    for template in kind.templates:
        assert re.sub(r"\{\{\^Retired\}\}.*\{\{/Retired\}\}", "", template.front, flags=re.DOTALL) in (
            "",
            "{{#Reverse}}{{/Reverse}}",
        )


def test_the_front_says_nothing_that_could_give_the_answer(kind: NoteType) -> None:
    for template in kind.templates:
        shown = set(REPLACED.findall(template.front))
        assert not shown & {"Extra", "Quote", "Source", "Picture", "Confusable", "LearnerNotes"}


def test_every_side_states_its_language(kind: NoteType) -> None:
    assert all('lang="{{text:Language}}"' in side for side in sides(kind))


def test_nothing_comes_from_a_network(kind: NoteType) -> None:
    for text in (*sides(kind), kind.css):
        assert not re.search(r"https?:|//[a-z]|@import|url\(|<link|<iframe", text)


def test_scripts_hold_nothing_anki_would_replace(kind: NoteType) -> None:
    for side in sides(kind):
        for script in re.findall(r"<script>(.*?)</script>", side, re.DOTALL):
            assert "{{" not in script
            assert "}}" not in script


@pytest.mark.parametrize("name", ["LearnerNotes", "Retired", "CardId"])
def test_fields_not_meant_to_be_written_in_say_what_they_are_for(kind: NoteType, name: str) -> None:
    (field,) = (field for field in kind.fields if field.name == name)
    assert field.description


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in ("text", "quiet", "accent") for ground in ("page", "panel")),
        ("page", "accent"),
        ("good", "asserted"),
        ("text", "asserted"),
        ("accent", "asserted"),
        *((f"{name}-text", name) for name in ("asserted", "qualified", "hedged", "investigational")),
    ],
)
def test_text_stands_out_from_its_ground(theme: int, text: str, ground: str) -> None:
    blocks = [
        dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in note_type("question").css.split("}")
    ]
    colours = [block for block in blocks if block][theme]
    assert contrast(colours[text], colours[ground]) >= 4.5  # WCAG AA for text of any size


GROUNDS = ["#ffffff", "#e9eff4", "#242e39", "#1a222b"]  # of drawings by day and by night


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("shape", ["active", "inactive", "highlight"])
def test_a_mask_stands_out_from_the_picture_by_its_colour_or_its_border(shape: str, ground: str) -> None:
    css = note_type("occlusion").css
    said = re.findall(rf"--{shape}-shape-(?:color|border): (?:\d+px )?(#\w+);", css)
    opaque = [colour for colour in said if len(colour) == 7]
    assert max(contrast(colour, ground) for colour in opaque) >= 3  # WCAG, for what is not text


def test_the_mask_that_is_asked_is_told_from_the_others() -> None:
    css = note_type("occlusion").css
    one, other = (
        re.findall(rf"--{shape}-shape-color: (#\w{{6}});", css)[0] for shape in ("active", "inactive")
    )
    assert contrast(one, other) >= 1.8


def test_no_picture_shows_before_its_masks_are_drawn() -> None:
    kind = note_type("occlusion")
    assert re.search(r"#image-occlusion-container \{[^}]*opacity: 0;", kind.css)
    assert "#image-occlusion-container.masked { opacity: 1; }" in kind.css
    for side in sides(kind):
        assert 'classList.add("masked")' in side
        assert "{{Alt}}" in side


@pytest.mark.parametrize(
    ("ordered", "need", "task"),
    [
        (False, None, "3 items"),
        (True, None, "3 items, in order"),
        (False, 2, "any 2 of 3"),
        (False, 3, "3 items"),
    ],
)
def test_a_list_says_how_many_items_it_asks_for(ordered: bool, need: int | None, task: str) -> None:
    note = Note("a", Kind.LIST, "renal", PLACE, items=("b", "c", "d"), ordered=ordered, need=need)
    assert list_fields(note)["Task"] == task


@pytest.mark.parametrize(("ordered", "tag"), [(False, "ul"), (True, "ol")])
def test_a_list_keeps_its_items_in_order(ordered: bool, tag: str) -> None:
    note = Note("a", Kind.LIST, "renal", PLACE, items=("b < c", "d"), ordered=ordered)
    assert list_fields(note)["Items"] == f"<{tag}><li>b &lt; c</li><li>d</li></{tag}>"


def test_the_place_of_the_right_option_tells_nothing() -> None:
    places = Counter(
        [
            option.startswith(' class="right"')
            for option in choice_fields(
                Note(f"n{n}", Kind.CHOICE, "renal", PLACE, answer="a", distractors=("b", "c", "d"))
            )["Options"].split("<li")[1:]
        ].index(True)
        for n in range(400)
    )
    assert sorted(places) == [0, 1, 2, 3]
    assert all(70 <= count <= 130 for count in places.values())


def test_options_keep_their_order_from_build_to_build() -> None:
    notes = [
        Note("a", Kind.CHOICE, "renal", PLACE, answer="a", distractors=distractors)
        for distractors in (("b", "c"), ("c", "b"))
    ]
    assert choice_fields(notes[0])["Options"] == choice_fields(notes[1])["Options"]


def several(**values: tuple[str, ...]) -> Note:
    return Note("a", Kind.CHOICE, "renal", PLACE, question="?", **values)  # type: ignore[arg-type]


def test_a_choice_marks_each_right_option_and_says_how_many_there_are() -> None:
    fields = choice_fields(several(items=("p < 1", "b"), distractors=("c", "d")))
    assert sorted(re.findall(r"<li.*?</li>", fields["Options"])) == [
        '<li class="right">b</li>',
        '<li class="right">p &lt; 1</li>',
        "<li>c</li>",
        "<li>d</li>",
    ]
    assert fields["Options"].startswith('<p class="task">Choose 2</p><ol')
    assert fields["Answer"] == "<ul><li>p &lt; 1</li><li>b</li></ul>"


def test_a_choice_with_one_right_option_does_not_count() -> None:
    fields = choice_fields(Note("a", Kind.CHOICE, "renal", PLACE, answer="b", distractors=("c",)))
    assert fields["Options"].startswith("<ol")
    assert fields["Answer"] == "b"


@pytest.mark.parametrize(
    ("answer", "typed"),
    [
        ("VEGF", "VEGF"),
        ("**bold** and *slanted*", "bold and slanted"),
        ("p < 0.05 & <CD34>", "p &lt; 0.05 &amp; &lt;CD34&gt;"),
        ("CD34^+^", "CD34^+"),
        ("10^6^ cells", "10^6 cells"),
        ("Ca^2+^, H~2~O", "Ca2+, H2O"),
        ("a\nb", "a b"),
        ("[sound:a.mp3]", "&#91;sound:a.mp3]"),
    ],
)
def test_what_is_to_be_typed_is_the_plain_answer(answer: str, typed: str) -> None:
    note = Note("a", Kind.QUESTION, "renal", PLACE, answer=answer, typed=True)
    assert question_fields(note)["Typed"] == typed


@pytest.mark.parametrize("own", [question_fields, cloze_fields])
def test_typing_is_asked_for_on_request_only(own: Callable[[Note], Mapping[str, str]]) -> None:
    asked = Note("a", Kind.QUESTION, "renal", PLACE, answer="b", cloze="{{c1::b}}", typed=True)
    assert own(asked)["Typed"]
    assert not own(replace(asked, typed=False))["Typed"]


def test_a_spare_field_in_use_keeps_its_id_and_place() -> None:
    before = [field.name for field in SHARED]
    fields = with_spare("Spare2", "Doses", "How much.")
    assert [field.id for field in fields] == [field.id for field in SHARED]
    assert [field.name for field in fields] == ["Doses" if name == "Spare2" else name for name in before]


def test_a_side_that_names_a_key_listens_to_it(kind: NoteType) -> None:
    assert all("mscLearnKeys" in template.front for template in kind.templates)
    assert all("mscLearnKeys" in side for side in sides(kind) if "aria-keyshortcuts" in side)
