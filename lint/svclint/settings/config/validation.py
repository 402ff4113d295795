"""Validate a configuration against its schema, with messages that say what to write instead.

The keywords are those that ``config_schema`` and the options of rules use: ``type``, ``enum``,
``items``, ``minItems``, ``minimum``, ``maximum``, ``properties``, ``additionalProperties`` and
``required``. ``pattern`` is for editors: the parsers of the values check it with better messages.

The jsonschema library would take about 50 ms to import in every run with a configuration; a test
compares this module with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
# Types of what YAML takes from text without quotes.
_SCALARS = {"integer": "number", "number": "number", "boolean": "boolean"}
_LONGEST_SHOWN = 80


class SchemaProblem(NamedTuple):
    """A value that the schema does not allow; ``at_key``: its key is the place of the problem."""

    path: Path
    message: str
    at_key: bool = False


# Returns a scalar, by its path and its value, as a message shows it.
Shown = Callable[[Path, Any], str]


def problems(
    schema: Schema, value: Any, shown: Shown = lambda _path, value: str(value)
) -> list[SchemaProblem]:
    """Return all problems of a value; none if it is valid.

    ``shown`` returns the text of a number or a boolean: YAML reads ``1.30`` as 1.3.
    """
    return list(_problems(schema, value, (), shown))


def _problems(schema: Schema, value: Any, path: Path, shown: Shown) -> Iterator[SchemaProblem]:
    if not schema:
        return
    types = schema.get("type", ())
    allowed = [types] if isinstance(types, str) else types
    kind = _type_of(value)
    is_scalar = kind == "string" or kind in _SCALARS
    if is_scalar and "enum" in schema and value not in schema["enum"]:
        known = [word for word in schema["enum"] if isinstance(word, str)]
        text = value if isinstance(value, str) else shown(path, value)
        name = _quoted(value) if isinstance(value, str) else text
        yield SchemaProblem(path, f"is {name}, which is unknown{did_you_mean(text, known)}")
    elif allowed and kind not in allowed:
        text = shown(path, value) if kind in _SCALARS else ""
        yield SchemaProblem(path, _wrong_type(schema, text, kind, allowed))
    elif kind == "string" and "\0" in value:
        yield SchemaProblem(path, "contains a null character, which no path and no name has")
    elif kind == "array":
        yield from _list_problems(schema, value, path, shown)
    elif kind == "object":
        yield from _mapping_problems(schema, value, path, shown)
    elif kind == "integer":
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        if not low <= value <= high:
            yield SchemaProblem(path, f"is {value}, which is not from {low} to {high}")


def _list_problems(
    schema: Schema, value: list[Any], path: Path, shown: Shown
) -> Iterator[SchemaProblem]:
    if len(value) < schema.get("minItems", 0):
        yield SchemaProblem(path, f"is empty; write a list {_example(schema)}")
    for index, item in enumerate(value):
        yield from _problems(schema.get("items", {}), item, (*path, index), shown)


def _mapping_problems(
    schema: Schema, value: dict[str, Any], path: Path, shown: Shown
) -> Iterator[SchemaProblem]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, item in value.items():
        if name in known:
            yield from _problems(known[name], item, (*path, name), shown)
        elif others is False:
            yield SchemaProblem(
                (*path, name), f"is unknown{did_you_mean(name, known)}", at_key=True
            )
        else:
            yield from _problems(others, item, (*path, name), shown)
    for name in schema.get("required", ()):
        if name not in value:
            yield SchemaProblem(path, f"needs {name}, {_example(known[name])}")


def _example(schema: Schema) -> str:
    return f"such as {_flow(schema.get('examples', [['...']])[0])}"


def _flow(value: Any) -> str:
    """Return a value as YAML in one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else str(value)


def _wrong_type(schema: Schema, text: str, kind: str, allowed: Collection[str]) -> str:
    if kind in _SCALARS and "string" in allowed:
        return f"is the {_SCALARS[kind]} {text}; put it in quotes"
    known = ", ".join(schema.get("properties", ()))
    if kind != "object" and known:
        return f"must be a mapping with {known}"
    wanted = " or ".join(_TYPE_NAMES[each] for each in allowed if each != "null")
    example = f", {_example(schema)}" if "examples" in schema else ""
    if "enum" in schema:
        example = f", one of {', '.join(filter(None, schema['enum']))}"
    return f"must be {wanted}{example}"


def _quoted(value: str) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names[type(value)]
