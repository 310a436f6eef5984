"""Fast import of genanki, without a package that loads asyncio."""

import sys
from functools import cached_property
from types import ModuleType
from typing import Any

_PACKAGE = "cached_property"


def _loaded() -> Any:
    """Return genanki, with Python's own `cached_property` in place of the package of that name."""
    stub: Any = ModuleType(_PACKAGE)
    stub.cached_property = cached_property
    known = sys.modules.get(_PACKAGE)
    sys.modules[_PACKAGE] = known or stub
    try:
        import genanki
    finally:
        if known is None:
            del sys.modules[_PACKAGE]
    return genanki


genanki = _loaded()
