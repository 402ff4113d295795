"""The reference validator: jsonschema with the types of the strict decoder.

Its messages are neither used nor built: they would contain the ``repr`` of values, which may be
huge, deeply nested or full of control characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from svclint.kubernetes.schema.scalars import decodes
from svclint.kubernetes.schema.store import DEFINITIONS, Schema, definitions


def errors(schema: Schema, version: str, data: Any) -> Iterator[ValidationError]:
    """Yield the errors of an object; ``validator`` of each is the keyword that it violates.

    The keyword is ``type``, ``format`` or ``additionalProperties``; the path of the last ends in
    the unknown field.
    """
    shared = DRAFT202012.create_resource({"$defs": definitions(version)})
    registry = Registry[Any]().with_resource(DEFINITIONS, shared)
    found: Iterator[ValidationError] = _VALIDATOR(schema, registry=registry).iter_errors(data)
    return found


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _type(validator: Any, types: Any, value: Any, _schema: Schema) -> Iterator[ValidationError]:
    names = [types] if isinstance(types, str) else types
    if not any(validator.is_type(value, name) for name in names):
        yield ValidationError("type")


def _format(validator: Any, form: str, value: Any, schema: Schema) -> Iterator[ValidationError]:
    typed = any(validator.is_type(value, name) for name in schema["type"])
    if typed and value is not None and not decodes(form, value):
        yield ValidationError("format")


def _additional(
    validator: Any, extra: Any, value: Any, schema: Schema
) -> Iterator[ValidationError]:
    if not validator.is_type(value, "object"):
        return
    for name, item in value.items():
        if name in schema.get("properties", ()):
            continue
        if extra is False:
            yield ValidationError("unknown field", path=[name])
        else:
            yield from validator.descend(item, extra, path=name)


_VALIDATOR: Any = validators.extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {"additionalProperties": _additional, "format": _format, "type": _type},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
)
