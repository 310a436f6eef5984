"""The result of `msc-learn extract` on one document: lines to read, or values for JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msc_learn.extract.merge.new_course import Saved


def summary(saved: "Saved", document: Path) -> str:
    """Return what a run has written, and the next steps."""
    cards = "draft" if saved.total == 1 else "drafts"
    lines = [f"{saved.path}: {saved.total} new {cards} from {document.name}"]
    counts = _counts(saved)
    if any(counts.values()):
        parts = [f"{count} {name}" for name, count in counts.items() if count or name == "kept"]
        lines.append(f"  of {sum(counts.values())} existing cards: {', '.join(parts)}")
    width = max((len(name) for name, _ in saved.added), default=0)
    lines += [f"  {name:<{width}}  {count:>5}" for name, count in saved.added]
    if saved.drifted or saved.orphaned:
        lines.append(
            "Drifted: the sentence has changed; orphaned: it is gone. Review shows old and new text."
        )
    lines += [
        f"Next: msc-learn review {saved.path} to accept, edit or reject them one by one;",
        f"then msc-learn build {saved.path}, or build {saved.path} --drafts to try them all.",
    ]
    return "\n".join(lines)


def as_json(saved: "Saved") -> dict[str, object]:
    """Return what a run has written as values for JSON."""
    return {
        "course": str(saved.path),
        "added": dict(saved.added),
        "new": saved.total,
        **_counts(saved),
    }


def _counts(saved: "Saved") -> dict[str, int]:
    names = ("kept", "refreshed", "drifted", "orphaned", "restored")
    return {name: getattr(saved, name) for name in names}
