"""The peer: a collection of Anki's own package, made of plain notes, and its cards answered one by one.

As a program it makes one, with whichever release of Anki the Python that runs it has.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anki.collection as anki
from anki.scheduler.v3 import CardAnswer


def main(deck: str, source: str, path: str) -> None:
    """Make a collection with the notes that lie in `source` as JSON."""
    make(Path(path), deck, json.loads(Path(source).read_text(encoding="utf-8"))).close()


def make(path: Path, deck: str, notes: Sequence[Sequence[str]]) -> Any:
    """Return a new collection of notes, clozes where there is one field, under FSRS and without limits."""
    collection = anki.Collection(str(path))
    deck_id = collection.decks.id(deck)
    config = collection.decks.config_dict_for_deck_id(deck_id)
    config["new"]["perDay"] = config["rev"]["perDay"] = 9999
    collection.decks.update_config(config)
    collection.set_config("fsrs", True)
    types = {1: collection.models.by_name("Cloze"), 2: collection.models.by_name("Basic")}
    requests = []
    for fields in notes:
        note = collection.new_note(types[len(fields)])
        note.fields[: len(fields)] = fields
        requests.append(anki.AddNoteRequest(note, deck_id))
    collection.add_notes(requests)
    collection.decks.select(deck_id)
    return collection


def answer(collection: Any) -> float:
    """Answer the next card as clanki does, and return the seconds that took, without fetching the card."""
    [queued] = collection.sched.get_queued_cards(fetch_limit=1).cards
    card = collection.get_card(queued.card.id)
    card.start_timer()
    begun = time.perf_counter()
    said = collection.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.Rating.GOOD)
    collection.sched.answer_card(said)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
