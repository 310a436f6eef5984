"""Coverage of a document as an HTML page: its sentences with their cards, then the cards."""

from collections import Counter, defaultdict

from msc_learn.course.model import Course, Note, Topic
from msc_learn.evidence.coverage import Coverage, Reason, Section
from msc_learn.reports.html import render_page
from msc_learn.text import cloze

MEANINGS = {
    Reason.NONE: "no card covers it: look at these",
    Reason.DRAFT: "only drafts cover it, not yet accepted",
    Reason.REJECTED: "only rejected cards cover it",
    Reason.RESTATED: "repeats a sentence that has a card",
    Reason.LEAD_IN: "introduces a list or an answer",
    Reason.META: "about the document, or advice to its reader",
}


def page(course: Course, coverage: Coverage, *, missing: bool = False) -> str:
    """Return the page; with `missing` it first shows only the sentences without a card."""
    numbers = {id(line): number for number, line in enumerate(coverage.lines, start=1)}
    by_card = _numbers_by_card(coverage)
    return render_page(
        "coverage",
        ("coverage",),
        title=f"Coverage: {coverage.title}",
        language=course.language,
        coverage=coverage,
        missing=missing,
        meanings=MEANINGS,
        counts=Counter(line.reason for line in coverage.lines),
        number_of=lambda line: numbers[id(line)],
        is_full=_is_full,
        numbers_by_card=by_card,
        topics=_topics(course, by_card),
        parse_cloze=cloze.parse,
        disclaimer=course.disclaimer,
    )


def _is_full(section: Section) -> bool:
    """Tell whether every sentence of a section has a card."""
    return all(line.reason is None for inside in section.walk() for line in inside.lines)


def _numbers_by_card(coverage: Coverage) -> dict[str, list[int]]:
    """Return the numbers of the sentences that each card quotes, by card id."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(coverage.lines, start=1):
        for note in (*line.notes, *line.drafts, *line.rejected):
            numbers[note.id].append(number)
    return dict(numbers)


def _topics(course: Course, numbers_by_card: dict[str, list[int]]) -> list[tuple[Topic, list[Note]]]:
    """Return the topics with their notes that quote the document, without empty topics."""
    topics = (
        (topic, [note for note in topic.notes if note.id in numbers_by_card]) for topic in course.topics
    )
    return [(topic, notes) for topic, notes in topics if notes]
