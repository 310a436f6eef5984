"""The searches of docs/anki.md find in the real Anki, with the shipped deck, what the page says they find."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest
from anki.cards import FSRSMemoryState
from anki.decks_pb2 import Deck

from real_anki import take

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "anki.md").read_text(encoding="utf-8").partition("## Searches for filtered decks")[2]
ROWS = re.findall(r"^\| (?!To find)(.+?) \| `(.+?)` \| (.+?) \|$", PAGE, re.MULTILINE)
DAY = 86_400
REVIEW = 2
Collection = Any


@dataclass(frozen=True, slots=True)
class Seen:
    """A card as it lies in the collection, read without Anki's search."""

    id: int
    name: str
    kind: str
    position: int
    fields: Mapping[str, str]
    tags: frozenset[str]
    is_new: bool
    in_days: int | None
    interval: int
    lapses: int
    flag: int
    suspended: bool
    edited_days_ago: float
    stability: float | None
    reviews: tuple[tuple[float, int], ...]  # days ago and rating, oldest first

    def within(self, topic: str) -> bool:
        return any(tag == f"msc::{topic}" or tag.startswith(f"msc::{topic}::") for tag in self.tags)


EXPECTED: dict[str, Callable[[Seen], bool]] = {
    "tag:msc::safety": lambda card: card.within("safety"),
    "tag:msc::safety -prop:ivl>=21": lambda card: card.within("safety") and card.interval < 21,
    "tag:msc::strength::hedged OR tag:msc::strength::investigational": lambda card: (
        card.fields["Strength"] in {"hedged", "investigational"}
    ),
    "tag:msc rated:7:1": lambda card: any(days < 6.5 and rating == 1 for days, rating in card.reviews),
    "tag:msc prop:lapses>=3": lambda card: card.lapses >= 3,
    "tag:msc tag:leech": lambda card: "leech" in card.tags,
    "tag:msc::evidence prop:due<=3": lambda card: (
        card.within("evidence") and card.in_days is not None and card.in_days <= 3
    ),
    # Stability is the time in which the chance falls to 90 %.
    "tag:msc prop:r<0.9": lambda card: card.stability is not None and card.reviews[-1][0] > card.stability,
    "tag:msc is:new": lambda card: card.is_new,
    "tag:msc introduced:7": lambda card: bool(card.reviews) and card.reviews[0][0] < 6.5,
    "tag:msc prop:ivl>=21": lambda card: card.interval >= 21,
    "tag:msc Source:*Limitations*": lambda card: "› Limitations" in card.fields["Source"],
    "tag:msc Picture:_*": lambda card: "<img" in card.fields["Picture"],
    'tag:msc "note:msc-learn Cloze"': lambda card: card.kind == "msc-learn Cloze",
    "tag:msc LearnerNotes:_*": lambda card: bool(card.fields["LearnerNotes"]),
    "tag:msc flag:1": lambda card: card.flag == 1,
    "tag:msc edited:7": lambda card: card.edited_days_ago < 6.5,
    "tag:msc::draft": lambda card: "msc::draft" in card.tags,
    "tag:*::retired": lambda card: any(tag.endswith("::retired") for tag in card.tags),
    "tag:msc CardId:msc-name": lambda card: card.name == "msc-name",
}


def studied(collection: Collection, card_id: int, place: int) -> None:
    """Give a card a past of some weeks, which its place among the studied cards decides.

    Nothing lies 6 to 8 days back: Anki's day begins at four, so that week is not the same all day long.
    """
    ages = (1, 3, 5, 9, 12, 30)
    last, first = ages[place % 6], ages[place % 6] + 8 * (place % 7)
    ratings = ((first, 3), (last, 1 + place % 3)) if first > last else ((last, 1 + place % 3),)
    for number, (days, rating) in enumerate(ratings):
        time_ = int((time.time() - days * DAY) * 1000) + 10 * place + number
        row = (time_, card_id, 0, rating, 10, 1, 2500, 5000, 1)
        collection.db.execute("INSERT INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", *row)
    card = collection.get_card(card_id)
    card.type = card.queue = REVIEW
    card.ivl = (4, 20, 21, 60)[place % 4]
    card.due = collection.sched.today + place % 9 - 2
    card.reps, card.lapses = len(ratings), place % 5
    card.memory_state = FSRSMemoryState(stability=(2.0, 8.0, 40.0)[place % 3], difficulty=5)
    card.last_review_time = int(time.time()) - last * DAY
    collection.update_card(card)


def live(collection: Collection) -> None:
    """Study every other card, and do to some notes what learners and releases do."""
    cards = collection.find_cards("", order="c.due")
    for place, card_id in enumerate(cards[::2]):
        studied(collection, card_id, place)
    collection.set_user_flag_for_cards(1, cards[5:8])
    collection.set_user_flag_for_cards(2, cards[9:12])
    collection.sched.suspend_cards(cards[4::40])
    notes = sorted(collection.find_notes(""))
    for tag, some in (("leech", notes[3::20]), ("msc::draft", notes[7:9]), ("msc::retired", notes[11:13])):
        collection.tags.bulk_add(some, tag)
    for id_ in notes[20:23]:
        own = collection.get_note(id_)
        own["LearnerNotes"] = "mine"
        collection.update_note(own)
    # The shipped notes were edited at their release, whenever that was; here, long ago, but for some.
    collection.db.execute("UPDATE notes SET mod = ?", int(time.time()) - 90 * DAY)
    for days, id_ in zip((0, 1, 3, 5, 9, 10, 20), notes[30:], strict=False):
        collection.db.execute("UPDATE notes SET mod = ? WHERE id = ?", int(time.time() - days * DAY), id_)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Return a collection with the shipped deck, studied for some weeks; the tests leave it as it is."""
    opened = anki.Collection(str(tmp_path_factory.mktemp("searches") / "collection.anki2"))
    opened.set_config("fsrs", True)
    take(opened, ROOT / "decks" / "msc.apkg")
    # A note of the learner's own, which no search for the course may find.
    own = opened.new_note(opened.models.by_name("Basic"))
    own["Front"] = "own"
    opened.add_note(own, 1)
    live(opened)
    yield opened
    opened.close()


def cards(collection: Collection) -> Iterator[Seen]:
    """Yield the cards of the course."""
    now = time.time()
    for card_id in collection.db.list("SELECT id FROM cards ORDER BY id"):
        card = collection.get_card(card_id)
        note = card.note()
        reviews = collection.db.all("SELECT id, ease FROM revlog WHERE cid = ? ORDER BY id", card_id)
        if "CardId" not in note.keys():  # noqa: SIM118 - a note gives its names by this alone
            continue
        yield Seen(
            card_id,
            note["CardId"],
            note.note_type()["name"],
            card.due,
            dict(note.items()),
            frozenset(note.tags),
            card.type == 0,
            card.due - collection.sched.today if card.type == REVIEW else None,
            card.ivl,
            card.lapses,
            card.flags,
            card.queue < 0,
            (now - note.mod) / DAY,
            card.memory_state.stability if card.memory_state else None,
            tuple(((now - made / 1000) / DAY, rating) for made, rating in reviews),
        )


def test_the_page_has_the_searches_that_are_tested_here() -> None:
    assert [search for _, search, _ in ROWS] == list(EXPECTED)


@pytest.mark.parametrize("search", [search for _, search, _ in ROWS])
def test_a_search_finds_what_the_page_says(collection: Collection, search: str) -> None:
    expected = {card.id for card in cards(collection) if EXPECTED[search](card)}
    assert set(collection.find_cards(search)) == expected
    assert 0 < len(expected) < collection.card_count() - 1


FILTERED = [(search, order) for _, search, order in ROWS if order != "–"]


def filtered(collection: Collection, search: str, order: str) -> int:
    """Create a filtered deck as the window of Anki does, and return its id."""
    deck = collection.sched.get_or_create_filtered_deck(0)
    number: Any = list(collection.sched.filtered_deck_order_labels()).index(order)
    del deck.config.search_terms[:]
    deck.config.search_terms.append(Deck.Filtered.SearchTerm(search=search, limit=1000, order=number))
    return int(collection.sched.add_or_update_filtered_deck(deck).id)


@pytest.mark.parametrize(("search", "order"), FILTERED)
def test_a_filtered_deck_takes_what_the_search_finds(collection: Collection, search: str, order: str) -> None:
    expected = {card.id for card in cards(collection) if EXPECTED[search](card) and not card.suspended}
    made = filtered(collection, search, order)
    taken = set(collection.db.list("SELECT id FROM cards WHERE did = ?", made))
    collection.decks.remove([made])
    assert taken == expected


def test_a_filtered_deck_of_new_cards_keeps_the_study_order(collection: Collection) -> None:
    search, order = next(row for row in FILTERED if row[0].endswith("is:new"))
    new = [card for card in cards(collection) if card.is_new and not card.suspended]
    made = filtered(collection, search, order)
    collection.decks.select(made)
    queued = [each.card.id for each in collection.sched.get_queued_cards(fetch_limit=1000).cards]
    collection.decks.remove([made])
    assert queued == [card.id for card in sorted(new, key=lambda card: (card.position, card.id))]
