"""The peer: card files through PyYAML and Anki's own package, in one batch, then exported."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import anki.collection as anki

from bench.peers.notes import read_notes, read_shapes


def main(loader: str, source: str, shapes: str, output: str) -> None:
    """Build `output` from `source` with `SafeLoader` or `CSafeLoader`, in the format older programs read."""
    fields = read_shapes(shapes)
    with tempfile.TemporaryDirectory() as folder:
        collection = anki.Collection(str(Path(folder) / "collection.anki2"))
        types = {kind: _add_type(collection, kind, names) for kind, names in fields.items()}
        decks: dict[str, int] = {}
        requests = []
        for plain in read_notes(loader, Path(source), fields):
            if plain.deck not in decks:
                decks[plain.deck] = collection.decks.id(plain.deck)
            note = collection.new_note(types[plain.kind])
            note.fields, note.tags = plain.fields, plain.tags
            requests.append(anki.AddNoteRequest(note, decks[plain.deck]))
        collection.add_notes(requests)
        options = anki.ExportAnkiPackageOptions(legacy=True)
        collection.export_anki_package(out_path=output, options=options, limit=None)
        collection.close()


def _add_type(collection: Any, kind: str, names: list[str]) -> Any:
    manager = collection.models
    type_ = manager.by_name("Cloze" if kind == "cloze" else "Basic")
    type_ = {**type_, "id": 0, "name": f"Plain {kind}", "flds": [], "tmpls": []}
    for name in names:
        manager.add_field(type_, manager.new_field(name))
    template = manager.new_template("Card 1")
    template["qfmt"] = f"{{{{cloze:{names[0]}}}}}" if kind == "cloze" else f"{{{{{names[0]}}}}}"
    template["afmt"] = f"{template['qfmt']}<br>{{{{Extra}}}}"
    manager.add_template(type_, template)
    return manager.get(manager.add_dict(type_).id)


if __name__ == "__main__":
    main(*sys.argv[1:])
