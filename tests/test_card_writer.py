"""Card files as they are written: what they say loads back, and they are pleasant to edit."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.course import card_writer
from msc_learn.course.card_reader import read_card_file
from msc_learn.course.model import (
    Course,
    Evidence,
    Kind,
    Label,
    Media,
    Note,
    Retired,
    Source,
    Status,
    Strength,
    Topic,
)
from msc_learn.position import Position

NOWHERE = Position("")
WORDS = st.sampled_from(
    [
        "no",
        "yes",
        "null",
        "~",
        "1e3",
        "0x1F",
        "2024-01-02",
        "12:30",
        "1_000",
        ".5",
        "-",
        "- a",
        "a: b",
        "a #b",
        "?",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "{a}",
        "[a]",
        "'",
        '"',
        "it's",
        'say "x"',
        "a\\b",
        "<<",
        "=",
        "key:",
        "p < 0.05",
        "{{c1::x}}",
        "µg",
        "é",
        "\u2028",
        "\x85",
        "😀",
        "a\nb",
        "a\n\n  b",
        "\t",
        "on",
        "Off",
        "+1",
        "---",
        "...",
    ]
)
TEXTS = (
    st.lists(
        WORDS | st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
    )
    .map(" ".join)
    .map(str.strip)
    .filter(bool)
)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
SOURCES = st.builds(
    Source,
    section=st.lists(st.sampled_from(["How", "no", "1.2", "a: b"]), max_size=2).map(tuple),
    quote=TEXTS,
    start=st.just(3),
    end=st.just(9),
    digest=st.just("sha256:0123456789abcdef"),
)
LABELS = st.builds(
    Label,
    TEXTS,
    st.tuples(
        *[st.integers(0, 50_000).map(lambda n: n / 1_000)] * 2,
        *[st.integers(1, 100).map(lambda n: n / 2)] * 2,
    ),
)


@st.composite
def notes(draw: st.DrawFn) -> Note:
    kind = draw(st.sampled_from(Kind))
    asked = kind is not Kind.CLOZE
    several = kind is Kind.LIST or (kind is Kind.CHOICE and draw(st.booleans()))
    answered = kind is Kind.QUESTION or (kind is Kind.CHOICE and not several)
    pictures = st.builds(Media, path=st.just("media/a.svg"), alt=TEXTS)
    return Note(
        id=draw(IDS),
        kind=kind,
        topic="t",
        position=NOWHERE,
        question=draw(TEXTS) if asked else "",
        answer=draw(TEXTS) if answered else "",
        cloze="" if asked else f"A {{{{c1::b}}}} {draw(TEXTS)}",
        items=tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))) if several else (),
        distractors=tuple(draw(st.lists(TEXTS, min_size=1, max_size=3))) if kind is Kind.CHOICE else (),
        labels=tuple(draw(st.lists(LABELS, min_size=1, max_size=3))) if kind is Kind.OCCLUSION else (),
        accept=tuple(draw(st.lists(TEXTS, max_size=2))),
        reject=draw(st.dictionaries(TEXTS.filter(lambda text: len(text) < 100), TEXTS, max_size=2)),
        ordered=kind is Kind.LIST and draw(st.booleans()),
        need=1 if kind is Kind.LIST and draw(st.booleans()) else None,
        reverse=kind is Kind.QUESTION and draw(st.booleans()),
        typed=kind in (Kind.QUESTION, Kind.CLOZE) and draw(st.booleans()),
        case=draw(st.booleans()),
        hint=draw(st.just("") | TEXTS),
        extra=draw(st.just("") | TEXTS),
        media=draw(pictures if kind is Kind.OCCLUSION else st.none() | pictures),
        strength=draw(st.sampled_from(Strength)),
        sources=tuple(draw(st.lists(SOURCES, max_size=2))),
        tags=tuple(sorted(draw(st.sets(st.sampled_from(["no", "a::b", "1e3", "x,y", "é"]), max_size=3)))),
        status=draw(st.sampled_from(Status)),
        renamed_from=draw(st.just("") | IDS),
        base=draw(st.sampled_from(["", "sha256:0123abcd"])),
        evidence=draw(st.sampled_from([None, *Evidence])),
    )


def loaded(text: str) -> Topic:
    file = read_card_file(text, "t.yaml", "t")
    assert not file.problems, f"{file.problems}\n{text}"
    assert file.topic is not None
    notes_ = tuple(replace(note, position=NOWHERE) for note in file.topic.notes)
    return replace(file.topic, notes=notes_, position=NOWHERE)


@given(
    title=TEXTS,
    written=st.lists(notes(), max_size=3, unique_by=lambda note: note.id),
    reasons=st.dictionaries(IDS, TEXTS, max_size=2),
)
def test_what_is_written_loads_back_equal(title: str, written: list[Note], reasons: dict[str, str]) -> None:
    retired = tuple(Retired(id_, reason, NOWHERE) for id_, reason in reasons.items())
    topic = Topic("t", title, tuple(written), NOWHERE, retired)
    labels = {note.id: f"part {note.kind}" for note in written}
    assert loaded(card_writer.card_file(topic, header=card_writer.HEADER, labels=labels)) == topic


@given(TEXTS)
def test_every_reader_reads_a_scalar_as_the_text_it_is(text: str) -> None:
    assert yaml.safe_load(f"a: {card_writer.scalar(text)}") == {"a": text}
    assert yaml.safe_load(f"[{card_writer.scalar(text, flow=True)}]") == [text]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("bone marrow", "bone marrow"),
        ("p < 0.05, or less", "p < 0.05, or less"),
        ("it's", "it's"),
        ("no", "'no'"),
        ("1e3", "'1e3'"),
        ("2024-01-02", "'2024-01-02'"),
        ("5 mg", "5 mg"),
        ("a: b", "'a: b'"),
        ("it's: so", '"it\'s: so"'),
        ("- a", "'- a'"),
        ("[Part] It is.", "'[Part] It is.'"),
        ("Which?", "Which?"),
    ],
)
def test_a_scalar_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert card_writer.scalar(text) == written


def test_a_card_file_looks_like_this() -> None:
    source = Source(("How it works", "Homing"), "Cells move: fast.", 10, 27, "sha256:0123456789abcdef")
    cards = (
        Note("a-1", Kind.QUESTION, "t", NOWHERE, "What moves?", "Cells", sources=(source,), tags=("t", "u")),
        Note(
            "b-2", Kind.LIST, "t", NOWHERE, "Which 2?", items=("one", "no"), tags=("t",), status=Status.DRAFT
        ),
    )
    topic = Topic("t", "How it works", cards, NOWHERE)
    assert card_writer.card_file(topic, document="notes.md", labels={"a-1": "A", "b-2": "B"}) == (
        "topic: How it works\n"
        "tags: [t]\n"
        "document: notes.md\n"
        "cards:\n"
        "\n"
        "  # --- A ---\n"
        "  - id: a-1\n"
        "    question: What moves?\n"
        "    answer: Cells\n"
        "    tags: [u]\n"
        "    strength: asserted\n"
        "    source:\n"
        "      section: How it works > Homing\n"
        "      quote: 'Cells move: fast.'\n"
        "      at: [10, 27]\n"
        "      digest: sha256:0123456789abcdef\n"
        "\n"
        "  # --- B ---\n"
        "  - id: b-2\n"
        "    question: Which 2?\n"
        "    items:\n"
        "      - one\n"
        "      - 'no'\n"
        "    status: draft\n"
    )


def test_a_course_file_names_topics_in_order() -> None:
    topics = tuple(Topic(name, name, (), NOWHERE) for name in ("one", "two"))
    course = Course("c", "No", "C: d", "en", topics, Path(), Path(), Path("x/document.md"), licence="MIT")
    assert card_writer.course_file(course, header="# Hello\n") == (
        "# Hello\nid: c\ntitle: 'No'\ndeck: 'C: d'\nlanguage: en\ndocument: document.md\nlicence: MIT\n"
        "topics:\n  - one\n  - two\n"
    )
