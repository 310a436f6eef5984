"""A generated folder of small documents: the same ones in every run."""

import random
from pathlib import Path

_THINGS = "collagen fibrin keratin elastin albumin ferritin insulin gastrin renin leptin".split()
_PARTS = "the liver|the kidney|the skin|bone marrow|the heart|the gut wall|the lung|the spleen".split("|")
_VERBS = "is produced by|is stored in|is broken down in|may protect|is released from".split("|")


def write_documents(folder: Path, count: int) -> Path:
    """Write Markdown files of three sections with three sentences each, a hundred to a folder."""
    chance = random.Random(count)  # noqa: S311 - the same documents in every run are wanted

    def sentence() -> str:
        first, second = chance.sample(_PARTS, 2)
        amount = chance.randrange(2, 90)
        thing = chance.choice(_THINGS).capitalize()
        return f"{thing} {chance.choice(_VERBS)} {first} within {amount} minutes of a signal from {second}."

    for number in range(count):
        below = folder / f"{number // 100:04}"
        below.mkdir(parents=True, exist_ok=True)
        parts = (f"## Part {part}\n\n{sentence()} {sentence()} {sentence()}\n" for part in range(1, 4))
        text = f"# Document {number}\n\n" + "\n".join(parts)
        (below / f"{number:06}.md").write_text(text, encoding="utf-8")
    return folder
