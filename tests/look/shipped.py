"""The shipped deck in a fresh collection, and the cards that stand for what each note type can do."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anki.collection as anki

from real_anki import take

ROOT = Path(__file__).parents[2]
DECK = ROOT / "decks" / "msc.apkg"
SNAPSHOT = ROOT / "tests" / "data" / "decks" / "msc.txt"
SCREENS = ROOT / "docs" / "screens"
# One card for each thing a note type can do: its picture's name, and the search that finds the card.
SHOWN = {
    "question": "CardId:vegf-name card:1",
    "reversed": "CardId:vegf-name card:2",
    "typed": "CardId:homing-term card:1",
    "cloze": "CardId:exosome-cargo card:1",
    "list": "note:*List",
    "choice": "CardId:msc-potency",
    "several": "CardId:exosome-abilities",
    "occlusion": "CardId:exosome-picture card:1",
}


@contextmanager
def imported(deck: Path) -> Iterator[Any]:
    """Open a fresh collection that has taken a deck, as a new learner has."""
    with tempfile.TemporaryDirectory() as folder:
        collection = anki.Collection(str(Path(folder) / "collection.anki2"))
        take(collection, deck)
        yield collection
        collection.close()


def card_found(collection: Any, search: str) -> Any:
    """Return the first card of a search, in study order."""
    return collection.get_card(collection.find_cards(search, order="c.due, c.ord")[0])
