"""Words of the statistics that the terminal and the HTML page share."""

from msc_learn.reports.phrases import count, no_break, percent
from msc_learn.study.calibration import Calibration
from msc_learn.study.retention import Retention


def recall_of(retention: Retention) -> str:
    """Return your recall with its 95 % confidence interval, next to the predicted recall."""
    if not retention.reviews:
        return "no reviews of learned cards yet"
    few = "" if retention.enough else ", too few to be sure"
    known, ends = percent(retention.recalled or 0), interval(retention.low or 0, retention.high or 0)
    predicted = percent(retention.predicted or 0)
    text = f"{known} recalled ({ends}), {predicted} predicted ({count(retention.reviews, 'review')}{few})"
    return text.replace(" %", "\u00a0%")


def interval(low: float, high: float) -> str:
    """Return the ends of an interval of shares: 74–86 %."""
    return no_break(f"{percent(low).removesuffix(' %')}–{percent(high)}")


def fit_of(calibration: Calibration) -> str:
    """Return the difference of recall and prediction in percentage points, and RMSE(bins)."""
    points = round(100 * (calibration.difference or 0))
    more = f"{count(abs(points), 'point')} {'more' if points > 0 else 'less'} recalled than predicted"
    error = f"RMSE(bins) {100 * (calibration.rmse_bins or 0):.1f}\u00a0%"
    return f"{more if points else 'recalled as much as predicted'}; {error}"
