"""What options are worth where several are right, in the percentages that Moodle knows."""

# Moodle refuses every other one.
_KNOWN = {
    1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5",
    9: "11.11111", 10: "10", 20: "5",
}  # fmt: skip
MOST = 20


def of_right(count: int) -> tuple[str, ...]:
    """Return what each of so many right options is worth, 100 in all; there may be 20."""
    if count in _KNOWN:
        return (_KNOWN[count],) * count
    tens = MOST - count
    return ("10",) * tens + ("5",) * (count - tens)


def of_wrong(right: int, wrong: int) -> str:
    """Return what a wrong option takes away: at least what a right one gives, so that guessing gains nothing.

    Who picks all options gets nothing either.
    """
    return f"-{_KNOWN[min(right, wrong, 10)]}"
