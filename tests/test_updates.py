"""A learner's year in the real Anki: a release, study, a second release, and nothing of theirs is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest

from msc_learn.course.model import Course, Kind, Note, Retired, Topic
from msc_learn.deck.compile import Release, compile_course
from msc_learn.deck.formats.apkg import write
from msc_learn.deck.release.lock import Lock
from msc_learn.position import Position
from real_anki import take

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)

NOW = 1_700_000_000
DAY = 86_400
PLACE = Position("renal.yaml", 3, 5)
REASON = "said twice; see kept"
# What of a card is the learner's own; `mod` and `usn` are Anki's book-keeping.
OWN = "id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"
Collection = Any


def note(id_: str, kind: Kind = Kind.QUESTION, topic: str = "kidney", **values: Any) -> Note:
    asked = {} if kind is Kind.CLOZE else {"question": f"What is {id_}?", "answer": f"answer-{id_}"}
    return Note(id_, kind, topic, PLACE, **{**asked, **values})


def gap(text: str) -> Note:
    return note("gap", Kind.CLOZE, cloze=text)


HEART = (note("moving", reverse=True), note("gone-list", Kind.LIST, answer="", items=("x", "y")))
KIDNEY = (
    note("corrected"),
    gap("MSCs carry {{c1::microRNAs}} and {{c2::proteins}}."),
    note("renamed"),
    note("gone", reverse=True),
    note("gone-gap", Kind.CLOZE, cloze="{{c1::One}} and {{c3::three}}."),
    note("gone-choice", Kind.CHOICE, distractors=("fever", "sleep")),
    note("edited"),
    note("tagged"),
    note("kept"),
)
KIDNEY_2 = (
    note("corrected", answer="a better answer"),
    gap("MSCs carry {{c1::microRNAs}}, {{c3::lipids}} and {{c2::proteins}}."),
    note("renamed-since", renamed_from="renamed", question="What is renamed?", answer="answer-renamed"),
    note("edited"),
    note("tagged"),
    note("kept"),
    note("moving", reverse=True),
    note("new"),
)
RETIRED = {"gone", "gone-gap", "gone-choice", "gone-list"}
# A note that was only renamed or moved is not among them: its content is the same.
TOUCHED = {"corrected", "gap"}


def course(kidney: tuple[Note, ...], heart: tuple[Note, ...], retired: tuple[Retired, ...] = ()) -> Course:
    topics = (
        Topic("kidney", "Kidney", kidney, PLACE, retired),
        Topic("heart", "Heart", tuple(replace(each, topic="heart") for each in heart), PLACE),
    )
    return Course("renal", "Renal medicine", "Renal", "en-GB", topics, Path("renal"), Path("renal"))


@dataclass(frozen=True)
class Learner:
    """A learner's collection, and the second release as a deck and as an update."""

    collection: Collection
    second: Path
    update: Path
    before: dict[str, Any]


def of(collection: Collection, id_: str) -> Any:
    (found,) = collection.find_notes(f"CardId:{id_}")
    return collection.get_note(found)


def card_of(collection: Collection, id_: str) -> Any:
    return of(collection, id_).cards()[0]


def study(collection: Collection, count: int) -> None:
    """Answer cards, some of them wrong."""
    collection.decks.select(collection.decks.id_for_name("Renal"))
    for place in range(count):
        collection.sched.answerCard(collection.sched.getCard(), 1 if place % 4 == 3 else 3)


def live(collection: Collection) -> None:
    """Do what a learner does: study, flag, suspend, bury, edit, tag, and rename a deck."""
    study(collection, 9)
    collection.set_user_flag_for_cards(3, [card_of(collection, "corrected").id])
    collection.set_user_flag_for_cards(1, [card_of(collection, "gone").id])
    collection.sched.suspend_cards([card_of(collection, "renamed").id, card_of(collection, "gap").id])
    collection.sched.bury_cards([card_of(collection, "kept").id])
    edited = of(collection, "edited")
    edited["Answer"], edited["LearnerNotes"] = "my own words", "my notes"
    collection.update_note(edited)
    tagged = of(collection, "tagged")
    tagged.tags += ["marked", "exam"]
    collection.update_note(tagged)
    collection.decks.rename(collection.decks.id_for_name("Renal::02 Heart"), "Mine")
    study(collection, 1)


def state(collection: Collection) -> dict[str, Any]:
    """Return what is the learner's own, by id of card, review and note."""
    return {
        "cards": {row[0]: row[1:] for row in collection.db.all(f"SELECT {OWN} FROM cards")},
        "reviews": collection.db.all("SELECT * FROM revlog ORDER BY id"),
        "notes": {
            row[0]: row[1:] for row in collection.db.all("SELECT id, guid, mid, tags, flds FROM notes")
        },
        "types": sorted(kind["name"] for kind in collection.models.all()),
        "config": collection.db.all("SELECT key, val FROM config WHERE key IN ('fsrs', 'rollover')"),
    }


def write_all(tmp_path: Path) -> None:
    first = compile_course(course(KIDNEY, HEART), Lock(), NOW)
    write(first, tmp_path / "first.apkg")
    kidney = tuple(replace(each, topic="kidney") for each in KIDNEY_2)
    second = course(kidney, (), tuple(Retired(id_, REASON, PLACE) for id_ in sorted(RETIRED)))
    for name, update in (("second", False), ("update", True)):
        made = compile_course(second, first.lock, NOW + 30 * DAY, update=update)
        write(made, tmp_path / f"{name}.apkg")


@pytest.fixture(params=[False, True], ids=["sm2", "fsrs"])
def learner(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Learner]:
    write_all(tmp_path)
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    collection.set_config("fsrs", request.param)
    assert take(collection, tmp_path / "first.apkg") == {"new": len(KIDNEY) + len(HEART)}
    live(collection)
    yield Learner(collection, tmp_path / "second.apkg", tmp_path / "update.apkg", state(collection))
    collection.close()


@pytest.fixture(params=["second", "update"])
def updated(learner: Learner, request: pytest.FixtureRequest) -> Learner:
    """Return a learner who has taken the second release, as a plain deck or as an update."""
    path = {"second": learner.second, "update": learner.update}[request.param]
    gone = len(RETIRED) if request.param == "update" else 0
    taken = {"new": 1, "updated": len(TOUCHED) + gone, "duplicate": len(KIDNEY_2) - len(TOUCHED) - 1}
    assert take(learner.collection, path) == taken
    return learner


def test_the_learner_has_something_to_lose(learner: Learner) -> None:
    cards = learner.before["cards"].values()
    assert len(learner.before["reviews"]) == 10
    assert {1, 3} <= {row[-2] for row in cards}
    assert {-1, -3} <= {row[4] for row in cards}
    memories = [row[-1] for row in cards if '"s":' in row[-1]]
    assert bool(memories) is learner.collection.get_config("fsrs")


def test_every_card_keeps_schedule_flag_suspension_memory_and_deck(updated: Learner) -> None:
    after = state(updated.collection)
    assert {id_: after["cards"][id_] for id_ in updated.before["cards"]} == updated.before["cards"]
    assert after["reviews"] == updated.before["reviews"]
    assert (after["types"], after["config"]) == (updated.before["types"], updated.before["config"])


def test_notes_that_did_not_change_keep_edits_and_tags(updated: Learner) -> None:
    after = state(updated.collection)["notes"]
    for id_ in ("edited", "tagged", "kept"):
        found = of(updated.collection, id_).id
        assert after[found] == updated.before["notes"][found]
    edited = of(updated.collection, "edited")
    assert (edited["Answer"], edited["LearnerNotes"]) == ("my own words", "my notes")
    assert {"marked", "exam"} <= set(of(updated.collection, "tagged").tags)


def test_corrections_and_additions_arrive_and_moved_notes_stay(updated: Learner) -> None:
    collection = updated.collection
    assert of(collection, "corrected")["Answer"] == "a better answer"
    assert [card.ord for card in of(collection, "gap").cards()] == [0, 1, 2]
    assert of(collection, "gap").cards()[2].type == 0
    assert len(of(collection, "new").cards()) == 1
    assert "renal::heart" in of(collection, "moving").tags
    assert {collection.decks.name(card.did) for card in of(collection, "moving").cards()} == {"Mine"}


def test_a_renamed_card_is_the_same_note(updated: Learner) -> None:
    found = of(updated.collection, "renamed")
    assert updated.before["notes"][found.id] == state(updated.collection)["notes"][found.id]
    assert list(updated.collection.find_notes("CardId:renamed-since")) == []
    assert found.cards()[0].queue == -1


def retitled(kidney: tuple[Note, ...] = KIDNEY) -> Course:
    """Return the first course with other titles, deck, licence, disclaimer, section names and tags."""
    whole = course(tuple(replace(each, tags=("new-tag",)) for each in kidney), HEART)
    topics = tuple(replace(topic, title=f"The {topic.title.lower()}") for topic in whole.topics)
    return replace(
        whole, title="Renal medecine", topics=topics, deck="Renal two", licence="MIT", disclaimer="Ask."
    )


def of_first(made: Course) -> Release:
    """Return the release of a course after the first one."""
    return compile_course(made, compile_course(course(KIDNEY, HEART), Lock(), NOW).lock, NOW + 30 * DAY)


def test_a_release_with_other_titles_alone_leaves_all_of_the_learners_notes_as_they_are(
    learner: Learner, tmp_path: Path
) -> None:
    collection = learner.collection
    own = of(collection, "kept")
    own.tags.append("marked")
    own["LearnerNotes"] = "mine"
    collection.update_note(own)
    before = state(collection)
    write(of_first(retitled()), tmp_path / "titles.apkg")
    assert take(collection, tmp_path / "titles.apkg") == {"duplicate": len(KIDNEY) + len(HEART)}
    assert state(collection) == before
    own.load()
    assert ("marked" in own.tags, own["LearnerNotes"]) == (True, "mine")


def test_a_new_title_arrives_with_the_next_correction_of_a_note(learner: Learner, tmp_path: Path) -> None:
    kidney = (replace(KIDNEY[0], answer="a better answer"), *KIDNEY[1:])
    write(of_first(retitled(kidney)), tmp_path / "titles.apkg")
    assert take(learner.collection, tmp_path / "titles.apkg")["updated"] == 1
    corrected, kept = of(learner.collection, "corrected"), of(learner.collection, "kept")
    assert (corrected["Document"], corrected["Topic"]) == ("Renal medecine", "The kidney")
    assert (kept["Document"], kept["Topic"]) == ("Renal medicine", "Kidney")
    assert "renal::new-tag" in corrected.tags


def test_who_starts_with_a_later_deck_has_its_titles(tmp_path: Path) -> None:
    write(of_first(retitled()), tmp_path / "titles.apkg")
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    take(collection, tmp_path / "titles.apkg")
    kept = of(collection, "kept")
    assert (kept["Document"], kept["Topic"]) == ("Renal medecine", "The kidney")
    collection.close()


def test_anki_finds_nothing_to_fix(updated: Learner) -> None:
    assert updated.collection.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_a_plain_deck_leaves_retired_notes_as_they_are(learner: Learner) -> None:
    take(learner.collection, learner.second)
    after = state(learner.collection)["notes"]
    for id_ in RETIRED:
        found = of(learner.collection, id_).id
        assert after[found] == learner.before["notes"][found]
    assert list(learner.collection.get_empty_cards().notes) == []


def empty_cards(collection: Collection) -> set[int]:
    return {card for each in collection.get_empty_cards().notes for card in each.card_ids}


def test_an_update_lets_empty_cards_take_away_what_was_withdrawn_and_no_more(learner: Learner) -> None:
    collection = learner.collection
    withdrawn = {card.id for id_ in RETIRED for card in of(collection, id_).cards()}
    take(collection, learner.update)
    tagged = set(collection.find_notes("tag:renal::retired"))
    assert tagged == {of(collection, id_).id for id_ in RETIRED}
    assert {of(collection, id_)["Retired"] for id_ in RETIRED} == {f"Withdrawn on 2023-12-14: {REASON}"}
    assert empty_cards(collection) == withdrawn
    before = state(collection)
    collection.remove_cards_and_orphaned_notes(sorted(withdrawn))
    after = state(collection)
    assert after["notes"] == {id_: row for id_, row in before["notes"].items() if id_ not in tagged}
    assert after["cards"] == {id_: row for id_, row in before["cards"].items() if id_ not in withdrawn}
    assert after["reviews"] == before["reviews"]
    assert empty_cards(collection) == set()
    assert collection.fix_integrity() == ("Database rebuilt and optimized.", True)


def test_a_withdrawn_card_that_comes_up_says_so(learner: Learner) -> None:
    take(learner.collection, learner.update)
    for id_ in RETIRED:
        shown = card_of(learner.collection, id_).render_output()
        assert "This card was withdrawn. Its field “Retired” says when, and why." in shown.question_text
        assert f"answer-{id_}" not in shown.question_text + shown.answer_text


def test_the_update_after_the_plain_deck_withdraws_and_changes_nothing_else(learner: Learner) -> None:
    take(learner.collection, learner.second)
    before = state(learner.collection)
    assert take(learner.collection, learner.update)["updated"] == len(RETIRED)
    after = state(learner.collection)
    assert (after["cards"], after["reviews"]) == (before["cards"], before["reviews"])
    withdrawn = set(learner.collection.find_notes("tag:renal::retired"))
    assert {id_ for id_, row in after["notes"].items() if before["notes"][id_] != row} == withdrawn


def test_who_starts_with_the_plain_deck_gets_nothing_blank(tmp_path: Path) -> None:
    write_all(tmp_path)
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    take(collection, tmp_path / "second.apkg")
    assert empty_cards(collection) == set()
    assert list(collection.find_notes("tag:renal::retired")) == []
    collection.close()


def test_who_starts_with_the_update_finds_what_is_blank_in_the_courses_own_deck(tmp_path: Path) -> None:
    write_all(tmp_path)
    collection = anki.Collection(str(tmp_path / "collection.anki2"))
    take(collection, tmp_path / "update.apkg")
    blank = empty_cards(collection)
    assert {collection.decks.name(collection.get_card(card).did) for card in blank} == {"Renal"}
    assert blank == set(collection.find_cards("tag:renal::retired"))
    collection.close()


def test_a_withdrawn_note_that_comes_back_is_asked_again_with_its_schedule(learner: Learner) -> None:
    collection = learner.collection
    take(collection, learner.update)
    lock = compile_course(course(KIDNEY, HEART), Lock(), NOW).lock
    lock = compile_course(course(KIDNEY_2, ()), lock, NOW + 30 * DAY).lock
    third = compile_course(course((*KIDNEY_2, *KIDNEY[3:6]), HEART[1:]), lock, NOW + 60 * DAY, update=True)
    write(third, learner.update.with_name("third.apkg"))
    take(collection, learner.update.with_name("third.apkg"))
    assert empty_cards(collection) == set()
    after = state(collection)["cards"]
    assert {id_: after[id_] for id_ in learner.before["cards"]} == learner.before["cards"]
    assert of(collection, "gone")["Answer"] == "answer-gone"
