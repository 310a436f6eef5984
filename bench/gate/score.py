"""Score of the gate: how many mutated cards it refuses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.gate.cases import Case
from bench.gate.mutations import MUTATIONS, SENTENCE_MUTATIONS
from msc_learn.course.model import Note
from msc_learn.lint.card_text import Texts


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutated card and the codes the gate reports for it; none if it passes."""

    mutation: str
    note: Note
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Results for a set of cards: the good cards refused, and all mutated cards."""

    name: str
    cards: int
    refused: tuple[Trial, ...]
    trials: tuple[Trial, ...]

    def of(self, mutation: str) -> tuple[Trial, ...]:
        """Return the trials of one mutation."""
        return tuple(trial for trial in self.trials if trial.mutation == mutation)

    @property
    def missed(self) -> tuple[Trial, ...]:
        """The mutated cards that pass."""
        return tuple(trial for trial in self.trials if not trial.codes)


def score_of(name: str, cases: Iterable[Case]) -> Score:
    """Apply every mutation to every good card."""
    kept = list(cases)
    whole = [Trial("none", case.note, case.refused(case.note)) for case in kept]
    trials = [
        trial for case, own in zip(kept, whole, strict=True) if not own.codes for trial in _trials(case)
    ]
    return Score(name, len(kept), tuple(own for own in whole if own.codes), tuple(trials))


def _trials(case: Case) -> Iterator[Trial]:
    for name, mutate in MUTATIONS.items():
        if (note := mutate(case)) is not None:
            yield Trial(name, note, case.refused(note))
    for name, deny in SENTENCE_MUTATIONS.items():
        if (denied := deny(case)) is not None:
            yield Trial(name, denied.note, denied.refused_on_its_sentence)


def described(trial: Trial) -> str:
    """Return a card in one line."""
    texts = Texts(trial.note)
    answers = "; ".join(text for _, text in texts.answers)
    return f"{trial.mutation}: {trial.note.id}: {texts.fronts[0][1]} -> {answers}"
