"""What rules return: facts found in sentences, and the texts of their cards."""

from dataclasses import dataclass

from msc_learn.course.model import Kind, Source
from msc_learn.extract.annotate import Span
from msc_learn.extract.passage import Passage


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """Something to learn: the spans of a sentence to recall.

    `uses` are the spans that no other card of the sentence may hide, by default `spans`. `label` is a word
    that the rule needs for its template, such as a short form.
    """

    passage: Passage
    spans: tuple[Span, ...]
    uses: tuple[Span, ...] | None = None
    label: str = ""

    @property
    def used(self) -> tuple[Span, ...]:
        """The spans that no other card of the sentence may hide."""
        return self.spans if self.uses is None else self.uses


@dataclass(frozen=True, slots=True)
class CardWording:
    """The texts of a card, made of slices of the document and fixed templates, and its evidence.

    `recalled_text` is what is recalled if it is not the answer or the items. `claims` is what the card
    claims if that is less than its sentence claims: a name, or one cell of a row. `front` is what a learner
    sees first if it is not the question.
    """

    kind: Kind
    sources: tuple[Source, ...]
    question: str = ""
    answer: str = ""
    cloze: str = ""
    items: tuple[str, ...] = ()
    ordered: bool = False
    recalled_text: str = ""
    claims: str = ""
    front: str = ""

    @property
    def recalled(self) -> str:
        """What a learner must recall, as one text; the id of the card is computed from it."""
        return self.recalled_text or self.answer or "; ".join(self.items)
