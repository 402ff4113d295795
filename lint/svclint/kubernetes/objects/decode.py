"""Decode: an object as the API server has it before it applies any default."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.schema import Schema
from svclint.model import Data

_ZERO_VALUES = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": []}


def decode(data: Data, schema: Schema) -> Data:
    """Return a deep copy of an object without nulls and unknown fields.

    A null field is absent; a null in a list or map is the zero value of its Go type. The data must
    have passed the schema, except for unknown fields.
    """
    fields = schema["properties"]
    return {
        name: _decoded(item, fields[name])
        for name, item in data.items()
        if item is not None and name in fields
    }


def _decoded(value: Any, schema: Schema) -> Any:
    if "properties" in schema:
        return decode(value, schema)
    if "items" in schema:
        items = schema["items"]
        return [_item(item, items) for item in value]
    if "additionalProperties" in schema:
        items = schema["additionalProperties"]
        return {name: _item(item, items) for name, item in value.items()}
    return value


def _item(value: Any, schema: Schema) -> Any:
    if value is not None:
        return _decoded(value, schema)
    if "properties" in schema:
        return {}
    return _ZERO_VALUES[schema["type"][0]]
