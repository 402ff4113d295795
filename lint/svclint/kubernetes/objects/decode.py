"""Decode: an object as the API server has it before it applies any default."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.objects.kind import Kind
from svclint.kubernetes.schema import Schema, load_known
from svclint.model import Data
from svclint.model.cluster import Version, version_text

_ZERO_VALUES = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": []}


def decoded(kind: Kind, data: Data, version: Version) -> Data:
    """Return a deep copy of an object of a kind as a server of this version decodes it.

    ``metadata`` and ``spec`` are there, if empty: in Go, they are structs, not pointers.
    """
    schema = load_known(version_text(version), kind.api_version, kind.name)
    found = decode(data, schema)
    return {name: {} for name in ("metadata", "spec") if name in schema["properties"]} | found


def decode(data: Data, schema: Schema) -> Data:
    """Return a deep copy of an object without nulls and unknown fields.

    A null field is absent; a null in a list or map is the zero value of its Go type. A value of
    another type than the schema says stays as it is.
    """
    fields = schema["properties"]
    return {
        name: _decoded(item, fields[name])
        for name, item in data.items()
        if item is not None and name in fields
    }


def _decoded(value: Any, schema: Schema) -> Any:
    if "properties" in schema and isinstance(value, dict):
        return decode(value, schema)
    if "items" in schema and isinstance(value, list):
        items = schema["items"]
        return [_item(item, items) for item in value]
    if "additionalProperties" in schema and isinstance(value, dict):
        items = schema["additionalProperties"]
        return {name: _item(item, items) for name, item in value.items()}
    return value


def _item(value: Any, schema: Schema) -> Any:
    if value is not None:
        return _decoded(value, schema)
    if "properties" in schema:
        return {}
    return _ZERO_VALUES[schema["type"][0]]
