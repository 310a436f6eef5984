"""The result of FSRS training: metrics of each set of weights, and what is adopted."""

from msc_learn.memory.optimize import MIN_REVIEWS_TO_ADOPT, Split, TrainingResult, TrainingVerdict
from msc_learn.memory.parameters import DEFAULT, Parameters
from msc_learn.reports.phrases import count, percent
from msc_learn.terminal.screen import Row, Terminal

_NOT_ADOPTED = {
    TrainingVerdict.FEW: f"Not adopted: training needs at least {MIN_REVIEWS_TO_ADOPT:,} scored reviews.",
    TrainingVerdict.WORSE: "Not adopted: on the newest reviews, the trained weights predict no better.",
    TrainingVerdict.WITHIN_ERROR: "Not adopted: the gain is within its standard error, so it may be chance.",
}


def print_result(terminal: Terminal, result: TrainingResult, current: Parameters) -> None:
    """Print how the trained weights compare on held-out reviews."""
    reviews = count(result.scored, "scored review")
    terminal.say(f"{reviews}: the first answer to a card on each day after its first one.")
    if result.splits:
        *earlier, newest = result.splits
        terminal.blank()
        held_out = count(newest.held_out, "newest review")
        terminal.say((f"On the {held_out}, trained on the {newest.trained_on:,} before", "strong"))
        terminal.table(_rows(newest, current), right=[1, 2], indent=2)
        for split in reversed(earlier):
            terminal.say((_in_short(split), "dim"), indent=2)
        all_held_out = count(sum(split.held_out for split in result.splits), "review")
        gain = f"{result.gain:.4f} ± {result.error:.4f}"
        terminal.say((f"gain in log loss over the {all_held_out} held out: {gain}", "dim"), indent=2)
    if result.verdict in _NOT_ADOPTED:
        terminal.blank()
        terminal.say(_NOT_ADOPTED[result.verdict])


def print_adoption(terminal: Terminal, chosen: Parameters, moved: int, *, dry_run: bool) -> None:
    """Print which parameters are adopted, and how many cards are now due at another time."""
    weights = "the default weights" if chosen.weights == DEFAULT.weights else "your own weights"
    parameters = f"{weights}, {percent(chosen.retention)} desired retention"
    terminal.blank()
    if dry_run:
        terminal.say(f"Would adopt: {parameters}.")
        return
    moves = "is now due at another time" if moved == 1 else "are now due at other times"
    terminal.say(f"Adopted: {parameters}. {count(moved, 'card')} {moves}.")


def _rows(split: Split, current: Parameters) -> list[Row]:
    sets = [("default weights", split.default)]
    sets += [("weights in use", split.current)] if current.weights != DEFAULT.weights else []
    sets += [("trained weights", split.trained)]
    rows = [((name, f"{metrics.log_loss:.4f}", f"{metrics.rmse:.4f}"), "plain") for name, metrics in sets]
    return [(("", "log loss", "RMSE (bins)"), "dim"), *rows]


def _in_short(split: Split) -> str:
    losses = f"log loss {split.best:.4f}, trained {split.trained.log_loss:.4f}"
    return f"the {split.held_out:,} before those, trained on {split.trained_on:,}: {losses}"
