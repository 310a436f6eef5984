"""What a learner of the real Anki meets: the order of new cards, and the preset where it is asked for."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest

import real_anki
from msc_learn.course.load import load_course
from msc_learn.course.model import Course, Kind, Note, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats.apkg import write
from msc_learn.deck.formats.apkg.options import options_of
from msc_learn.deck.identity import preset_id_of
from msc_learn.deck.preset import preset_of
from msc_learn.deck.release.lock import Lock
from msc_learn.position import Position

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

NOW = 1_700_000_000
PRESET = preset_id_of("renal")
NAME = "msc-learn: Renal medicine"
PAGE = (Path(__file__).parents[1] / "docs" / "anki.md").read_text(encoding="utf-8")
Collection = Any
Take = Callable[..., None]


def topic(id_: str, cards: list[int]) -> Topic:
    """Return a topic whose notes are clozes with so many numbers, called `a1`, `a2` ... in topic `a`."""
    place = Position(f"{id_}.yaml", 3, 5)
    notes = (
        Note(
            f"{id_}{n}",
            Kind.CLOZE,
            id_,
            place,
            cloze=" ".join(f"{{{{c{i + 1}::x{i}}}}}" for i in range(made)),
        )
        for n, made in enumerate(cards, start=1)
    )
    return Topic(id_, id_.upper(), tuple(notes), place)


# In study order `z` comes before `b`, as its deck does by its number.
TOPICS = (topic("z", [3, 1, 2, 1]), topic("b", [2, *[1] * 11, 2]))


def made(*topics: Topic, lock: Lock | None = None) -> Release:
    course = Course("renal", "Renal medicine", "Renal", "en-GB", topics, Path(), Path())
    return compile_course(course, lock or Lock(), NOW)


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


@pytest.fixture
def take(collection: Collection, tmp_path: Path) -> Take:
    """Return a function that imports topics, with “Import any deck presets” ticked or not."""

    def take(*topics: Topic, presets: bool, lock: Lock | None = None) -> None:
        write(made(*topics, lock=lock), tmp_path / "made.apkg")
        real_anki.take(collection, tmp_path / "made.apkg", with_deck_configs=presets)

    return take


def presets(collection: Collection) -> dict[int, str]:
    return {preset["id"]: preset["name"] for preset in collection.decks.all_config()}


def of_decks(collection: Collection) -> dict[str, int]:
    return {deck["name"]: deck["conf"] for deck in collection.decks.all()}


def queue(collection: Collection, deck: str) -> list[str]:
    """Return the new cards that Anki would show today, in order."""
    collection.decks.select(collection.decks.id_for_name(deck))
    queued = collection.sched.get_queued_cards(fetch_limit=1000).cards
    cards = (collection.get_card(each.card.id) for each in queued)
    return [f"{card.note()['CardId']}#{card.ord + 1}" for card in cards]


def by_position(collection: Collection) -> list[str]:
    """Return all cards by the position that the package gave them."""
    cards = (collection.get_card(id_) for id_ in collection.find_cards("", order="c.due"))
    return [f"{card.note()['CardId']}#{card.ord + 1}" for card in cards]


def test_with_the_options_of_anki_a_day_is_cut_by_position_and_shown_by_card_number(
    collection: Collection, take: Take
) -> None:
    take(*TOPICS, presets=False)
    today = by_position(collection)[:20]  # Anki's own limit
    assert queue(collection, "Renal") == sorted(today, key=lambda card: card[-1])
    in_z = ["z1#1", "z2#1", "z3#1", "z4#1", "z3#2", "z1#2", "z1#3"]
    assert sorted(by_position(collection)[:7]) == sorted(in_z)
    assert queue(collection, "Renal::01 Z") == ["z1#1", "z2#1", "z3#1", "z4#1", "z1#2", "z3#2", "z1#3"]


def test_with_the_preset_a_day_has_ten_cards_of_ten_notes_in_the_order_given(
    collection: Collection, take: Take
) -> None:
    take(*TOPICS, presets=True)
    expected: list[str] = []
    for card in by_position(collection):
        if card.partition("#")[0] not in {other.partition("#")[0] for other in expected}:
            expected.append(card)
    assert queue(collection, "Renal") == expected[:10]
    assert queue(collection, "Renal")[:5] == ["z1#1", "z2#1", "z3#1", "z4#1", "b1#1"]


def test_with_the_preset_siblings_wait_for_another_day(collection: Collection, take: Take) -> None:
    take(TOPICS[0], presets=True)
    first = queue(collection, "Renal")
    assert first == ["z1#1", "z2#1", "z3#1", "z4#1"]
    for _ in first:
        collection.sched.answerCard(collection.sched.getCard(), 3)
    assert queue(collection, "Renal") == []
    collection.sched.unbury_deck(collection.decks.id_for_name("Renal"))
    assert [card[:2] for card in queue(collection, "Renal")] == ["z1", "z3"]


def test_cards_that_are_there_keep_their_place(collection: Collection, take: Take) -> None:
    take(*TOPICS, presets=False)
    before = dict(collection.db.all("SELECT id, due FROM cards"))
    lock = made(*TOPICS).lock
    take(topic("z", [3, 1, 2, 1, 1, 1]), TOPICS[1], presets=False, lock=lock)
    after = dict(collection.db.all("SELECT id, due FROM cards"))
    assert {id_: after[id_] for id_ in before} == before
    assert len(after) == len(before) + 2


def test_by_default_the_options_of_the_learner_stay(collection: Collection, take: Take) -> None:
    before = collection.decks.all_config()
    take(*TOPICS, presets=False)
    assert collection.decks.all_config() == before
    assert set(of_decks(collection).values()) == {1}


def test_a_preset_that_is_asked_for_becomes_that_of_all_our_decks(collection: Collection, take: Take) -> None:
    take(*TOPICS, presets=True)
    assert presets(collection) == {1: "Default", PRESET: NAME}
    assert of_decks(collection) == {
        "Default": 1,
        "Renal": PRESET,
        "Renal::01 Z": PRESET,
        "Renal::02 B": PRESET,
    }
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)
    assert presets(collection) == {1: "Default", PRESET: NAME}


def test_anki_takes_every_value_of_the_preset_as_written(collection: Collection, take: Take) -> None:
    take(*TOPICS, presets=True)
    ours, theirs = options_of(preset_of(made(*TOPICS).course), PRESET), collection.decks.get_config(PRESET)
    assert {key: theirs.get(key) for key in ours} == ours


def test_what_the_preset_leaves_open_is_as_in_a_new_one_of_anki(collection: Collection, take: Take) -> None:
    take(*TOPICS, presets=True)
    ours, theirs = collection.decks.get_config(PRESET), collection.decks.add_config("Anki's own")

    def flat(options: dict[str, Any]) -> set[str]:
        parts = ((key, value if isinstance(value, dict) else {"": value}) for key, value in options.items())
        return {f"{key}.{name} {json.dumps(value)}" for key, part in parts for name, value in part.items()}

    assert {each.split()[0] for each in flat(ours) - flat(theirs)} == {
        "id.",
        "name.",
        "usn.",
        "new.bury",
        "new.delays",
        "new.perDay",
        "rev.bury",
        "rev.perDay",
        "buryInterdayLearning.",
        "newGatherPriority.",
        "newSortOrder.",
    }


def test_a_preset_that_is_there_is_never_changed(collection: Collection, take: Take) -> None:
    take(*TOPICS, presets=True)
    own = collection.decks.get_config(PRESET)
    own["new"]["perDay"], own["name"] = 3, "mine"
    collection.decks.update_config(own)
    for again in (False, True):
        take(*TOPICS, presets=again)
        assert presets(collection) == {1: "Default", PRESET: "mine"}
        assert collection.decks.get_config(PRESET)["new"]["perDay"] == 3


def test_a_preset_asked_for_later_replaces_what_the_learner_chose_for_our_decks(
    collection: Collection, take: Take
) -> None:
    take(*TOPICS, presets=False)
    own = collection.decks.add_config("own")["id"]
    deck = collection.decks.by_name("Renal::01 Z") | {"conf": own}
    collection.decks.save(deck)
    take(*TOPICS, presets=False)
    assert of_decks(collection)["Renal::01 Z"] == own
    take(*TOPICS, presets=True)
    assert presets(collection) == {1: "Default", own: "own", PRESET: NAME}
    assert {name for name, id_ in of_decks(collection).items() if id_ != PRESET} == {"Default"}


@pytest.mark.parametrize("ticked", [False, True])
def test_the_deck_of_a_later_topic_has_the_preset_where_it_is_asked_for(
    collection: Collection, take: Take, ticked: bool
) -> None:
    take(*TOPICS, presets=True)
    take(*TOPICS, topic("c", [1]), presets=ticked, lock=made(*TOPICS).lock)
    assert of_decks(collection)["Renal::03 C"] == (PRESET if ticked else 1)
    assert of_decks(collection)["Renal"] == PRESET


def test_the_page_states_the_values_of_the_preset() -> None:
    stated = dict(re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", PAGE.partition("# Options")[2], re.MULTILINE))
    preset = preset_of(load_course("msc"))
    assert preset.name in " ".join(PAGE.split())
    assert stated["New cards a day"] == str(preset.new_per_day)
    assert stated["Maximum reviews a day"].split(",")[0] == str(preset.reviews_per_day)
    steps = (preset.learning_steps, preset.relearning_steps)
    assert stated["Learning steps, relearning steps"] == ", ".join(f"{step:.0f}m" for (step,) in steps)
    assert (stated["New card gather order"] == "Ascending position") == preset.gather_by_position
    assert (stated["New card sort order"] == "Order gathered") == preset.keep_gathered_order
    buried = stated["Bury new, review and interday learning siblings"]
    assert (buried == "on") == preset.bury_siblings
    action = "Suspend Card" if preset.leeches_are_suspended else "Tag only"
    assert stated["Leech threshold, leech action"] == f"{preset.leech_after_lapses}, {action}"
    assert stated["Desired retention"] == f"{preset.desired_retention:.2f}"
