"""genanki, without the half of its start that it has no use for."""

import sys
from functools import cached_property
from types import ModuleType
from typing import Any

_PACKAGE = "cached_property"


def _loaded() -> Any:
    """Return genanki, with Python's own decorator for the one it takes from a package that loads asyncio."""
    stands_in: Any = ModuleType(_PACKAGE)
    stands_in.cached_property = cached_property
    known = sys.modules.get(_PACKAGE)
    sys.modules[_PACKAGE] = known or stands_in
    try:
        import genanki
    finally:
        if known is None:
            del sys.modules[_PACKAGE]
    return genanki


genanki = _loaded()
