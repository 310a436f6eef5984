"""Which cards a note makes: what our reading of templates says is what the real Anki does."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest
from anki.errors import CardTypeError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from msc_learn.course.model import Course, Kind, Label, Media, Note, Source, Topic
from msc_learn.deck import fields
from msc_learn.deck.cards import cards_of
from msc_learn.deck.compile import compile_course
from msc_learn.deck.fields import RenderedNote, render
from msc_learn.deck.formats.apkg import write
from msc_learn.deck.generation import Generation
from msc_learn.deck.media import Picture
from msc_learn.deck.note_types import NOTE_TYPES, note_type
from msc_learn.deck.note_types.base import Field, NoteType, Template
from msc_learn.deck.release.lock import Lock
from msc_learn.deck.templates import SPECIAL, problems_of
from msc_learn.errors import ExportError
from msc_learn.position import Position
from real_anki import take

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

Collection = Any
NAMES = ("Q", "A", "Long name", "H")
# A last field and front of their own: Anki never falls back on a first card that shows nothing.
KEPT, KEPT_NUMBER = "Kept", 499


def kind_of(fronts: Sequence[str], *, is_cloze: bool = False, back: str = "") -> NoteType:
    """Return a note type with these fronts, whose notes always have one card more."""
    shown = (*fronts, "") if is_cloze else (*fronts, f"{{{{{KEPT}}}}}")
    return NoteType(
        name="made",
        title="Made",
        id=1,
        fields=tuple(Field(name, place) for place, name in enumerate((*NAMES, KEPT))),
        templates=tuple(
            Template(f"T{place}", place, KEPT, front, back or "{{cloze:Q}}")
            for place, front in enumerate(shown)
            if front
        ),
        own=lambda _: {},
        is_cloze=is_cloze,
    )


def values_of(kind: NoteType, values: Sequence[str]) -> tuple[str, ...]:
    filled = (*values, *[""] * len(NAMES))[: len(NAMES)]
    return (*filled, f"{{{{c{KEPT_NUMBER}::kept}}}}" if kind.is_cloze else "kept")


@pytest.fixture(scope="module")
def collection() -> Iterator[Collection]:
    with tempfile.TemporaryDirectory() as folder:
        opened = anki.Collection(str(Path(folder, "collection.anki2")))
        yield opened
        opened.close()


def add_type(collection: Collection, kind: NoteType) -> int:
    """Add a note type to Anki and return its id; raises what Anki refuses."""
    made = collection.models.new("made")
    made["type"] = int(kind.is_cloze)
    for field in kind.fields:
        collection.models.add_field(made, collection.models.new_field(field.name))
    for template in kind.templates:
        new = collection.models.new_template(template.name)
        new["qfmt"], new["afmt"] = template.front, template.back
        collection.models.add_template(made, new)
    return int(collection.models.add(made).id)


def made_by_anki(
    collection: Collection, notes: Sequence[tuple[int, Sequence[str], Sequence[str]]]
) -> list[tuple[int, ...]]:
    """Add notes, each of a type, with its values and tags, and return the numbers of the cards of each."""
    requests = []
    for type_id, values, tags in notes:
        note = collection.new_note(collection.models.get(type_id))
        note.fields, note.tags = list(values), list(tags)
        requests.append(anki.AddNoteRequest(note=note, deck_id=1))
    collection.add_notes(requests)
    # Anki makes a card for each number over 500, and all of them the 500th.
    found = "SELECT DISTINCT ord + 1 FROM cards WHERE nid = ? ORDER BY ord"
    return [tuple(collection.db.list(found, request.note.id)) for request in requests]


def of_anki(collection: Collection, kind: NoteType, notes: Sequence[Any]) -> list[tuple[int, ...]]:
    type_id = add_type(collection, kind)
    try:
        return made_by_anki(collection, [(type_id, *note) for note in notes])
    finally:
        collection.models.remove(type_id)


CASES = [
    # front, values, tags, whether it makes a card
    ("{{Q}}", ["a"], "", True),
    ("{{Q}}", [""], "", False),
    ("{{Q}}", [" \t\n\r\f\v"], "", False),
    ("{{Q}}", ["<br>"], "", False),
    ("{{Q}}", ["<BR/> </br> <br /> <div></div> <br >"], "", False),
    ("{{Q}}", ["<br  />"], "", True),
    ("{{Q}}", ["<div class=a></div>"], "", True),
    ("{{Q}}", ["<p></p>"], "", True),
    ("{{Q}}", ["&nbsp;"], "", True),
    ("{{Q}}", ["\u00a0"], "", True),
    ("{{Q}}", ["\u200b"], "", True),
    ("{{Q}}", ["<d\u0131v>"], "", True),
    ("text {{Q}}", [""], "", False),
    ("{{text:Q}}", ["a"], "", True),
    ("{{hint:Q}}", ["a"], "", True),
    ("{{type:Q}}", ["a"], "", True),
    ("{{tts en_US:Q}}", ["a"], "", True),
    ("{{no filter:text:Q}}", ["a"], "", True),
    ("{{hint:Q}}", ["", "a"], "", False),
    ("{{ Q }}", ["a"], "", True),
    ("{{{Q}}}", ["a"], "", True),
    ("{{#Q}}text{{/Q}}{{A}}", ["a"], "", False),
    ("{{#Q}}{{A}}{{/Q}}", ["a", "b"], "", True),
    ("{{#Q}}{{A}}{{/Q}}", ["", "b"], "", False),
    ("{{#Q}}{{#A}}{{H}}{{/A}}{{/Q}}", ["a", "b", "", "c"], "", True),
    ("{{#Q}}{{#A}}{{H}}{{/A}}{{/Q}}", ["a", "", "", "c"], "", False),
    ("{{^H}}{{Q}}{{/H}}", ["a"], "", True),
    ("{{^H}}{{Q}}{{/H}}", ["a", "", "", "h"], "", False),
    ("{{^H}}text{{/H}}{{A}}", ["a"], "", False),
    ("{{^H}}{{#Q}}{{A}}{{/Q}}{{/H}}", ["a", "b"], "", True),
    ("{{#A}}x{{H}}{{/A}}{{Q}}", ["", "b", "", "c"], "", True),
    ("{{#Tags}}{{Q}}{{/Tags}}", ["a"], "", False),
    ("{{#Tags}}{{Q}}{{/Tags}}", ["a"], "tag", True),
    ("{{^Tags}}{{Q}}{{/Tags}}", ["a"], "", True),
    ("{{^Tags}}{{Q}}{{/Tags}}", ["a"], "tag", False),
    ("{{Tags}}", ["a"], "", False),
    ("{{Tags}}", ["a"], "tag", True),
    ("{{FrontSide}}", ["a"], "", False),
    *((f"{{{{{name}}}}}", [""], "", True) for name in ("Card", "CardFlag", "CardID", "Deck", "Subdeck")),
    ("{{Type}}", [""], "", True),
    ("{{#Deck}}{{Q}}{{/Deck}}", ["a"], "", True),
    ("{{^Deck}}{{Q}}{{/Deck}}", ["a"], "", False),
    ("{{#c1}}{{Q}}{{/c1}}", ["a"], "", False),
    ("{{^c1}}{{Q}}{{/c1}}", ["a"], "", True),
    ("<!-- {{Q}} -->{{A}}", ["a"], "", False),
    ("<!-- {{Q}}", ["a"], "", True),
    ("{{=<% %>=}}<%Q%>", ["a"], "", True),
    ("\n{{=<% %>=}}<%#Q%>{{A}}<%Q%><%/Q%>", ["a"], "", True),
    ("{{}}{{Q}}", ["a"], "", True),
    ("{{text:}}{{A}}", ["a"], "", False),
]


@pytest.mark.parametrize(("front", "values", "tags", "is_made"), CASES)
def test_a_front_makes_a_card_where_anki_says(
    collection: Collection, front: str, values: list[str], tags: str, is_made: bool
) -> None:
    kind = kind_of([front])
    note = (values_of(kind, values), tags.split())
    assert Generation.of(kind).numbers(*note) == ((1, 2) if is_made else (2,))
    assert of_anki(collection, kind, [note]) == [(1, 2) if is_made else (2,)]


def test_each_front_is_judged_by_itself(collection: Collection) -> None:
    kind = kind_of(["{{#A}}{{Q}}{{/A}}", "{{^H}}{{A}}{{/H}}", "{{H}}"])
    notes = [(values_of(kind, values), ()) for values in (["a", "b"], ["a", "b", "", "h"], ["a"])]
    ours = [Generation.of(kind).numbers(*note) for note in notes]
    assert ours == of_anki(collection, kind, notes) == [(1, 2, 4), (1, 3, 4), (4,)]


CLOZES = [
    ("{{c1::a}}", (1,)),
    ("{{c1::a {{c2::b}} c}}", (1, 2)),
    ("{{c1,2::m}}", (1, 2)),
    ("{{c1::a::hint {{c3::b}}}} {{c2::}}", (1, 2, 3)),
    ("none", ()),
    ("{{c0::a}}", ()),
    ("{{c0,3::a}}", (3,)),
    ("{{c500::a}}", (500,)),
    ("{{c501::a}} {{c65535::b}}", (500,)),
    ("{{c65536::a}}", ()),
    ("{{c1::a {{c65536::b}} c", (1,)),
    ("{{c,1::a}} {{c,::b}} {{c::d}}", (1,)),
    ("{{c\u0661::a}} {{C2::a}} {{c 3::a}} {{c4:a}}", ()),
    ("{{c007::a}}", (7,)),
    ("{{c1::a}} {{c2::open {{c3::b}}", (1,)),
    ("}} {{c1::a}} }}", (1,)),
    ("{{{c1::a}}}", (1,)),
    ("<!-- {{c1::a}} -->", (1,)),
    ("".join(f"{{{{c{n}::a" for n in range(1, 13)) + "}}" * 12, tuple(range(1, 11))),
    ("{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.05}}", (1,)),
    ("{{c1::<b>a</b>}}<br>{{c2::&lt;CD34&gt;}}", (1, 2)),
]


@pytest.mark.parametrize("front", ["{{cloze:Q}}", "{{type:cloze:Q}}", "{{#H}}{{cloze:Q}}{{/H}}"])
def test_numbers_make_the_cards_of_a_cloze_whatever_its_front_shows(
    collection: Collection, front: str
) -> None:
    kind = kind_of([front], is_cloze=True)
    notes = [(values_of(kind, [text]), ()) for text, _ in CLOZES]
    wanted = [tuple(sorted((*numbers, KEPT_NUMBER))) for _, numbers in CLOZES]
    assert [Generation.of(kind).numbers(*note) for note in notes] == wanted
    assert of_anki(collection, kind, notes) == wanted


def test_a_number_in_a_field_that_no_template_names_makes_a_card_too(collection: Collection) -> None:
    kind = kind_of(["{{cloze:Q}}"], is_cloze=True)
    note = (values_of(kind, ["{{c1::a}}", "{{c2::b}}"]), ())
    assert Generation.of(kind).numbers(*note) == (1, 2, KEPT_NUMBER)
    assert of_anki(collection, kind, [note]) == [(1, 2, KEPT_NUMBER)]


def fields_and_special() -> st.SearchStrategy[str]:
    return st.sampled_from([*NAMES, *NAMES, *sorted(SPECIAL), ""])


def replacements() -> st.SearchStrategy[str]:
    filters = st.lists(st.sampled_from(["text", "hint", "type", "cloze", "tts en_US", "own"]), max_size=2)
    return st.builds(lambda names, name: f"{{{{{':'.join((*names, name))}}}}}", filters, fields_and_special())


def templates() -> st.SearchStrategy[str]:
    text = st.sampled_from(["", "text", "<br>", "<!-- {{Q}} -->", "\n{ }", "<hr id=answer>", "{{ Q }}"])

    def nested(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        names = st.sampled_from([*NAMES, *NAMES, "Tags", "Deck", "FrontSide", "c1"])
        conditional = st.builds(
            lambda sign, name, parts: f"{{{{{sign}{name}}}}}{''.join(parts)}{{{{/{name}}}}}",
            st.sampled_from("#^"),
            names,
            st.lists(inside, max_size=3),
        )
        return st.one_of(conditional, inside)

    part = st.recursive(st.one_of(text, replacements()), nested, max_leaves=6)
    return st.lists(part, max_size=3).map("".join)


BLANKS = ["", "", " ", "\n\t", "<br>", "<div>", "</div>", "<BR/>", "<br />", "\u00a0", "<p>", "<br  >", "x"]
MARKS = ["{{c1::", "{{c2,3::", "{{c0::", "{{c600::", "{{c65536::", "{{c,::", "}}", "}}", "::", "{", "a"]


def values(pieces: Sequence[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    value = st.lists(st.sampled_from(pieces), max_size=most).map("".join)
    return st.tuples(*[value] * len(NAMES))


def notes_of(pieces: Sequence[str], most: int) -> st.SearchStrategy[list[Any]]:
    tags = st.sampled_from([(), ("tag",), ("a::b", "c")])
    return st.lists(st.tuples(values(pieces, most), tags), min_size=1, max_size=12)


@given(fronts=st.lists(templates(), min_size=1, max_size=3), notes=notes_of(BLANKS, 3))
@settings(max_examples=150)
def test_any_fronts_make_the_cards_that_anki_makes(
    collection: Collection, fronts: list[str], notes: list[Any]
) -> None:
    kind = kind_of([f"{front} {place}" for place, front in enumerate(fronts)])
    assume(not list(problems_of(kind)))
    filled = [(values_of(kind, each), tags) for each, tags in notes]
    generation = Generation.of(kind)
    assert [generation.numbers(*note) for note in filled] == of_anki(collection, kind, filled)


@given(notes=notes_of(MARKS, 12))
@settings(max_examples=60)
def test_any_marks_make_the_cards_that_anki_makes(collection: Collection, notes: list[Any]) -> None:
    kind = kind_of(["{{cloze:Q}}"], is_cloze=True)
    filled = [(values_of(kind, each), tags) for each, tags in notes]
    generation = Generation.of(kind)
    assert [generation.numbers(*note) for note in filled] == of_anki(collection, kind, filled)


PIECES = [
    "{{Q}}",
    "{{#Q}}",
    "{{^Q}}",
    "{{/Q}}",
    "{{#A}}",
    "{{/A}}",
    "{{/ A }}",
    "{{ # A}}",
    "{{Nope}}",
    "{{q}}",
]
PIECES += [
    "{{#Nope}}",
    "{{/Nope}}",
    "{{#c1}}",
    "{{/c1}}",
    "{{c1}}",
    "{{cloze:Q}}",
    "{{cloze:A}}",
    "{{text:}}",
]
PIECES += ["{{", "}}", "<!--", "-->", "{{}}", "{{#}}", "{{text: Q}}", "{{Long name}}", "{{=<% %>=}}", "<%Q%>"]
PIECES += ["<%#Q%>", "<%/Q%>", "{{#c4294967295}}{{/c4294967295}}", "{{#c4294967296}}{{/c4294967296}}", "text"]


def sides() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(fronts=st.lists(sides(), min_size=1, max_size=2), back=sides(), is_cloze=st.booleans())
@settings(max_examples=250)
def test_templates_are_refused_where_anki_refuses_them(
    collection: Collection, fronts: list[str], back: str, is_cloze: bool
) -> None:
    kind = kind_of([front or " " for front in fronts][: 1 if is_cloze else 2], is_cloze=is_cloze, back=back)
    try:
        collection.models.remove(add_type(collection, kind))
    except CardTypeError:
        assert list(problems_of(kind))
        with pytest.raises(ExportError):
            Generation.of(kind)
    else:
        assert not list(problems_of(kind))


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("{{Q}}\n {{Answer}}", "Made, front of T0:2:2: X210 unknown field 'Answer': "),
        ("{{#Answer}}{{Q}}{{/Answer}}", "Made, front of T0:1:1: X210 unknown field 'Answer'"),
        ("{{Q}}{{#A}}", "Made, front of T0:1:6: X211 has {{#A}} with no {{/A}} after it"),
        ("{{Q}}{{/A}}", "Made, front of T0:1:6: X211 has {{/A}} where no {{#A}} is open"),
        ("{{#Q}}{{^A}}{{/Q}}", "Made, front of T0:1:13: X211 has {{/Q}} where {{/A}} must come first"),
        ("{{#c1}}text{{/c1}}", "Made, front of T0: X211 uses no field"),
        ("text", "Made, front of T0: X211 uses no field"),
        ("{{Kept}}", "Made, front of T1: X211 is the same as the front of T0"),
    ],
)
def test_what_anki_would_refuse_is_said_with_its_place(front: str, said: str) -> None:
    with pytest.raises(ExportError) as error:
        Generation.of(kind_of([front]))
    assert str(error.value).startswith(said)


def test_a_template_that_names_no_field_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kind = note_type("question")
    wrong = replace(kind.templates[1], back="<p>{{Qestion}}</p>")
    spoilt = replace(kind, templates=(kind.templates[0], wrong))
    monkeypatch.setattr(fields, "note_type", lambda _: spoilt)
    monkeypatch.setattr(fields, "_shape", fields._shape.__wrapped__)
    asked = Note("a", Kind.QUESTION, "kidney", PLACE, question="q", answer="a")
    said = "msc-learn Question, back of Reversed:1:4: X210 unknown field 'Qestion'"
    with pytest.raises(ExportError, match=said):
        compile_course(course(asked, root=tmp_path), Lock(), 9**10)


def test_a_cloze_type_must_hide_something_on_both_sides() -> None:
    with pytest.raises(ExportError) as error:
        Generation.of(kind_of(["{{Q}}"], is_cloze=True, back="{{Q}}"))
    assert [problem.position.path for problem in error.value.problems] == [
        "Made, back of T0",
        "Made, front of T0",
    ]


@pytest.mark.parametrize("name", NOTE_TYPES)
def test_our_own_templates_are_taken(name: str) -> None:
    assert not list(problems_of(note_type(name)))


# Our own notes, with texts that look like HTML, like deletions and like nothing.

PLACE = Position("renal.yaml", 3, 5)
WORDS = [
    "a",
    "b c",
    "<CD34>",
    "p < 0.05",
    "<br>",
    "<div>",
    " ",
    "\n",
    "*",
    "**",
    "^",
    "~",
    "\\(",
    "\\)",
    "&nbsp;",
]
WORDS += ["{{c1::", "{{c2::", "{{c1,3::", "{{c0::", "}}", "::", "{", "[sound:a]", "{{Question}}", "<!--", "é"]


def texts(most: int = 6) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=most).map("".join)


def notes(id_: str = "a") -> st.SearchStrategy[Note]:
    return st.builds(
        Note,
        id=st.just(id_),
        kind=st.sampled_from(Kind),
        topic=st.just("kidney"),
        position=st.just(PLACE),
        question=texts(),
        answer=texts(),
        cloze=texts(12),
        items=st.lists(texts(2), max_size=3).map(tuple),
        distractors=st.lists(texts(2), max_size=3).map(tuple),
        labels=st.lists(texts(2).map(lambda text: Label(text, (0, 12.5, 50, 5))), max_size=3).map(tuple),
        reject=st.dictionaries(texts(2), texts(2), max_size=2),
        reverse=st.booleans(),
        hint=texts(),
        extra=texts(),
        media=st.sampled_from([None, Media("a.svg", "{{c4::alt}}")]),
        sources=st.lists(texts().map(lambda quote: Source((quote,), quote)), max_size=2).map(tuple),
    ).map(lambda note: replace(note, reverse=note.reverse and note.kind is Kind.QUESTION))


def course(*of_topic: Note, root: Path = Path()) -> Course:
    topics = (Topic("kidney", "{{c5::Kidney}}", of_topic, PLACE),)
    return Course("renal", "Renal {{c6::medicine}}", "Renal", "en-GB", topics, root, root)


def rendered(*of_topic: Note) -> list[RenderedNote]:
    pictures = {"a.svg": Picture("a.svg", b"")}
    return list(render(course(*of_topic), of_topic, pictures, {"kidney": "Renal::Kidney"}))


@pytest.fixture(scope="module")
def our_types(collection: Collection) -> dict[str, int]:
    return {name: add_type(collection, note_type(name)) for name in NOTE_TYPES}


@given(st.lists(notes(), min_size=1, max_size=12))
@settings(max_examples=60)
def test_our_notes_have_the_cards_that_anki_makes_of_them(
    collection: Collection, our_types: dict[str, int], made: list[Note]
) -> None:
    ours = rendered(*made)
    theirs = made_by_anki(collection, [(our_types[each.kind], each.fields, each.tags) for each in ours])
    assert [each.cards or (1,) for each in ours] == theirs  # Anki gives one that shows nothing before none
    assert [each.cards for each in ours] == [tuple(card.number for card in cards_of(note)) for note in made]


FULL: dict[str, Any] = {
    "question": "Is <br> {{c7::this}} a question?",
    "answer": "yes <div>",
    "items": ("<br>", "{{c8::b}}"),
    "distractors": ("no", "{{c9::no}}"),
    "hint": "{{c10::hint}}",
    "extra": "{{c11::extra}}",
    "media": Media("a.svg", "{{c14::alt}}"),
    "labels": (Label("{{c15::one}}", (0, 0, 100, 5)), Label("two :: }} }", (0, 10, 100, 5))),
    "sources": (Source(("{{c12::Part}}",), "It {{c13::is}}."),),
}
CLOZE = "{{c1::a {{c2::b}} c}} <CD34> {{c3,4::\n}} {{c0::d}}"


def test_anki_finds_no_card_to_add_to_a_build_and_none_to_take_away(
    collection: Collection, tmp_path: Path
) -> None:
    made = [
        Note(f"{kind}-{reverse}", kind, "kidney", PLACE, cloze=CLOZE, reverse=reverse, **FULL)
        for kind in Kind
        for reverse in {False, kind is Kind.QUESTION}
    ]
    (tmp_path / "a.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    compiled = compile_course(course(*made, root=tmp_path), Lock(), 9**10)
    write(compiled, tmp_path / "a.apkg")
    collection.remove_notes(collection.find_notes(""))
    take(collection, tmp_path / "a.apkg")
    before = collection.db.all("SELECT nid, ord FROM cards ORDER BY nid, ord")
    assert len(before) == compiled.cards
    collection.fix_integrity()
    assert collection.db.all("SELECT nid, ord FROM cards ORDER BY nid, ord") == before
    assert list(collection.get_empty_cards().notes) == []


# Plain text in, safe HTML out: on the card, in search and in speech.


class Shown(HTMLParser):
    """What a browser would show of HTML, as text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.feed(re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL))
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data


PLAIN = [
    "<CD34>",
    "p < 0.05",
    "HLA-DR<low>",
    "x<y>z",
    "CD34 < 2% and CD73 > 95%",
    "CD45- & CD90+",
    "&lt;b&gt;",
    "<!-- kept -->",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "{{c1::kept}} {{Answer}}",
    "$5, 10^6 and ~5 %",
    "TNF-\u03b1 \u2265 3",
]
SPOKEN = "{{tts en_US:Question}}"


@pytest.fixture(scope="module")
def spoken(collection: Collection) -> int:
    """Return the id of our own note type with its question read aloud."""
    kind = note_type("question")
    first = kind.templates[0]
    aloud = Template(first.name, first.id, first.requires, first.front + SPOKEN, first.back)
    whole = NoteType(kind.name, kind.title, kind.id, kind.fields, (aloud,), kind.own)
    return add_type(collection, whole)


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_is_shown_found_and_spoken_as_it_was_written(
    collection: Collection, spoken: int, text: str
) -> None:
    (each,) = rendered(Note("a", Kind.QUESTION, "kidney", PLACE, question=f"Is it {text} or", answer="b"))
    note = collection.new_note(collection.models.get(spoken))
    note.fields = list(each.fields)
    collection.add_note(note, 1)
    output = note.cards()[0].render_output()
    assert f"Is it {text} or" in Shown(output.question_text).text
    (said,) = output.question_av_tags
    assert said.field_text == f"Is it {text} or"
    query = re.sub(r'([\\"*_:])', r"\\\1", text)
    assert note.id in collection.find_notes(f'"{query}"')
