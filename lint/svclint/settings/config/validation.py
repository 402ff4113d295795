"""Hold a configuration to its schema, in words that say what to write instead.

Of JSON Schema only what ``keys`` and the options of rules use is understood: ``type``, ``enum``,
``items``, ``minItems``, ``minimum``, ``maximum``, ``properties``, ``additionalProperties`` and
``required``. A ``pattern`` is for editors: what a text means is read elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.suggestions import did_you_mean
from svclint.settings.config.schema import Schema

_WORDS = {
    "string": "text",
    "array": "a list",
    "object": "a mapping",
    "boolean": "true or false",
    "integer": "a whole number",
}


class Complaint(NamedTuple):
    """What is wrong with a value, and where; ``at_key`` where the key is."""

    path: Path
    message: str
    at_key: bool = False


def complaint(schema: Schema, value: Any, path: Path = ()) -> Complaint | None:
    """Give the first thing that is wrong, ``None`` where nothing is."""
    return next(_complaints(schema, value, path), None)


def _complaints(schema: Schema, value: Any, path: Path) -> Iterator[Complaint]:
    types = schema.get("type", ())
    allowed = [types] if isinstance(types, str) else types
    kind = _type_of(value)
    if allowed and kind not in allowed:
        yield Complaint(path, _wrong_type(schema, value, kind, allowed))
    elif "enum" in schema and value not in schema["enum"]:
        known = [word for word in schema["enum"] if word is not None]
        yield Complaint(path, f"is unknown: {value!r}{did_you_mean(str(value), known)}")
    elif kind == "array":
        yield from _of_list(schema, value, path)
    elif kind == "object":
        yield from _of_mapping(schema, value, path)
    elif kind == "integer":
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        if not low <= value <= high:
            yield Complaint(path, f"is {value}, not from {low} to {high}")


def _of_list(schema: Schema, value: list[Any], path: Path) -> Iterator[Complaint]:
    if len(value) < schema.get("minItems", 0):
        yield Complaint(path, f"is empty; {_example(schema)}")
    for index, item in enumerate(value):
        yield from _complaints(schema.get("items", {}), item, (*path, index))


def _of_mapping(schema: Schema, value: dict[str, Any], path: Path) -> Iterator[Complaint]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, item in value.items():
        if name in known:
            yield from _complaints(known[name], item, (*path, name))
        elif others is False:
            yield Complaint((*path, name), f"is unknown{did_you_mean(name, known)}", at_key=True)
        else:
            yield from _complaints(others, item, (*path, name))
    for name in schema.get("required", ()):
        if name not in value:
            yield Complaint(path, f"needs {name}, {_example(known[name])}")


def _example(schema: Schema) -> str:
    example = schema.get("examples", [["..."]])[0]
    if isinstance(example, dict):
        pairs = (f"{key}: {value}" for key, value in example.items())
        return f"such as {{{', '.join(pairs)}}}"
    return f"such as [{', '.join(map(str, example))}]"


def _wrong_type(schema: Schema, value: Any, kind: str, allowed: Collection[str]) -> str:
    if kind in ("integer", "number") and "string" in allowed:
        return f"is the number {value}; put it into quotes"
    known = ", ".join(schema.get("properties", ()))
    if kind != "object" and known:
        return f"must hold {known}"
    wanted = " or ".join(_WORDS[each] for each in allowed if each != "null")
    example = f", {_example(schema)}" if "examples" in schema else ""
    return f"must be {wanted}{example}"


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names[type(value)]
