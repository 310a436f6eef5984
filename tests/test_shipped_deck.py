"""The deck that is shipped: whole and sound in the real Anki, and every card as somebody has read it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anki.collection as anki
import pytest

from look.shipped import DECK, SNAPSHOT, imported
from look.words import deck_words

# The anki package warns of its own deprecated ways in.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:anki", "ignore::DeprecationWarning:google"
)


@pytest.fixture(scope="module")
def collection() -> Iterator[Any]:
    with imported(DECK) as opened:
        yield opened


def test_every_card_says_what_somebody_has_read(collection: Any) -> None:
    assert deck_words(collection) == SNAPSHOT.read_text(encoding="utf-8"), (
        "read what changed, then take it over with `make look`"
    )


def test_anki_finds_nothing_to_fix(collection: Any) -> None:
    cards, notes = collection.card_count(), collection.note_count()
    report, sound = collection.fix_integrity()
    assert sound
    assert report.strip() == "Database rebuilt and optimized."
    assert (collection.card_count(), collection.note_count()) == (cards, notes)
    assert list(collection.get_empty_cards().notes) == []


def test_no_picture_is_missing_or_unused(collection: Any) -> None:
    found = collection.media.check()
    assert (list(found.missing), list(found.unused)) == ([], [])
    assert len(list(Path(collection.media.dir()).iterdir())) > 0


@pytest.mark.parametrize("legacy", [True, False], ids=["older-format", "newer-format"])
def test_it_comes_through_both_formats_of_anki_unchanged(
    collection: Any, legacy: bool, tmp_path: Path
) -> None:
    """Anki has two ways to read a package: ours takes the older, what Anki makes of it the newer too."""
    package = tmp_path / "again.apkg"
    options = anki.ExportAnkiPackageOptions(with_media=True, legacy=legacy)
    collection.export_anki_package(out_path=str(package), options=options, limit=None)
    with imported(package) as other:
        assert deck_words(other) == deck_words(collection)
        assert other.db.list("SELECT guid FROM notes ORDER BY guid") == collection.db.list(
            "SELECT guid FROM notes ORDER BY guid"
        )
        assert sorted(path.name for path in Path(other.media.dir()).iterdir()) == sorted(
            path.name for path in Path(collection.media.dir()).iterdir()
        )
