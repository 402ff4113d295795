"""Where managed fields are in the manifest and in the live object, and their values there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from svclint.kubernetes.merge.field_sets import FieldPath, FieldStep
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Path

# Items without a protocol have that of the server.
_DEFAULTS = {"protocol": "TCP"}


def manifest_path(fields: FieldPath, change: Prediction[Any]) -> Path:
    """Return a path of managed fields as a path of the manifest, as far as it is written there."""
    return _path(fields, change, is_live=False)


def value_change(fields: FieldPath, change: Prediction[Any]) -> str:
    """Return the live and the new value of managed fields, for a message: `` from 80 to 81``.

    Empty for a port or an entry as a whole, which one of both does not have.
    """
    old, new = _value(fields, change, is_live=True), _value(fields, change, is_live=False)
    return "" if None in (old, new) else f" from {_spelled(old)} to {_spelled(new)}"


def value_step(data: Any, step: str | int) -> Any:
    """Return the value of a field or item; ``None`` if there is none."""
    try:
        return data[step]
    except (LookupError, TypeError):
        return None


def _spelled(value: Any) -> str:
    """Return a value for a message; a map or a list, such as a selector, in JSON."""
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


def _value(fields: FieldPath, change: Prediction[Any], *, is_live: bool) -> Any:
    path = _path(fields, change, is_live=is_live)
    value: Any = None
    if len(path) == len(fields):
        value = change.live if is_live else change.written
        for step in path:
            value = value_step(value, step)
    return value


def _path(fields: FieldPath, change: Prediction[Any], *, is_live: bool) -> Path:
    path: Path = ()
    data: Any = change.live if is_live else change.written
    for step in fields:
        here: Any = step[1]
        if step[0] != "f":
            names = tuple(name for name, _ in here) if step[0] == "k" else ()
            items = data if isinstance(data, list) else []
            key = "items", is_live, path, step[0], names
            here = change.computed(key, partial(_indices, items, step[0], names)).get(step)
            if here is None:
                return path
        path, data = (*path, here), value_step(data, here)
    return path


def _indices(items: Sequence[Any], what: str, names: Sequence[str]) -> Mapping[FieldStep, int]:
    """Return the index of each item by the step that leads to it."""
    found: dict[FieldStep, int] = {}
    for index, item in enumerate(items):
        value = item
        if what == "k":
            fields = item if isinstance(item, dict) else {}
            value = tuple((name, fields.get(name, _DEFAULTS.get(name))) for name in names)
        try:
            found.setdefault((what, value), index)
        except TypeError:
            # A step leads only to scalars.
            continue
    return found
