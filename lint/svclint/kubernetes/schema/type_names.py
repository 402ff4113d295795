"""Descriptions of values and types for messages about values of the wrong type."""

from __future__ import annotations

import json
from typing import Any

from svclint.kubernetes.schema.scalars import FORMATS
from svclint.kubernetes.schema.store import Schema

LONGEST_VALUE = 60

_SINGULARS = {
    "array": "a list",
    "boolean": "true or false",
    "date-time": "a time such as 2006-01-02T15:04:05Z",
    "int-or-string": "an integer or a string",
    "integer": "an integer",
    "object": "a mapping",
    "quantity": "a quantity such as 500m or 2Gi",
    "string": "a string",
}
_PLURALS = {
    "array": "lists",
    "boolean": "booleans",
    "date-time": "times",
    "int-or-string": "integers or strings",
    "integer": "integers",
    "object": "mappings",
    "quantity": "quantities",
    "string": "strings",
}
_GO_TYPES = {
    "boolean": "bool",
    "date-time": "string",
    "int-or-string": "int32",
    "quantity": "resource.Quantity",
}


def describe_type(schema: Schema) -> str:
    """Return the type that a schema requires: ``an integer``, ``a list of strings``."""
    name = _name(schema)
    item = schema.get("items") or schema.get("additionalProperties")
    return f"{_SINGULARS[name]} of {_PLURALS[_name(item)]}" if item else _SINGULARS[name]


def go_type(schema: Schema) -> str:
    """Return the type as in errors of the server: ``int32``, ``[]v1.ServicePort``.

    Strings with a Go type of their own (``v1.Protocol``) are ``string`` here: the OpenAPI document
    does not name these types.
    """
    name: str = schema.get("title") or schema.get("$ref") or ""
    if name:
        return ".".join(name.split(".")[-2:])
    if "items" in schema:
        return "[]" + go_type(schema["items"])
    if schema.get("additionalProperties"):
        return "map[string]" + go_type(schema["additionalProperties"])
    name = _name(schema)
    size: str = schema.get("format", "int64")
    return size if name == "integer" else _GO_TYPES.get(name, name)


def describe_value(value: Any) -> str:
    """Return the kind of a value and, if short, the value itself, without control characters."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the string {quoted(value)}"
    # Python refuses to print integers with thousands of digits.
    huge = isinstance(value, int) and value.bit_length() > 256
    return "a number of many digits" if huge else f"the number {value}"


def quoted(text: str) -> str:
    """Return a string in double quotes, cut short, and escaped if not all of it is printable."""
    cut = text[:LONGEST_VALUE]
    return json.dumps(cut, ensure_ascii=not cut.isprintable()) + ("…" if cut != text else "")


def _name(schema: Schema) -> str:
    """Return the format of a schema if it is more than a size, else its JSON type."""
    form: str = schema.get("format", "")
    if form in FORMATS or form == "int-or-string":
        return form
    if "$ref" in schema or not schema:
        return "object"
    kinds: str | list[str] = schema["type"]
    return kinds if isinstance(kinds, str) else kinds[0]
