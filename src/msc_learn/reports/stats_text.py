"""What the terminal and the page of statistics say in the same words."""

from msc_learn.reports.phrases import count, no_break, percent
from msc_learn.study.calibration import Calibration
from msc_learn.study.retention import Retention


def recall_of(retention: Retention) -> str:
    """Return what was recalled, where the true share lies, and what was foretold."""
    if not retention.reviews:
        return "no reviews of learned cards yet"
    few = "" if retention.enough else ", too few to say much"
    known, ends = percent(retention.recalled or 0), interval(retention.low or 0, retention.high or 0)
    foretold = percent(retention.predicted or 0)
    said = f"{known} recalled ({ends}), {foretold} foretold ({count(retention.reviews, 'review')}{few})"
    return said.replace(" %", "\u00a0%")


def interval(low: float, high: float) -> str:
    """Return the ends of an interval of shares: 74–86 %."""
    return no_break(f"{percent(low).removesuffix(' %')}–{percent(high)}")


def fit_of(found: Calibration) -> str:
    """Return how far the model was off, in points of a hundred and by the measure of its benchmark."""
    points = round(100 * (found.difference or 0))
    said = f"{count(abs(points), 'point')} {'more' if points > 0 else 'less'} recalled than foretold"
    error = f"RMSE(bins) {100 * (found.rmse_bins or 0):.1f}\u00a0%"
    return f"{said if points else 'as much recalled as foretold'}; {error}"
