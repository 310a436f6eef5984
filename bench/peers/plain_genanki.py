"""The peer: card files through PyYAML and genanki as its README shows, without checks or escapes."""

import sys
from collections.abc import Mapping
from pathlib import Path

import genanki

from bench.peers.notes import read_notes, read_shapes


def models_of(shapes: Mapping[str, list[str]]) -> dict[str, genanki.Model]:
    """Return note types with these fields, and one plain template each."""
    return {kind: _model(place, kind, names) for place, (kind, names) in enumerate(shapes.items())}


def _model(place: int, kind: str, names: list[str]) -> genanki.Model:
    is_cloze = kind == "cloze"
    front = f"{{{{cloze:{names[0]}}}}}" if is_cloze else f"{{{{{names[0]}}}}}"
    back = f"{front}<br>{{{{Extra}}}}" if is_cloze else "{{FrontSide}}<hr>{{Answer}}<br>{{Extra}}"
    return genanki.Model(
        1607392319 + place,
        kind,
        fields=[{"name": name} for name in names],
        templates=[{"name": "Card 1", "qfmt": front, "afmt": back}],
        model_type=genanki.Model.CLOZE if is_cloze else genanki.Model.FRONT_BACK,
    )


def main(loader: str, source: str, shapes: str, output: str) -> None:
    """Build `output` from `source` with `SafeLoader` or `CSafeLoader`."""
    fields = read_shapes(shapes)
    models = models_of(fields)
    decks: dict[str, genanki.Deck] = {}
    for note in read_notes(loader, Path(source), fields):
        deck = decks.get(note.deck)
        if deck is None:
            deck = decks[note.deck] = genanki.Deck(2059400110 + len(decks), note.deck)
        deck.add_note(genanki.Note(model=models[note.kind], fields=note.fields, tags=note.tags))
    genanki.Package(list(decks.values())).write_to_file(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
