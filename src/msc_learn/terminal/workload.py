"""The simulated workload as a table: a column for each desired retention."""

from collections.abc import Mapping, Sequence

from msc_learn.memory.simulation import Plan
from msc_learn.reports.phrases import count, percent
from msc_learn.study.workload import Workload
from msc_learn.terminal.screen import Row, Terminal

_LABEL, _COLUMN = 15, 16


def print_workloads(
    terminal: Terminal, workloads: Mapping[float, Workload], in_force: float, plan: Plan
) -> None:
    """Print workloads by desired retention, as many side by side as the terminal is wide."""
    days = count(plan.days, "day")
    terminal.say((f"The next {days} at {count(plan.new, 'new card')} a day, by desired retention", "strong"))
    room = max(1, (terminal.width - _LABEL) // _COLUMN)
    for start in range(0, len(workloads), room):
        retentions = [*workloads][start : start + room]
        shown = [workloads[retention] for retention in retentions]
        names = [percent(retention) + (" now" if retention == in_force else "") for retention in retentions]
        terminal.blank()
        rows = [
            (("", *(cell for name in names for cell in (name, ""))), "strong"),
            (("a day", *("answers", "min") * len(shown)), "dim"),
            *_periods(shown, plan),
            *_totals(shown),
        ]
        terminal.table(rows, right=range(1, 1 + 2 * len(shown)))
    terminal.blank()
    terminal.say(("Simulated from the memory model, your ratings and your answer times.", "dim"))


def _periods(workloads: Sequence[Workload], plan: Plan) -> list[Row]:
    rows: list[Row] = []
    for number, together in enumerate(zip(*workloads, strict=True)):
        first = number * plan.period // 7 + 1
        name = f"week {first}" if plan.period == 7 else f"weeks {first}-{first + 3}"
        a_day = [_figure(value / one.days) for one in together for value in (one.answers, one.minutes)]
        rows.append(((name, *a_day), "plain"))
    return rows


def _totals(workloads: Sequence[Workload]) -> list[Row]:
    totals: list[str] = []
    for workload in workloads:
        totals.append(f"{sum(period.answers for period in workload):,.0f}")
        totals.append(f"{sum(period.minutes for period in workload) / 60:.1f} h")
    ends = [workload[-1] for workload in workloads]
    return [
        (("in all", *totals), "strong"),
        (("learned", *(cell for end in ends for cell in (f"{end.learned:,.0f}", ""))), "plain"),
        (("recall", *(cell for end in ends for cell in (percent(end.recall), ""))), "plain"),
    ]


def _figure(value: float) -> str:
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"
