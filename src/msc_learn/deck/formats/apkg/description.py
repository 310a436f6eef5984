"""The deck description that Anki shows."""

from msc_learn.deck.compile import Release
from msc_learn.deck.html import html_of
from msc_learn.deck.preset import preset_of


def description_of(release: Release, digest: str) -> str:
    """Return the description of the deck of a course, as HTML."""
    course = release.course
    made_from = f" from {html_of(course.document.name)}" if course.document else ""
    lines = (
        f"<b>{html_of(course.title)}</b>",
        html_of(course.disclaimer),
        _update(release.withdrawn) if release.withdrawn else "",
        f"{release.summary}, made{made_from} with msc-learn.",
        f"Its deck options, “{html_of(preset_of(course).name)}”, are optional: "
        "they come only where “Import any deck presets” is ticked.",
        f"Licence: {html_of(course.licence)}" if course.licence else "",
        f"Content {digest}",
    )
    return "".join(f"<p>{line}</p>" for line in lines if line)


def _update(withdrawn: int) -> str:
    cards = "1 note that was withdrawn" if withdrawn == 1 else f"{withdrawn} notes that were withdrawn"
    return (
        f"This is the update for those who have an earlier release: it holds {cards}, too. After the import, "
        "Tools &gt; Empty Cards takes them away. Starting afresh? Take the deck without “update” in its name."
    )
