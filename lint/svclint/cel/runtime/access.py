"""Select and index: fields, keys, elements of a list, and whether they exist.

Source: interpreter/attributes.go of cel-go.
"""

from __future__ import annotations

import math
from typing import Any

from ..errors import CelError
from ..values import NONE, Optional, Unknown, key_of, type_name
from .conversions import write_double


def _known(*values: Any) -> None:
    for value in values:
        if isinstance(value, Unknown):
            value.used()


def field(value: Any, name: str) -> Any:
    """Return ``value.name``."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        raise CelError(f"no such key: {name}")
    return index(value, name)


def index(value: Any, at: Any) -> Any:
    """Return ``value[at]``; into an optional, an optional."""
    if isinstance(value, Optional):
        return optional_index(value, at)
    if isinstance(value, dict):
        key = _lookup_key(at)
        if key in value:
            return value[key]
        raise CelError(f"no such key: {show(at)}")
    if isinstance(value, list):
        place = _place(at)
        if 0 <= place < len(value):
            return value[place]
        raise CelError(f"index out of bounds: {show(at)}")
    _known(value, at)
    if hasattr(value, "look_up"):
        return value.look_up(at)
    raise CelError(f"no such key: {show(at)}")


def optional_index(value: Any, at: Any) -> Optional:
    """Return ``value[?at]`` and ``value.?at``: an empty optional if it is missing."""
    if isinstance(value, Optional):
        if not value.is_present:
            return NONE
        value = value.value
    return Optional(True, index(value, at)) if has(value, at) else NONE


def has(value: Any, at: Any) -> bool:
    """Return ``has(value.at)``; an empty optional has no field."""
    if isinstance(value, Optional):
        return value.is_present and has(value.value, at)
    if isinstance(value, dict):
        return _lookup_key(at) in value
    if isinstance(value, list):
        return 0 <= _place(at) < len(value)
    _known(value)
    return bool(hasattr(value, "knows") and value.knows(at))


def _lookup_key(at: Any) -> Any:
    _known(at)
    return key_of(at)


def _place(at: Any) -> int:
    _known(at)
    if isinstance(at, bool) or not isinstance(at, (int, float)):
        raise CelError(f"unsupported index type '{type_name(at)}' in list")
    if at != int(at) if math.isfinite(at) else True:
        raise CelError(f"unsupported index value {show(at)} in list")
    return int(at)


def show(value: Any) -> str:
    """Return a key for an error message, as Go's ``%v`` writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return write_double(value)
    return "null" if value is None else str(value)
