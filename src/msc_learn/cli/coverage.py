"""`msc-learn coverage`: what of the document has a card, and what has none."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from msc_learn.cli.options import course_argument, json_option
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Note
from msc_learn.document.model import Document
from msc_learn.document.readers import read_document
from msc_learn.errors import CardFileError
from msc_learn.evidence.coverage import (
    Coverage,
    CoverageCount,
    Reason,
    Section,
    SentenceCoverage,
    coverage_of,
)
from msc_learn.files import write_atomically
from msc_learn.reports.phrases import count
from msc_learn.terminal.screen import Piece, Terminal
from msc_learn.terminal.streams import json_text

# A comma would be parted from a long id at the end of a line.
_BETWEEN = "  "
_HELD = "\u00a0"
_STYLES = {Reason.NONE: "bad", Reason.DRAFT: "unsure"}
# Where no card is wanted, and how many sentences of each kind there are.
_SPARED = {
    Reason.REJECTED: ("rejected", "rejected"),
    Reason.RESTATED: ("restated", "restated"),
    Reason.LEAD_IN: ("lead-in", "lead-ins"),
    Reason.META: ("about the document", "about the document"),
}


@click.command(
    epilog="""\b
Examples:
  msc-learn coverage --missing              what of the shipped document has no card
  msc-learn coverage cards/renal --html coverage.html
  msc-learn coverage cards/renal --json

`heading`, `meta` (about the document or to its reader), `lead-in` (of a list or an answer),
`restated` (another sentence that has a card says it) and `rejected` want no card. `draft only`
waits for a person to accept a card, and `none` is what an author must look at."""
)
@course_argument
@click.option("--missing", is_flag=True, help="Show only the sentences without a card.")
@json_option
@click.option(
    "--html",
    "page_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a page to read in a browser, with the cards.",
)
def command(course: str, missing: bool, as_json: bool, page_path: Path | None) -> None:
    """Show which sentences of the document have a card.

    Below each sentence stand the ids of the cards that quote it, or the reason why there are none. The
    figures say how many of the sentences that should have a card have one; a draft does not count.
    """
    loaded = load_course(course)
    coverage = coverage_of(loaded, document_of(loaded))
    if page_path is not None:
        from msc_learn.reports.coverage import page

        write_atomically(page_path, page(loaded, coverage, missing=missing))
    if as_json:
        click.echo(json_text(_as_json(loaded, coverage, missing=missing)))
    elif page_path is not None:
        click.echo(f"{page_path}: {_in_words(coverage.figure)}")
    else:
        _print(Terminal.here(), coverage, missing=missing)
        if not missing and any(line.reason is Reason.NONE for line in coverage.lines):
            click.echo(f"See what has no card: msc-learn coverage {course} --missing")


def document_of(course: Course) -> Document:
    """Return the document that a course quotes."""
    if course.document is None:
        message = "has no document for its cards to cover; name one under `document`"
        raise CardFileError.at(course.path, "F217", message)
    return read_document(course.document)


def _shown(section: Section, *, missing: bool) -> tuple[SentenceCoverage, ...]:
    return tuple(line for line in section.lines if line.reason or not missing)


def _as_json(course: Course, coverage: Coverage, *, missing: bool) -> dict[str, Any]:
    sections = [
        {
            "section": list(section.path),
            **_figures(section.figure),
            "sentences": [
                _row(line)
                for line in (
                    *([section.heading] if section.heading else []),
                    *_shown(section, missing=missing),
                )
            ],
        }
        for section in coverage.walk()
        if _shown(section, missing=missing) or not missing
    ]
    return {
        "course": course.id,
        "document": coverage.path,
        **_figures(coverage.figure),
        "lost": _ids(coverage.lost),
        "sections": sections,
    }


def _figures(figure: CoverageCount) -> dict[str, float | None]:
    return {
        "covered": figure.covered,
        "expected": figure.expected,
        "drafts": figure.drafts,
        "share": figure.share,
    }


def _row(line: SentenceCoverage) -> dict[str, Any]:
    return {
        "text": line.text,
        "line": line.position.line,
        "column": line.position.column,
        "cards": _ids(line.notes),
        "drafts": _ids(line.drafts),
        "rejected": _ids(line.rejected),
        "reason": line.reason,
        "restates": _ids(line.restates),
    }


def _ids(notes: tuple[Note, ...]) -> list[str]:
    return [note.id for note in notes]


def _print(terminal: Terminal, coverage: Coverage, *, missing: bool) -> None:
    for section in coverage.walk():
        lines = _shown(section, missing=missing)
        if lines or (section.path and not missing):
            terminal.say(*_title(section))
            for line in lines:
                terminal.say(line.text, indent=2)
                terminal.say(*_below(line), indent=4)
            terminal.blank()
    _print_sum(terminal, coverage)


def _title(section: Section) -> list[Piece]:
    """Return the headings above a section, its own, and its figure."""
    figure = section.figure
    said = f"{figure.covered:,} of {figure.expected:,} · {figure.percent}" if figure.expected else ""
    above = "".join(f"{name} › " for name in section.path[:-1])
    return [(above, "dim"), (section.title, "strong"), (f"   {said.replace(' ', _HELD)}" * bool(said), "dim")]


def _below(line: SentenceCoverage) -> list[Piece]:
    if line.reason is None:
        return [(_BETWEEN.join(_ids(line.notes)), "dim")]
    named = _BETWEEN.join(_ids(line.drafts or line.rejected or line.restates))
    style = _STYLES.get(line.reason, "dim")
    return [(line.reason.value, style), (f": {named}" if named else "", "dim")]


def _in_words(figure: CoverageCount) -> str:
    if not figure.expected:
        return "no sentence should have a card"
    drafts = f", {figure.drafts} only a draft" if figure.drafts else ""
    sentences = count(figure.expected, "sentence")
    return f"{figure.covered:,} of {sentences} covered ({figure.percent}){drafts}"


def _print_sum(terminal: Terminal, coverage: Coverage) -> None:
    counts = Counter(line.reason for line in coverage.lines)
    terminal.say((f"{coverage.path}: {_in_words(coverage.figure)}", "strong"))
    spared = [count(counts[reason], *names) for reason, names in _SPARED.items() if counts[reason]]
    if spared:
        terminal.say((f"No card wanted: {', '.join(spared)}", "dim"))
    if coverage.lost:
        ids = _BETWEEN.join(_ids(coverage.lost))
        terminal.say((f"Quotes not found, see msc-learn check: {ids}", "bad"))
