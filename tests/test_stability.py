"""A document changes under a course of reviewed cards: no card moves to another fact, none is lost."""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count, pairwise
from pathlib import Path

import pytest

from msc_learn.course.draft_digest import is_untouched
from msc_learn.course.load import load_course
from msc_learn.course.model import Evidence, Note, Status
from msc_learn.document.model import BlockKind, Document
from msc_learn.document.readers import markdown, plain_text, read_document
from msc_learn.document.segment import sentences_of
from msc_learn.evidence.drift import trace
from msc_learn.evidence.quote_relocate import QuoteRelocator
from msc_learn.extract.draft import recalled_of
from msc_learn.extract.extract_document import extract
from msc_learn.extract.merge.new_course import Saved
from msc_learn.lint.card_text import Texts
from msc_learn.lint.course_check import check_course
from msc_learn.position import Position
from msc_learn.text.quotes import normalised_quote

ROOT = Path(__file__).parents[1]
BENCH = ("acid-base.md", "ankle-sprain.md", "genetics-glossary.md", "kidney.txt")
DOCUMENTS = (
    *sorted((ROOT / "tests" / "data" / "documents").iterdir()),
    *(ROOT / "bench" / "extraction" / "documents" / name for name in BENCH),
)
MACHINE = re.compile(r"[ ]*(?:- )?(?:at|digest|section|evidence): ")
Change = Callable[[Document, random.Random], str]


def with_a_new_section(document: Document, chance: random.Random) -> str:
    parts = parts_of(document)
    head = "## " if document.path.endswith(".md") else ""
    new = f"{head}Zebras\n\nZebras graze on dry plains. The stripes of a zebra may deter flies."
    at = chance.randint(1, len(parts))
    return "\n\n".join([*parts[:at], new, *parts[at:]]) + "\n"


def with_sections_in_another_order(document: Document, chance: random.Random) -> str:
    first, *rest = parts_of(document)
    chance.shuffle(rest)
    return "\n\n".join([first, *rest[1:], rest[0]]) + "\n"


def parts_of(document: Document) -> list[str]:
    """Return what stands before the first section and the sections, or without those the paragraphs."""
    heads = [block for block in document.blocks if block.kind is BlockKind.HEADING and block.level > 1]
    top = min((block.level for block in heads), default=0)
    starts = [document.text.rfind("\n", 0, block.start) + 1 for block in heads if block.level == top]
    bounds = [0, *starts, len(document.text)]
    parts = [document.text[a:b].strip("\n") for a, b in pairwise(bounds)]
    return parts if len(parts) > 2 else document.text.strip("\n").split("\n\n")


def with_other_headings(document: Document, chance: random.Random) -> str:
    text = document.text
    for block in reversed(document.blocks):
        if block.kind is BlockKind.HEADING and block.text != document.title:
            text = text[: block.start] + f"More: {block.text}" + text[block.end :]
    return text


def with_words_altered(document: Document, chance: random.Random) -> str:
    """Put another word of the document, or another number, in the place of 2 % of its words."""
    return altered(document, chance, 0.02)


def altered(document: Document, chance: random.Random, share: float) -> str:
    found = [
        match
        for block in document.blocks
        if block.kind is not BlockKind.HEADING
        for match in re.compile(r"\b(?:[a-z]{4,}|\d+)\b").finditer(document.text, block.start, block.end)
    ]
    words = sorted({match[0] for match in found if not match[0].isdigit()})
    text = document.text
    for match in sorted(chance.sample(found, max(1, round(len(found) * share))), key=lambda m: -m.start()):
        other = str(int(match[0]) + 1) if match[0].isdigit() else chance.choice(words)
        text = text[: match.start()] + other + text[match.end() :]
    return text


def without_hedges(document: Document, chance: random.Random) -> str:
    return re.sub(r"\b(?:may|might|could|can|often|usually|about|roughly|most|many|some) ", "", document.text)


def without_a_sentence(document: Document, chance: random.Random) -> str:
    sentence = chance.choice([s for s in sentences_of(document) if len(s.text) > 20 and "|" not in s.text])
    block = document.blocks[sentence.block]
    start, end = block.offset_at(sentence.start), block.offset_at(sentence.end - 1) + 1
    return document.text[:start] + document.text[end:]


def with_all_of_these(document: Document, chance: random.Random) -> str:
    """Alter, delete, rename, shuffle and insert, each on what the one before left."""
    read = plain_text.read if document.path.endswith(".txt") else markdown.read
    for change in (
        with_words_altered,
        without_a_sentence,
        with_other_headings,
        with_sections_in_another_order,
        with_a_new_section,
    ):
        document = read(change(document, chance), document.path)
    return document.text


CHANGES: tuple[tuple[Change, int], ...] = (
    (with_a_new_section, 1),
    (with_sections_in_another_order, 1),
    (with_other_headings, 1),
    (with_words_altered, 3),
    (without_hedges, 1),
    (without_a_sentence, 2),
    (with_all_of_these, 2),
)
NOTHING_LOST = (with_a_new_section, with_sections_in_another_order, with_other_headings)


@dataclass(frozen=True)
class Run:
    """A course before and after its document changed, and what the second run says of it."""

    course: Path
    old: Document
    new: Document
    before: dict[str, Note]
    after: dict[str, Note]
    texts: dict[Path, str]
    known: frozenset[str]
    saved: Saved

    @property
    def counts(self) -> str:
        return (
            f"{self.saved.kept} kept, {self.saved.refreshed} refreshed, {self.saved.drifted} drifted,"
            f" {self.saved.orphaned} orphaned, {self.saved.restored} restored, {self.saved.total} new"
        )


def run_of(path: Path, change: Change, seed: int, folder: Path, name: str = "course") -> Run:
    """Extract and review a document, change it, and extract it again."""
    source, course = folder / path.name, folder / name
    source.write_bytes(path.read_bytes())
    extract(source, course)
    for file in card_files(course):
        file.write_text(reviewed(file.read_text(encoding="utf-8")), encoding="utf-8")
    old, before = read_document(source), notes_of(course)
    texts = {file: file.read_text(encoding="utf-8") for file in card_files(course)}
    known = frozenset(problem.message for problem in check_course(course)[1])
    source.write_text(change(old, random.Random(seed)), encoding="utf-8")  # noqa: S311
    saved = extract(source, course)
    return Run(course, old, read_document(source), before, notes_of(course), texts, known, saved)


def reviewed(text: str) -> str:
    """Decide the drafts of a card file in turn: accepted, edited, rejected, left; a remark on each."""
    head, *cards = re.split(r"(?m)^(?=  - id: )", text)
    return f"# a remark of mine\n{head}" + "".join(map(decided, cards, count()))


def decided(card: str, number: int) -> str:
    status = "    status: draft\n"
    match number % 6:
        case 0 | 1:
            card = card.replace(status, "    # accepted\n")
        case 2:
            card = card.replace(status, "    hint: think twice  # a hint\n")
        case 3:
            card = card.replace(status, f"    hint: think twice\n{status}")
        case 4:
            card = card.replace("status: draft", "status: rejected  # no")
    return card.replace("    source:\n", "    source:  # read\n")


def card_files(course: Path) -> list[Path]:
    files = sorted(course.glob("*.yaml")) if course.is_dir() else [course]
    return [file for file in files if file.name != "course.yaml"]


def notes_of(course: Path) -> dict[str, Note]:
    return {note.id: note for note in load_course(course).notes}


def is_left(note: Note) -> bool:
    """Tell whether a card is a draft that nobody has touched."""
    return note.status is Status.DRAFT and not note.hint


def said(note: Note) -> Note:
    """Return a card with all that is a person's, and none of what is the machine's."""
    sources = tuple(replace(s, section=(), start=None, end=None, digest="") for s in note.sources)
    return replace(note, sources=sources, evidence=None, position=Position(""))


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


HEADLESS = ("genetics-glossary.md", "kidney.txt")
ROWS = [
    pytest.param(path, change, seed, name, id=f"{path.stem}-{change.__name__}-{seed}-{name}")
    for path in DOCUMENTS
    for change, seeds in CHANGES
    for seed in range(seeds)
    for name in ("course", "cards.yaml")
    if name == "course" or (seed == 0 and change not in NOTHING_LOST)
    if change is not with_other_headings or path.name not in HEADLESS
]


@pytest.mark.parametrize(("path", "change", "seed", "name"), ROWS)
def test_no_card_moves_to_another_fact_and_none_is_lost(
    path: Path, change: Change, seed: int, name: str, tmp_path: Path
) -> None:
    run = run_of(path, change, seed, tmp_path, name)
    assert run.old.text != run.new.text
    assert set(run.before) <= set(run.after), run.counts
    for before in run.before.values():
        after = run.after[before.id]
        if before.status is Status.REJECTED:
            assert after.evidence is None
            assert (said(after), after.sources) == (said(before), before.sources), run.counts
        elif not is_left(before):
            assert said(after) == said(before), run.counts
        if before.status is not Status.REJECTED and not after.evidence:
            stands(after, run)
    for note in run.after.values():
        if note.evidence:
            is_rightly_marked(note, run)
    nothing_rejected_is_back(run)
    the_files_keep_what_people_wrote(run)
    the_counts_are_those_of_the_cards(run)
    the_checks_find_nothing_else(run)
    files = {file: file.read_bytes() for file in run.course.parent.rglob("*.*")}
    again = extract(tmp_path / path.name, run.course)
    assert again.total == 0, run.counts
    assert {file: file.read_bytes() for file in run.course.parent.rglob("*.*")} == files, run.counts
    if change in NOTHING_LOST:
        assert run.saved.kept + run.saved.refreshed == len(run.before), run.counts


def the_checks_find_nothing_else(run: Run) -> None:
    """Assert that the evidence of a card without a mark holds for those who read it with other eyes."""
    marked = [note for note in run.after.values() if note.evidence]
    told = {note.position_of(key) for note in marked for key in ("id", *note.value_positions)}
    # "Which trigger should every patient avoid?": the document may ask another question now.
    asked = {note.position_of("question"): note.question.rpartition("] ")[2] for note in run.after.values()}
    told |= {at for at, text in asked.items() if text in run.old.text and text not in run.new.text}
    found = [p for p in check_course(run.course)[1] if p.code[0] == "G" and p.position not in told]
    assert [problem for problem in found if problem.message not in run.known] == [], run.counts


def stands(note: Note, run: Run) -> None:
    """Assert that each quote of a card stands at its place and its answer in it.

    What a machine quoted is a whole sentence still; on a card that a person has changed it may be a part.
    """
    places = QuoteRelocator(run.new)
    for source in note.sources:
        there = run.new.text[source.start : source.end]
        assert letters(source.quote) in letters(there), f"{note.id}: {run.counts}"
        assert places.has(source.quote) or not is_untouched(note), f"{note.id}: {run.counts}"
    quoted = letters(" ".join(source.quote for source in note.sources)).casefold()
    for _, answer in Texts(note).answers:
        assert letters(answer).casefold() in quoted, f"{note.id}: {run.counts}"


def is_rightly_marked(note: Note, run: Run) -> None:
    """Assert that a sentence of the card is gone, and that one said to have changed is not another."""
    traced = trace(note, QuoteRelocator(run.new))
    assert not all(one.exact for one in traced), f"{note.id}: {run.counts}"
    old, new = ([normalised_quote(s.text) for s in sentences_of(document)] for document in (run.old, run.new))
    for one in traced:
        if note.evidence is Evidence.DRIFTED and one.alike:
            now = normalised_quote(one.alike.quote)
            assert not any(sentence == now for sentence in old), f"{note.id} {one}: {run.counts}"
            if len(old) == len(new):
                pairs = zip(old, new, strict=True)
                assert any(a in normalised_quote(one.was.quote) and b in now for a, b in pairs), (
                    f"{note.id} {one}"
                )


def nothing_rejected_is_back(run: Run) -> None:
    gone = {
        (normalised_quote(" ".join(s.quote for s in note.sources)), recalled_of(note))
        for note in run.before.values()
        if note.status is Status.REJECTED
    }
    back = [
        note.id
        for note in run.after.values()
        if note.id not in run.before
        and (normalised_quote(" ".join(s.quote for s in note.sources)), recalled_of(note)) in gone
    ]
    assert back == [], run.counts


def the_files_keep_what_people_wrote(run: Run) -> None:
    """Assert that of every card but the drafts left alone only the machine's lines differ."""
    for file, text in run.texts.items():
        before, after = (cards_in(written) for written in (text, file.read_text(encoding="utf-8")))
        assert list(after)[: len(before)] == list(before), run.counts
        for name, card in before.items():
            if not name or not is_left(run.before[name]):
                kept, now = (
                    [li for li in c.split("\n") if not MACHINE.match(li)] for c in (card, after[name])
                )
                assert now[: len(kept) - 1] == kept[:-1], run.counts


def cards_in(text: str) -> dict[str, str]:
    """Return the text above the cards, and that of each card by its id."""
    head, *cards = re.split(r"(?m)^(?=  - id: )", text)
    return {"": head} | {card.split("\n")[0].removeprefix("  - id: ").strip("'"): card for card in cards}


def the_counts_are_those_of_the_cards(run: Run) -> None:
    marks = Counter(note.evidence for note in run.after.values())
    saved = run.saved
    assert (saved.drifted, saved.orphaned) == (marks[Evidence.DRIFTED], marks[Evidence.ORPHANED])
    all_ = saved.kept + saved.refreshed + saved.drifted + saved.orphaned + saved.restored
    assert all_ == len(run.before), run.counts
    assert saved.total == len(run.after) - len(run.before), run.counts
