"""A note as Anki stores it: field values, tags, deck, GUID and pictures."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import genanki
import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course.model import Course, Kind, Label, Media, Note, Source, Strength, Topic
from msc_learn.deck.decks import deck_names
from msc_learn.deck.fields import RenderedNote, render, tags_of
from msc_learn.deck.html import html_of
from msc_learn.deck.identity import deck_id_of, guid_of
from msc_learn.deck.media import Picture, pictures_of
from msc_learn.deck.note_types import note_type
from msc_learn.errors import ExportError
from msc_learn.position import Position

PLACE = Position("renal.yaml", 3, 5)
NOTE = Note("gfr", Kind.QUESTION, "kidney", PLACE, question="Normal GFR?", answer="90–120 mL/min")
QUOTED = replace(NOTE, sources=(Source(("Kidney",), "words"),))


def render_all(made: Course, notes: list[Note], pictures: Mapping[str, Picture]) -> Iterator[RenderedNote]:
    return render(made, notes, pictures, deck_names(made, {}))


def course(*notes: Note, root: Path = Path(), deck: str = "Renal", title: str = "Kidney") -> Course:
    topic = Topic("kidney", title, notes, PLACE)
    return Course("renal", "Renal medicine", deck, "en-GB", (topic,), root, root)


def rendered(note: Note) -> dict[str, str]:
    (only,) = render_all(course(note), [note], {})
    return values(only)


def values(note: RenderedNote) -> dict[str, str]:
    return dict(zip((field.name for field in note_type(note.kind).fields), note.fields, strict=True))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("<CD34>", "&lt;CD34&gt;"),
        ("p < 0.05 & HLA-DR<low>", "p &lt; 0.05 &amp; HLA-DR&lt;low&gt;"),
        ("**bold** and CD73^+^", "<strong>bold</strong> and CD73<sup>+</sup>"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (
            "[sound:a.mp3] [latex]x[/latex] [$]y[/$]",
            "&#91;sound:a.mp3] &#91;latex]x&#91;/latex] &#91;$]y&#91;/$]",
        ),
        ("[[type:Answer]] [anki:tts] [1]", "&#91;[type:Answer]] &#91;anki:tts] [1]"),
        ("a\x1fb\x00c\nd", "abc<br>d"),
    ],
)
def test_plain_text_becomes_safe_html(text: str, html: str) -> None:
    assert html_of(text) == html


@given(st.text())
def test_no_text_makes_a_tag_or_ends_a_field(text: str) -> None:
    html = html_of(text)
    for mark in ("strong", "em", "sub", "sup"):
        html = html.replace(f"<{mark}>", "").replace(f"</{mark}>", "")
    assert "<" not in html.replace("<br>", "")
    assert "\x1f" not in html


def test_every_text_of_a_note_is_made_safe() -> None:
    note = replace(
        NOTE,
        question="<q>",
        answer="<a>",
        hint="<h>",
        extra="<e>",
        reject={"<r>": "<why>", "bare": ""},
        sources=(Source(("<s>", "b"), "<quote>"), Source(("<s>", "b"), "two")),
        strength=Strength.HEDGED,
    )
    assert {name: value for name, value in rendered(note).items() if value} == {
        "Question": "&lt;q&gt;",
        "Answer": "&lt;a&gt;",
        "Hint": "&lt;h&gt;",
        "Extra": "&lt;e&gt;",
        "Confusable": "<dl><dt>&lt;r&gt;</dt><dd>&lt;why&gt;</dd></dl>",
        "Source": "&lt;s&gt; › b",
        "Quote": "<q>“&lt;quote&gt;”</q><q>“two”</q>",
        "Strength": "hedged",
        "Topic": "Kidney",
        "Document": "Renal medicine",
        "CardId": "gfr",
        "Language": "en-GB",
    }


def test_the_learners_own_field_and_the_spare_ones_stay_empty() -> None:
    shown = rendered(NOTE)
    assert {shown[name] for name in ("LearnerNotes", "Retired", "Spare1", "Spare2", "Spare3", "Spare4")} == {
        ""
    }


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        (replace(NOTE, answer="the glomerulus"), "Kidney"),
        (replace(NOTE, answer="the kidneys"), "Renal medicine"),
        (replace(NOTE, answer="the kidneys, a renal organ"), ""),
        (replace(NOTE, question="Of the kidney?", answer="the kidneys"), "Kidney"),
        (replace(NOTE, question="Of the kidney?", answer="water", reverse=True), "Renal medicine"),
        (replace(NOTE, kind=Kind.LIST, answer="", items=("liver", "Kidney")), "Renal medicine"),
        (
            replace(NOTE, kind=Kind.OCCLUSION, answer="", labels=(Label("kidneys", (1, 2, 3, 4)),)),
            "Renal medicine",
        ),
        (replace(NOTE, kind=Kind.CLOZE, cloze="The kidney makes {{c1::renin}}"), "Kidney"),
        (replace(NOTE, kind=Kind.CLOZE, cloze="The {{c1::kidney}} makes {{c2::renin}}"), "Renal medicine"),
        (replace(NOTE, kind=Kind.CLOZE, cloze="The {{c1::liver}} makes {{c2::bile}}"), "Kidney"),
    ],
)
def test_no_title_above_the_question_gives_the_answer_away(note: Note, shown: str) -> None:
    assert rendered(note)["Topic"] == shown


def test_a_reversed_question_fills_the_field_that_makes_its_second_card() -> None:
    assert rendered(replace(NOTE, reverse=True))["Reverse"] == "yes"
    assert rendered(NOTE)["Reverse"] == ""


def test_tags_lie_below_the_course_without_blanks_and_sorted() -> None:
    note = replace(NOTE, tags=("kidney", "Loop of Henle", "a::::b", "KIDNEY", " "))
    assert tags_of("renal", note) == (
        "renal",
        "renal::KIDNEY",
        "renal::Loop-of-Henle",
        "renal::a::b",
        "renal::strength::asserted",
    )


@pytest.mark.parametrize("ids", [("renal", "gfr"), ("msc", "vegf-role"), ("", "")])
def test_the_guid_is_the_one_genanki_makes(ids: tuple[str, str]) -> None:
    assert guid_of(*ids) == genanki.guid_for("msc-learn", *ids)


def test_ids_made_from_names_are_these_for_ever() -> None:
    assert guid_of("msc", "vegf-role") == "O*#O~6CdT"
    assert deck_id_of("Renal::Kidney") == 1685669053361


def test_the_guid_depends_on_nothing_but_the_ids() -> None:
    changed = replace(NOTE, question="Anything else", kind=Kind.LIST, items=("a",), tags=("b",))
    before, after = (next(iter(render_all(course(note), [note], {}))) for note in (NOTE, changed))
    assert before.guid == after.guid
    assert before.digest != after.digest


def test_the_digest_that_locks_hold_is_this_for_ever() -> None:
    (note,) = render_all(course(QUOTED), [QUOTED], {})
    assert note.digest == "d7f8a8b59797e4bebfacbb1c85e27d00"


@pytest.mark.parametrize(
    "change",
    [
        {"question": "x"},
        {"answer": "x"},
        {"typed": True},
        {"reverse": True},
        {"hint": "x"},
        {"extra": "x"},
        {"reject": {"x": "why"}},
        {"strength": Strength.HEDGED},
        {"sources": (Source(("Kidney",), "other words"),)},
        {"kind": Kind.CHOICE, "distractors": ("x",)},
        {"kind": Kind.CHOICE, "distractors": ("y",)},
        {"kind": Kind.LIST, "items": ("x", "y")},
        {"kind": Kind.CLOZE, "cloze": "{{c1::x}}"},
    ],
)
def test_the_digest_moves_with_all_a_learner_studies(change: dict[str, object]) -> None:
    notes = (QUOTED, replace(QUOTED, **change))  # type: ignore[arg-type]
    digests = {next(iter(render_all(course(note), [note], {}))).digest for note in notes}
    assert len(digests) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"tags": ("x",)},
        {"id": "gfr-normal"},
        {"sources": (Source(("The kidney", "Function"), "words"),)},
        {"accept": ("x",)},
        {"renamed_from": "other"},
    ],
)
def test_the_digest_stays_with_metadata_of_a_note(change: dict[str, object]) -> None:
    notes = (QUOTED, replace(QUOTED, **change))  # type: ignore[arg-type]
    digests = {next(iter(render_all(course(note), [note], {}))).digest for note in notes}
    assert len(digests) == 1


@pytest.mark.parametrize(
    "change",
    [{"id": "other"}, {"title": "Other"}, {"deck": "Other"}, {"language": "de"}, {"licence": "MIT"}],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_stays_with_metadata_of_a_course(change: dict[str, str]) -> None:
    made = course(QUOTED)
    other = replace(made, **change, topics=(replace(made.topics[0], title="Loop"),))  # type: ignore[arg-type]
    one, another = (next(iter(render_all(each, [QUOTED], {}))) for each in (made, other))
    assert (one.fields, one.tags, one.deck) != (another.fields, another.tags, another.deck)
    assert one.digest == another.digest


def picture_note(path: str, alt: str = "A kidney") -> Note:
    return replace(NOTE, media=Media(path, alt), value_positions={"media.file": (9, 7)})


def test_a_picture_gets_a_name_of_its_own_and_its_alt_text(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "Loop of Henle.SVG").write_bytes(b"<svg/>")
    note = picture_note("media/Loop of Henle.SVG", 'The "loop" <of> Henle')
    pictures = pictures_of(course(root=tmp_path), [note])
    (only,) = render_all(course(note), [note], pictures)
    assert values(only)["Picture"] == (
        '<img src="msc-learn-renal-media-Loop-of-Henle-d4dc56669143.svg" '
        'alt="The &quot;loop&quot; &lt;of&gt; Henle">'
    )


def test_a_picture_with_labels_stands_where_ankis_editor_looks_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"<svg/>")
    labels = (Label("cortex", (12.5, 0, 100, 33.333)), Label("A::B", (5, 60, 10, 5)))
    note = replace(picture_note("a.svg"), kind=Kind.OCCLUSION, labels=labels)
    (only,) = render_all(course(note), [note], pictures_of(course(root=tmp_path), [note]))
    shown = values(only)
    assert shown["Image"].startswith('<img src="msc-learn-renal-a-')
    assert shown["Picture"] == ""
    assert (shown["Header"], shown["Alt"]) == ("Normal GFR?", "A kidney")
    assert shown["Labels"] == "{{c1::cortex}}<br>{{c2::A:&#58;B}}"
    assert shown["Occlusion"] == (
        "{{c1::image-occlusion:rect:left=.125:top=.0000:width=1.:height=.3333:oi=1}}<br>"
        "{{c2::image-occlusion:rect:left=.05:top=.6:width=.1:height=.05:oi=1}}<br>"
    )
    assert only.cards == (1, 2)


def test_one_content_under_two_paths_is_two_pictures(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        (tmp_path / name).write_bytes(b"<svg/>")
    pictures = pictures_of(course(root=tmp_path), [picture_note("a.svg"), picture_note("b.svg")])
    assert len({picture.name for picture in pictures.values()}) == 2


@pytest.mark.parametrize(
    ("course_id", "path", "name"),
    [
        ("renal", "media/Loop_of Henle.SVG", "msc-learn-renal-media-Loop-of-Henle-d4dc56669143.svg"),
        ("нефрология", "схема 1.svg", "msc-learn-нефрология-схема-1-d4dc56669143.svg"),
        ("हृदय", "解剖.svg", "msc-learn-हृदय-解剖-d4dc56669143.svg"),
        ("renal", "Zella\u0308re.svg", "msc-learn-renal-Zell\u00e4re-d4dc56669143.svg"),
        ("renal", "«».svg", "msc-learn-renal-d4dc56669143.svg"),
    ],
    ids=["ascii", "cyrillic", "marks", "one form", "no letter"],
)
def test_a_picture_keeps_the_letters_of_its_name(
    tmp_path: Path, course_id: str, path: str, name: str
) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_bytes(b"<svg/>")
    made = replace(course(root=tmp_path), id=course_id)
    assert pictures_of(made, [picture_note(path)])[path].name == name


@pytest.mark.parametrize("letter", ["x", "я", "解"])
def test_a_long_name_of_a_picture_is_cut_before_its_digest(tmp_path: Path, letter: str) -> None:
    names = set()
    for data in (b"one", b"two"):
        path = f"{letter * 70}.svg"
        (tmp_path / path).write_bytes(data)
        made = replace(course(root=tmp_path), id=letter * 64)
        names.add(pictures_of(made, [picture_note(path)])[path].name)
    assert len(names) == 2
    assert all(len(name.encode()) <= 120 and re.search(r"-[0-9a-f]{12}\.svg$", name) for name in names)


def test_a_tag_has_one_form_in_unicode() -> None:
    assert "renal::Zell\u00e4r" in tags_of("renal", replace(NOTE, tags=("Zella\u0308r",)))


def test_a_changed_picture_changes_the_note(tmp_path: Path) -> None:
    note, digests = picture_note("a.svg"), set()
    for data in (b"one", b"two"):
        (tmp_path / "a.svg").write_bytes(data)
        digests |= {
            one.digest for one in render_all(course(note), [note], pictures_of(course(root=tmp_path), [note]))
        }
    assert len(digests) == 2


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none.svg", "X201 picture none.svg cannot be read: No such file or directory"),
        ("empty.svg", "X201 picture empty.svg is empty"),
        ("scan.pdf", "X201 Anki cannot show picture scan.pdf: save it as .svg, .png, .jpg, "),
        ("huge.png", "X212 picture huge.png has 10.5 MB, more than 10"),
        ("../other.svg", "X202 picture ../other.svg is outside the course folder"),
    ],
)
def test_a_picture_that_cannot_be_packed_is_named_with_its_place(
    path: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.svg").write_bytes(b"")
    with (tmp_path / "huge.png").open("wb") as huge:
        huge.truncate(10_500_000)
    with pytest.raises(ExportError) as error:
        pictures_of(course(root=tmp_path), [picture_note(path)])
    assert str(error.value).startswith(f"renal.yaml:9:7: {says}")
