"""Decode findings and suppressions from JSON values, and check the type of every field.

Nothing encodes them: ``json`` writes a named tuple as the list of its fields.
"""

from __future__ import annotations

from typing import Any, cast, get_args

from svclint.model import (
    Edit,
    EditedAt,
    Finding,
    Fix,
    Location,
    ObjectName,
    Path,
    ServerAnswer,
    Severity,
    Source,
    Suppressed,
    Suppression,
)

# What ``json`` writes: lists or tuples, dicts with strings as keys, and scalars.
Json = Any

_NONE = type(None)
_LOCATION = (str, int, int)
_NAME = (str, str, str, str)
_ANSWER = (str, str, str)
_FIX = (list, bool, int, list)
_FINDING = (
    *(list, str, int, str, str, str, list, (list, _NONE)),
    *(str, list, str, bool, (list, _NONE), int, (list, _NONE), str, str),
)
_SOURCE = (str, list, list, bool, list)
_SUPPRESSION = (list, int, int, list, str, list, bool, str, str)


class DamagedError(Exception):
    """What the cache contains is not what svclint writes."""


def fields(value: Json, types: tuple[Any, ...]) -> list[Any]:
    """Return a list whose items have these types. Raises ``DamagedError``."""
    if type(value) is list and len(value) == len(types) and all(map(isinstance, value, types)):
        return value
    raise DamagedError


def items(value: Json, kind: type | tuple[type, ...]) -> list[Any]:
    """Return a list whose items all have one of these types. Raises ``DamagedError``."""
    if type(value) is list and all(isinstance(item, kind) for item in value):
        return value
    raise DamagedError


def path_of(value: Json) -> Path:
    """Decode a path. Raises ``DamagedError``."""
    return tuple(items(value, (str, int)))


def decode_finding(value: Json) -> Finding:
    """Decode a finding. Raises ``DamagedError``."""
    location, rule, severity, field, message, remedy, name, answer, *others = fields(
        value, _FINDING
    )
    group, related, excerpt, is_elsewhere, fix, checks_not_run, source, part, edited_at = others
    return Finding(
        _location(location),
        rule,
        _severity(severity),
        field,
        message,
        remedy,
        decode_name(name),
        None if answer is None else ServerAnswer(*fields(answer, _ANSWER)),
        group,
        tuple(map(_location, related)),
        excerpt,
        is_elsewhere,
        None if fix is None else _fix(fix),
        checks_not_run,
        None if source is None else _source(source),
        part,
        _edited_at(edited_at),
    )


def decode_suppression(value: Json) -> Suppression:
    """Decode a suppression. Raises ``DamagedError``."""
    place, first, last, rules, reason, name, *others = fields(value, _SUPPRESSION)
    return Suppression(
        _location(place),
        first,
        last,
        tuple(items(rules, str)),
        reason,
        decode_name(name),
        *others,
    )


def decode_name(value: Json) -> ObjectName:
    """Decode the name of an object. Raises ``DamagedError``."""
    return ObjectName(*fields(value, _NAME))


def decode_suppressed(value: Json) -> Suppressed:
    """Decode a finding and what suppresses it. Raises ``DamagedError``."""
    finding, suppression = fields(value, (list, list))
    return Suppressed(decode_finding(finding), decode_suppression(suppression))


def _location(value: Json) -> Location:
    return Location(*fields(value, _LOCATION))


def _severity(value: int) -> Severity:
    try:
        return Severity(value)
    except ValueError:
        raise DamagedError from None


def _edited_at(value: str) -> EditedAt:
    found = next((each for each in get_args(EditedAt) if each == value), None)
    if found is None:
        raise DamagedError
    return cast("EditedAt", found)


def _source(value: Json) -> Source:
    key, through, rendered, is_proven, empty = fields(value, _SOURCE)
    places, charts = tuple(map(_location, through)), tuple(items(rendered, str))
    return Source(key, places, charts, is_proven, tuple(items(empty, str)))


def _fix(value: Json) -> Fix:
    edits, is_safe, line, prefix = fields(value, _FIX)
    return Fix(tuple(map(_edit, edits)), is_safe, line, path_of(prefix))


def _edit(value: Json) -> Edit:
    kind, path, new = fields(value, (str, list, (str, int, float, list, _NONE)))
    if isinstance(new, list):
        new = tuple(items(new, (str, int, float, _NONE)))
    return Edit(kind, path_of(path), new)
