"""The scoreboard as text: one line per document, then the totals."""

from collections.abc import Callable, Iterator, Sequence

from bench.extraction.coverage import Reach
from bench.extraction.form import DEFECTS
from bench.extraction.gold import Term
from bench.extraction.score import Score

_Column = tuple[str, Callable[[Score], str]]


def share(part: int, whole: int) -> str:
    """Return a part of a whole as a percentage."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def _defect(kind: str) -> _Column:
    return kind, lambda score: share(score.defects[kind], score.counts.cards)


def _missed(how: Reach) -> _Column:
    return str(how), lambda score: share(score.reaches[how], score.counts.facts)


TABLES: dict[str, tuple[_Column, ...]] = {
    "Coverage: facts a card asks for, plain and by importance; facts that are on a card at all": (
        ("words", lambda score: str(score.counts.words)),
        ("facts", lambda score: str(score.counts.facts)),
        ("cards", lambda score: str(score.counts.cards)),
        ("covered", lambda score: share(score.counts.covered, score.counts.facts)),
        ("weighted", lambda score: share(score.counts.covered_weight, score.counts.weight)),
        ("anywhere", lambda score: share(score.counts.somewhere, score.counts.facts)),
        ("cards/covered", lambda score: _ratio(score.counts.cards, score.counts.covered)),
        ("on a fact", lambda score: share(score.counts.on_a_fact, score.counts.cards)),
    ),
    "Form: the share of cards with each defect": (
        ("any", lambda score: share(score.counts.defective, score.counts.cards)),
        *map(_defect, DEFECTS),
    ),
    "Honesty: quotes at their offsets, answers in them; hedges kept by cautious cards and for hedged facts": (
        ("quoted", lambda score: share(score.counts.quoted, score.counts.cards)),
        ("in quote", lambda score: share(score.counts.within, score.counts.cards)),
        ("cautious", lambda score: str(score.counts.cautious)),
        ("kept", lambda score: share(score.counts.kept, score.counts.cautious)),
        ("hedged facts", lambda score: share(score.counts.hedge_shown, score.counts.hedged_covered)),
    ),
    "Missed: of all facts, by how close a card comes (see coverage.py)": tuple(
        _missed(how) for how in Reach if how is not Reach.COVERED
    ),
}


def lines(scores: Sequence[Score], sums: Sequence[Score]) -> Iterator[str]:
    """Yield the lines of the tables."""
    for title, columns in TABLES.items():
        yield title
        yield _line("", [name for name, _ in columns], columns)
        for score in (*scores, *sums):
            mark = " *" if score.held_out and score in scores else ""
            yield _line(f"{score.name}{mark}", [show(score) for _, show in columns], columns)
        yield ""
    yield "* held out: not read while working on the rules"


def _line(name: str, cells: Sequence[str], columns: Sequence[_Column]) -> str:
    padded = (cell.rjust(max(8, len(head))) for cell, (head, _) in zip(cells, columns, strict=True))
    return f"  {name:24}" + "  ".join(padded)


def missed_lines(score: Score) -> Iterator[str]:
    """Yield the facts of a document that no card asks for, the most important first."""
    yield f"\n{score.name}: {len(score.missed)} missed"
    for fact, how in sorted(score.missed, key=lambda entry: -entry[0].importance):
        yield f"  {fact.importance} {fact.id:24} {_terms(fact.cue)} -> {_terms(fact.answer)}  ({how})"


def _terms(terms: Sequence[Term]) -> str:
    return ", ".join(term.text for term in terms)
