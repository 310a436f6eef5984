"""Scores of options if several are right, in the percentages that Moodle accepts."""

# Moodle refuses any other percentage.
_KNOWN = {
    1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5",
    9: "11.11111", 10: "10", 20: "5",
}  # fmt: skip
MOST = 20


def of_right(count: int) -> tuple[str, ...]:
    """Return the score of each of `count` right options, at most 20; their sum is 100."""
    if count in _KNOWN:
        return (_KNOWN[count],) * count
    tens = MOST - count
    return ("10",) * tens + ("5",) * (count - tens)


def of_wrong(right: int, wrong: int) -> str:
    """Return the score of a wrong option: it takes away at least what a right one gives.

    So guessing gains nothing, and nor does choosing all options.
    """
    return f"-{_KNOWN[min(right, wrong, 10)]}"
