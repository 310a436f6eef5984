"""Coverage of a document, as text on a terminal and as JSON."""

from collections import Counter
from typing import Any

from msc_learn.course.model import Course, Note
from msc_learn.evidence.coverage import Coverage, CoverageCount, Reason, Section, SentenceCoverage
from msc_learn.reports.phrases import count
from msc_learn.terminal.screen import Piece, Terminal

# A comma would be separated from a long id at the end of a line.
_BETWEEN = "  "
_NO_BREAK_SPACE = "\u00a0"
_STYLES = {Reason.NONE: "bad", Reason.DRAFT: "unsure"}
# The kinds of sentences that need no card, in the singular and the plural.
_NO_CARD_NEEDED = {
    Reason.REJECTED: ("rejected", "rejected"),
    Reason.RESTATED: ("restated", "restated"),
    Reason.LEAD_IN: ("lead-in", "lead-ins"),
    Reason.META: ("about the document", "about the document"),
}


def _shown(section: Section, *, missing: bool) -> tuple[SentenceCoverage, ...]:
    return tuple(line for line in section.lines if line.reason or not missing)


def as_json(course: Course, coverage: Coverage, *, missing: bool) -> dict[str, Any]:
    """Return the coverage as JSON values; with `missing`, only of sentences without a card."""
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


def print_coverage(terminal: Terminal, coverage: Coverage, *, missing: bool) -> None:
    """Print the coverage of each section; with `missing`, only sentences without a card."""
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
    """Return the headings above a section, its own, and its coverage."""
    figure = section.figure
    share = f"{figure.covered:,} of {figure.expected:,} · {figure.percent}" if figure.expected else ""
    above = "".join(f"{name} › " for name in section.path[:-1])
    return [
        (above, "dim"),
        (section.title, "strong"),
        (f"   {share.replace(' ', _NO_BREAK_SPACE)}" * bool(share), "dim"),
    ]


def _below(line: SentenceCoverage) -> list[Piece]:
    if line.reason is None:
        return [(_BETWEEN.join(_ids(line.notes)), "dim")]
    named = _BETWEEN.join(_ids(line.drafts or line.rejected or line.restates))
    style = _STYLES.get(line.reason, "dim")
    return [(line.reason.value, style), (f": {named}" if named else "", "dim")]


def in_words(figure: CoverageCount) -> str:
    """Return how many sentences are covered, of those that should have a card."""
    if not figure.expected:
        return "no sentence should have a card"
    drafts = f", {figure.drafts} only a draft" if figure.drafts else ""
    sentences = count(figure.expected, "sentence")
    return f"{figure.covered:,} of {sentences} covered ({figure.percent}){drafts}"


def _print_sum(terminal: Terminal, coverage: Coverage) -> None:
    counts = Counter(line.reason for line in coverage.lines)
    terminal.say((f"{coverage.path}: {in_words(coverage.figure)}", "strong"))
    no_card = [count(counts[reason], *names) for reason, names in _NO_CARD_NEEDED.items() if counts[reason]]
    if no_card:
        terminal.say((f"No card needed: {', '.join(no_card)}", "dim"))
    if coverage.lost:
        ids = _BETWEEN.join(_ids(coverage.lost))
        terminal.say((f"Quotes not found (see msc-learn check): {ids}", "bad"))
