"""Validate a configuration against its schema, with messages that say what to write instead.

The keywords are those that ``config_schema`` and the options of rules use: ``type``, ``enum``,
``items``, ``minItems``, ``minimum``, ``maximum``, ``properties``, ``additionalProperties`` and
``required``. ``pattern`` is for editors: the parsers of the values check it with better messages.

The jsonschema library would take about 50 ms to import in every run with a configuration; a test
compares this module with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.suggestions import did_you_mean
from svclint.settings.config.schema import Schema

_TYPE_NAMES = {
    "string": "a string",
    "array": "a list",
    "object": "a mapping",
    "boolean": "true or false",
    "integer": "an integer",
}


_LONGEST_SHOWN = 80


class SchemaProblem(NamedTuple):
    """A value that the schema does not allow; ``at_key``: its key is the place of the problem."""

    path: Path
    message: str
    at_key: bool = False


def problems(schema: Schema, value: Any) -> list[SchemaProblem]:
    """Return all problems of a value; none if it is valid."""
    return list(_problems(schema, value, ()))


def _problems(schema: Schema, value: Any, path: Path) -> Iterator[SchemaProblem]:
    if not schema:
        return
    types = schema.get("type", ())
    allowed = [types] if isinstance(types, str) else types
    kind = _type_of(value)
    if allowed and kind not in allowed:
        yield SchemaProblem(path, _wrong_type(schema, value, kind, allowed))
    elif "enum" in schema and value not in schema["enum"]:
        known = [word for word in schema["enum"] if isinstance(word, str)]
        yield SchemaProblem(path, f"is unknown: {_shown(value)}{did_you_mean(str(value), known)}")
    elif kind == "array":
        yield from _list_problems(schema, value, path)
    elif kind == "object":
        yield from _mapping_problems(schema, value, path)
    elif kind == "integer":
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        if not low <= value <= high:
            yield SchemaProblem(path, f"is {value}, which is not from {low} to {high}")


def _list_problems(schema: Schema, value: list[Any], path: Path) -> Iterator[SchemaProblem]:
    if len(value) < schema.get("minItems", 0):
        yield SchemaProblem(path, f"is empty; write a list {_example(schema)}")
    for index, item in enumerate(value):
        yield from _problems(schema.get("items", {}), item, (*path, index))


def _mapping_problems(schema: Schema, value: dict[str, Any], path: Path) -> Iterator[SchemaProblem]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, item in value.items():
        if name in known:
            yield from _problems(known[name], item, (*path, name))
        elif others is False:
            yield SchemaProblem(
                (*path, name), f"is unknown{did_you_mean(name, known)}", at_key=True
            )
        else:
            yield from _problems(others, item, (*path, name))
    for name in schema.get("required", ()):
        if name not in value:
            yield SchemaProblem(path, f"needs {name}, {_example(known[name])}")


def _example(schema: Schema) -> str:
    example = schema.get("examples", [["..."]])[0]
    if isinstance(example, dict):
        pairs = (f"{key}: {value}" for key, value in example.items())
        return f"such as {{{', '.join(pairs)}}}"
    return f"such as [{', '.join(map(str, example))}]"


def _wrong_type(schema: Schema, value: Any, kind: str, allowed: Collection[str]) -> str:
    if kind in ("integer", "number") and "string" in allowed:
        return f"is the number {value}; put it in quotes"
    known = ", ".join(schema.get("properties", ()))
    if kind != "object" and known:
        return f"must be a mapping with {known}"
    wanted = " or ".join(_TYPE_NAMES[each] for each in allowed if each != "null")
    example = f", {_example(schema)}" if "examples" in schema else ""
    return f"must be {wanted}{example}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names[type(value)]
