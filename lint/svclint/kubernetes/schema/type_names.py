"""How values and types are called when they do not match."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.schema.scalars import FORMATS
from svclint.kubernetes.schema.store import Schema

LONGEST_VALUE = 60

_WORDS = {
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


def expected(schema: Schema) -> str:
    """What a schema asks for: ``an integer``, ``a list of strings``."""
    name = _name(schema)
    item = schema.get("items") or schema.get("additionalProperties")
    return f"{_WORDS[name]} of {_PLURALS[_name(item)]}" if item else _WORDS[name]


def go_type(schema: Schema) -> str:
    """The type in the server's own error: ``int32``, ``[]v1.ServicePort``, ``map[string]string``.

    Strings that have a Go type of their own (``v1.Protocol``) are plain strings here: the OpenAPI
    description does not name them.
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


def found(value: Any) -> str:
    """What stands there instead, cut short and without control characters."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f"the string {quoted(value)}"
    # Python refuses to print integers of thousands of digits.
    huge = isinstance(value, int) and value.bit_length() > 256
    return "a number of many digits" if huge else f"the number {value}"


def quoted(text: str) -> str:
    """Text of a manifest in double quotes, cut short; escaped where not all of it is printable."""
    import json  # noqa: PLC0415 - not where nothing is wrong

    cut = text[:LONGEST_VALUE]
    return json.dumps(cut, ensure_ascii=not cut.isprintable()) + ("…" if cut != text else "")


def _name(schema: Schema) -> str:
    """What decides the words for a value: its format, where that is more than a size."""
    form: str = schema.get("format", "")
    if form in FORMATS or form == "int-or-string":
        return form
    if "$ref" in schema or not schema:
        return "object"
    kinds: str | list[str] = schema["type"]
    return kinds if isinstance(kinds, str) else kinds[0]
