"""Sentences that the terminal and the study page share, by id: `shared/messages.json`."""

import json
import re
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "shared" / "messages.json"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def message(name: str, /, **values: object) -> str:
    """Return a sentence with its placeholders filled in.

    Raises `KeyError` for an unknown id, and `ValueError` unless `values` are just its placeholders.
    """
    text = _messages()[name]
    if values.keys() != {*_PLACEHOLDER.findall(text)}:
        raise ValueError(f"{name} does not take {sorted(values)}: {text}")
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), text)


@cache
def _messages() -> dict[str, str]:
    messages: dict[str, str] = json.loads(PATH.read_text(encoding="utf-8"))
    return messages
