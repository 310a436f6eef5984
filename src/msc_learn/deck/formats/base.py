"""An export format, and how to make one that writes a single file."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msc_learn.deck.compile import Release
from msc_learn.errors import ExportError
from msc_learn.files import write_atomically

_DIFFERENCES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Format:
    """What a format does with a release.

    `suffix` follows the course's name in the name of its file or folder. `summary` says how much it writes.
    `write` writes all or nothing and returns a digest; `digest` returns the same without writing. Neither
    depends on clock or machine. `differences` names what in an existing file is not as it would be written.
    """

    suffix: str
    summary: Callable[[Release], str]
    write: Callable[[Release, Path], str]
    digest: Callable[[Release], str]
    differences: Callable[[Release, Path], tuple[str, ...]]

    def check(self, release: Release, path: Path) -> str:
        """Return the digest of a file that is up to date; raises `ExportError` if it is not."""
        if names := self.differences(release, path):
            more = f" and {len(names) - _DIFFERENCES_SHOWN} more" if len(names) > _DIFFERENCES_SHOWN else ""
            message = f"not up to date; these differ: {', '.join(names[:_DIFFERENCES_SHOWN])}{more}"
            raise ExportError.at(path, "X206", message)
        return self.digest(release)


class FormatModule(Protocol):
    """What the module of a format holds."""

    FORMAT: Format


def single_file(
    suffix: str,
    render: Callable[[Release], bytes],
    parts: Callable[[bytes], Mapping[str, object]],
    summary: Callable[[Release], str],
    *,
    rest: str = "",
) -> Format:
    """Return the format of a single file: `render` makes its bytes, and `parts` reads them back by name.

    If no part differs but the files do, `differences` names the `rest`, by default the file itself.
    """

    def write(release: Release, path: Path) -> str:
        content = render(release)
        write_atomically(path, content)
        return _digest_of(content)

    def differences(release: Release, path: Path) -> tuple[str, ...]:
        old, new = read_existing(path), render(release)
        if old == new:
            return ()
        return changed_names(parts(old), parts(new)) or (rest or path.name,)

    return Format(suffix, summary, write, lambda release: _digest_of(render(release)), differences)


def changed_names(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the parts that differ, sorted."""
    return tuple(sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)))


def read_existing(path: Path) -> bytes:
    """Return the bytes of an exported file; raises `ExportError` if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExportError.at(path, "X204", f"cannot be read: {error.strerror or error}") from error


def _digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
