"""Access to untrusted data: a value of an unexpected type counts as empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from svclint.model.path import Path

Data = dict[str, Any]
Scalar = str | int | float | bool | None


def mapping(value: Any) -> Data:
    """Return a mapping as it is, an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Return a list as it is, an empty one for any other value."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return a string as it is, an empty one for any other value."""
    return value if isinstance(value, str) else ""


def whole(value: Any) -> int | None:
    """Return an integer as it is, ``None`` for any other value (``true`` is not an integer)."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number_of(value: Any) -> int | None:
    """Return an integer, or a string of a few digits as the integer that it spells."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 6:
        return int(value)
    return whole(value)


def within(value: Any, path: Path) -> Any:
    """Return the value at a path of keys, ``None`` if there is none."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def value_at(value: Any, path: Iterable[str | int], default: Any = None) -> Any:
    """Return what a value contains at a path of keys and indexes; ``default`` without any."""
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return default
    return value


def is_same_json(one: Any, other: Any) -> bool:
    """Return whether two values are the same in JSON, where ``1`` is not ``true``."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same_json(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same_json, one, other))
    return bool(one == other)


def labels(value: Any) -> Mapping[str, str]:
    """Return the labels of a map as the server stores them: ``null`` becomes an empty string.

    A label with a value of any other type is left out; the server refuses the whole object.
    """
    if not isinstance(value, dict):
        return {}
    for item in value.values():
        if not isinstance(item, str):
            break
    else:
        # Almost all label maps contain strings only and need no copy.
        return value
    return {key: item or "" for key, item in value.items() if item is None or isinstance(item, str)}


# Called for each object of a run, with few different values.
@lru_cache(maxsize=256)
def group_of(api_version: str) -> str:
    """Return the API group of an apiVersion: ``apps`` for ``apps/v1``, ``""`` for ``v1``."""
    return api_version.rpartition("/")[0]
