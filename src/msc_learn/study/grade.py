"""What a typed answer is worth, and why, by rules that know the field; nothing is guessed in silence."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from msc_learn.course import cloze, markup
from msc_learn.course.model import Kind, Note
from msc_learn.deck.cards import Card
from msc_learn.study.opposites import negates, opposed
from msc_learn.study.reviews import Rating, Verdict
from msc_learn.study.wording import has_digit, key, squeezed, words

_EXACT = "as the card has it"
_OTHER = "not the answer"
_SLIP_LENGTH = 7
_DIRECTIONS = frozenset("from to into than before after versus over under".split())
_RANK = (Verdict.WRONG, Verdict.CLOSE, Verdict.RIGHT)
_HARD_BREAKS = re.compile(r"[;\n]|,(?!\d{3}(?!\d))")
_SOFT_BREAKS = re.compile(r"\band\b|&|\bplus\b|\+(?=\s)", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Grade:
    """A verdict with its reason in one line; for a list also what is missing and what does not belong."""

    verdict: Verdict
    reason: str = ""
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def rating(self) -> Rating | None:
        """The rating that follows by itself; a close answer is the learner's to judge."""
        return {Verdict.RIGHT: Rating.GOOD, Verdict.WRONG: Rating.AGAIN}.get(self.verdict)


def expected(card: Card) -> tuple[str, ...]:
    """Return the texts a card asks for: one answer or label, each of several, or each hidden stretch."""
    note = card.note
    if note.kind is Kind.CLOZE:
        hidden = cloze.hidden(cloze.parse(note.cloze), card.number)
        return tuple({key(spelled(text), case=note.case): text for text in hidden}.values())
    if note.kind is Kind.OCCLUSION:
        return (note.labels[card.number - 1].text,)
    return (note.question,) if card.number == 2 else note.answers


def answer_keys(cards: Iterable[Card]) -> frozenset[str]:
    """Return the one form of every answer of the cards: a slip of the pen never turns into one of them."""
    return frozenset(key(spelled(text)) for card in cards for text in expected(card))


def grade(card: Card, typed: str, others: Collection[str] = ()) -> Grade:
    """Return what a typed answer to a card is worth; `others` holds the keys of the course's answers."""
    note = card.note
    if not words(typed):
        return Grade(Verdict.WRONG, "no answer was given")
    for miss, message in note.reject.items():
        if _matches(typed, miss, note.case):
            return Grade(Verdict.WRONG, message)
    if any(_matches(typed, option, note.case) for option in note.distractors):
        return Grade(Verdict.WRONG, "one of the wrong options")
    wanted = expected(card)
    if note.kind is Kind.LIST or len(wanted) > 1:
        return grade_list(note, wanted, typed, others)
    accepted = note.accept if card.number == 1 or note.kind is Kind.CLOZE else ()
    return grade_text((*wanted, *accepted), typed, others, case=note.case)


def grade_text(
    accepted: Sequence[str], typed: str, others: Collection[str] = (), *, case: bool = False
) -> Grade:
    """Return the best grade of a typed text against the accepted ones, the card's own first."""
    grades = []
    for place, text in enumerate(accepted):
        found = _compare(text, typed, others, case)
        if found.verdict is Verdict.RIGHT:
            also = f"accepted; the card says {spelled(accepted[0])}"
            return Grade(Verdict.RIGHT, also) if place and found.reason == _EXACT else found
        grades.append(found)
    # Of equals the first wins, for it speaks of the card's own words; a telling reason beats none.
    return max(grades, key=lambda found: (_RANK.index(found.verdict), found.reason != _OTHER))


def grade_list(note: Note, wanted: Sequence[str], typed: str, others: Collection[str] = ()) -> Grade:
    """Return the grade of an enumeration, in any order unless the note says otherwise."""
    found: list[str] = []
    close: list[Grade] = []
    extra: list[str] = []
    for piece in _pieces(wanted, typed, note.case):
        grades = {item: _item_grade(item, piece, others, note.case) for item in wanted}
        best = max(wanted, key=lambda item: _RANK.index(grades[item].verdict))
        if grades[best].verdict is Verdict.RIGHT:
            found.append(best)
        elif grades[best].verdict is Verdict.CLOSE and best not in found:
            close.append(grades[best])
        elif not any(_matches(piece, text, note.case) for text in note.accept):
            extra.append(piece.strip())
    named = tuple(dict.fromkeys(found))
    missing = tuple(spelled(item) for item in wanted if item not in named)
    need = note.need or len(wanted) if note.kind is Kind.LIST else len(wanted)
    in_order = list(named) == [item for item in wanted if item in named]
    return _list_grade(len(named), need, missing, tuple(extra), close, in_order or not note.ordered)


def grade_picked(right: Sequence[str], picked: Sequence[str], reject: Mapping[str, str]) -> Grade:
    """Return the grade of options picked; `reject` holds reasons against wrong ones.

    Half of several right ones is close, as in a list. But a list is recalled and options are seen: who
    picks them all has known nothing, so here each wrong one takes away a right one.
    """
    missing = tuple(spelled(option) for option in right if option not in picked)
    wrong = [option for option in picked if option not in right]
    if len(right) == 1 and not missing and not wrong:
        return Grade(Verdict.RIGHT)
    if len(right) == 1 and len(wrong) == 1:
        return Grade(Verdict.WRONG, ": ".join(filter(None, (wrong[0], reject.get(wrong[0])))))
    hits = len(right) - len(missing)
    said = [f"{hits} of {len(right)}"]
    if missing:
        said.append(f"missing: {', '.join(missing)}")
    if wrong:
        reasons = [f"{option} ({why})" if (why := reject.get(option)) else option for option in wrong]
        said.append(f"not right: {', '.join(reasons)}")
    half = Verdict.CLOSE if 2 * (hits - len(wrong)) >= len(right) else Verdict.WRONG
    verdict = half if missing or wrong else Verdict.RIGHT
    return Grade(verdict, "; ".join(said), missing, tuple(spelled(option) for option in wrong))


def spelled(text: str) -> str:
    """Return a card's text as one would type it: without marks, a power behind `^`."""
    return "".join(f"^{value}" if style == "sup" else value for style, value in markup.spans(text))


def _compare(text: str, typed: str, others: Collection[str], case: bool) -> Grade:
    given = words(typed, case=case)
    asked = max(_variants(text), key=lambda variant: squeezed(words(variant, case=case)) == squeezed(given))
    answer = words(asked, case=case)
    if squeezed(given) == squeezed(answer):
        return Grade(Verdict.RIGHT, _EXACT)
    if case and key(asked) == squeezed(words(typed)):
        return Grade(Verdict.CLOSE, f"capitals matter here: {spelled(asked)}")
    return _turned(given, answer) or _alike(given, answer, spelled(asked), squeezed(given) in others)


def _turned(given: tuple[str, ...], answer: tuple[str, ...]) -> Grade | None:
    """Return why an answer is wrong however alike it looks: a denial, an opposite, another number."""
    if negates(given) != negates(answer):
        return Grade(Verdict.WRONG, "one of the two says no or not, the other does not")
    own = [word for word in given if word not in answer]
    for word in own:
        if other := next((other for other in answer if opposed(word, other)), None):
            return Grade(Verdict.WRONG, f"{word} is not {other}")
    for sign in ("positive", "negative"):
        if (sign in given) != (sign in answer):
            return Grade(Verdict.WRONG, f"one of the two says {sign}, the other does not")
    digits = [word for word in own if has_digit(word) and (word.isdigit() or word not in squeezed(answer))]
    if digits and any(has_digit(word) for word in answer):
        return Grade(Verdict.WRONG, f"{digits[0]} is not in the answer, and a digit is never a slip")
    return Grade(Verdict.WRONG, _OTHER) if digits else None


def _alike(given: tuple[str, ...], answer: tuple[str, ...], shown: str, another: bool) -> Grade:
    if [_singular(word) for word in given] == [_singular(word) for word in answer]:
        return Grade(Verdict.RIGHT, f"right but for a plural: {shown}")
    if another:
        return Grade(Verdict.WRONG, "that answers another card")
    slips = [pair for pair in zip(given, answer, strict=False) if _singular(pair[0]) != _singular(pair[1])]
    if len(given) == len(answer) and len(slips) == 1 and _is_slip(*slips[0]):
        return Grade(Verdict.RIGHT, f"right but for the spelling: {shown}")
    return _near(given, answer, shown)


def _near(given: tuple[str, ...], answer: tuple[str, ...], shown: str) -> Grade:
    typed, wanted = {_singular(word) for word in given}, {_singular(word) for word in answer}
    if typed == wanted:
        # From M2 to M1 is not from M1 to M2, nor host versus graft what graft versus host is.
        turned = "; here the order is the meaning" if _DIRECTIONS & wanted else ""
        return Grade(Verdict.WRONG if turned else Verdict.CLOSE, f"the same words in another order{turned}")
    if typed < wanted and 2 * len("".join(typed)) >= len("".join(wanted)):
        missing = ", ".join(word for word in answer if _singular(word) not in typed)
        return Grade(Verdict.CLOSE, f"part of it; missing: {missing}")
    if typed > wanted:
        return Grade(Verdict.CLOSE, "the answer is in it, with more beside it")
    one, other = squeezed(given), squeezed(answer)
    # EGF and VEGF, NO and CO: a letter of an abbreviation is never a slip either.
    guess = not has_digit(one + other) and not shown.isupper()
    if guess and _edits(one, other) <= max(1, len(other) // 6) < len(other) / 2:
        return Grade(Verdict.CLOSE, f"did you mean {shown}?")
    return Grade(Verdict.WRONG, _OTHER)


def _is_slip(typed: str, wanted: str) -> bool:
    """Return whether one letter slipped in a long word: not the first, for prefixes turn the meaning."""
    if has_digit(typed + wanted) or min(len(typed), len(wanted)) < _SLIP_LENGTH or typed[0] != wanted[0]:
        return False
    return not opposed(typed, wanted) and _edits(typed, wanted) == 1


def _edits(one: str, other: str) -> int:
    from msc_learn.course.likeness import edits

    return edits(one, other)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural and not has_digit(word) else word


def _variants(text: str) -> tuple[str, ...]:
    """Return a text, and the same without what stands in brackets."""
    plain = spelled(text)
    bare = _ASIDE.sub("", plain).strip()
    return (plain, bare) if bare and bare != plain else (plain,)


def _matches(typed: str, text: str, case: bool) -> bool:
    return any(key(typed, case=case) == key(variant, case=case) for variant in _variants(text))


def _pieces(wanted: Sequence[str], typed: str, case: bool) -> list[str]:
    """Return the parts of a typed list; an `and` within an item does not part it."""
    pieces: list[str] = []
    for piece in _HARD_BREAKS.split(typed):
        whole = any(_matches(piece, item, case) for item in wanted)
        pieces += [piece] if whole else _SOFT_BREAKS.split(piece)
    parted = (part for piece in pieces for part in _run_together(wanted, piece, case))
    return [piece for piece in parted if words(piece)]


def _run_together(wanted: Sequence[str], piece: str, case: bool) -> list[str]:
    """Part a piece that names items with nothing but blanks between them; any other stays whole."""
    keys = {key(variant, case=case) for item in wanted for variant in _variants(item)}
    parts: list[str] = []
    rest = piece.split()
    while rest:
        sizes = (size for size in range(len(rest), 0, -1) if key(" ".join(rest[:size]), case=case) in keys)
        size = next(sizes, 0)
        if not size:
            return [piece]
        parts.append(" ".join(rest[:size]))
        del rest[:size]
    return parts


def _item_grade(item: str, piece: str, others: Collection[str], case: bool) -> Grade:
    aside = re.findall(r"\(([^()]+)\)", spelled(item))
    return grade_text((item, *aside), piece, others, case=case)


def _list_grade(
    hits: int,
    need: int,
    missing: tuple[str, ...],
    extra: tuple[str, ...],
    close: Sequence[Grade],
    in_order: bool,
) -> Grade:
    said = [f"{hits} of {need}"]
    if hits < need and missing:
        said.append(f"missing: {', '.join(missing)}")
    if extra:
        said.append(f"does not belong: {', '.join(extra)}")
    if not in_order:
        said.append("the order counts")
    said += [grade.reason for grade in close[:1]]
    if hits >= need and not extra and not close and in_order:
        return Grade(Verdict.RIGHT, "; ".join(said), missing)
    half = 2 * (hits + len(close)) >= need
    return Grade(Verdict.CLOSE if half else Verdict.WRONG, "; ".join(said), missing, extra)
