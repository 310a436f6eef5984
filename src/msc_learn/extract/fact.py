"""What a rule finds, and what it makes of it."""

from dataclasses import dataclass

from msc_learn.course.model import Kind, Source
from msc_learn.extract.annotate import Span
from msc_learn.extract.passage import Passage


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """Something to be learnt: the stretches of a sentence to recall, and the further sentences it stands on.

    `takes` are the stretches that no other card of the sentence shall hide; without it, `spans`. `label` is
    a word the rule needs for its template, such as a short form.
    """

    passage: Passage
    spans: tuple[Span, ...]
    takes: tuple[Span, ...] | None = None
    label: str = ""
    others: tuple[Passage, ...] = ()

    @property
    def taken(self) -> tuple[Span, ...]:
        """The stretches that this fact uses up."""
        return self.spans if self.takes is None else self.takes


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a card, made of slices of the document and fixed templates, and its evidence.

    `about` is what is recalled where that is not the answer or the items. `claims` is what the card claims
    where that is less than its sentence does: a name, or one cell of a row. `front` is what a learner
    sees first where that is not the question.
    """

    kind: Kind
    sources: tuple[Source, ...]
    question: str = ""
    answer: str = ""
    cloze: str = ""
    items: tuple[str, ...] = ()
    ordered: bool = False
    about: str = ""
    claims: str = ""
    front: str = ""

    @property
    def recalled(self) -> str:
        """What a learner must recall, as one text; the card's identity hangs on it."""
        return self.about or self.answer or "; ".join(self.items)
