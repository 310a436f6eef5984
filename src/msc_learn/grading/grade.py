"""Grading of typed and chosen answers, by rules that know the field; every grade gives its reason."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.grading.compare import EXACT, OTHER, Grade, compare, matches, spelled, variants
from msc_learn.memory.review import Verdict
from msc_learn.messages import message
from msc_learn.text import cloze, quantities
from msc_learn.text.normalise import answer_key, answer_words, squeezed
from msc_learn.text.plurals import singulars

_RANK = (Verdict.WRONG, Verdict.CLOSE, Verdict.RIGHT)
_HARD_BREAKS = re.compile(r"[;\n]|,(?!\d{3}(?!\d))")
# The same if an item contains such a sign between digits: 1,25-dihydroxyvitamin D, t(9;22).
_LOOSE_BREAKS = re.compile(r"\n|(?<!\d)[,;]|[,;](?!\d)")
_WITHIN = re.compile(r"\d[,;]\d")
_SOFT_BREAKS = re.compile(
    r"\band\b|&|\bplus\b|(?<=\s)\+(?=\s)|→|[-=]>|(?:^|(?<=\s))\(?\d{1,2}[.)]\s", re.IGNORECASE
)
_SLASHES = re.compile(r"(?<=\w)\s?/\s?(?=[^\W\d])")
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]+)\)")
_WORD = re.compile(r"\w+")
# Anyone who types more than this, and far more than the answer, has pasted something.
_MOST = 1000
_MOST_PIECES = 50


def expected(card: Card) -> tuple[str, ...]:
    """Return the expected texts of a card: its answers, its label or its hidden texts."""
    note = card.note
    if note.kind is Kind.CLOZE:
        hidden = cloze.hidden(cloze.parse(note.cloze), card.number)
        return tuple({answer_key(spelled(text), case=note.case): text for text in hidden}.values())
    if note.kind is Kind.OCCLUSION:
        return (note.labels[card.number - 1].text,)
    return (note.question,) if card.number == 2 else note.answers


def answer_keys(cards: Iterable[Card]) -> frozenset[str]:
    """Return the keys of every answer of the cards, which no misspelling may equal."""
    answers = (answer_words(spelled(text)) for card in cards for text in expected(card))
    return frozenset(form for parts in answers for form in (squeezed(parts), squeezed(singulars(parts))))


def is_too_long(card: Card, typed: str) -> bool:
    """Return whether a typed text is too long to be graded."""
    return len(typed) > _MOST + 4 * sum(map(len, expected(card)))


def grade(card: Card, typed: str, others: Collection[str] = ()) -> Grade:
    """Grade a typed answer to a card; `others` holds the keys of the course's answers."""
    note = card.note
    if is_too_long(card, typed):
        return Grade(Verdict.WRONG, message("grading.too_long"))
    if not answer_words(typed):
        return Grade(Verdict.WRONG, message("grading.nothing_typed"))
    for miss, reason in note.reject.items():
        if matches(typed, miss, note.case):
            return Grade(Verdict.WRONG, reason)
    if any(matches(typed, option, note.case) for option in note.distractors):
        return Grade(Verdict.WRONG, message("grading.wrong_option"))
    wanted = expected(card)
    if note.kind is Kind.LIST or len(wanted) > 1:
        return grade_list(note, wanted, typed, others)
    accepted = note.accept if card.number == 1 or note.kind is Kind.CLOZE else ()
    return grade_text((*wanted, *accepted), typed, others, case=note.case)


def grade_text(
    accepted: Sequence[str], typed: str, others: Collection[str] = (), *, case: bool = False
) -> Grade:
    """Return the best grade of a typed text against the accepted texts, the card's own first."""
    best = _best(accepted, typed, others, case)
    if best.verdict is Verdict.CLOSE and (parts := _hedged(accepted, typed)):
        verdicts = {_best(accepted, part, others, case).verdict for part in parts}
        if verdicts != {Verdict.RIGHT}:
            return Grade(Verdict.WRONG, message("grading.two_answers"))
        return Grade(Verdict.RIGHT, message("grading.same_twice", answer=spelled(accepted[0])))
    return best


def _best(accepted: Sequence[str], typed: str, others: Collection[str], case: bool) -> Grade:
    grades = []
    for index, text in enumerate(accepted):
        grade_of_text = _allowed(text, accepted[0], typed) if index else None
        grade_of_text = grade_of_text or compare(text, typed, others, case)
        if grade_of_text.verdict is Verdict.RIGHT:
            also = message("grading.accepted", answer=spelled(accepted[0]))
            return Grade(Verdict.RIGHT, also) if index and grade_of_text.reason == EXACT else grade_of_text
        grades.append(grade_of_text)
    # Of equal grades the first wins: it is about the card's own words. A specific reason beats none.
    return max(grades, key=lambda given: (_RANK.index(given.verdict), given.reason != OTHER))


def _allowed(entry: str, answer: str, typed: str) -> Grade | None:
    """Grade an amount against an accepted text that is a tolerance; None if it is not one."""
    allowed = quantities.tolerance(entry, spelled(answer))
    if allowed is None or (held := quantities.holds(allowed, typed)) is False:
        return None
    if held is None:
        return Grade(Verdict.CLOSE, message("grading.unit_missing", words=spelled(answer)))
    return Grade(Verdict.RIGHT, message("grading.within", tolerance=entry, answer=spelled(answer)))


def _hedged(accepted: Sequence[str], typed: str) -> list[str]:
    """Return the alternatives that a typed text gives with `or`; none if the card gives them too."""
    if any(_OR.search(text) for text in accepted):
        return []
    parts = [part for part in _OR.split(typed) if answer_words(part)]
    return parts if len(parts) > 1 else []


def grade_list(note: Note, wanted: Sequence[str], typed: str, others: Collection[str] = ()) -> Grade:
    """Return the grade of an enumeration, in any order unless the note says otherwise."""
    hits: list[str] = []
    close: list[Grade] = []
    extra: list[str] = []
    pieces = _pieces(wanted, typed, note.case)
    if len(pieces) > _MOST_PIECES:
        return Grade(Verdict.WRONG, message("grading.too_many"))
    for piece in pieces:
        grades = {item: _item_grade(item, piece, others, note.case) for item in wanted}
        best = max(wanted, key=lambda item: _RANK.index(grades[item].verdict))
        if grades[best].verdict is Verdict.RIGHT:
            hits.append(best)
        elif grades[best].verdict is Verdict.CLOSE and best not in hits:
            close.append(grades[best])
        elif not any(matches(piece, text, note.case) for text in note.accept):
            extra.append(piece.strip())
    named = tuple(dict.fromkeys(hits))
    missing = tuple(spelled(item) for item in wanted if item not in named)
    need = note.need or len(wanted) if note.kind is Kind.LIST else len(wanted)
    in_order = list(named) == [item for item in wanted if item in named]
    return _list_grade(len(named), need, missing, tuple(extra), close, in_order or not note.ordered)


def grade_picked(right: Sequence[str], picked: Sequence[str], reject: Mapping[str, str]) -> Grade:
    """Grade the chosen options; `reject` holds reasons against wrong ones.

    Half of several right options is close, as in a list. Options are seen and not recalled, so choosing all
    of them shows no knowledge: each wrong one takes away a right one.
    """
    missing = tuple(spelled(option) for option in right if option not in picked)
    wrong = [option for option in picked if option not in right]
    if len(right) == 1 and not missing and not wrong:
        return Grade(Verdict.RIGHT)
    if len(right) == 1 and len(wrong) == 1:
        chose = message("grading.you_chose", option=wrong[0])
        return Grade(Verdict.WRONG, ": ".join(filter(None, (chose, reject.get(wrong[0])))))
    hits = len(right) - len(missing)
    reasons = [f"{hits} of {len(right)}"]
    if missing:
        reasons.append(f"missing: {', '.join(missing)}")
    if wrong:
        not_right = [f"{option} ({why})" if (why := reject.get(option)) else option for option in wrong]
        reasons.append(message("grading.not_right", options=", ".join(not_right)))
    half = Verdict.CLOSE if 2 * (hits - len(wrong)) >= len(right) else Verdict.WRONG
    verdict = half if missing or wrong else Verdict.RIGHT
    return Grade(verdict, "; ".join(reasons), missing, tuple(spelled(option) for option in wrong))


def _pieces(wanted: Sequence[str], typed: str, case: bool) -> list[str]:
    """Split a typed list into items; an `and` or a slash within an expected item does not split it."""
    hard = _LOOSE_BREAKS if any(_WITHIN.search(item) for item in wanted) else _HARD_BREAKS
    pieces = [typed]
    for breaks in (hard, _SOFT_BREAKS, _SLASHES):
        pieces = [part for piece in pieces for part in _split(wanted, piece, case, breaks)]
    split = (part for piece in pieces for part in _split_at_spaces(wanted, piece, case))
    return [piece for piece in split if answer_words(piece)]


def _split(wanted: Sequence[str], piece: str, case: bool, breaks: re.Pattern[str]) -> list[str]:
    """Split a piece at its breaks, unless it is an item."""
    if any(matches(piece, item, case) for item in wanted):
        return [piece]
    return breaks.split(piece, maxsplit=_MOST_PIECES + 1)


def _split_at_spaces(wanted: Sequence[str], piece: str, case: bool) -> list[str]:
    """Split a piece in which only spaces separate items; any other stays as it is."""
    texts = [variant for item in wanted for variant in variants(item)]
    keys = {_singular_key(text, case) for text in texts}
    most = max(len(_WORD.findall(text)) for text in texts) + 2
    parts: list[str] = []
    rest = piece.split()
    while rest:
        sizes = (
            size
            for size in range(min(len(rest), most), 0, -1)
            if _singular_key(" ".join(rest[:size]), case) in keys
        )
        size = next(sizes, 0)
        if not size:
            return [piece]
        parts.append(" ".join(rest[:size]))
        del rest[:size]
    return parts


def _singular_key(text: str, case: bool) -> str:
    return squeezed(singulars(answer_words(text, case=case)))


def _item_grade(item: str, piece: str, others: Collection[str], case: bool) -> Grade:
    aside = _ASIDE.findall(spelled(item))
    return grade_text((item, *aside), piece, others, case=case)


def _list_grade(
    hits: int,
    need: int,
    missing: tuple[str, ...],
    extra: tuple[str, ...],
    close: Sequence[Grade],
    in_order: bool,
) -> Grade:
    reasons = [f"{hits} of {need}"]
    if hits < need and missing:
        reasons.append(f"missing: {', '.join(missing)}")
    if extra:
        reasons.append(message("grading.does_not_belong", items=", ".join(extra)))
    if not in_order:
        reasons.append(message("grading.order_counts"))
    reasons += [grade.reason for grade in close[:1]]
    if hits >= need and not extra and not close and in_order:
        return Grade(Verdict.RIGHT, "; ".join(reasons), missing)
    half = 2 * (hits + len(close)) >= need
    verdict = Verdict.CLOSE if half else Verdict.WRONG
    return Grade(verdict, "; ".join(reasons), missing, extra, len(close))
