"""What tests do with the real Anki: import a package as a learner does, and count what became of notes."""

from pathlib import Path
from typing import Any

import anki.collection as anki

_GROUPS = (
    *("new", "updated", "duplicate", "conflicting", "empty_first_field"),
    *("missing_notetype", "missing_deck", "first_field_match"),
)


def take(collection: Any, path: Path, **options: bool) -> dict[str, int]:
    """Import a package, by default with a fresh profile's settings: newer notes update, nothing merges."""
    chosen = anki.ImportAnkiPackageOptions(**options)
    request = anki.ImportAnkiPackageRequest(package_path=str(path), options=chosen)
    return counted(collection.import_anki_package(request).log)


def counted(log: Any) -> dict[str, int]:
    """Return how many notes of an import went which way, those ways left out that none went."""
    return {name: len(getattr(log, name)) for name in _GROUPS if len(getattr(log, name))}
