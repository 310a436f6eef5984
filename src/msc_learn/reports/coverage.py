"""Coverage as one page of HTML that needs no network and no script: the document, and the cards below it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from msc_learn.course.model import Course, Kind, Note, Status
from msc_learn.evidence.coverage import Coverage, CoverageCount, Reason, Section, SentenceCoverage
from msc_learn.reports.coverage_css import STYLE
from msc_learn.reports.html import webpage
from msc_learn.text import cloze
from msc_learn.text.markup import to_html

MEANINGS = {
    Reason.NONE: "no card stands on it: look at these",
    Reason.DRAFT: "only drafts stand on it, which nobody has accepted yet",
    Reason.REJECTED: "only rejected cards stand on it",
    Reason.RESTATED: "another sentence, which has a card, says it",
    Reason.LEAD_IN: "leads in to a list or an answer",
    Reason.META: "about the document or to its reader",
}
Numbers = Mapping[int, int]
"""The number of each line of the page, by the line's identity."""


def page(course: Course, coverage: Coverage, *, missing: bool = False) -> str:
    """Return the page; with `missing` it opens on the sentences without a card alone."""
    numbers = {id(line): number for number, line in enumerate(coverage.lines, start=1)}
    title = f"Coverage: {coverage.title}"
    body = (
        _head(coverage, title, missing=missing),
        f"<main>{''.join(_section(section, numbers, 2) for section in coverage.sections)}</main>",
        _cards(course, coverage, numbers),
        f"<footer>{to_html(course.disclaimer)}</footer>" if course.disclaimer else "",
    )
    return webpage(title, course.language, STYLE, body)


def _head(coverage: Coverage, title: str, *, missing: bool) -> str:
    figure = coverage.figure
    bar = f'<progress max="{figure.expected}" value="{figure.covered}"></progress>' if figure.expected else ""
    drafts = f", {figure.drafts} only a draft" if figure.drafts else ""
    checked = " checked" if missing else ""
    return (
        f"<header><h1>{escape(title)}</h1>\n<p>{_in_words(figure)}{drafts}.</p>{bar}\n{_legend(coverage)}"
        f'<p class="only"><label><input type="checkbox" id="only"{checked}> Only sentences without a card'
        f"</label></p>{_lost(coverage)}</header>"
    )


def _in_words(figure: CoverageCount) -> str:
    if figure.share is None:
        return "No sentence should have a card"
    sentences = f"{figure.covered} of {figure.expected} sentences that should have a card have one"
    return f"{sentences} ({_percent(figure)})"


def _percent(figure: CoverageCount) -> str:
    return figure.percent.replace(" ", "&nbsp;")


def _legend(coverage: Coverage) -> str:
    counts = Counter(line.reason for line in coverage.lines)
    rows = [
        (None, "covered", "its cards are named below it"),
        *((r, r.value, m) for r, m in MEANINGS.items()),
    ]
    items = (
        f'<li class="{_class(reason)}"><b>{name}</b> {counts[reason]} <span>{meaning}</span></li>'
        for reason, name, meaning in rows
        if counts[reason] or reason in (None, Reason.NONE)
    )
    return f'<ul class="legend">{"".join(items)}</ul>\n'


def _lost(coverage: Coverage) -> str:
    if not coverage.lost:
        return ""
    ids = ", ".join(escape(note.id) for note in coverage.lost)
    return f'<p class="lost">These cards quote words that are not in the document: {ids}.</p>'


def _class(reason: Reason | None) -> str:
    return "covered" if reason is None else reason.value.replace(" ", "-")


def _section(section: Section, numbers: Numbers, level: int) -> str:
    title = escape(section.title)
    rank = min(level, 6)
    lines = "".join(_line(line, numbers) for line in section.lines)
    inner = "".join(_section(inside, numbers, level + 1) for inside in section.sections)
    summary = f"<summary><h{rank}>{title}</h{rank}>{_share(section.figure)}</summary>"
    return f"<details open{_marks(section)}>{summary}\n{lines}{inner}</details>\n"


def _share(figure: CoverageCount) -> str:
    if not figure.expected:
        return ""
    return f' <span class="figure">{figure.covered} of {figure.expected} · {_percent(figure)}</span>'


def _marks(section: Section) -> str:
    """Mark a section in which every sentence has a card, so that it can be put away."""
    full = all(line.reason is None for inside in section.walk() for line in inside.lines)
    return ' class="full"' if full else ""


def _line(line: SentenceCoverage, numbers: Numbers) -> str:
    said = [f'<span class="reason">{line.reason.value}</span>'] if line.reason else []
    said += [_link(note, line) for note in (*line.notes, *line.drafts, *line.rejected, *line.restates)]
    return (
        f'<p class="{_class(line.reason)}" id="s{numbers[id(line)]}">{escape(line.text)}'
        f'<span class="cards">{" ".join(said)}</span></p>\n'
    )


def _link(note: Note, line: SentenceCoverage) -> str:
    """Name a card; its status only where the line does not say it."""
    said = note.status is Status.ACCEPTED or line.reason is not None
    status = "" if said else f" ({note.status})"
    return f'<a href="#card-{escape(note.id)}">{escape(note.id)}{status}</a>'


def _cards(course: Course, coverage: Coverage, numbers: Numbers) -> str:
    """Return the cards that stand on the document, topic by topic, each with the sentences it stands on."""
    standing: defaultdict[str, list[int]] = defaultdict(list)
    for line in coverage.lines:
        for note in (*line.notes, *line.drafts, *line.rejected):
            standing[note.id].append(numbers[id(line)])
    topics = (
        f'<details open><summary><h3>{escape(topic.title)}</h3><span class="figure">{len(cards)}</span>'
        f"</summary>\n{''.join(cards)}</details>\n"
        for topic in course.topics
        if (cards := [_card(note, standing[note.id]) for note in topic.notes if note.id in standing])
    )
    return f'<section class="all-cards"><h2>Cards</h2>\n{"".join(topics)}</section>' if standing else ""


def _card(note: Note, lines: Sequence[int]) -> str:
    status = "" if note.status is Status.ACCEPTED else f" · {note.status}"
    sentences = "sentence" if len(lines) == 1 else "sentences"
    places = ", ".join(f'<a href="#s{number}">{number}</a>' for number in lines)
    return (
        f'<article id="card-{escape(note.id)}">{_sides(note)}<p class="about">'
        f'<b class="{note.strength}">{note.strength}</b>{status} · {escape(note.id)} · {sentences} {places}'
        "</p></article>\n"
    )


def _sides(note: Note) -> str:
    """Return question and answer; of a cloze its text, with what it hides marked."""
    if note.kind is Kind.CLOZE:
        return f'<p class="question">{_shown(cloze.parse(note.cloze))}</p>'
    question = f'<p class="question">{to_html(note.question)}</p>'
    if items := note.items or tuple(label.text for label in note.labels):
        tag = "ol" if note.ordered else "ul"
        return f"{question}<{tag}>{''.join(f'<li>{to_html(item)}</li>' for item in items)}</{tag}>"
    return f"{question}<p>{to_html(note.answer)}</p>"


def _shown(parts: cloze.Parts) -> str:
    return "".join(
        to_html(part) if isinstance(part, str) else f"<mark>{_shown(part.parts)}</mark>" for part in parts
    )
