"""Explanations of why ``accepts`` has refused an object."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal, cast

from jsonschema import ValidationError

from svclint.kubernetes.schema.decoder import errors
from svclint.kubernetes.schema.field_suggestions import (
    LONGEST_NAME,
    known_in,
    other_places,
    similar_fields,
)
from svclint.kubernetes.schema.scalars import RANGES
from svclint.kubernetes.schema.store import Schema, load_known
from svclint.kubernetes.schema.type_names import describe_type, describe_value, go_type, quoted
from svclint.kubernetes.schema.violation import Violation
from svclint.model import Path

# The limit of the strict decoder, too; suggestions take time to compute.
MOST = 100
_Suggestions = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def explain(version: str, api_version: str, kind: str, data: Any) -> list[Violation]:
    """Return the violations of an object; see ``svclint.kubernetes.schema.violations``."""
    found_errors = errors(load_known(version, api_version, kind), version, data)
    return [
        _unknown(error, version, api_version, kind) if _is_unknown(error) else _mistyped(error)
        for error in _first(found_errors)
    ]


def _first(found: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """Yield the first errors of both sorts: an object with a wrong type cannot be checked."""
    numbers = {True: 0, False: 0}
    for error in found:
        is_unknown = _is_unknown(error)
        numbers[is_unknown] += 1
        if numbers[is_unknown] <= MOST:
            yield error
        elif not is_unknown:
            return


def _is_unknown(error: ValidationError) -> bool:
    return error.validator == "additionalProperties"


def _unknown(error: ValidationError, version: str, api_version: str, kind: str) -> Violation:
    path: Path = tuple(error.absolute_path)
    schema = _schema(error)
    name = str(path[-1])
    suggestions: _Suggestions = ((), (), ())
    if len(name) <= LONGEST_NAME:
        suggestions = _suggestions(version, api_version, kind, path, tuple(schema["properties"]))
        similar, elsewhere, known = suggestions
        if elsewhere:
            # A number in ``port`` of a Service is not meant for the list ``ports`` beside it.
            value = cast("dict[str, Any]", error.instance)[name]
            structured = isinstance(value, (dict, list))
            properties = schema["properties"]
            similar = tuple(
                each for each in similar if structured or not _is_structure(properties[each])
            )
            suggestions = similar, elsewhere, known
    return Violation(
        path,
        "unknown",
        f"the field {quoted(name)}",
        f"a field of {schema['title'].rpartition('.')[2]}",
        schema["title"],
        *suggestions,
    )


# Each fix is tested by a check of the whole object: the same fields are explained again and again.
@lru_cache(maxsize=1024)
def _suggestions(
    version: str, api_version: str, kind: str, path: Path, siblings: tuple[str, ...]
) -> _Suggestions:
    """Return similar fields, other places of the field, and the versions that have it."""
    name, parent = str(path[-1]), path[:-1]
    return (
        similar_fields(name, parent, kind, siblings),
        other_places(version, api_version, kind, name, parent),
        known_in(api_version, kind, path),
    )


def _is_structure(schema: Schema) -> bool:
    return "$ref" in schema or not {"object", "array"}.isdisjoint(schema.get("type", ()))


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
