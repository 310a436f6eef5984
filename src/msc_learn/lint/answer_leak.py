"""A front that gives its answer away."""

from collections.abc import Iterator

from msc_learn.course.model import Kind
from msc_learn.errors import Code, Problem
from msc_learn.lint.card_text import Texts
from msc_learn.text.words import has_form, missing_from, plain_words, words

CODES = {
    "L501": Code(
        "the question holds the answer",
        "What can be read off the question is not recalled, and so not learnt.",
        "Take the words of the answer out of the question, or ask for something else.",
        "question: Which proteins do protein carriers carry?\nanswer: proteins",
        "question: What do carriers carry?\nanswer: proteins",
    ),
    "L510": Code(
        "the words for a picture name a label that is hidden on it",
        "They stand on the front, for those who do not see the picture: there the label is not hidden.",
        "Say in `alt` what the picture shows without the words of its labels.",
        "alt: An MSC releases VEGF\nlabels: [{text: VEGF, at: [60, 20, 20, 8]}]",
        "alt: An MSC releases a growth factor\nlabels: [{text: VEGF, at: [60, 20, 20, 8]}]",
    ),
    "L502": Code(
        "what a cloze hides stands elsewhere in its text",
        "What can be read in the rest of the text is not recalled, and so not learnt.",
        "Hide both places under one number, or hide something else.",
        "cloze: MSC {{c1::exosomes}} are exosomes of stromal cells.",
        "cloze: MSC {{c1::exosomes}} are {{c1::exosomes}} of stromal cells.",
    ),
}
_BESIDE_OR = 6  # how many words on either side of an "or" are alternatives that a question offers


def of_note(texts: Texts) -> Iterator[Problem]:
    """Yield a problem for each answer that can be read off the front."""
    yield from _in_cloze(texts) if texts.note.kind is Kind.CLOZE else _in_question(texts)
    if texts.note.kind is Kind.OCCLUSION and texts.note.media:
        yield from _in_alt(texts, plain_words(texts.note.media.alt))


def _in_question(texts: Texts) -> Iterator[Problem]:
    # "Which 3?" and "Which three?" do not give "Grade 3" away.
    several = texts.note.items or texts.note.labels
    count = str(len(several))
    asked = [word for word in plain_words(texts.asked) if word != count]
    for _, text in texts.answers:
        if _is_among(plain_words(text), asked, bool(several)) and not _is_offered(text, texts.asked):
            message = f"the question contains the answer, {text!r}; ask without it"
            yield Problem(texts.place, "L501", message)


def _is_among(wanted: list[str], asked: list[str], is_item: bool) -> bool:
    if is_item and len(wanted) == 1:
        return wanted[0] in asked  # a question that shows "fat cells" does not give "fats" away
    return bool(wanted) and all(word in asked or has_form(word, asked) for word in wanted)


def _is_offered(text: str, question: str) -> bool:
    """Return whether a question offers the answer among alternatives, "small or large?", by design."""
    asked = words(question)
    places = [index for index, word in enumerate(asked) if word == "or"]
    offered = [word for at in places for word in asked[max(0, at - _BESIDE_OR) : at + _BESIDE_OR + 1]]
    return not missing_from(plain_words(text), offered)


def _in_alt(texts: Texts, said: list[str]) -> Iterator[Problem]:
    for _, text in texts.answers:
        if _is_among(plain_words(text), said, is_item=True):
            position = texts.note.position_of("media.alt")
            yield Problem(
                position,
                "L510",
                f"the alt text contains the hidden label {text!r}; describe the picture without it",
            )


def _in_cloze(texts: Texts) -> Iterator[Problem]:
    fronts = dict(texts.fronts)
    for number, text in texts.hidden:
        hidden = words(text)
        # Most of what is hidden shares no word with the rest, and that is soon seen.
        if hidden and hidden[0] in fronts[number].casefold() and _are_among(hidden, words(fronts[number])):
            message = (
                f"{text!r} is hidden as c{number}, but visible in the rest of the text; hide it there too"
            )
            yield Problem(texts.place, "L502", message)


def _are_among(hidden: list[str], shown: list[str]) -> bool:
    return f" {' '.join(hidden)} " in f" {' '.join(shown)} "
