"""JSON Schemas of card files and course.yaml, generated from the table of keys."""

from collections.abc import Iterable
from typing import Any

from msc_learn.course.card_reader import NEEDED, keys_for
from msc_learn.course.field_reader import MOST_DAYS
from msc_learn.course.fields import COURSE_KEYS, FILE_KEYS, LABEL_KEYS, MEDIA_KEYS, SOURCE_KEYS, FieldSpec
from msc_learn.course.model import Kind

SCHEMAS = ("card-file", "course")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string", "minLength": 1}
# Our reader takes plain YAML scalars as text that editors take for numbers or booleans.
_SCALAR = {"type": ["string", "number", "boolean"]}


def schema(name: str) -> dict[str, Any]:
    """Return a schema by its name in `SCHEMAS`."""
    title, keys = {
        "card-file": ("A card file of msc-learn", FILE_KEYS),
        "course": ("The course.yaml of msc-learn", COURSE_KEYS),
    }[name]
    return schema_of(title, keys)


def schema_of(title: str, keys: Iterable[FieldSpec]) -> dict[str, Any]:
    """Return the schema of a file that holds these keys."""
    return {"$schema": _DRAFT, "title": title, **_mapping(keys)}


def _mapping(keys: Iterable[FieldSpec]) -> dict[str, Any]:
    keys = tuple(keys)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key.name for key in keys if key.required],
        "properties": {key.name: {"description": key.about, **_shape(key)} for key in keys},
    }


def _shape(key: FieldSpec) -> dict[str, Any]:
    match key.shape:
        case "text":
            return _text(key)
        case "texts":
            return {"type": "array", "minItems": 1, "items": _text(key)}
        case "flag":
            return {"type": "boolean"}
        case "count":
            return {"type": "integer", "minimum": 1}
        case "days":
            return {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}
        case "list":
            return {"type": "array", "items": _mapping(key.keys)}
        case "mapping":
            return {"type": "object", "additionalProperties": _mapping(key.keys)}
        case "pairs" | "reasons":
            return {"type": "object", "additionalProperties": _SCALAR}
        case "amounts":
            amount = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "%$"}]}
            return {"type": "object", "minProperties": 1, "additionalProperties": amount}
        case "range":
            return {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
        case "box":
            percent = {"type": "number", "minimum": 0, "maximum": 100}
            return {"type": "array", "items": percent, "minItems": 4, "maxItems": 4}
        case "labels":
            return {"type": "array", "minItems": 1, "items": _mapping(LABEL_KEYS)}
        case "source":
            return {"oneOf": [_mapping(SOURCE_KEYS), {"type": "array", "items": _mapping(SOURCE_KEYS)}]}
        case "media":
            return _mapping(MEDIA_KEYS)
        case "cards":
            return {"type": "array", "items": {"oneOf": [_card(kind) for kind in Kind]}}


def _text(key: FieldSpec) -> dict[str, Any]:
    if key.values:
        return {"enum": list(key.values)}
    return {**_TEXT, "pattern": f"^(?:{key.pattern})$"} if key.pattern else dict(_SCALAR)


def _card(kind: Kind) -> dict[str, Any]:
    made = _mapping(keys_for(kind))
    card = {"title": f"{kind} card", **made, "required": [*made["required"], *NEEDED[kind]]}
    if kind is Kind.CHOICE:
        card["oneOf"] = [{"required": ["answer"]}, {"required": ["items"]}]
    return card
