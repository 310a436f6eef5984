"""What of a document has cards: the sentences a quote touches, the reasons why none does, and the figures."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from inline_snapshot import snapshot

from conftest import CARDS, COURSE, WriteCourse, lines_with, paragraphs_with
from msc_learn.cli.coverage import command
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Note, Source, Status, Topic
from msc_learn.document.model import Document
from msc_learn.document.readers import markdown, read_document
from msc_learn.errors import CardFileError, MscLearnError
from msc_learn.evidence.boilerplate import is_boilerplate
from msc_learn.evidence.context import ContextIndex
from msc_learn.evidence.coverage import Coverage, CoverageCount, Reason, SentenceCoverage, coverage_of
from msc_learn.evidence.quote_index import QuoteIndex
from msc_learn.evidence.restatements import Restatements
from msc_learn.position import Position
from msc_learn.reports.coverage import page

ROOT = Path(__file__).parents[1]
TEXT = """\
# Stromal cells

This page is not medical advice.

## Release

Cells release **factors** that calm inflammation. Cells may  repair bone.
Nobody quotes this <line>.

The factors are:

- **VEGF**: a factor for vessels. It is large.
- HGF

What comes next?

### Deeper

Deeper text waits for a reader. Rejected text stands here.

## Key points

Factors released by cells calm inflammation. Cells repair bone.
"""


def document(text: str = TEXT) -> Document:
    return markdown.read(text, "document.md")


def note(name: str, *sources: Source | str, status: Status = Status.ACCEPTED) -> Note:
    placed = tuple(Source((), source) if isinstance(source, str) else source for source in sources)
    at = Position("t.yaml", 1, 1)
    return Note(name, Kind.QUESTION, "t", at, question="Q?", answer="A", sources=placed, status=status)


def course(*notes: Note) -> Course:
    topic = Topic("t", "Topic", notes, Position("t.yaml"))
    return Course("t", "T", "T", "en", (topic,), Path(), Path("t.yaml"))


def covered(text: str, *notes: Note) -> Coverage:
    return coverage_of(course(*notes), document(text))


def line(coverage: Coverage, begins: str) -> SentenceCoverage:
    return next(line for line in coverage.lines if line.text.startswith(begins))


def ids(notes: tuple[Note, ...]) -> list[str]:
    return [note.id for note in notes]


@pytest.mark.parametrize(
    ("quote", "begins"),
    [
        ("Cells release factors that calm inflammation.", ["Cells release"]),
        ("factors that calm", ["Cells release"]),
        ("actors that cal", ["Cells release"]),
        ("inflammation. Cells   may", ["Cells release", "Cells may"]),
        ("repair bone. Nobody", ["Cells may", "Nobody"]),
        ("The factors are:", ["The factors are"]),
        ("VEGF: a factor", ["VEGF"]),
        ("VEGF", []),
        ("a factor for vessels. It is", ["VEGF", "It is large"]),
        ("HGF", ["HGF"]),
        ("GF", []),
        ("large. HGF", []),
        ("Deeper", ["Deeper text"]),
        ("Release", []),
        ("", []),
    ],
)
def test_a_quote_covers_every_sentence_it_touches(quote: str, begins: list[str]) -> None:
    found = covered(TEXT, note("a", quote))
    touched = [line.text for line in found.lines if line.notes]
    assert len(touched) == len(begins)
    assert all(text.startswith(begin) for text, begin in zip(touched, begins, strict=True))


def test_a_quote_that_stands_twice_covers_the_place_the_card_names() -> None:
    text = "# T\n\n## One\n\nCells heal.\n\nCells heal.\n\n## Two\n\nCells heal.\n"
    second, third = (text.index("Cells", text.index("Cells") + 1), text.rindex("Cells"))
    for source, number in [
        (Source(("One",), "Cells heal."), 0),
        (Source(("Two",), "Cells heal."), 2),
        (Source(("Two",), "ells hea"), 2),
        (Source(("Lost",), "Cells heal."), 0),
        (Source(("One",), "Cells heal.", second, second + 11), 1),
        (Source(("One",), "Cells heal.", third, third + 11), 2),
        (Source(("Two",), "Cells heal.", 3, 14), 2),
    ]:
        lines = covered(text, note("a", source)).lines
        assert [bool(line.notes) for line in lines].index(True) == number
        assert sum(bool(line.notes) for line in lines) == 1


def test_a_whole_word_elsewhere_gives_way_to_a_part_of_one_in_the_section_the_card_names() -> None:
    text = "# T\n\n## One\n\nA factor acts.\n\n## Two\n\nFactors and factory.\n"
    assert line(covered(text, note("a", Source(("Two",), "factor"))), "Factors").notes


def test_what_is_quoted_is_found_just_where_the_checks_find_it() -> None:
    loaded = load_course(ROOT / "cards" / "msc")
    read = _document_of(loaded)
    contexts, quotations = ContextIndex(read), QuoteIndex(read)
    for source in (source for note in loaded.notes for source in note.sources):
        context, touched = contexts.find(source), quotations.line_numbers(source)
        assert context is not None
        assert touched is not None
        said = " ".join(quotations.lines[number].text for number in touched)
        assert not touched or said in context.sentences or context.sentences in said


@pytest.mark.parametrize(
    ("begins", "reason"),
    [
        ("This page", Reason.META),
        ("Cells release", None),
        ("Cells may", None),
        ("Nobody", Reason.NONE),
        ("The factors are", Reason.LEAD_IN),
        ("HGF", Reason.NONE),
        ("What comes", Reason.LEAD_IN),
        ("Deeper text", Reason.DRAFT),
        ("Rejected", Reason.REJECTED),
        ("Factors released", Reason.RESTATED),
        ("Cells repair", Reason.NONE),
    ],
)
def test_a_sentence_without_a_card_has_a_reason(begins: str, reason: Reason | None) -> None:
    assert line(_mixed(), begins).reason is reason


def _mixed_notes() -> list[Note]:
    return [
        note("one", "factors that calm inflammation"),
        note("two", "Cells may repair bone.", "not in it"),
        note("three", "Deeper text", status=Status.DRAFT),
        note("four", "Rejected text", "not in it either", status=Status.REJECTED),
        note("five", "Cells release", status=Status.DRAFT),
    ]


def _mixed() -> Coverage:
    return covered(TEXT, *_mixed_notes())


def test_the_notes_of_a_sentence_are_told_apart_by_status() -> None:
    found = _mixed()
    release = line(found, "Cells release")
    assert (ids(release.notes), ids(release.drafts)) == (["one"], ["five"])
    assert ids(line(found, "Rejected").rejected) == ["four"]
    assert ids(line(found, "Factors released").restates) == ["one"]
    assert ids(found.lost) == ["two"]


def test_a_card_on_a_lead_in_or_a_remark_counts() -> None:
    found = covered(TEXT, note("a", "The factors are:"), note("b", "This page is not medical advice."))
    assert line(found, "The factors").reason is None
    assert found.figure == CoverageCount(2, 12, 0)


def test_a_head_row_leads_in_its_table() -> None:
    text = "# T\n\n| Cell | Size |\n| --- | --- |\n| stromal | large |\n"
    assert [line.reason for line in covered(text).lines] == [Reason.LEAD_IN, Reason.NONE]


def test_figures_count_each_section_with_those_inside_it() -> None:
    figures = {section.title: section.figure for section in _mixed().walk()}
    assert figures == {
        "Stromal cells": CoverageCount(0, 0, 0),
        "Release": CoverageCount(2, 7, 1),
        "Deeper": CoverageCount(0, 1, 1),
        "Key points": CoverageCount(0, 1, 0),
    }
    assert _mixed().figure == CoverageCount(2, 8, 1)
    assert [section.path for section in _mixed().walk()][2] == ("Release", "Deeper")


@pytest.mark.parametrize(
    ("figure", "percent"),
    [((0, 0), ""), ((0, 3), "0 %"), ((2, 3), "67 %"), ((999, 1000), "99 %"), ((4, 4), "100 %")],
)
def test_only_all_is_100_percent(figure: tuple[int, int], percent: str) -> None:
    assert CoverageCount(*figure, 0).percent == percent


def test_each_line_knows_its_place() -> None:
    found = _mixed()
    assert line(found, "Cells may").position == Position("document.md", 7, 51)
    assert line(found, "VEGF").position == Position("document.md", 12, 5)
    heading = next(section.heading for section in found.walk() if section.title == "Deeper")
    assert heading is not None
    assert (heading.reason, heading.position.line) == (Reason.HEADING, 17)


@pytest.mark.parametrize("text", ["# Only a title\n", "Just text.\n", "## A\n\n#### B\n\nText.\n\n### C\n"])
def test_a_document_of_any_shape_keeps_every_line(text: str) -> None:
    found = covered(text)
    said = [line.text for line in found.lines] + [s.heading.text for s in found.walk() if s.heading]
    assert all(word in " ".join([*said, found.title]) for word in re.findall(r"\w+", text))


def test_equal_courses_give_equal_coverage() -> None:
    assert _mixed() == _mixed()


@pytest.mark.parametrize(
    "sentence",
    [
        "This page restates one document, dated today.",
        "The guide is not medical advice.",
        "In this section, we look at cells.",
        "Talk to your doctor before you begin.",
        "For education only.",
        "Back to top",
        "Contents",
        "Next: Limitations",
        "https://example.org/cells",
        "Last updated: May 2026",
        "See also the index.",
        "Read more about stem cells.",
        "It helps you to make an informed decision.",
        "* * *",
    ],
)
def test_a_remark_on_the_text_or_to_its_reader_is_told(sentence: str) -> None:
    assert is_boilerplate(sentence, ())


@pytest.mark.parametrize(
    "sentence",
    [
        "The document names four sources of MSCs.",
        "We found that pain fell by 20 %.",
        "It is important to note that cells may form tumours.",
        "This review reports that pain fell.",
        "The course was chronic in most patients.",
        "The site is not inflamed.",
        "If you take warfarin, bleeding is more likely.",
        "For more severe disease, surgery is an option.",
        "Next, the vesicles fuse with the membrane.",
        "Physicians should supervise treatment.",
    ],
)
def test_a_claim_is_no_remark(sentence: str) -> None:
    assert not is_boilerplate(sentence, ("Sources",))


def test_what_stands_below_a_heading_of_the_apparatus_is_a_remark() -> None:
    assert is_boilerplate("Smith J. Cells. 2020.", ("References",))


@pytest.mark.parametrize(
    ("sentence", "restates"),
    [
        ("Cells release 51 factors.", True),
        ("Factors are released by the cell.", True),
        ("Cells may release factors.", True),
        ("Cells release 5 factors.", False),
        ("Cells do not release factors.", False),
        ("Cells release factors and vesicles.", False),
        ("Factors.", False),
        ("It is so.", False),
    ],
)
def test_a_restatement_says_no_word_more_and_claims_no_more(sentence: str, restates: bool) -> None:
    said = Restatements({3: "Stromal cells release 51 factors.", 7: "Nothing else."})
    assert said.restated_by(sentence) == (3 if restates else None)


def test_what_drops_a_hedge_is_no_restatement() -> None:
    assert Restatements({0: "Cells may repair bone."}).restated_by("Cells repair bone.") is None


def _document_of(loaded: Course) -> Document:
    assert loaded.document is not None
    return read_document(loaded.document)


def test_every_sentence_of_the_shipped_document_but_its_notice_has_a_card() -> None:
    loaded = load_course(ROOT / "cards" / "msc")
    found = coverage_of(loaded, _document_of(loaded))
    bare = [f"{line.position.line}: {line.text}" for line in found.lines if line.reason]
    notice = [f"{line.position.line}: {line.text}" for line in found.sections[0].lines]
    assert bare == notice, "\n".join(text for text in bare if text not in notice)
    assert {line.reason for line in found.sections[0].lines} == {Reason.META}
    assert (found.figure.percent, found.lost) == ("100 %", ())


def test_ten_thousand_cards_look_at_each_sentence_but_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# T\n\n## A\n\n" + "\n\n".join(f"Cell line w{n} carries protein p{n}." for n in range(10_000))
    tried = 0
    occurrences = QuoteIndex._occurrences

    def counted(self: QuoteIndex, quote: str, cut: bool) -> list[tuple[int, int]]:
        nonlocal tried
        tried += min(len(self._blocks_with_word.get(word, ())) for word in re.findall(r"\w+", quote))
        return list(occurrences(self, quote, cut))

    monkeypatch.setattr(QuoteIndex, "_occurrences", counted)
    notes = [note(f"c{n}", Source(("A",), f"Cell line w{n} carries")) for n in range(10_000)]
    assert coverage_of(course(*notes), document(text)).figure == CoverageCount(10_000, 10_000, 0)
    assert tried == 10_000


# --- the command


def run(runner: CliRunner, folder: Path, *arguments: str, columns: int = 80) -> Result:
    return runner.invoke(command, [str(folder), *arguments], env={"COLUMNS": str(columns)})


DRAFTED = CARDS.replace("    strength: hedged\n", "    strength: hedged\n    status: draft\n")


def test_the_document_is_shown_with_the_cards_of_each_sentence(
    runner: CliRunner, write_course: WriteCourse
) -> None:
    folder = write_course(DRAFTED)
    result = run(runner, folder)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:9] == snapshot(
        [
            "Growth factors   1 of 2 · 50 %",
            "  MSCs release vascular endothelial growth factor (VEGF).",
            "    vegf-name",
            "  MSC treatment may reduce pain.",
            "    draft only: pain-choice",
            "",
            "Exosomes   1 of 1 · 100 %",
            "  MSC exosomes carry microRNAs and proteins.",
            "    exosome-cargo  exosome-cargo-list",
        ]
    )
    assert paragraphs_with(result.output, "PATH", folder / "document.md") == snapshot(
        ["PATH: 2 of 3 sentences covered (67 %), 1 only a draft"]
    )


def test_only_what_has_no_card_is_shown_when_asked(runner: CliRunner, write_course: WriteCourse) -> None:
    shown = run(runner, write_course(DRAFTED), "--missing").output
    assert "pain-choice" in shown
    assert "vegf-name" not in shown
    assert "Exosomes" not in shown


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_screen(runner: CliRunner, columns: int) -> None:
    shown = run(runner, ROOT / "cards" / "msc", columns=columns).output
    assert max(map(len, shown.splitlines())) <= columns


def test_a_gap_says_how_to_see_all_gaps(runner: CliRunner, write_course: WriteCourse) -> None:
    folder = write_course(document="# T\n\n## Exosomes\n\nMSC exosomes carry microRNAs and proteins. New!\n")
    shown = run(runner, folder).output
    assert f"msc-learn coverage {folder} --missing" in shown
    assert "vegf-name  pain-choice" in shown
    assert paragraphs_with(shown, "vegf-name", folder / "document.md", folder) == snapshot(
        [
            "PATH: 1 of 2 sentences covered (50 %) Quotes not found (see msc-learn check):",
            "vegf-name pain-choice List the sentences without a card: msc-learn coverage PATH",
            "--missing",
        ]
    )
    assert "--missing" not in run(runner, folder, "--missing").output


def test_a_document_of_remarks_alone_wants_no_card(runner: CliRunner, write_course: WriteCourse) -> None:
    folder = write_course(
        "topic: T\ncards: []\n", document="# T\n\nPlease read on.\n\nThis is not medical advice.\n"
    )
    shown = run(runner, folder).output
    assert paragraphs_with(shown, "PATH", folder / "document.md") == snapshot(
        ["PATH: no sentence should have a card No card needed: 2 about the document"]
    )


def test_the_coverage_is_told_as_json_too(runner: CliRunner, write_course: WriteCourse) -> None:
    folder = write_course(DRAFTED)
    told = json.loads(run(runner, folder, "--json").output)
    assert {key: told[key] for key in ("course", "covered", "expected", "drafts", "lost")} == {
        "course": "stromal",
        "covered": 2,
        "expected": 3,
        "drafts": 1,
        "lost": [],
    }
    heading, vegf, pain = told["sections"][0]["sentences"]
    assert (heading["text"], heading["reason"]) == ("Growth factors", "heading")
    assert (vegf["cards"], vegf["reason"], vegf["line"]) == (["vegf-name"], None, 5)
    assert (pain["drafts"], pain["reason"]) == (["pain-choice"], "draft only")
    missing = json.loads(run(runner, folder, "--json", "--missing").output)
    assert [row["text"] for section in missing["sections"] for row in section["sentences"]] == [
        "Growth factors",
        "MSC treatment may reduce pain.",
    ]


def test_a_course_without_a_document_is_one_line(write_course: WriteCourse, runner: CliRunner) -> None:
    folder = write_course(course=COURSE.replace("document: document.md\n", ""))
    error = run(runner, folder).exception
    assert isinstance(error, CardFileError)
    assert str(error).startswith(f"{folder}: F217 ")
    assert str(error).removeprefix(f"{folder}: ") == snapshot(
        "F217 the course has no document: name one with the key `document`"
    )


def test_a_document_that_cannot_be_read_is_one_line(write_course: WriteCourse, runner: CliRunner) -> None:
    folder = write_course()
    (folder / "document.md").write_bytes(b"\0\1\2")
    error = run(runner, folder).exception
    assert isinstance(error, MscLearnError)
    assert "\n" not in str(error)


# --- the page


class Page(HTMLParser):
    """Gathers the tags of a page, its ids, and the addresses it names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        assert "style" not in named
        assert not any(name.startswith("on") for name in named)
        self.tags.append(tag)
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_every_link_leads_to_something_on_it() -> None:
    read = Page(page(course(*_mixed_notes()), _mixed()))
    assert not read.open
    assert len(set(read.ids)) == len(read.ids)
    assert read.links
    assert all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert "details" in read.tags
    assert not {"script", "img", "link", "iframe"} & set(read.tags)


def test_the_page_lets_in_nothing_but_its_own_style() -> None:
    text = page(course(*_mixed_notes()), _mixed())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert not re.search(r"https?:|url\(|@import", text)


def test_text_of_document_and_cards_is_escaped_on_the_page(write_course: WriteCourse) -> None:
    cards = (
        "topic: T <i>\ncards:\n"
        "  - {id: a, question: 'p < 5 **of** <b>?', answer: '<script>', source: {quote: Cells}}\n"
        "  - {id: b, cloze: 'Cells {{c1::<u>heal}}.', source: {quote: Cells}}\n"
        "  - {id: c, question: Q, items: ['<s>'], ordered: true, source: {quote: Cells}}\n"
        "  - {id: d, question: Q, media: {file: a.svg, alt: a},"
        " labels: [{text: '<p>', at: [1, 2, 3, 4]}], source: {quote: Cells}}\n"
    )
    text = '# T\n\nCells &lt;script&gt; "heal" & grow.\n'
    folder = write_course(cards, document=text, course=COURSE + "disclaimer: No <b>advice</b>.\n")
    (folder / "a.svg").write_text("<svg/>")
    loaded = load_course(folder)
    shown = page(loaded, coverage_of(loaded, _document_of(loaded)))
    assert "Cells &lt;script&gt; &#34;heal&#34; &amp; grow." in shown
    assert "p &lt; 5 <strong>of</strong> &lt;b&gt;?" in shown
    assert "Cells <mark>&lt;u&gt;heal</mark>." in shown
    assert "<ol><li>&lt;s&gt;</li></ol>" in shown
    assert "<ul><li>&lt;p&gt;</li></ul>" in shown
    assert "No &lt;b&gt;advice" in shown
    assert not Page(shown).open


def test_the_page_shows_reasons_figures_and_strengths() -> None:
    shown = page(course(*_mixed_notes()), _mixed(), missing=True)
    assert lines_with(shown, "25 %") == snapshot(
        ["<p>2 of 8 sentences that should have a card have one (25 %), 1 only a draft.</p>"]
    )
    assert '<span class="reason">restated</span>' in shown
    assert '<a href="#card-five">five (draft)</a>' in shown
    assert '<b class="asserted">asserted</b> · draft · five · sentence' in shown
    assert lines_with(shown, ": two") == snapshot(
        ['<p class="lost">These cards quote text that is not in the document: two.</p>']
    )
    assert 'id="only" checked' in shown


def test_the_page_is_written_where_asked(runner: CliRunner, course_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "coverage.html"
    result = run(runner, course_folder, "--html", str(path))
    assert (result.exit_code, result.output) == (0, f"{path}: 3 of 3 sentences covered (100 %)\n")
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(run(runner, course_folder, "--html", str(path), "--json").output)["covered"] == 3


def test_a_page_of_a_document_without_cards_is_whole(write_course: WriteCourse) -> None:
    loaded = load_course(write_course("topic: T\ncards: []\n", document="# T\n\nPlease read on.\n"))
    shown = page(loaded, coverage_of(loaded, _document_of(loaded)))
    assert lines_with(shown, "No sentence") == snapshot(["<p>No sentence should have a card.</p>"])
    assert not Page(shown).open
