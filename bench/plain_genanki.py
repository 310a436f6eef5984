"""The peer: a card file through PyYAML and genanki as its README shows, without checks or escapes."""

import sys
from pathlib import Path

import genanki
import yaml

QUESTION = genanki.Model(
    1607392319,
    "Question",
    fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Extra"}],
    templates=[
        {"name": "Card 1", "qfmt": "{{Question}}", "afmt": "{{FrontSide}}<hr>{{Answer}}<br>{{Extra}}"}
    ],
)
CLOZE = genanki.Model(
    1550428389,
    "Cloze",
    model_type=genanki.Model.CLOZE,
    fields=[{"name": "Text"}, {"name": "Extra"}],
    templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>{{Extra}}"}],
)


def main(loader: str, source: str, output: str) -> None:
    """Build `output` from `source` with `SafeLoader` or `CSafeLoader`."""
    text = Path(source).read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, loader))  # noqa: S506 - both are safe loaders
    deck = genanki.Deck(2059400110, data["topic"])
    for card in data["cards"]:
        if "cloze" in card:
            note = genanki.Note(model=CLOZE, fields=[card["cloze"], card["extra"]], tags=data["tags"])
        else:
            fields = [card["question"], card["answer"], card["extra"]]
            note = genanki.Note(model=QUESTION, fields=fields, tags=data["tags"])
        deck.add_note(note)
    genanki.Package(deck).write_to_file(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
