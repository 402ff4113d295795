"""What the schema of a kind says of a field: its type, its description, the fields below it."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any, NamedTuple

from svclint.kubernetes.schema.field_suggestions import known_in
from svclint.kubernetes.schema.store import HOME, definitions, load, versions
from svclint.model import Path

_DESCRIPTIONS = "descriptions.json"


class Field(NamedTuple):
    """A field: its description, its type in words, the fields of its value, and where it exists.

    ``children`` are those of the value, or of an entry of it if it is a list. ``since`` is the
    first Kubernetes version with the field, empty if it is the oldest that has schemas; ``until``
    is the last one, empty if the newest has it.
    """

    description: str
    type: str
    children: tuple[str, ...]
    since: str = ""
    until: str = ""


def field_at(version: str, api_version: str, kind: str, path: Path) -> Field | None:
    """Return what is known of the field at a path; ``None`` if this version has none there."""
    schema: Any = load(version, api_version, kind)
    title = name = ""
    for step in path:
        schema = _resolved(schema, version)
        if not schema:
            return None
        if isinstance(step, int):
            schema = schema.get("items")
            continue
        fields = schema.get("properties", {})
        if step in fields:
            title, name, schema = schema.get("title", ""), step, fields[step]
        else:
            schema = schema.get("additionalProperties") or None
    schema = _resolved(schema, version)
    if not schema:
        return None
    having = known_in(api_version, kind, path)
    return Field(
        _descriptions().get(title, {}).get(name, ""),
        _type(schema, version),
        _children(schema, version),
        having[0] if having and having[0] != versions()[0] else "",
        having[-1] if having and having[-1] != versions()[-1] else "",
    )


def _children(schema: Any, version: str) -> tuple[str, ...]:
    entry = _resolved(schema.get("items"), version) or schema
    return tuple(entry.get("properties", ()))


def _type(schema: Any, version: str) -> str:
    kinds = [each for each in schema.get("type", ()) if each != "null"]
    kind = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    if isinstance(schema.get("type"), str):
        kind = schema["type"]
    entry = _resolved(schema.get("items"), version)
    if entry:
        return f"list of {_type(entry, version)}"
    values = schema.get("additionalProperties")
    if kind == "object" and values:
        return f"map from string to {_type(_resolved(values, version), version)}"
    form = schema.get("format", "")
    return f"{kind} ({form})" if form and form != "int-or-string" else kind


def _resolved(schema: Any, version: str) -> Any:
    if not schema or "$ref" not in schema:
        return schema
    return definitions(version)[schema["$ref"].rpartition("/")[2]]


@cache
def _descriptions() -> dict[str, dict[str, str]]:
    with open(os.path.join(HOME, _DESCRIPTIONS), "rb") as stream:
        found: dict[str, dict[str, str]] = json.load(stream)
    return found
