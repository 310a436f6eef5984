"""The benchmark of the quiz: its table at tiny sizes, and that peers are given the same work as ours."""

import sys
from contextlib import closing
from pathlib import Path

import pytest
from anki.collection import Collection
from bench import cards, studied, studying, timing
from bench.peers import anki_reviews, clanki
from bench.tables import quiz

from msc_learn.history.projection import differing, rebuild
from msc_learn.history.store import History
from msc_learn.memory.fsrs6 import remember

TINY = quiz.Sizes({5: 1.0}, 1, {40: 1, 60: 1}, 3, 3, 1)


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the programs leave behind in the test's own folder."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("MSC_LEARN_DB", str(tmp_path / "history.db"))


def test_each_part_has_a_row_for_each_program_and_says_which_peer_is_not_there(tmp_path: Path) -> None:
    lines = list(quiz.lines(tmp_path, TINY, lambda _: None))
    rows = [line.strip() for line in lines if line.endswith((" x", "reviews/s", "budget 1.00 s"))]
    assert [row.split("  ")[0] for row in rows] == [
        quiz.KEPT,
        quiz.READ,
        quiz.CLICK_PROMPT,
        "msc-learn progress rebuild, 40",
        "py-fsrs, review_card alone, 40",
        "msc-learn progress rebuild, 60",
        "py-fsrs, review_card alone, 60",
        "msc-learn, empty history",
        "msc-learn, 60 reviews",
        "SQLite, one row, WAL, FULL",
        "Anki's answer_card, as clanki calls it",
        "msc-learn, empty history",
        "msc-learn, 60 reviews",
        "SQLite, 60 reviews, a page read",
        "msc-learn, simulate",
        "py-fsrs, as many reviews",
    ]
    [absent] = [line for line in lines if "not measured" in line]
    assert quiz.CLANKI in absent
    assert clanki.RELEASE in absent


def test_a_peer_that_cannot_be_installed_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "clanki").write_text("in the way", encoding="utf-8")
    assert clanki.install(tmp_path) is None


def test_the_collection_for_the_peer_asks_first_what_ours_asks_first(tmp_path: Path) -> None:
    source = cards.write_card_file(tmp_path / "cards.yaml", 10)
    notes = cards.fields_of(source)
    assert [len(fields) for fields in notes] == [2, 2, 2, 2, 1] * 2
    start = clanki.start(Path(sys.executable), tmp_path / "anki", notes, cards.first_words(source))
    collection = Collection(str(tmp_path / "anki" / "User 1" / "collection.anki2"))
    with closing(collection):
        [queued] = collection.sched.get_queued_cards(fetch_limit=1).cards
        assert start.wanted in collection.get_card(queued.card.id).question().encode()
        assert collection.card_count() == 12
        assert anki_reviews.answer(collection) > 0
        assert collection.db.scalar("SELECT count(*) FROM revlog") == 1


def test_answers_that_are_timed_are_stored(tmp_path: Path) -> None:
    found = studying.answer(str(tmp_path / "empty.db"), str(tmp_path / "full.db"), "3")
    assert list(found) == [studying.EMPTY, studying.FULL, studying.LIMIT, studying.ANKI]
    assert all(0 < middle <= late for middle, late in found.values())
    with History.open(tmp_path / "full.db") as history:
        assert len(list(history.reviews())) == 8
        assert differing(history) == ()


def test_a_generated_history_is_by_time_and_the_same_each_time(tmp_path: Path) -> None:
    found = studied.reviews(3000)
    assert found == studied.reviews(3000)
    assert [one.at for one in found] == sorted(one.at for one in found)
    studied.write_history(tmp_path / "history.db", found)
    with History.open(tmp_path / "history.db") as history:
        assert list(history.reviews()) == found
        rebuild(history)
        first = found[0].card
        of_first = [one for one in found if one.card == first]
        assert len(of_first) > 5
        assert history.memory(studied.COURSE, first) == remember(of_first)


def test_a_start_that_shows_nothing_ends_the_run(tmp_path: Path) -> None:
    start = timing.Start(timing.python("-c", "print('nothing')"), b"a card")
    with pytest.raises(SystemExit, match="ended without a card:\nnothing"):
        timing.first_outputs({"start": start}, tmp_path, 1)
