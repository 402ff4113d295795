"""Explanations of why ``accepts`` has refused an object."""

from __future__ import annotations

from itertools import islice
from typing import Any, Literal, cast

from jsonschema import ValidationError

from svclint.kubernetes.schema.decoder import errors
from svclint.kubernetes.schema.field_suggestions import known_in, other_places, similar_fields
from svclint.kubernetes.schema.scalars import RANGES
from svclint.kubernetes.schema.store import Schema, load_known
from svclint.kubernetes.schema.type_names import describe_type, describe_value, go_type, quoted
from svclint.kubernetes.schema.violation import Violation
from svclint.model import Path

# The limit of the strict decoder, too; suggestions take time to compute.
MOST = 100


def explain(version: str, api_version: str, kind: str, data: Any) -> list[Violation]:
    """Return the violations of an object; see ``svclint.kubernetes.schema.violations``."""
    found_errors = errors(load_known(version, api_version, kind), version, data)
    return [
        _unknown(error, version, api_version, kind)
        if error.validator == "additionalProperties"
        else _mistyped(error)
        for error in islice(found_errors, MOST)
    ]


def _unknown(error: ValidationError, version: str, api_version: str, kind: str) -> Violation:
    path: Path = tuple(error.absolute_path)
    schema = _schema(error)
    name, parent = str(path[-1]), path[:-1]
    return Violation(
        path,
        "unknown",
        f"the field {quoted(name)}",
        f"a field of {schema['title'].rpartition('.')[2]}",
        schema["title"],
        similar_fields(name, parent, kind, schema["properties"]),
        other_places(version, api_version, kind, name, parent),
        known_in(api_version, kind, path),
    )


def _mistyped(error: ValidationError) -> Violation:
    schema = _schema(error)
    kind: Literal["type", "range", "format"] = "type"
    wanted = describe_type(schema)
    if error.validator == "format":
        kind = "format"
        if schema["format"] in RANGES:
            kind = "range"
            wanted = "an integer from {} to {}".format(*RANGES[schema["format"]])
    return Violation(
        tuple(error.absolute_path), kind, describe_value(error.instance), wanted, go_type(schema)
    )


def _schema(error: ValidationError) -> Schema:
    return cast("Schema", error.schema)
